"""Lines of a typed list: bullets, labels with what stands behind them, rules, headings. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from normalizer.typed_list_labels import HEADING, LABELS, LONGEST_LABEL, MOST_LABEL_WORDS, Field, folded

_BULLET = re.compile(
    r"[ \t\xa0]*+(?:(?:\(?\d{1,3}[.):\]]|\(?[a-zA-Z][.)]|[IVX]{1,5}[.)]|[-–—•·▪●◦○■□►→»✓✔*+]|#\s?\d{1,3}[.:)]?|"
    r"no\.? ?\d{1,3}[.:)]?)(?=[\s*_]|$)|[0-9]\ufe0f?\u20e3)[ \t\xa0]*+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}")
_RULE = re.compile(r"[ \t\xa0]*+(?:[-=_*~#.·–—+|]{3,}+|(?:[-=*~_] ){2,}+)[-=_*~#.·–—+| \t]*+")
_SEPARATOR = re.compile(r"[:：=]|(?<=\s)[-–](?=\s)")
_LEADERS = re.compile(r"[.…_\s*]+$")
_WEAK_LABEL = re.compile(
    r"((?:nama(?: pelapor| lengkap| warga)?|no\.? ?hp|hp|no\.? ?wa|wa|telp|no\.? ?telp|nik|alamat|"
    r"isi(?: laporan| aduan)?|aduan|keluhan|pengaduan|laporan|masalah|"
    r"name|phone|address|complaint|problem))[ \t\xa0]+(?=\S)",
    re.IGNORECASE,
)
_MOST_SEPARATORS = 24  # in one line; a line with more is no form
# What may stand before a label in the middle of a line. Words of a complaint are only ended by the strong ones.
_STRONG, _WEAK = "|;\t", ",./ \xa0"
_LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """A label: where it and its value begin in the text. The value ends at the line's end, or where the next begins."""

    kind: Field
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    bullet: str = ""
    body: int = 0
    blank: bool = False
    rule: bool = False
    heading: bool = False
    tokens: tuple[Token, ...] = field(default=())


def lines_of(text: str, *, weak: bool = False) -> Iterator[Line]:
    """weak: a line may begin with a label that no sign stands behind ("HP 0811-0000-0001")."""
    at = 0
    for raw in text.split("\n"):
        line = _line(raw, at)
        yield _weakly(line, raw) if weak and not (line.tokens or line.blank or line.rule) else line
        at += len(raw) + 1


def _line(raw: str, at: int) -> Line:
    end = at + len(raw)
    if not raw.strip():
        return Line(at, end, body=end, blank=True)
    if raw.startswith(">") or len(raw) > _LONGEST_LINE:
        return Line(at, end, body=at)
    if _RULE.fullmatch(raw):
        return Line(at, end, body=at, rule=True)
    found = _BULLET.match(raw)
    skip = found.end() if found else 0
    tokens = tuple(_tokens(raw, skip, at))
    heading = _is_bare_name(tokens, at, raw) or (not tokens and _is_heading(raw, skip))
    return Line(at, end, (found[0].strip() if found else ""), at + skip, heading=heading, tokens=tokens)


def _weakly(line: Line, raw: str) -> Line:
    found = _WEAK_LABEL.match(raw, line.body - line.start)
    kind = LABELS.get(folded(found[1])) if found else None
    if not found or kind is None or raw.startswith(">"):
        return line
    token = Token(kind, line.body, line.start + found.end(), line.end)
    return Line(line.start, line.end, line.bullet, line.body, tokens=(token,))


def _is_heading(raw: str, skip: int) -> bool:
    """Nothing but a bullet, or "Laporan 2:"."""
    return len(raw) <= LONGEST_LABEL and (not raw[skip:].strip() or HEADING.fullmatch(folded(raw)) is not None)


def _is_bare_name(tokens: tuple[Token, ...], at: int, raw: str) -> bool:
    """ "Pelapor:" above "Nama: …"."""
    return len(tokens) == 1 and tokens[0].kind is Field.NAME and not raw[tokens[0].value - at :].strip()


def number_of(line: Line) -> int | None:
    found = _NUMBER.search(line.bullet)
    return int(found[0]) if found else None


def _tokens(raw: str, skip: int, at: int) -> Iterator[Token]:
    """The labels of one line, each with the rest up to the next."""
    found: list[tuple[Field, int, int]] = []
    previous = skip
    for count, separator in enumerate(_SEPARATOR.finditer(raw, skip)):
        if count >= _MOST_SEPARATORS:
            break
        label = _label(raw, previous, separator.start(), first=not found, inside=found[-1][0] if found else None)
        if label and (found or label[1] == skip):
            found.append((label[0], label[1], separator.end()))
            previous = separator.end()
        elif not found:
            return
    for place, (kind, start, value) in enumerate(found):
        end = found[place + 1][1] if place + 1 < len(found) else len(raw)
        yield Token(kind, at + start, at + value, at + end)


def _label(raw: str, low: int, high: int, *, first: bool, inside: Field | None) -> tuple[Field, int] | None:
    """The label that ends at `high`: the whole line up to there, or the longest one behind a separator."""
    if first:
        kind = LABELS.get(folded(raw[low:high])) if high - low <= LONGEST_LABEL + 40 else None
        return (kind, low) if kind else None
    text = _LEADERS.sub("", raw[max(low, high - LONGEST_LABEL) : high])
    begins = max(low, high - LONGEST_LABEL)
    starts = [found.start() for found in re.finditer(r"[^\s,;|/.]+", text)][-MOST_LABEL_WORDS:]
    for start in starts:
        kind = LABELS.get(folded(text[start:]))
        if kind and _may_begin(raw, begins + start, inside):
            return kind, begins + start
    return None


def _may_begin(raw: str, start: int, inside: Field | None) -> bool:
    """Whether a label may begin here. In a citizen's words, and for what is no name, phone or words, only behind a
    sign that nobody writes in the middle of a sentence."""
    before = raw[:start].rstrip(" \xa0")[-1:]
    if raw[start - 1 : start] == "\t" or (before and before in _STRONG):
        return True
    return inside is not Field.WORDS and (raw[start - 1 : start] in _WEAK)
