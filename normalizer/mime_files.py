"""The bytes of the files in a mail, by the places `Attachment.source` names: each envelope is opened once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from normalizer.mime_headers import without_prelude
from normalizer.mime_parts import Part, leaves, read_part
from normalizer.mime_tnef import read_tnef
from normalizer.mime_words import Budget

PREFIX: Final = "part:"
_DEEPEST: Final = 8


def contents(mail: bytes, sources: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """(source, content) of every `part:3`, or `part:3.2` in an attached mail or a winmail.dat, one at a time; a place
    that does not exist is left out."""
    wanted = [(source, source.removeprefix(PREFIX).split(".")) for source in sources if source.startswith(PREFIX)]
    yield from _inside(mail, [(source, path) for source, path in wanted if len(path) <= _DEEPEST])


def _inside(mail: bytes, wanted: Sequence[tuple[str, list[str]]]) -> Iterator[tuple[str, bytes]]:
    if not wanted:
        return
    files = _files(mail)
    by_place: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for source, path in wanted:
        by_place[path[0]].append((source, path[1:]))
    for number, those in by_place.items():
        content = _content(files, number)
        if content is not None:
            yield from ((source, content) for source, path in those if not path)
            yield from _inside(content, [(source, path) for source, path in those if path])


def _files(envelope: bytes) -> Sequence[Part | bytes]:
    """What a winmail.dat packs, or the parts of a mail."""
    packed = [content for _, content in read_tnef(envelope).files]
    return packed or list(leaves(read_part(without_prelude(envelope), Budget())))


def _content(files: Sequence[Part | bytes], number: str) -> bytes | None:
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(files)):
        return None
    found = files[int(number[:6]) - 1]
    return found if isinstance(found, bytes) else found.content(Budget())
