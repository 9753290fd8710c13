"""Looks for people's words in everything that lies on the disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PIECE = 14


def needles(texts: Iterable[str], names: Iterable[str], addresses: Iterable[str]) -> list[bytes]:
    """What must not be found: pieces of every text, every name, every address (a phone with and without its +)."""
    pieces = [text[start : start + _PIECE] for text in texts for start in range(0, max(1, len(text) - _PIECE), _PIECE)]
    numbers = [address.lstrip("+") for address in addresses]
    local = [re.sub(r"^62", "0", number) for number in numbers if number.startswith("62")]
    return sorted({word.encode() for word in (*pieces, *names, *numbers, *local) if len(word) >= 5})


def leaks(folder: Path, words: Iterable[bytes]) -> Iterator[tuple[Path, bytes]]:
    """Each file below `folder` and each needle in it, whatever the case."""
    wanted = [word.lower() for word in words]
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes().lower()
            yield from ((path, word) for word in wanted if word in content)
