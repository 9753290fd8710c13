"""Reading and comparing text without changing a character of what a citizen wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate, compress, count
from operator import itemgetter
from typing import NamedTuple

from normalizer.phrases import (
    ABBREVIATIONS,
    CLAUSE_OPENERS,
    DAYTIMES,
    EMPTY_SUBJECTS,
    ENGLISH,
    GREETINGS,
    HONORIFICS,
    INDONESIAN,
    OFFICES,
    REPLY_PREFIXES,
    WISHES,
)
from normalizer.schema import Language

TITLE_LENGTH = 120
# Nobody's first sentence starts later; a title never costs more than this, however long the text is.
_TITLE_WINDOW = 4_000

# NUL is refused by PostgreSQL and by many JSON readers; a lone surrogate cannot be written as UTF-8 at all.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
# Characters that are not seen: format marks, emoji variation selectors, the keycap ring.
_UNSEEN = frozenset({"Cf", "Me", "Cc", "Cs", "Co", "Cn"})
# What stands in a word and is not seen: all of Unicode 15's category Cf, variation selectors, the grapheme joiner and
# Hangul's fillers. https://www.unicode.org/reports/tr44/#General_Category_Values
_INVISIBLE = re.compile(
    "[\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]+"
)
# NFKC sorts a run of marks in quadratic time; no script has 30 on one letter (the Stream-Safe Text Format's bound):
# https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format. The half-width katakana marks are letters to `re`.
_MARKS = re.compile(r"(?<![^\w\s\x00-\x7f])([^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]++")
_MOST_MARKS = 30
_KATAKANA_MARKS = str.maketrans({"\uff9e": "\u3099", "\uff9f": "\u309a"})
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_WORD = re.compile(r"[^\W_]+")
_SPLIT = re.compile(r"([^\W_]+)")
# Signs before a blank or the end, or line ends. It begins with all that either may begin with: such a place is found at
# once, where of two ways each is tried at every letter.
_SENTENCE_END = re.compile(r"[.!?…\n\r\u2028\u2029](?:(?<=[.!?…])[.!?…]*(?=\s|$)|(?<![.!?…])[\n\r\u2028\u2029]*)")


class Word(NamedTuple):
    """A word as written, the same for comparing, and what stands before and after it."""

    raw: str
    folded: str
    before: str
    after: str
    start: int

    def __repr__(self) -> str:
        return f"Word({self.start}, …)"  # a tuple's own would show the word


def writable(text: str) -> str:
    """The text with NUL and lone surrogates, which no later system can hold, as U+FFFD; nothing else is touched and
    every character keeps its place."""
    return _UNWRITABLE.sub("\ufffd", text)


@lru_cache(maxsize=8)  # one message is looked at from several sides
def folded(text: str) -> str:
    """For comparing: NFKC, casefolded, words of letters, marks and digits with one blank between them. Idempotent."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    seen = _capped(_seen(text))
    for _ in range(2):  # casefolding can undo the normal form: Unicode 3.13, D147 (toNFKC_Casefold)
        seen = unicodedata.normalize("NFKC", seen).casefold()
    seen = _capped(unicodedata.normalize("NFKC", seen))
    spoken = {ord(char): char if unicodedata.category(char)[0] in "LMN" else " " for char in set(seen)}
    return " ".join(seen.translate(spoken).split())


def readable(text: str) -> str:
    """The text as a reader sees it: NFKC, without what is not seen, with at most 30 marks in a row. Idempotent."""
    if text.isascii():
        return text
    return _capped(unicodedata.normalize("NFKC", _capped(_INVISIBLE.sub("", text))))


def _capped(text: str) -> str:
    if len(text.encode("utf-8", "surrogatepass")) - len(text) <= _MOST_MARKS:  # too little that is not ASCII
        return text.translate(_KATAKANA_MARKS) if "\uff9e" in text or "\uff9f" in text else text
    return _MARKS.sub(r"\1", text.translate(_KATAKANA_MARKS))


def _seen(text: str) -> str:
    """Each different character is looked at once: a text has some dozens."""
    return text.translate({ord(char): _visible(char) for char in set(text)})


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    return "" if unicodedata.category(char) in _UNSEEN else char


# ASCII needs no look at each character.
_SEEN_ASCII = {code: _visible(chr(code)) for code in range(128)}


def has_words(text: str) -> bool:
    """Whether there is a single letter or digit."""
    return _WORD.search(text) is not None


@lru_cache(maxsize=8)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text with what stands between them; `start` counts in the `readable` text."""
    # Splitting by a group gives gap, word, gap, … word, gap.
    parts = _SPLIT.split(readable(text))
    spoken, gaps, starts = parts[1::2], parts[::2], list(accumulate(map(len, parts)))[::2]
    # Half of understanding a message was making these one by one: zip and tuple.__new__ do it without Python's help.
    columns = zip(spoken, map(_CUT, map(str.casefold, spoken)), gaps, gaps[1:], starts, strict=False)
    return tuple(map(partial(tuple.__new__, Word), columns))


# Thousands of words are remembered by what is asked of each, and nobody shall fill the memory with long ones; no word
# of any list is half so long. Whoever compares whole texts takes `raw_of`.
_CUT = itemgetter(slice(100))
_FOLDED = itemgetter(Word._fields.index("folded"))


def folded_of(found: Iterable[Word]) -> list[str]:
    """The words for comparing. Nearly every rule begins with them: so it is done without Python's help, too."""
    return list(map(_FOLDED, found))


