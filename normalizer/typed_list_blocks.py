"""Where the blocks of a typed list begin and end, whatever bullets, headings and rules stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from normalizer.typed_list_labels import CLOSING, CLOSING_AT_ONCE, Field, folded
from normalizer.typed_list_lines import Line, Token


@dataclass(frozen=True, slots=True)
class Block:
    start: int
    end: int
    tokens: tuple[Token, ...]


def citizens(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Without names that are no citizen's: the heading "Pelapor:" above "Nama: …", the official's own."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        following = tokens[place + 1 : place + 2]
        heading = not text[token.value : token.end].strip() and bool(following) and following[0].kind is Field.NAME
        if token.kind is not Field.NAME or not (heading or _is_office(tokens, place)):
            found.append(token)
    return found


def _is_office(tokens: Sequence[Token], place: int) -> bool:
    for token in tokens[place + 1 : place + 12]:
        if token.kind in (Field.NAME, Field.WORDS):
            return False
        if token.kind is Field.OFFICE:
            return True
    return False


def blocks_of(text: str, lines: Sequence[Line], tokens: Sequence[Token], names: Sequence[Token]) -> list[Block]:
    openers = _openers(text, tokens, names)
    starts = _starts(lines, openers, single=len(names) == 1)
    last = _end(text, lines, tokens, starts[-1])
    bounds = [*starts, last]
    found: list[Block] = []
    held = iter(tokens)
    token = next(held, None)
    for start, end in pairwise(bounds):
        inside: list[Token] = []
        while token is not None and token.start < end:
            if token.start >= start:
                inside.append(token)
            token = next(held, None)
        found.append(Block(start, end, tuple(inside)))
    return found


def _openers(text: str, tokens: Sequence[Token], names: Sequence[Token]) -> Sequence[Token]:
    """What every block begins with: the first label of all when it stands once before each name, else the name."""
    wanted = _kind(text, tokens[0])
    first = [token for token in tokens if _kind(text, token) == wanted]
    if len(first) == len(names) and all(
        one.start <= name.start and (after is None or name.start < after.start)
        for one, name, after in zip(first, names, [*first[1:], None], strict=True)
    ):
        return first
    return names


def _kind(text: str, token: Token) -> str:
    """The label's own words where very different things go under one kind."""
    return folded(text[token.start : token.value]) if token.kind is Field.OTHER else token.kind.value


def _starts(lines: Sequence[Line], openers: Sequence[Token], *, single: bool) -> list[int]:
    """Each block begins with its opener's line, or with a heading or bare bullet above it. A single one begins with
    the first of the labelled lines it stands in."""
    starts: list[int] = []
    waiting = iter(openers)
    opener = next(waiting, None)
    for place, line in enumerate(lines):
        on_line = 0
        while opener is not None and line.start <= opener.start <= line.end:
            starts.append(opener.start if on_line else lines[_above(lines, place, single=single)].start)
            on_line += 1
            opener = next(waiting, None)
    return starts


def _above(lines: Sequence[Line], place: int, *, single: bool) -> int:
    at = place
    while at > 0 and place - at < 20:
        before = lines[at - 1]
        labelled = bool(before.tokens) and all(token.kind is not Field.WORDS for token in before.tokens)
        if not (before.heading or (labelled and (single or _is_own(before)))):
            break
        at -= 1
    return at


def _is_own(line: Line) -> bool:
    """A numbered line above the name ("1. Tanggal: …") begins the block that the number counts."""
    return bool(line.bullet) and line.bullet[0].isdigit() and line.tokens[0].kind is Field.OTHER


def _end(text: str, lines: Sequence[Line], tokens: Sequence[Token], start: int) -> int:
    """Where the last block ends: at an official's closing words, a rule, or the end."""
    last = max(
        (token.end for token in tokens if token.kind is not Field.OFFICE and token.start >= start), default=start
    )
    apart = False
    for line in lines:
        if line.start <= last:
            continue
        body = text[line.start : line.end].strip()
        office = any(token.kind in (Field.OFFICE, Field.NAME) for token in line.tokens)
        if line.rule or office or CLOSING_AT_ONCE.match(body) or (apart and CLOSING.match(body)):
            return line.start
        apart = line.blank
    return len(text)
