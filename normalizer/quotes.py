"""What a person added to the letter they answer: without the letter, and without what programs put below.

Answers stand above (Outlook, Gmail), below, or between the quoted lines (RFC 1855, 3.1.1); then they stay in order,
each below the line it answers. Nothing is cut from a text of which nothing would be left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from normalizer.forward_attribution import attribution
from normalizer.forward_blocks import CORE, Block, header_block
from normalizer.forward_heads import headline
from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, label_of, mark_of
from normalizer.forward_people import ADDRESS
from normalizer.quotes_endings import words_end

_MOST_LINES = 5_000
_MOST_TRIES = 400
_LONGEST_ANSWERED = 100
_DIGIT = re.compile(r"\d")
# Somebody who says so writes into the letter below, where no sign tells the words apart.
_SEE_BELOW = re.compile(
    r"\b(?:(?:jawaban|balasan|tanggapan|komentar|keterangan|catatan)\s(?:\w+\s){0,4}(?:di|ke)\s?(?:bawah|sela|antara)|"
    r"(?:lihat|baca|tertulis|di)\s?(?:\w+\s){0,2}(?:di|huruf|tinta|warna)\s?(?:merah|biru)|"
    r"(?:see|answers?|replies|reply|comments?|response)\s(?:\w+\s){0,4}(?:below|inline|in-line|in (?:red|blue))|"
    r"\[[\w ]{2,20}\]:?$)",
    re.IGNORECASE | re.MULTILINE,
)


# Yahoo's HTML leaves the letter on the line of its announcement.
_ON_ONE_LINE = re.compile(
    rf"\s{{0,9}}(?:Pada|On)\s[^@]{{1,200}}{ADDRESS.pattern}>?\s(?:menulis|wrote):\s+\S", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cut:
    """`text` is what was added. `cut` says that something was left out, `only_quoted` that the sender wrote nothing at
    all above, below or between the quoted lines; `text` is everything then."""

    text: str = field(repr=False)
    cut: bool = False
    only_quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines in a row that are all quoted, or all not."""

    quoted: bool
    lines: tuple[str, ...] = field(repr=False)


def own_words(text: str) -> Cut:
    """Cut one answer; pure, total, and of linear time: lines past the first five thousand are kept as they are."""
    lines = Lines.of(text)
    if len(lines) > _MOST_LINES:
        return Cut(text)
    pieces = list(_pieces(lines))
    own = [_trimmed(piece) if not piece.quoted else piece for piece in pieces]
    kept = _kept(own)
    if not kept:
        return Cut(text, only_quoted=_nobody_wrote(lines))
    return Cut(kept, cut=kept != text.strip())


def _pieces(lines: Lines) -> Iterator[_Piece]:
    """The text in pieces, up to where a letter without quote signs begins."""
    quoted, run = False, list[str]()
    for at, (is_quoted, line) in enumerate(_judged(lines)):
        if at and is_quoted != quoted and (line.strip() or is_quoted):
            yield _Piece(quoted, tuple(run))
            run = []
        if line.strip() or is_quoted:
            quoted = is_quoted
        run.append(line)
    if run:
        yield _Piece(quoted, tuple(run))


