"""What somebody answers who was offered RAHASIA: "iya jangan dibuka", "gak usah, langsung kirim".

We said "balas RAHASIA bila isinya tidak boleh dibuka untuk umum, atau KIRIM bila boleh langsung diteruskan". Every word
must be explained, else something is told. Who names what KIRIM does ("lanjutkan", "teruskan saja") says KIRIM. Who only
agrees ("setuju", "silakan") or leaves it to us may mean either, and what may be either protects: what was closed can be
opened later, what was open stays known. What asks back, or says neither, chooses nothing: it is asked once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

from normalizer.confirm_word import AGREES
from normalizer.flag_phrases import ANYBODY, FORBID, HIDDEN, HIDE, IDENTITY, IF, MINE, NEGATIONS
from normalizer.flag_words import flag_word
from normalizer.offer_asked import asks_at
from normalizer.offer_words import (
    AGREEING,
    AT_ONCE,
    BESIDE,
    BESIDE_SENDING,
    CLOSING,
    DENIALS_HERE,
    EXPOSED,
    FEARED,
    FORBIDS_BEFORE,
    FORESEEING,
    GRANTING,
    HANDLED,
    IDIOMS,
    INTERJECTIONS,
    KNOWN,
    LEFT,
    LEFT_TO_US,
    LIFTING,
    OPENING,
    ORDERED,
    PERMITTING,
    PLAIN_FORMS,
    SAFE,
    SENDING,
    SHUTTING,
    TO_PEOPLE,
    TURNS,
)
from normalizer.phrases import HONORIFICS, OFFICES
from normalizer.schema import Flags
from normalizer.text import folded_of, words

_LONGEST, _MOST_WORDS = 200, 24
_SHORT = 60
_PARTS = re.compile(r"[.,;:!?()\n–—]+|\s-\s")
_DENYING = NEGATIONS | DENIALS_HERE
_FEARING = FEARED | HIDE - {"hide"} | HIDDEN - {"hidden", "ditutup", "disembunyikan"}


class _Said(Enum):
    YES = auto()
    NO = auto()
    FORBIDDEN = auto()  # "jangan", and not what
    CLOSED = auto()
    NOT_CLOSED = auto()
    OPENED = auto()
    NOT_OPENED = auto()
    SENT = auto()
    HANDLED = auto()
    NOT_SENT = auto()
    FEARED = auto()
    SAFE = auto()
    EXPOSED = auto()
    KNOWN = auto()
    FORESEEN = auto()
    PERMITTED = auto()
    GRANTED = auto()
    AGREED = auto()
    LEFT = auto()  # to us
    NAME = auto()
    PEOPLE = auto()
    ASKED = auto()  # "kalau dibuka", "dibuka?"
    UNEXPLAINED = auto()


_ACTS = {
    _Said.CLOSED: _Said.NOT_CLOSED,
    _Said.OPENED: _Said.NOT_OPENED,
    _Said.SENT: _Said.NOT_SENT,
    _Said.HANDLED: _Said.NOT_SENT,
    _Said.FEARED: _Said.NO,
    _Said.SAFE: _Said.FEARED,
    _Said.EXPOSED: _Said.NOT_OPENED,
    _Said.KNOWN: _Said.NOT_OPENED,
}
_MOODS = {_Said.GRANTED: GRANTING, _Said.AGREED: AGREEING, _Said.LEFT: {LEFT}, _Said.FORESEEN: FORESEEING}
_GRANTS = {_Said.GRANTED, _Said.AGREED}
_PROTECTS = {_Said.CLOSED, _Said.NOT_OPENED, _Said.FEARED, _Said.SAFE, _Said.FORBIDDEN}
# What speaks against a fear where something is only said to befall.
_UNAFRAID = {_Said.NO, _Said.NOT_CLOSED, _Said.SENT, _Said.OPENED}
_AGREEING = {_Said.YES, _Said.PERMITTED, _Said.GRANTED, _Said.AGREED, _Said.LEFT}
_SENDING = _AGREEING | {_Said.SENT, _Said.HANDLED}
_KEEPS = _PROTECTS | {_Said.NAME, _Said.PEOPLE, _Said.ASKED, _Said.NOT_SENT}


_Signs = frozenset[_Said]
_Heard = tuple[_Signs, Sequence[Sequence[str]]]
_NOTHING: _Heard = frozenset(), ()


def wanted(text: str) -> Flags | None:
    """The flags that such an answer asks for, none where it may be passed on as it is; None when it is no answer to
    that. Pure and total."""
    heard = _heard(text)
    return _answer(*heard) if heard else None


def is_doubtful(text: str, *, ordered: bool = False) -> bool:
    """Whether all of it is said to that and chooses nothing, or asks back: "ok", "kok dibuka". An order chooses, unless
    it asks. Pure and total."""
    said, spoken = _heard(text) or _NOTHING
    if not said or not said.isdisjoint({_Said.NOT_SENT, _Said.PEOPLE}):
        return False
    return _answer(said, spoken) is None and (_Said.ASKED in said or not ordered)


def only_agrees(text: str) -> bool:
    """Whether it says yes to something and not to what, or leaves it to us: an answer while one is waited for, and
    nothing else. Pure and total."""
    if len(text) > _SHORT:
        return False
    said, _ = _heard(text) or _NOTHING
    return bool(said) and said <= _AGREEING | {_Said.HANDLED} and not said.isdisjoint({_Said.AGREED, _Said.LEFT})


def goes_on(text: str) -> bool:
    """Whether it says what KIRIM does in other words, and no more: "lanjutkan", "oke lanjut". Pure and total."""
    if len(text) > _SHORT:
        return False
    heard = _heard(text)
    return heard is not None and _Said.NO not in heard[0] and _is_sent_on(*heard)


def _heard(text: str) -> _Heard | None:
    """What is said, and its words; None where a word is not explained, or there are none or too many."""
    return _explained(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=2)  # whether it chooses nothing is asked of what wants nothing
def _explained(text: str) -> _Heard | None:
    spoken: list[Sequence[str]] = []
    said = {_Said.ASKED} if "?" in text else set()
    for part in _parts(text):
        spoken.append(part)
        for one in (one for clause in _clauses(part) for one in _meant(clause)):
            if one is _Said.UNEXPLAINED:  # most messages tell something in their first words
                return None
            said.add(one)
    if not 0 < sum(map(len, spoken)) <= _MOST_WORDS:
        return None
    if _Said.HANDLED in said and any(word in AT_ONCE for part in spoken for word in part):
        said.add(_Said.SENT)
    return frozenset(said), spoken


def _parts(text: str) -> Iterator[Sequence[str]]:
    plain = LEFT_TO_US.replaced_in(IDIOMS.replaced_in(text.casefold(), " gapapa "), f" {LEFT} ")
    yield from (folded_of(words(part)) for part in _PARTS.split(plain))


def _answer(said: _Signs, spoken: Sequence[Sequence[str]]) -> Flags | None:
    return Flags() if _is_sent_on(said, spoken) else _judged(_weighed(said))


def _is_sent_on(said: _Signs, spoken: Sequence[Sequence[str]]) -> bool:
    """Every word beside it is small: "kirim orang" sends somebody, "kirim nanti" waits."""
    if _Said.SENT not in said or not said <= _SENDING:
        return False
    rest = (word for part in spoken for word in part if word not in SENDING | HANDLED | PERMITTING | GRANTING | AGREES)
    return all(word in BESIDE_SENDING or word in HONORIFICS for word in rest)


def _weighed(said: _Signs) -> _Signs:
    """What befalls is opened where it is granted, feared where nothing speaks against that."""
    if said.isdisjoint({_Said.EXPOSED, _Said.KNOWN}):
        foreseen = {_Said.FORESEEN, _Said.OPENED} <= said and said & {_Said.YES, _Said.NO}
        return said | {_Said.ASKED} if foreseen and _Said.GRANTED not in said else said
    if _Said.GRANTED in said:
        return said | {_Said.OPENED}
    if said & _UNAFRAID:
        return said | {_Said.ASKED}
    return said | {_Said.FEARED} if _Said.EXPOSED in said and _Said.ASKED not in said else said - {_Said.PERMITTED}


def _judged(said: _Signs) -> Flags | None:
    # Who says "don't send it" is asked whether it is called off.
    if _Said.NOT_SENT in said:
        return None
    if said & _PROTECTS:
        open_but_name = _Said.NOT_CLOSED in said and _Said.NAME in said
        return Flags(anonim=_Said.NAME in said, rahasia=not open_but_name)
    if said & _KEEPS:
        return None
    opened = _Said.OPENED in said and said & {_Said.PERMITTED, _Said.YES, _Said.NO}
    sent = said & {_Said.SENT, _Said.HANDLED} and said & {_Said.OPENED, _Said.NO}
    if opened or sent or _Said.NOT_CLOSED in said:
        return Flags()
    # "Terserah, yang penting cepat diproses", "silakan diproses".
    if said <= _AGREEING | {_Said.HANDLED} and said & {_Said.AGREED, _Said.LEFT}:
        return Flags(rahasia=True)
    if _Said.SENT in said or _Said.HANDLED in said:
        return None
    return Flags(rahasia=True) if _Said.YES in said and not said & {_Said.NO, _Said.PERMITTED} else None


def _clauses(part: Sequence[str]) -> Iterator[Sequence[str]]:
    """At "tapi", "soalnya": a denial reaches no further."""
    begun = 0
    for at, word in enumerate(part):
        if word in TURNS:
            yield part[begun:at]
            begun = at + 1
    yield part[begun:]


def _meant(clause: Sequence[str]) -> Iterator[_Said]:
    denial, broken = "", False
    acts = [bool(_act(word)) or word in PERMITTING for word in clause]
    for at, word in enumerate(clause):
        if asks_at(clause, at, acted=any(acts[:at]), acts_next=any(acts[at + 1 : at + 2])):
            yield _Said.ASKED
            continue
        act = None if flag_word(word) and at and clause[at - 1] in LIFTING else _act(word)
        if act is _Said.CLOSED and denial in FORBID and word in SHUTTING:
            # A case is closed, too.
            yield _Said.FORBIDDEN
        elif act and broken and act in _PROTECTS:
            yield from (_Said.NO, act)
        elif act:
            yield _ACTS[act] if denial else act
        elif word in _DENYING or (word in FORBIDS_BEFORE and any(map(_act, clause[at + 1 : at + 2]))):
            # "Jangan sampai tidak ditutup".
            denial, broken = "" if denial in FORBID else word, False
            continue
        elif word in HONORIFICS and denial and word not in {"yang", "yg"}:
            yield _Said.FORBIDDEN if denial in FORBID else _Said.NO
        else:
            broken = broken or bool(denial and word in INTERJECTIONS)
            yield from () if flag_word(word) else _beside(word, denied=bool(denial))
            continue
        denial, broken = "", False
    if denial:
        yield _Said.FORBIDDEN if denial in FORBID else _Said.NO


def _act(word: str) -> _Said | None:
    if flag_word(word) or PLAIN_FORMS.get(word, word) in CLOSING:
        return _Said.CLOSED
    if word in _FEARING:
        return _Said.SAFE if word in SAFE else _Said.FEARED
    plain = PLAIN_FORMS.get(word, word)
    if plain in OPENING or word in ORDERED:
        return _Said.OPENED
    if plain in EXPOSED:
        return _Said.EXPOSED
    if plain in KNOWN:
        return _Said.KNOWN
    if word in HANDLED:
        return _Said.HANDLED
    return _Said.SENT if word in SENDING else None


def _beside(word: str, *, denied: bool) -> Iterator[_Said]:
    """What changes nothing yields nothing."""
    yield from (one for one, those in _MOODS.items() if word in those and not (denied and one in _GRANTS))
    if word in AGREES:
        yield _Said.YES
    elif word in PERMITTING:
        yield _Said.PERMITTED
    elif word in IF:
        yield _Said.ASKED
    elif word in IDENTITY:
        yield _Said.NAME
    elif word in OFFICES or word in TO_PEOPLE:
        yield _Said.PEOPLE
    elif word not in BESIDE and word not in MINE and word not in ANYBODY and word not in HONORIFICS:
        yield _Said.UNEXPLAINED
