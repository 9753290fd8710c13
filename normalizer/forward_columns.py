"""The head of a forward that old Lotus Notes prints in two columns."""

from __future__ import annotations

import re

from normalizer.forward_blocks import Block
from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, indexes, label_of, mark_of
from normalizer.forward_people import people, person

_COLUMN = re.compile(r"(.{0,60}?)(?:^|\s{2,})(To|cc|bcc|Subject|Kepada|Untuk|Subjek|Perihal|Fax to)\s?:(?:\s+(.*))?$")


def notes_columns(lines: Lines, start: int, mark: Mark) -> Block | None:
    """Old Lotus Notes prints who and when in a left column, "To:", "cc:" and "Subject:" in a right one."""
    begin = next(indexes(lines, start, 1), start)
    left: list[str] = []
    values: dict[Role, str] = {}
    end = begin
    for at in range(begin, min(len(lines), begin + 12)):
        text = lines[at].text[:300].rstrip()
        found = _COLUMN.match(text)
        if not text.strip() and Role.SUBJECT in values:
            break
        if _headed(text.strip()):
            return None
        if found:
            role, _ = label_of(f"{found[2]}:") or (Role.OTHER, "")
            values.setdefault(role, (found[3] or "").strip())
        left.append((found[1] if found else text).strip())
        end = at + 1
    if Role.SUBJECT not in values or Role.TO not in values:
        return None
    dated = next((index for index, text in enumerate(left) if re.match(r"\d{1,4}[./-]\d", text)), len(left))
    return Block(
        start=start,
        end=end,
        depth=lines[begin].depth,
        mark=mark,
        author=person(_rejoined(left[:dated])),
        subject=values[Role.SUBJECT],
        date_raw=next(iter(left[dated:]), ""),
        to=people(values[Role.TO]),
        roles=frozenset({Role.FROM, Role.DATE, *values}),
        form="columns",
    )


def _headed(bare: str) -> bool:
    """Another program's mark, or its From line: no columns."""
    found = label_of(bare)
    return mark_of(bare)[0] is not Mark.NONE or bool(found and found[0] is Role.FROM)


def _rejoined(pieces: list[str]) -> str:
    """The left column breaks addresses anywhere."""
    joined = ""
    for piece in pieces:
        joined += piece if joined.count("<") > joined.count(">") else f" {piece}"
    return joined
