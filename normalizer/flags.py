"""Reading anonim and rahasia out of a text: whoever seems to ask for protection gets it.

anonim hides the identity, rahasia the text. A word that stands as an instruction (first, last, in brackets, in
capitals, before a colon, near a request) sets its flag; only a denial right before it ("tidak perlu rahasia") and a
short list of ordinary uses ("sudah rahasia umum", "akun anonim") do not. A wrong flag costs a clerk a minute; a missed
one has brought people to the police.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from normalizer.phrases import (
    AFTER_REQUEST,
    ANONIM_WORDS,
    CLOSERS,
    CONDITIONS,
    CONTENT,
    DISCLOSE,
    FORBID,
    IDENTITY,
    NEGATION_BRIDGES,
    NEGATIONS,
    ORDINARY_BEFORE,
    PLEAS,
    RAHASIA_COLLOCATIONS,
    RAHASIA_WORDS,
    REPLY_PREFIXES,
    REQUESTS,
    SPREAD,
    SPREAD_OBJECTS,
    WHY,
)
from normalizer.schema import Flags
from normalizer.text import Word, opening, words

ANONIM, RAHASIA = "anonim", "rahasia"
# Verbs and nouns that ask only together with a plea: "kepala desa merahasiakan anggaran" does not.
_WEAK = ("merahasia", "kerahasia", "dirahasia", "menganonim")
_BREAKS = frozenset("\n\r.!?;:()[]{}*,|/")
_SENTENCE_BREAKS = frozenset("\n\r.!?;")
_AND = frozenset({"dan", "and", "serta"})
_REACH = 6
# Real texts end at 8,471 characters. Beyond this only what stands around flag words is read.
_WHOLE, _AROUND, _MOST_WINDOWS = 50_000, 300, 50
_HINT = re.compile(r"rahas|anon[iy]m|confidential|identitas", re.IGNORECASE)
_MOST_LEADS = 12
_DISCLAIMER = re.compile(
    r"intended (?:recipient|solely|only)|penerima yang (?:dituju|dimaksud)|disclaimer", re.IGNORECASE
)
_PARAGRAPHS = re.compile(r"\n\s*\n")


def flags_in(text: str, skip: int = 0) -> Flags:
    """The flags a text asks for; its first `skip` words (an agency keyword) do not count as its beginning."""
    if not text:
        return Flags()
    flags = flags_among(words(_own(text[:_WHOLE])), skip)
    for window in _windows(text) if len(text) > _WHOLE else ():
        more = flags_among(words(window), start_counts=False)
        flags = Flags(flags.anonim or more.anonim, flags.rahasia or more.rahasia)
    return flags


def _own(text: str) -> str:
    """The text without the disclaimers offices put below every mail; the first paragraph is always the writer's."""
    if not _DISCLAIMER.search(text):
        return text
    first, *rest = _PARAGRAPHS.split(text)
    return "\n\n".join([first, *(part for part in rest if not _DISCLAIMER.search(part))])


def _windows(text: str) -> Iterator[str]:
    """Of a book-length text: its end, and what stands around the first flag words."""
    yield text[-_AROUND:]
    for hit in islice(_HINT.finditer(text, _WHOLE), _MOST_WINDOWS):
        yield text[max(0, hit.start() - _AROUND) : hit.end() + _AROUND]


def flags_among(found: Sequence[Word], skip: int = 0, *, start_counts: bool = True) -> Flags:
    start = skip + opening(found[skip:]) if start_counts else len(found)
    asked: set[str] = set()
    for at in range(len(found)):
        asked.update(_asked_at(found, at, start))
        if len(asked) == 2:
            break
    return Flags(anonim=ANONIM in asked, rahasia=RAHASIA in asked)


@lru_cache(maxsize=8192)  # citizens' words repeat, and this is asked for every one of them
def flag_word(word: str) -> str:
    """`anonim` or `rahasia` if this single folded word names a flag, also with one slip; else ""."""
    if word in ANONIM_WORDS or one_slip(word, ANONIM):
        return ANONIM
    if word in RAHASIA_WORDS or one_slip(word, RAHASIA) or word.startswith("rahasia"):
        return RAHASIA
    return RAHASIA if word.startswith(_WEAK) or word in {"secret", "private"} else ""


def one_slip(word: str, target: str) -> bool:
    """Whether one letter is missing, doubled or too many, wrong, or swapped with its neighbour."""
    if abs(len(word) - len(target)) > 1 or not word:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, target, strict=False)) if a != b), min(len(word), len(target)))
    rest, wanted = word[at:], target[at:]
    swapped = rest[1::-1] + rest[2:] == wanted if len(rest) > 1 else False
    return word == target or swapped or wanted in (rest[1:],) or wanted[1:] in (rest, rest[1:])


def _asked_at(found: Sequence[Word], at: int, start: int) -> Sequence[str]:
    word = found[at]
    flag = flag_word(word.folded)
    if flag:
        return _kinds(found, at, flag) if _instructs(found, at, start, flag) else ()
    return _undisclosed(found, at) if word.folded in FORBID or word.folded in NEGATIONS else ()


