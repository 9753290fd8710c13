"""The bytes of the files in a mail, by the places `Attachment.source` names: each envelope is opened once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from normalizer.mime_headers import without_prelude
from normalizer.mime_parts import Part, leaves, read_part
from normalizer.mime_words import Budget

PREFIX: Final = "part:"
_DEEPEST: Final = 8


def contents(mail: bytes, sources: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """(source, content) of every `part:3` or `part:3.2` that is there, one at a time; a place that does not exist is
    left out."""
    wanted = [(source, source.removeprefix(PREFIX).split(".")) for source in sources if source.startswith(PREFIX)]
    yield from _inside(mail, [(source, path) for source, path in wanted if len(path) <= _DEEPEST])


def _inside(mail: bytes, wanted: Sequence[tuple[str, list[str]]]) -> Iterator[tuple[str, bytes]]:
    if not wanted:
        return
    data = mail.replace(b"\r", b"\n") if b"\r" in mail and b"\n" not in mail else mail
    parts = list(leaves(read_part(without_prelude(data), Budget())))
    by_part: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for source, path in wanted:
        by_part[path[0]].append((source, path[1:]))
    for number, those in by_part.items():
        content = _content(parts, number)
        if content is not None:
            yield from ((source, content) for source, path in those if not path)
            yield from _inside(content, [(source, path) for source, path in those if path])


def _content(parts: Sequence[Part], number: str) -> bytes | None:
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(parts)):
        return None
    return parts[int(number[:6]) - 1].content(Budget())