def _judged(lines: Lines) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it is quoted; all that follows a letter without quote signs is."""
    announcing = _announcing(lines)
    letter = _letter(lines, announcing)
    for at in range(len(lines)):
        line = lines[at]
        if at >= letter:
            yield True, lines.raw[at]
        else:
            yield bool(line.depth) or at in announcing, line.text


def _letter(lines: Lines, announcing: dict[int, bool]) -> int:
    """Where a letter without quote signs begins; past the end when there is none, or when its reader wrote into it."""
    tries = _MOST_TRIES
    for at in range(len(lines)):
        if announcing.get(at) is not False and (lines[at].depth or not _may_begin(lines, at)):
            continue
        if announcing.get(at) is False or _letter_begins(lines, at):
            above = "\n".join(lines.raw[max(0, at - 40) : at])[-4_000:]
            return len(lines) if _SEE_BELOW.search(above) else at
        tries -= 1
        if not tries:
            break
    return len(lines)


def _announcing(lines: Lines) -> dict[int, bool]:
    """Lines of "On … wrote:", and whether the letter below bears quote signs."""
    found: dict[int, bool] = {}
    for at in range(len(lines)):
        block = _said_by(lines, at)
        if block is None:
            continue
        signed = _next_depth(lines, at + 1) > 0
        whole = " ".join(lines[index].bare for index in range(block.start, block.end))
        drawn = lines[at].depth or whole.startswith("---")  # by a program, around who and when
        if signed or (_DIGIT.search(whole) and (drawn or ADDRESS.search(whole))):
            found.update(dict.fromkeys(range(block.start, block.end), signed))
    return found


def _said_by(lines: Lines, at: int) -> Block | None:
    bare = lines[at].bare
    block = attribution(lines, at) if not lines[at].depth and bare.endswith((":", "：", "*", "-")) else None
    if block is None and bare and (bare.endswith((">", ">:")) if lines[at].depth else "@" in bare):
        block = headline(lines, at)
    return block if block and block.form == "attribution" else None


def _next_depth(lines: Lines, start: int) -> int:
    return next((lines[at].depth for at in range(start, min(start + 4, len(lines))) if lines[at].bare), 0)


def _may_begin(lines: Lines, at: int) -> bool:
    bare = lines[at].bare
    return len(bare) >= 4 and (bare[0] in "-_=*—─━<|" or ":" in bare[:60] or "：" in bare[:60])


def _letter_begins(lines: Lines, at: int) -> bool:
    mark = mark_of(lines[at].bare)[0]
    if mark is Mark.ORIGINAL or _ON_ONE_LINE.match(lines[at].bare):
        return True
    if mark in (Mark.LINE, Mark.UNKNOWN):
        return _headers(lines, at + 1, 2)
    found = label_of(lines[at].bare)
    if found is None or found[0] not in CORE or _passed_on(lines, at):
        return False
    # Old Hotmail begins with the date; so does whoever types a letter's head, but without an address.
    return _headers(lines, at, 3) if found[0] is Role.FROM else _headers(lines, at, 4, by_program=True)


def _headers(lines: Lines, at: int, least: int, *, by_program: bool = False) -> bool:
    """A block of headers that a program wrote: an address in it, or all four of them."""
    block, end = header_block(lines, at)
    if block is None or block.core < least or Role.FROM not in block.roles:
        return False
    named = any(ADDRESS.search(lines[index].bare) for index in range(at, end))
    return named or (block.core == 4 and not by_program)


def _passed_on(lines: Lines, at: int) -> bool:
    """Below a forward mark stands a letter that was sent to us on purpose."""
    above = (lines[index].bare for index in range(at - 1, max(-1, at - 4), -1) if lines[index].bare)
    return mark_of(next(above, ""))[0] is Mark.FORWARD


def _trimmed(piece: _Piece) -> _Piece:
    lines = list(piece.lines)
    return _Piece(False, tuple(lines[: words_end(lines)]))


def _kept(pieces: Sequence[_Piece]) -> str:
    """The pieces that are nobody's letter, each with the line it answers when there are several."""
    own = [at for at, piece in enumerate(pieces) if not piece.quoted and _has_words(piece.lines)]
    below = [at for at in own if any(other.quoted for other in pieces[:at])]
    between = len(below) > 1 or (below and any(piece.quoted for piece in pieces[below[0] + 1 :]) and len(own) > 0)
    said: list[str] = []
    for at in own:
        answered = _answered(pieces[at - 1]) if between and at and pieces[at - 1].quoted else ""
        said.append(f"{answered}{_joined(pieces[at])}")
    return "\n\n".join(said)


def _has_words(lines: Sequence[str]) -> bool:
    return any(any(sign.isalnum() or ord(sign) > 0x2000 for sign in line) for line in lines)


def _answered(piece: _Piece) -> str:
    line = next((line.strip() for line in reversed(piece.lines) if line.strip(" \t>*_-")), "")
    short = line if len(line) <= _LONGEST_ANSWERED else f"{line[:_LONGEST_ANSWERED].rstrip()} …"
    return f"> {short}\n" if short else ""


def _joined(piece: _Piece) -> str:
    return "\n".join(line.rstrip() for line in piece.lines).strip()


def _nobody_wrote(lines: Lines) -> bool:
    """Every word bears a quote sign or announces those that do: nobody can have written in between."""
    announcing = _announcing(lines)
    own = [line.text for at in range(len(lines)) if not (line := lines[at]).depth and at not in announcing]
    return not _has_words(own[: words_end(own)]) and False not in announcing.values()
