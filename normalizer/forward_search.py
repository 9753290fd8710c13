"""Every place in a text where a forwarded or quoted message may begin, from top to bottom, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from textwrap import dedent

from normalizer.forward_attribution import attribution, below_mark
from normalizer.forward_blocks import CORE, Block, header_block
from normalizer.forward_columns import notes_columns
from normalizer.forward_heads import headline
from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, indexes, label_of, mark_of
from normalizer.forward_marks import MESSAGE_OF
from normalizer.forward_people import ADDRESS, person
from normalizer.forward_unknown import guessed_block
from normalizer.schema import Party

_SEARCHED_LINES = 6_000  # nobody's note above a forward is longer; the body below it may be
_NEAR = 4
_END_WITHIN = 400
_LONG_LINE = 20
_FROM_IN_MARK = re.compile(r"\b(?:from|dari|daripada|von|de|van|fra|från|da|от)\b\s+(.{3,150})", re.IGNORECASE)
_MESSAGE_OF = re.compile(rf"(?:{'|'.join(MESSAGE_OF)})\s?:?\s{{1,3}}(\d.{{3,60}})", re.IGNORECASE)
_ANNOUNCING = frozenset({Mark.FORWARD, Mark.ORIGINAL, Mark.UNKNOWN, Mark.LINE})


def candidates(lines: Lines) -> Iterator[Block]:
    """Blocks and attributions in their order, none inside another one's headers."""
    at, last = 0, min(len(lines), _SEARCHED_LINES)
    while at < last:
        if not lines[at].bare:
            at += 1
            continue
        block, following = _at(lines, at)
        if block:
            yield block
        at = max(following, at + 1)


def _at(lines: Lines, at: int) -> tuple[Block | None, int]:
    bare = lines[at].bare
    mark, more = mark_of(bare)
    if mark in _ANNOUNCING:
        block = _below(lines, at, mark, more)
        return block, block.end if block else at + 1
    found = label_of(bare)
    if found and (found[0] in CORE or "-" in bare[:12]):  # or Return-Path and the like above all
        return _unmarked(lines, at)
    block = attribution(lines, at) or headline(lines, at, page=True)
    return block, at + 1


def _unmarked(lines: Lines, at: int) -> tuple[Block | None, int]:
    """A note that ends in "Tanggal: …" must not take the place of the block's own date."""
    block, end = header_block(lines, at)
    if block and block.core < 4:
        other, other_end = header_block(lines, at + 1)
        if other and other.core > block.core:
            return other, other_end
    return _dated_above(lines, block) if block else None, end


def _dated_above(lines: Lines, block: Block) -> Block:
    """With the date from the line above the headers, and that line in it, where they hold none (Orange)."""
    at = block.start - 1 if lines[block.start - 1].bare else block.start - 2
    line = lines[at]
    if Role.DATE in block.roles or block.start == 0 or line.depth != block.depth:
        return block
    found = _MESSAGE_OF.fullmatch(line.bare)
    if found is None:
        return block
    above = next((one for one in range(at - 1, max(-1, at - 3), -1) if lines[one].bare), block.start)
    drawn = mark_of(lines[above].bare)[0] is Mark.LINE
    roles = block.roles | {Role.DATE}
    return replace(block, start=above if drawn else at, date_raw=found[1], roles=roles)


def _below(lines: Lines, at: int, mark: Mark, more: str) -> Block | None:
    begin = next(indexes(lines, at + 1, 1), at + 1)
    if lines[at].bare[-1] in ":：" and lines[at].bare[0] not in "-_=" and _announced(lines, begin):
        return None  # somebody typed "Diteruskan:" above what his program put there
    if mark_of(lines[begin].bare)[0] is Mark.LINE and mark is not Mark.LINE:  # the mark stands between two lines
        above = at - 1 if mark_of(lines[at - 1].bare)[0] is Mark.LINE else at
        return _framed(lines, above, begin, mark)
    near = begin - at <= _NEAR and lines[begin].depth >= lines[at].depth
    block = header_block(lines, at + 1, mark, more)[0] if near or label_of(more) else None
    if near and (headed := _headed_attribution(lines, at, mark)):
        return headed
    if block is None and near and mark is not Mark.LINE:
        block = _without_labels(lines, at + 1, mark)
    named = _FROM_IN_MARK.search(more) if mark is Mark.FORWARD else None
    if block is None and mark is Mark.FORWARD:
        author = person(named[1]) if named and ADDRESS.search(more) else Party("")
        return Block(at, at + 1, lines[at].depth, mark, author, form="mark")
    if block and named and not block.author.address and ADDRESS.search(more):
        block = replace(block, author=person(named[1]))
    return replace(block, start=at) if block else None


def _announced(lines: Lines, at: int) -> bool:
    return lines[at].bare.startswith("---") and mark_of(lines[at].bare)[0] in (Mark.FORWARD, Mark.ORIGINAL)


def _without_labels(lines: Lines, start: int, mark: Mark) -> Block | None:
    """What stands below a mark where no header has a name we know."""
    block = below_mark(lines, start, mark) if mark is not Mark.UNKNOWN else None
    block = block or guessed_block(lines, start, mark)
    return block or (notes_columns(lines, start, mark) if mark is Mark.FORWARD else None)