_RAW = itemgetter(Word._fields.index("raw"))


def raw_of(found: Iterable[Word]) -> list[str]:
    """The words as they were written, likewise."""
    return list(map(_RAW, found))


def places_of(known: Collection[str], folded: Iterable[str]) -> list[int]:
    """Where words stand that are among these, likewise."""
    return list(compress(count(), map(known.__contains__, folded)))


# What `opening` begins with.
OPENERS = GREETINGS | WISHES | DAYTIMES | HONORIFICS


def opening(found: Sequence[Word]) -> int:
    """How many leading words are a greeting or address somebody ("Selamat pagi Pak Bupati, …")."""
    return _opening(tuple(found)) if found and found[0].folded in OPENERS else 0


@lru_cache(maxsize=8)  # one message is looked at from several sides
def _opening(found: tuple[Word, ...]) -> int:
    at, last = 0, -1
    while at != last:
        last = at
        at += _greeting(found, at) or _address(found, at)
    return at


def _greeting(found: Sequence[Word], at: int) -> int:
    if at >= len(found):
        return 0
    word, following = found[at], found[at + 1].folded if at + 1 < len(found) else ""
    if word.folded in GREETINGS:
        return 1
    if word.folded in WISHES and following in DAYTIMES:
        return 2
    alone = following in HONORIFICS or (bool(word.after.strip()) and not word.after.startswith("-"))
    return 1 if word.folded in DAYTIMES and (not following or alone) else 0


def _address(found: Sequence[Word], at: int) -> int:
    """ "Yth. Bapak Bupati," is skipped; "Bapak RT kami memungut …" and "Kepala desa …" tell of somebody and stay."""
    run = at
    while run < len(found) and (found[run].folded in HONORIFICS or found[run].folded in OFFICES):
        run += 1
        if "\n" in found[run - 1].after or "," in found[run - 1].after:
            break
    if run == at or found[at].folded not in HONORIFICS:
        return 0
    ends = run == len(found) or bool(found[run - 1].after.strip(" .")) or "\n" in found[run - 1].after
    speaks = run < len(found) and found[run].folded in CLAUSE_OPENERS
    return run - at if ends or speaks or (at > 0 and run - at == 1) else 0


def agency_keyword(text: str, known: Collection[str]) -> str:
    """The agency keyword of SMS 1708 (`<agency keyword><space><text>`) in capitals, or "" when the first word is not a
    known one. The text keeps it: an unknown first word is part of the text, and a known one may be."""
    first = text.split(maxsplit=1)[:1]
    wanted = first[0].upper() if first else ""
    return wanted if wanted and wanted in {keyword.upper() for keyword in known} else ""


def bare_subject(subject: str) -> str:
    """A mail's subject without Re:, Fwd:, Bls: and their like; "" when it says nothing ("Laporan", "(no subject)")."""
    found = words(subject)
    at = 0
    while at < len(found) and found[at].folded in REPLY_PREFIXES and ":" in found[at].after:
        at += 1
    rest = readable(subject)[found[at].start :] if at and at < len(found) else subject
    rest = "" if at and at == len(found) else " ".join(rest.split())
    return "" if folded(rest) in EMPTY_SUBJECTS else rest


def title(text: str) -> str:
    """The first sentence that says something, without the greeting; at most 120 characters, cut between words."""
    text = readable(text[:_TITLE_WINDOW])
    short = []
    for spoken in filter(None, map(_after_opening, _sentences(text))):
        if len(spoken.split()) > 2:
            return shortened(spoken)
        short.append(spoken)
    return shortened(" ".join(short))


def _after_opening(sentence: str) -> str:
    first = _WORD.search(sentence)
    if first is None:
        return ""
    rest = sentence
    # Most sentences begin as no greeting does: their words need not be told apart.
    if first.group().casefold() in OPENERS:
        found = words(sentence)
        at = opening(found)
        if at == len(found):
            return ""
        rest = sentence[found[at].start :] if at else sentence
    seen = rest.translate(_SEEN_ASCII) if rest.isascii() else _seen(rest)
    return " ".join(seen.split()).strip("-–—*_,;: ")


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        last = text[max(start, end.start() - 20) : end.start()].rsplit(maxsplit=1)[-1:]
        if end.group() == "." and last and last[0].casefold().strip("(") in ABBREVIATIONS:
            continue
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


def shortened(text: str, length: int = TITLE_LENGTH) -> str:
    """At most `length` characters, cut between words and marked with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    whole = head.rsplit(maxsplit=1)[0] if not text[length - 1].isspace() and " " in head else head
    return whole.rstrip(" ,;:.-") + "…"


def language(text: str) -> Language:
    """English only when it is clearly so: two different English words and more than twice as many as Indonesian."""
    seen = folded(text[:_TITLE_WINDOW]).split()
    english = list(filter(ENGLISH.__contains__, seen))
    clear = len(set(english)) >= 2 and len(english) > 2 * sum(map(INDONESIAN.__contains__, seen))
    return Language.ENGLISH if clear else Language.INDONESIAN