def _kinds(found: Sequence[Word], at: int, flag: str) -> Sequence[str]:
    """ "Rahasiakan nama saya" hides who, not what: anonim. "Rahasiakan nama dan isi laporan" is both."""
    if flag == ANONIM:
        return (ANONIM,)
    near = {word.folded for word in _sentence(found, at, 4)}
    if not near & IDENTITY:
        return (RAHASIA,)
    return (ANONIM, RAHASIA) if near & CONTENT else (ANONIM,)


def _instructs(found: Sequence[Word], at: int, start: int, flag: str) -> bool:
    word = found[at]
    before, after = found[at - 1].folded if at else "", found[at + 1].folded if at + 1 < len(found) else ""
    if _feared(found, at):
        return True
    if _denied(found, at) or (flag == RAHASIA and after in RAHASIA_COLLOCATIONS and not _broken(word.after)):
        return False
    asked = bool({other.folded for other in _sentence(found, at, _REACH)[: _REACH + 1]} & PLEAS)
    if word.folded.startswith(_WEAK) or word.folded in {"secret", "private"}:
        return asked or _wished(found, at) or _alone(word, at == start)
    if before in ORDINARY_BEFORE and not _broken(word.before):
        return asked
    return asked or before in REQUESTS or after in AFTER_REQUEST or _stands_out(found, at, start)


def _wished(found: Sequence[Word], at: int) -> bool:
    """ "Identitas saya dirahasiakan ya", "keep it secret", "… dirahasiakan" as the last word of all."""
    if {word.folded for word in _sentence(found, at, _REACH)} & WHY:
        return False
    before = {word.folded for word in _sentence(found, at, 3)}
    last = found[at].folded.startswith(_WEAK) and all(word.folded in CLOSERS for word in found[at + 1 : at + 9])
    last = last and at + 9 >= len(found)
    ordinary = at and found[at - 1].folded in ORDINARY_BEFORE
    return bool(before & (IDENTITY | {"keep", "kept", "remain", "treat"})) or (last and not ordinary)


def _stands_out(found: Sequence[Word], at: int, start: int) -> bool:
    word = found[at]
    first = start <= at <= start + _MOST_LEADS and all(map(_leads, found[start:at]))
    rest = found[at + 1 : at + 9]
    last = len(rest) < 8 and all(other.folded in CLOSERS | _AND or flag_word(other.folded) for other in rest)
    loud = word.raw.isupper() and not (at and found[at - 1].raw.isupper() and len(found[at - 1].raw) > 3)
    return first or last or loud or _alone(word, at == start)


def _leads(word: Word) -> bool:
    """What may stand before an opening flag: another flag, Re:, LAPOR, a class tag."""
    tags = {"lapor", "aspirasi", "pengaduan", "aduan", "dan", "and", "laporan", "informasi", "permintaan"}
    return bool(flag_word(word.folded)) or word.folded in REPLY_PREFIXES or word.folded in tags


def _alone(word: Word, first: bool) -> bool:
    """Between two signs or line ends, as "(rahasia)", "RAHASIA:", "#anonim"; quotation marks only mention it."""
    tag = word.before.endswith("#") or (word.after.startswith((":", " :")) and (first or _broken(word.before)))
    opens, ends = first or _broken(word.before), not word.after or _broken(word.after)
    return tag or (opens and ends)


def _broken(gap: str) -> bool:
    return bool(_BREAKS & set(gap)) or " - " in gap or gap.strip() in {"-", "–", "—"}


def _denied(found: Sequence[Word], at: int) -> bool:
    """Whether a denial stands right before it: "tidak perlu dirahasiakan"."""
    back = at - 1
    while back >= 0 and found[back].folded in NEGATION_BRIDGES and at - back < 4:
        back -= 1
    return back >= 0 and found[back].folded in NEGATIONS and not _broken(found[at].before)


def _feared(found: Sequence[Word], at: int) -> bool:
    """ "Kalau tidak dirahasiakan saya takut" is a wish, not a denial."""
    return at > 1 and found[at - 1].folded in NEGATIONS and found[at - 2].folded in CONDITIONS


def _undisclosed(found: Sequence[Word], at: int) -> Sequence[str]:
    """ "Jangan sebut nama saya", "mohon nama saya tidak dipublikasikan": anonim. "Jangan disebarkan": rahasia."""
    forbids = found[at].folded in FORBID
    following = [word.folded for word in found[at + 1 : at + 6]]
    if not (set(following) & DISCLOSE):
        return (ANONIM,) if found[at].folded == "tanpa" and following[:1] == ["nama"] else ()
    near = [word.folded for word in _sentence(found, at, 5)]
    if not forbids and not set(near) & PLEAS and found[at].folded != "tanpa":
        return ()
    if set(near) & IDENTITY:
        return (ANONIM,)
    return (RAHASIA,) if any(map(_spreads, following[:2], [*following[1:3], "", ""])) else ()


def _spreads(verb: str, following: str) -> bool:
    own = not following or verb.startswith("di") or following in CLOSERS | CONTENT | SPREAD_OBJECTS
    return verb in SPREAD and own


def _sentence(found: Sequence[Word], at: int, reach: int) -> Sequence[Word]:
    """The words around `at`, at most `reach` to each side and not beyond its sentence."""
    low, high = at, at
    while low > max(0, at - reach) and not _SENTENCE_BREAKS & set(found[low].before):
        low -= 1
    while high < min(len(found) - 1, at + reach) and not _SENTENCE_BREAKS & set(found[high].after):
        high += 1
    return found[low : high + 1]