def _headed_attribution(lines: Lines, at: int, mark: Mark) -> Block | None:
    """Yandex: To and Subject below the mark, who and when in a line below them that ends in a colon."""
    begin = next(indexes(lines, at + 1, 1), at + 1)
    block, end = header_block(lines, at + 1, mark)
    if end <= begin or (block and Role.FROM in block.roles):
        return None
    found = below_mark(lines, end, mark)
    if found is None or found.end > end + 2:
        return None
    subject = block.subject.rstrip(";") if block else ""
    return replace(found, start=at, subject=subject, mark=Mark.NONE if mark is Mark.LINE else mark)


def _framed(lines: Lines, above: int, begin: int, mark: Mark) -> Block | None:
    block = header_block(lines, begin + 1, mark)[0]
    return replace(block, start=above) if block else None


def divided(lines: Lines, block: Block) -> tuple[str, str, str]:
    """What stands above a block, the body below it, and what comes after the body's end."""
    above = min((lines[at].depth for at in range(block.start) if lines[at].bare), default=0)
    note = _unquoted_text(lines, 0, block.start, min(above, block.depth))
    start = _body_start(lines, block.end)
    depth = _body_depth(lines, start, block)
    end = _body_end(lines, start, depth)
    if not any(lines[at].bare for at in range(start, end)):  # only the headers were quoted
        depth, end = 0, len(lines)
    after = end
    closing = _closing(lines, start, end)
    if closing is not None and block.mark is not Mark.NONE:
        end, after = closing, closing + 1
    body = _unquoted_text(lines, start, end, depth)
    return note, _unindented(body, block), _unquoted_text(lines, after, len(lines), 0)


def _unindented(body: str, block: Block) -> str:
    """Outlook for Mac moves what it quotes to the right, Yahoo its first line by one blank."""
    if block.form == "attribution":
        return dedent(body) if body.startswith(("  ", "\t")) else body
    _, _, rest = body.partition("\n")
    alone = body[:1] == " " and body[1:2] != " " and rest.lstrip("\n")[:1] != " "
    return body[1:] if alone else body


def _body_start(lines: Lines, start: int) -> int:
    """Past "=== Forwarded message ===" that Zoho, and "===8<===", that The Bat!, print below the headers."""
    first = next(indexes(lines, start, 1), start)
    mark, more = mark_of(lines[first].bare)
    bare = lines[first].bare
    if mark is Mark.LINE and first == start:  # SquirrelMail
        return first + 1
    if bare[:3] == "===" and mark in (Mark.FORWARD, Mark.ORIGINAL, Mark.LINE) and not label_of(more):
        return first + 1
    return start


def _body_depth(lines: Lines, start: int, block: Block) -> int:
    first = next(indexes(lines, start, 1), None)
    if first is None or lines[first].depth <= block.depth:
        return block.depth
    if block.form == "attribution" or all(lines[at].depth > block.depth for at in indexes(lines, start, 40)):
        return block.depth + 1
    return block.depth


def _body_end(lines: Lines, start: int, depth: int) -> int:
    """After the last line that is quoted so deep; lines in between were broken by a program."""
    if depth == 0:
        return len(lines)
    quoted = re.compile(rf"(?:[ \t\xa0]{{0,3}}>){{{min(depth, 50)}}}")
    deep = (at for at in range(len(lines) - 1, start - 1, -1) if quoted.match(lines.raw[at]))
    return next(deep, start - 1) + 1


def _closing(lines: Lines, start: int, end: int) -> int | None:
    """The line below a forwarded body that ends it, looked for from its end upwards."""
    last = next((at for at in range(end - 1, start, -1) if lines[at].bare), start)
    looked_at = range(end - 1, max(start - 1, end - _END_WITHIN), -1)
    return next((at for at in looked_at if _closes(lines, at, last)), None)


def _closes(lines: Lines, at: int, last: int) -> bool:
    """A line that says so, or a long one, drawn below everything (KMail)."""
    bare = lines[at].bare
    if len(bare) <= 3 or bare[0] not in "-_=*—─━":
        return False
    mark = mark_of(bare)[0]
    return mark is Mark.END or (mark is Mark.LINE and at == last and len(bare) >= _LONG_LINE)


def _unquoted_text(lines: Lines, start: int, end: int, depth: int) -> str:
    """These lines without so many quote signs, and without empty lines around them."""
    quotes = re.compile(rf"(?:[ \t\xa0]{{0,3}}>){{0,{min(depth, 50)}}} ?") if depth else None
    raw = lines.raw[start:end]
    texts = (
        [line[found.end() :] if (found := quotes.match(line)) and found[0].strip() else line for line in raw]
        if quotes
        else raw
    )
    while texts and not texts[-1].strip(" \t\r\xa0>"):
        texts.pop()
    first = next((index for index, text in enumerate(texts) if text.strip(" \t\r\xa0>")), 0)
    return "\n".join(texts[first:]).rstrip()
