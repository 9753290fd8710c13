"""The line above a quotation: "On Monday, Siti <siti@example.id> wrote:", in many languages and over several lines.

Outlook for Mac and some telephones write it above a forward as well; under any other subject it makes a reply.
"""

from __future__ import annotations

import re

from normalizer.forward_blocks import Block
from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, folded, indexes
from normalizer.forward_marks import AROUND_DATES, PARTICLES, WROTE
from normalizer.forward_people import ADDRESS, person

_LONGEST = 400
_MOST_JOINED = 3


def _either(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_ALPHABETIC = [verb for verb in WROTE if ord(verb[0]) < 0x0590]
_OTHERS = [verb for verb in WROTE if ord(verb[0]) >= 0x0590]
_VERB = re.compile(
    rf"(?<![^\W\d_])(?:{_either(_ALPHABETIC)})(?:\(\w{{1,3}}\)|/\w{{1,3}})?(?![^\W\d_])|{_either(_OTHERS)}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"[<\[(](?:mailto:)?\s?({ADDRESS.pattern})\s?(?:<mailto:[^<>]{{1,200}}>)?[>\])]")
_QUOTED_NAME = re.compile(r"[\"“„«]\s?([^\"”“„«»]{1,120}?)\s?[\"”“»]\s*$|(?:^|(?<=\s))[‘']([^‘’']{1,120})[’']\s*$")
_DIGIT = re.compile(r"\d")
# The end of a clock's time, and "Diteruskan dari …"; no name holds one of them.
_BEFORE_NAMES = frozenset({"am", "pm", "wib", "wita", "wit", "dari", "daripada", "from", "oleh"})
# AOL: "In a message dated 9/29/2020 9:19:00 AM Eastern Standard Time, siti@example.com writes:".
_ZONE = re.compile(r"(?:[^\W\d_]{1,20}\s){0,2}(?:standard|daylight|summer)\stime", re.IGNORECASE)
# GroupWise: "On Monday, in message <…@…>, Siti Aminah <siti@example.com> wrote:".
_IN_MESSAGE = re.compile(r"\bin message\s{1,3}<[^<>]{1,200}>,?\s?|\bin a message dated\s", re.IGNORECASE)


def attribution(lines: Lines, at: int, mark: Mark = Mark.NONE) -> Block | None:
    """The attribution whose last line is `at`; it may begin up to three lines further up. None if there is none.

    Below a forward mark (Yandex) no verb is needed.
    """
    line = lines[at]
    between_dashes = line.bare.startswith("---") and line.bare.endswith("---")  # Zoho
    if not (between_dashes or line.bare.endswith((":", "：", ":*"))) or len(line.bare) > _LONGEST:
        return None
    start, text = (at, line.bare.strip("- ")) if between_dashes else _joined(lines, at)
    text = _IN_MESSAGE.sub("", text)
    if between_dashes and not _VERB.search(text):
        return None
    if not (_VERB.search(text) or (_BRACKETED.search(text) and _DIGIT.search(text))):
        return None
    if not (between_dashes or ADDRESS.search(text) or _DIGIT.search(text)):  # "---- Siti Aminah wrote ----"
        return None
    return _block(text, start, at + 1, line.depth, mark)


def _joined(lines: Lines, at: int) -> tuple[int, str]:
    """Lines above are taken in until there is an address or a date."""
    start, text = at, lines[at].bare
    while at - start < _MOST_JOINED and not _is_whole(text):
        above = lines[start - 1]
        wanted = start > 0 and above.bare and above.depth == lines[at].depth and len(above.bare) < 200
        if not wanted or _ends(above.bare, text) or not _begins(above.bare, text):
            break
        start, text = start - 1, f"{above.bare} {text}"
    return start, text


def _is_whole(text: str) -> bool:
    """Whether it tells a time and an address."""
    # Looking for an address costs more than all else, and letters that only look like a text have thousands of lines.
    return "@" in text and ADDRESS.search(text) is not None and _DIGIT.search(ADDRESS.sub("", text)) is not None


def _ends(above: str, text: str) -> bool:
    """Whether the line above ends a sentence; before an address in brackets it ends a name, as "LAPOR!" does."""
    return above.endswith((".", "!", "?", ":")) and not text.startswith(("<", "[", "("))


def _begins(above: str, text: str) -> bool:
    """Whether the line above brings the date or the address that is missing."""
    return bool(_DIGIT.search(above) or ("@" in above and ADDRESS.search(above))) or not _VERB.search(text)


def _block(text: str, start: int, end: int, depth: int, mark: Mark) -> Block:
    address = _BRACKETED.search(text) or ADDRESS.search(text)
    verb = _VERB.search(text)
    before = text[: address.start()] if address else text[: verb.start()] if verb else text
    name = _name(before)
    author = person(f"{name} <{address[1] if address.re is _BRACKETED else address[0]}>" if address else name)
    rest = text.rstrip(":： *")
    if address:
        rest = rest.replace(text[address.start() : address.end()], " ", 1)
    if name:
        rest = rest.replace(name, " ", 1)
    return Block(start, end, depth, mark, author, "", _date(rest), roles=frozenset({Role.FROM}), form="attribution")


def _name(before: str) -> str:
    """The words before an address that are no date and nothing that stands around dates."""
    text = before.rstrip(" ,:([<")
    if quoted := _QUOTED_NAME.search(text):
        return quoted[1] or quoted[2].strip()
    words = text.split()
    first = len(words)
    for at in range(len(words) - 1, max(-1, len(words) - 9), -1):
        if not (_of_name(words[at]) or (first < len(words) and _within_name(words, at))):
            break
        first = at
    name = " ".join(words[first:]).strip("\"'“”«»„ ")
    return "" if _ZONE.fullmatch(name) else name


def _of_name(word: str) -> bool:
    plain = folded(word)
    if _DIGIT.search(word) or word.endswith((",", "，", "、", "،")) or plain.strip(",") in AROUND_DATES:
        return False
    return not _VERB.fullmatch(word) and plain.strip(".") not in _BEFORE_NAMES


def _within_name(words: list[str], at: int) -> bool:
    """Whether a word that may stand around dates stands behind the first name instead."""
    before = next((one for one in range(at, -1, -1) if folded(words[one]) not in PARTICLES), at)
    return before < at and words[before][:1].isupper() and _of_name(words[before])


def _date(rest: str) -> str:
    text = " ".join(_VERB.sub(" ", rest).split())
    words = text.split()
    while words and (folded(words[0]).strip(",\"'()") in AROUND_DATES or not words[0].strip(",\"'“”«»„()[]<>:")):
        words.pop(0)
    while words and (folded(words[-1]).strip(",\"'()") in AROUND_DATES or not words[-1].strip(",\"'“”«»„()[]<>:")):
        words.pop()
    date = " ".join(words).strip(" ,\"'")
    return date if _DIGIT.search(date) else ""


def below_mark(lines: Lines, start: int, mark: Mark) -> Block | None:
    """Yandex: "03.05.2021, 10:00, "Siti" <siti@example.id>:" right below "Forwarded message"."""
    first = next(indexes(lines, start, 1), None)
    if first is None:
        return None
    found = attribution(lines, first, mark)
    if found is None or found.start < first or not found.author.address:
        return None
    return found
