"""Lists that officials type for citizens without a phone: Nama/HP/Alamat/Isi blocks as several complaints.

Rules over tables, linear in the text, and never a silent guess: what is not certain is shown to the official first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from normalizer.text import has_words, shortened
from normalizer.typed_list_blocks import Block, blocks_of, citizens
from normalizer.typed_list_items import Row
from normalizer.typed_list_labels import NOBODY, OTHER_PEOPLE, Field, folded
from normalizer.typed_list_lines import lines_of
from normalizer.typed_list_rows import UNTOLD, rows_of

MOST_PARTS = 50
# No part of such a list may be left out, and none is cut.
TOO_LONG = "longer than anybody types"
# Lists that a person divides.
UNDIVIDED = frozenset({TOO_LONG, UNTOLD})
_LONGEST, _MOST_LINES = 100_000, 3_000
_LONGEST_NAME = 80
_MOST_NAME_WORDS = 8
# Beside so many words of an official's own one block is only something mentioned.
_LONG_NOTE_WORDS = 80
_INTRODUCTION = 300  # characters before the first block in which its people are named
_PHONE = re.compile(r"\(?\+?\d[\d\s().\-]{6,22}\d")
_WHITE = re.compile(r"[ \t\xa0]{2,}|\s*\n\s*")


@dataclass(frozen=True, slots=True)
class TypedPart:
    """One citizen's block: `text` unchanged, `name` ("" when not told); `heading` is how the complaint itself begins,
    on one line. A phone stays in the words: it was merely typed, and proves nobody's."""

    name: str = field(repr=False)
    text: str = field(repr=False)
    heading: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TypedList:
    """`parts` is empty for a text that is no such list. `note` stands before and after the blocks. When `certain` is
    false the official is asked; `reason` says why, without any of the text's words."""

    parts: tuple[TypedPart, ...] = ()
    note: str = field(default="", repr=False)
    certain: bool = False
    reason: str = "no list of citizens"


