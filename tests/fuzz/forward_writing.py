"""A forward as plain text: as its program writes it, and as other programs and gateways bend it."""

from __future__ import annotations

from dataclasses import replace

from forward_parts import Parts


def header_lines(parts: Parts, bold: str = "", colon: str = ":", gap: int = 0) -> list[str]:
    pad = parts.layout.pad
    lines: list[str] = []
    for _, label, value in parts.headers:
        name = label.rstrip() if colon != ":" else label
        first, *more = value.split("\n")
        lines += [f"{bold}{name}{colon}{bold}{pad}{first}".rstrip(), *more, *[""] * gap]
    return lines


def laid_out(parts: Parts, lines: list[str], quote: str = "> ") -> str:
    layout = parts.layout
    block = [*lines, *[""] * layout.above, *parts.body.split("\n")]
    mark = [parts.mark, *[""] * layout.below] if parts.mark else []
    if layout.quoted:
        block = [f"{quote}{line}".rstrip() for line in block]
        mark = [f"{quote}{line}".rstrip() for line in mark] if parts.program == "apple" else mark
    head = [*parts.note.split("\n"), ""] if parts.note else []
    return "\n".join([*head, *mark, *block, ""])


def plain(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts)), b""


def bold(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts, bold="*")), b""


def narrow_space(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts, colon="\xa0:")), b""


def wide_colon(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts, colon="：")), b""


def direction_marks(parts: Parts) -> tuple[str, bytes]:
    lines = [f"\u200f{line}\u200e" if line else line for line in header_lines(parts)]
    return laid_out(parts, lines), b""


def spaced(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts, gap=1)), b""


def tabbed(parts: Parts) -> tuple[str, bytes]:
    return laid_out(
        replace(parts, layout=replace(parts.layout, pad="\t\t")),
        header_lines(replace(parts, layout=replace(parts.layout, pad="\t\t"))),
    ), b""


def no_space(parts: Parts) -> tuple[str, bytes]:
    bare = replace(parts, layout=replace(parts.layout, pad=""))
    return laid_out(bare, header_lines(bare)), b""


def all_quoted(parts: Parts) -> tuple[str, bytes]:
    """Another program set "> " before mark, headers and body."""
    alone = replace(parts, note="", layout=replace(parts.layout, quoted=False))
    quoted = "\n".join(f"> {line}".rstrip() for line in laid_out(alone, header_lines(alone)).rstrip("\n").split("\n"))
    return (f"{parts.note}\n\n{quoted}\n" if parts.note else f"{quoted}\n"), b""


def unquoted(parts: Parts) -> tuple[str, bytes]:
    """As the same program writes it when it is set not to quote."""
    alone = replace(parts, layout=replace(parts.layout, quoted=False))
    return laid_out(alone, header_lines(alone)), b""


def tight_quotes(parts: Parts) -> tuple[str, bytes]:
    return laid_out(replace(parts, layout=replace(parts.layout, quoted=True)), header_lines(parts), quote=">"), b""


def carriage_returns(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts)).replace("\n", "\r\n"), b""


def telephone(parts: Parts) -> tuple[str, bytes]:
    """Outlook on telephones: a line of its own above, and a drawn one."""
    text = laid_out(replace(parts, mark="_" * 32, note=f"{parts.note}\n\nGet Outlook for Android"), header_lines(parts))
    return text, b""


def one_line(parts: Parts) -> tuple[str, bytes]:
    """Yahoo's plain text: mark and headers on one line, without anything between them."""
    headers = "".join(f"{label}: {value}" for _, label, value in parts.headers)
    head = f"{parts.note}\n\n" if parts.note else ""
    return f"{head}   {parts.mark} {headers}\n{parts.body}\n", b""


def glued_to_note(parts: Parts) -> tuple[str, bytes]:
    text = laid_out(parts, header_lines(parts))
    return text.replace(f"{parts.note}\n\n", f"{parts.note}\n", 1), b""


def blanks_at_ends(parts: Parts) -> tuple[str, bytes]:
    return "".join(f"{line}  \n" for line in laid_out(parts, header_lines(parts)).split("\n")), b""


def no_break_spaces(parts: Parts) -> tuple[str, bytes]:
    lines = [line.replace(" ", "\xa0") for line in header_lines(parts)]
    return laid_out(replace(parts, mark=parts.mark.replace(" ", "\xa0")), lines), b""


def byte_order_mark(parts: Parts) -> tuple[str, bytes]:
    return f"\ufeff{laid_out(replace(parts, note=''), header_lines(parts))}", b""


def marked_down(parts: Parts) -> tuple[str, bytes]:
    lines = header_lines(parts, bold="**")
    return laid_out(parts, lines), b""


def capitals(parts: Parts) -> tuple[str, bytes]:
    loud = replace(parts, headers=tuple((f, label.upper(), text) for f, label, text in parts.headers))
    return laid_out(loud, header_lines(loud)), b""


def blank_before_colon(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, header_lines(parts, colon=" :")), b""


def empty_lines_above_text(parts: Parts) -> tuple[str, bytes]:
    far = replace(parts, layout=replace(parts.layout, above=6))
    return laid_out(far, header_lines(far)), b""


def empty_lines_below_mark(parts: Parts) -> tuple[str, bytes]:
    far = replace(parts, layout=replace(parts.layout, below=3))
    return laid_out(far, header_lines(far)), b""


def nothing_above_text(parts: Parts) -> tuple[str, bytes]:
    near = replace(parts, layout=replace(parts.layout, above=0))
    return laid_out(near, header_lines(near)), b""


def indented_headers(parts: Parts) -> tuple[str, bytes]:
    return laid_out(parts, [f"    {line}" for line in header_lines(parts)]), b""


def twice_quoted(parts: Parts) -> tuple[str, bytes]:
    alone = replace(parts, note="", layout=replace(parts.layout, quoted=False))
    quoted = "\n".join(f">> {line}".rstrip() for line in laid_out(alone, header_lines(alone)).rstrip("\n").split("\n"))
    return (f"{parts.note}\n\n{quoted}\n" if parts.note else f"{quoted}\n"), b""
