"""What is wished for in words of one's own, where no rule knows them: protection, or that it shall wait."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from normalizer.asked_safe import PIPES
from normalizer.asks_of_data import asks_of_data
from normalizer.clauses import after, before, denied, folded_in, sentence
from normalizer.demands import without_demands
from normalizer.flag_phrases import FOUND_OUT, HIDDEN, HIDE, IDENTITY, MINE, PLEAS
from normalizer.flag_words import flag_word
from normalizer.hiding_reach import to_stay
from normalizer.schema import UNPROTECTED, Flags
from normalizer.text import Word, readable, words
from normalizer.wish_score import BARS, heaviest, weight
from normalizer.wish_sent import ones_own, only_hesitates, sent_on
from normalizer.wish_words import PROTECTION, SENDING

# Below the bar by so much, protection is offered.
_PERHAPS = 1.4
_TEXT = frozenset({"know", "outed", "whom", "spread", "public", "show", "quiet"})
_WRITER = frozenset({"name", "mine", "source", "mask", "from", "me"})
# "Warga takut jembatan putus, nanti kades tahu sendiri" says nothing of who writes and forbids nothing.
_OF_ONESELF = _WRITER | {
    *("report", "this", "flag", "secret", "hide", "forbid", "need", "deny", "only", "just", "erase", "hush", "spread"),
}
_RUMOURS = frozenset({"hoaks", "hoax", "hoak", "fitnah", "isu", "gosip"})
_HIDING = HIDE | HIDDEN
_LEAKING, _LEAKY = frozenset({"bocor", "kebocoran"}), PIPES | {"sumur", "banyu"}
_LEST = frozenset({"biar", "supaya", "agar"})
_OTHERS = frozenset({"mereka", "dia", "pelaku", "oknum", "petugas", "kades", "lurah", "pabrik", "perusahaan", "mandor"})
_LONGEST = 1_000


def wished(found: Sequence[Word]) -> Flags:
    """anonim; both where somebody must not find out or read it, or something shall be hidden: who or what, nobody can
    tell. Pure and total."""
    found = without_demands(found)
    if not _asked(found, BARS[PROTECTION]):
        return UNPROTECTED
    said, signs = folded_in(found), heaviest(found, PROTECTION)
    hides = not _HIDING.isdisjoint(said) and (IDENTITY | MINE).isdisjoint(said)
    return Flags(anonim=True, rahasia=hides or not _TEXT.isdisjoint(signs) or _WRITER.isdisjoint(signs))


def perhaps_wished(text: str) -> bool:
    """Whether protection is to be offered, as it is for what is dangerous in public. Pure and total."""
    return _asked(without_demands(words(readable(text[:_LONGEST]))), BARS[PROTECTION] - _PERHAPS)


def _asked(found: Sequence[Word], bar: float) -> bool:
    if weight(found, PROTECTION) < bar or any(map(partial(_is_judged, found), range(len(found)))):
        return False
    if to_stay(found) or asks_of_data(found):
        return False
    if any(map(partial(_hidden_by_others, found), range(len(found)))):
        return False
    signs = heaviest(found, PROTECTION)
    # Roofs and wells leak, too.
    said = folded_in(found)
    if not _RUMOURS.isdisjoint(said) and signs.isdisjoint(_WRITER | {"report", "this"}):
        return False
    leaks = not (_LEAKING.isdisjoint(said) or _LEAKY.isdisjoint(said))
    return not _OF_ONESELF.isdisjoint(signs) and (not leaks or "report" in signs)


def _is_judged(found: Sequence[Word], at: int) -> bool:
    """Rules know whether it is a wish: "rahasia umum", "tidak perlu disembunyikan", "disembunyikan oleh petugas"."""
    word = found[at].folded
    return bool(flag_word(word)) or (word in _HIDING and (denied(found, at) or _by_others(found, at)))


def _by_others(found: Sequence[Word], at: int) -> bool:
    done = found[at].folded.startswith("di") and folded_in(after(found, at, 1)) & {"oleh"}
    return bool(done) and not folded_in(sentence(found, at, 6)) & PLEAS


def _hidden_by_others(found: Sequence[Word], at: int) -> bool:
    """ "Biar tidak ketahuan, mereka bakar limbah": who does it behind closed doors is named right behind."""
    lest = found[at].folded in FOUND_OUT and folded_in(before(found, at, 3)) & _LEST
    said = [word.folded for word in sentence(found, at, 8) if word.start > found[at].start]
    return bool(lest) and bool(said) and said[0] in _OTHERS and not folded_in(found) & MINE


def waits(text: str) -> bool:
    """Whether what is told shall not go, yet or at all. Pure and total."""
    found = words(readable(text[:_LONGEST]))
    if weight(found, SENDING) < BARS[SENDING] or sent_on(found) or only_hesitates(found):
        return False
    return any(weight(part, SENDING) >= BARS[SENDING] for part in ones_own(found))