def read_typed(text: str) -> TypedList:
    """The complaints an official typed into one text. Pure, total, linear. With the reason `TOO_LONG` there are
    several, but too many to be shown: no part is given."""
    if len(text) > _LONGEST or text.count("\n") > _MOST_LINES:
        head = text[:_LONGEST].split("\n")[: _MOST_LINES // 10]
        found = _read("\n".join(head))
        return TypedList(reason=TOO_LONG) if len(found.parts) > 1 or found.reason == TOO_LONG else TypedList()
    return _read(text)


def _read(text: str) -> TypedList:
    lines = list(lines_of(text))
    tokens = citizens(text, [token for line in lines for token in line.tokens])
    names = [token for token in tokens if token.kind is Field.NAME]
    words = [token for token in tokens if token.kind is Field.WORDS]
    if names and words:
        return _judged(text, blocks_of(text, lines, tokens, names))
    found = _of_rows(text, rows_of(text, lines))
    return found if found.parts or found.reason in UNDIVIDED or tokens else _weak(text)


def _weak(text: str) -> TypedList:
    """Labels without a sign behind them: sentences begin so, too, and so they are never certain."""
    lines = list(lines_of(text, weak=True))
    tokens = citizens(text, [token for line in lines for token in line.tokens])
    names = [token for token in tokens if token.kind is Field.NAME]
    if len(names) < 2 or len(names) != sum(token.kind is Field.WORDS for token in tokens):
        return TypedList()
    found = _judged(text, blocks_of(text, lines, tokens, names))
    named = all(word[:1].isupper() for part in found.parts for word in part.name.split())
    return replace(found, certain=False, reason="labels without a sign") if found.certain and named else TypedList()


# -- what the blocks say ------------------------------------------------------------------------------------------


def _judged(text: str, blocks: Sequence[Block]) -> TypedList:
    before, after = text[: blocks[0].start], text[blocks[-1].end :]
    if len(blocks) > MOST_PARTS:
        return TypedList(reason=TOO_LONG)
    note = "\n\n".join(filter(None, (_trimmed(before), _trimmed(after))))
    reason = _doubt(text, blocks, before)
    parts = tuple(_part(text, block) for block in blocks)
    if len(blocks) == 1 and (reason or len(before.split()) > _LONG_NOTE_WORDS or _people_above(before)):
        return TypedList(reason=reason or "one block beside a long text")
    return TypedList(parts, note, not reason, reason or "each block names a citizen and a complaint")


def _people_above(before: str) -> bool:
    return OTHER_PEOPLE.search(before[-_INTRODUCTION:]) is not None


def _doubt(text: str, blocks: Sequence[Block], before: str) -> str:
    """Why these blocks are not certainly one complaint each; empty when they are."""
    shapes = {_shape(block) for block in blocks}
    if shapes - {(Field.NAME, Field.WORDS), (Field.WORDS, Field.NAME)}:
        return "a block lacks a name or a complaint, or has two"
    if len(shapes) > 1:
        return "the blocks differ in their order"
    if not all(_plausible(text, block) for block in blocks):
        return "a name that may be none"
    if not all(has_words(_complaint(text, block)) for block in blocks):
        return "a complaint without words"
    if len(blocks) > 1 and _people_above(before):
        return "the people may be mentioned in one complaint"
    starts = [text.rfind("\n", 0, block.start) + 1 for block in blocks]
    return "several blocks in one line" if len(set(starts)) < len(starts) else ""


def _shape(block: Block) -> tuple[Field, ...]:
    return tuple(token.kind for token in block.tokens if token.kind in (Field.NAME, Field.WORDS))


def _value(text: str, block: Block, kind: Field) -> str:
    found = next((token for token in block.tokens if token.kind is kind), None)
    return text[found.value : found.end].strip(" \t\xa0*_,;|/.-–:") if found else ""


def _plausible(text: str, block: Block) -> bool:
    name = _value(text, block, Field.NAME)
    if folded(name) in NOBODY:
        return True
    bare = _PHONE.sub("", name)
    return len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_NAME_WORDS and not re.search(r"\d", bare)


def _complaint(text: str, block: Block) -> str:
    """From the complaint's label up to the next label, lines between included."""
    place = next((at for at, token in enumerate(block.tokens) if token.kind is Field.WORDS), None)
    if place is None:
        return ""
    following = block.tokens[place + 1 : place + 2]
    return text[block.tokens[place].value : following[0].start if following else block.end]


def _part(text: str, block: Block) -> TypedPart:
    given = _value(text, block, Field.NAME)
    name = "" if folded(given) in NOBODY else " ".join(_PHONE.sub(" ", given).strip(" ()-–,/").split())[:_LONGEST_NAME]
    return TypedPart(
        name=name,
        text=_trimmed(text[block.start : block.end]),
        heading=_heading(_complaint(text, block) or _behind_name(text, block)),
    )


def _behind_name(text: str, block: Block) -> str:
    """Of a block without a labelled complaint: the name stands beside the heading already."""
    end = next((token.end for token in block.tokens if token.kind is Field.NAME), block.start)
    return text[end : block.end] if has_words(text[end : block.end]) else text[block.start : block.end]


def _heading(words: str) -> str:
    return shortened(_WHITE.sub(" ", words[:600]).strip(" *_-–:"))


def _trimmed(text: str) -> str:
    """Without empty lines and rules around it; nothing else is changed."""
    text = re.sub(r"\A(?:[ \t\xa0]*+(?:[-=_*~#]{3,}[-=_*~# \t]*+)?\n)++", "", text)
    lines = text.rstrip().split("\n")
    while lines and (not lines[-1].strip() or re.fullmatch(r"\s*[-=_*~#]{3,}[-=_*~# \t]*", lines[-1])):
        lines.pop()
    return "\n".join(lines)


# -- tables and lists without labels ------------------------------------------------------------------------------


def _of_rows(text: str, found: tuple[Sequence[Row], bool, str]) -> TypedList:
    rows, certain, reason = found
    if len(rows) > MOST_PARTS:
        return TypedList(reason=TOO_LONG)
    if len(rows) < 2:
        return TypedList(reason=reason) if reason == UNTOLD else TypedList()
    note = "\n\n".join(filter(None, (_trimmed(text[: rows[0].start]), _trimmed(text[rows[-1].end :]))))
    if _people_above(text[: rows[0].start]):
        return TypedList(reason="the people may be mentioned in one complaint")
    parts = tuple(TypedPart(row.name, _trimmed(text[row.start : row.end]), _heading(row.words)) for row in rows)
    return TypedList(parts, note, certain, reason)
