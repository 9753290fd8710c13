"""Typed lists without a label at each word: tables, as HTML or programs leave them, and a line for each citizen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.text import has_words
from normalizer.typed_list_items import LEAST_WORDS, LONGEST_NAME, NONE, PHONE, Found, Row, is_name, listed
from normalizer.typed_list_labels import CLOSING, LABELS, MOST_LABEL_WORDS, Field, folded
from normalizer.typed_list_lines import Line

# What stands between the cells of a table; an exported one has semicolons.
_CELLS = (re.compile(r"[|\t]"), re.compile(";"))
_MOST_ROWS = 3_000
# A table of citizens without doubt, but where one of them ends nobody can tell.
UNTOLD = "a table whose rows cannot be told apart"


def rows_of(text: str, lines: Sequence[Line]) -> Found:
    """Rows, whether they are certain, and why. At most one table or list is looked for."""
    for place, line in enumerate(lines):
        raw = text[line.start : line.end]
        if not line.blank and len(raw) <= 300 and (columns := _header(raw)):
            sign = next((one for one in _CELLS if one.search(raw.strip(" |\t"))), None)
            return _table(text, lines[place + 1 :], columns, sign)
    standing = [line for line in lines if not line.blank]
    upright = _upright(text, standing)
    found = upright if upright[0] else listed(text, lines)
    return found if found[0] else _phone_lines(text, lines)


# -- a table whose header stands in one line ----------------------------------------------------------------------


def _header(raw: str) -> list[Field]:
    """The columns a line names, when it names nothing else and a citizen and a complaint are among them."""
    found = _tiled(folded(raw).split())
    enough = len(found) >= 3 and found.count(Field.NAME) == 1 and found.count(Field.WORDS) == 1
    return found if enough else []


def _tiled(words: list[str]) -> list[Field]:
    kinds: list[Field] = []
    at = 0
    while at < len(words):
        for size in range(min(MOST_LABEL_WORDS, len(words) - at), 0, -1):
            kind = LABELS.get(" ".join(words[at : at + size]))
            if kind:
                kinds.append(kind)
                at += size
                break
        else:
            return []
    return kinds


def _table(text: str, lines: Sequence[Line], columns: list[Field], sign: re.Pattern[str] | None) -> Found:
    rows: list[Row] = []
    broken = False
    for line in lines[: _MOST_ROWS * 2]:
        raw = text[line.start : line.end]
        if line.rule or (line.blank and not rows):
            continue
        if line.blank or CLOSING.match(raw.strip()):
            break
        row = _cells(line, raw, columns, sign) if sign else _phone_row(line, raw)
        if row is None and rows and not (sign and sign.search(raw.strip())):
            broken, row = True, _longer(rows.pop(), line, raw)
        if row is None:
            return (), False, UNTOLD if rows else ""
        rows.append(row)
    return rows, sign is not None and not broken, "a table with a column for the name and for the complaint"


def _longer(row: Row, line: Line, raw: str) -> Row:
    """Words that a cell breaks onto the next line."""
    return Row(row.start, line.end, row.name, f"{row.words} {raw.strip()}")


def _cells(line: Line, raw: str, columns: list[Field], sign: re.Pattern[str]) -> Row | None:
    cells = [cell.strip() for cell in sign.split(raw.strip(" ").strip("|"))]
    if len(cells) > len(columns):
        return None
    cells += [""] * (len(columns) - len(cells))  # empty ones at the end of a row may be left out
    of = dict(zip(columns, cells, strict=True))
    name, words = of.get(Field.NAME, ""), of.get(Field.WORDS, "")
    if not has_words(words) or not has_words(name) or len(name) > LONGEST_NAME:
        return None
    return Row(line.start, line.end, name, words)


def _phone_row(line: Line, raw: str) -> Row | None:
    """Cells with nothing but a blank between them: a name, a phone, and what follows."""
    body = raw[line.body - line.start :]
    found = PHONE.search(body)
    name = re.sub(r"^\d{1,3}\s+", "", body[: found.start()]).strip(" ,;:()-–/") if found else ""
    words = body[found.end() :].strip(" ,;:()-–/") if found else ""
    if not found or not is_name(name) or len(words.split()) < LEAST_WORDS:
        return None
    return Row(line.start, line.end, name, words)


# -- a table whose cells stand below each other -------------------------------------------------------------------


def _upright(text: str, lines: Sequence[Line]) -> Found:
    """Word and Outlook put a paragraph into every cell: each becomes a line."""
    for place in range(len(lines)):
        columns = _labels_from(text, lines, place)
        if len(columns) >= 3:
            found = columns.count(Field.NAME) == columns.count(Field.WORDS) == 1
            return _groups(text, lines[place + len(columns) :], columns) if found else NONE
    return NONE


def _labels_from(text: str, lines: Sequence[Line], place: int) -> list[Field]:
    found: list[Field] = []
    for line in lines[place : place + 12]:
        kind = LABELS.get(folded(text[line.start : line.end])) if line.end - line.start <= 60 else None
        if kind is None:
            break
        found.append(kind)
    return found


def _groups(text: str, lines: Sequence[Line], columns: list[Field]) -> Found:
    rows: list[Row] = []
    size = len(columns)
    for at in range(0, min(len(lines), _MOST_ROWS * size) - size + 1, size):
        group = lines[at : at + size]
        if CLOSING.match(text[group[0].start : group[0].end].strip()):
            break
        of = {kind: text[line.start : line.end].strip() for kind, line in zip(columns, group, strict=True)}
        if not is_name(of[Field.NAME]) or not has_words(of[Field.WORDS]):
            return NONE
        rows.append(Row(group[0].start, group[-1].end, of[Field.NAME], of[Field.WORDS]))
    return rows, False, "a table whose cells stand below each other"


# -- a line for each citizen --------------------------------------------------------------------------------------


def _phone_lines(text: str, lines: Sequence[Line]) -> Found:
    """One paragraph of lines that each name a citizen, a phone and what is wrong."""
    run: list[Row] = []
    for line in [*lines, Line(len(text), len(text), blank=True)]:
        row = None if line.blank else _phone_row(line, text[line.start : line.end][:600])
        if row is not None and len(run) < _MOST_ROWS:
            run.append(row)
        elif len(run) > 1 and line.blank:
            return run, False, "lines that each name a citizen and a phone"
        else:
            run = []
    return NONE
