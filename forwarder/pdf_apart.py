"""The pictures of a PDF, taken out in a process of its own, as files are stripped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from forwarder.apart import environment
from forwarder.suggest import Limits, printed

PAGES: Final = 10
_MOST: Final = 64 << 20
_HEAD: Final = 4


async def scans_apart(content: bytes, limits: Limits) -> list[bytes]:
    """As `normalizer.pdf_scans.scans`. Raise `NotSuggested`."""
    # Only a process of ours is told where our modules are.
    where = f"PYTHONPATH={environment()['PYTHONPATH']}"
    words = ("/usr/bin/env", where, sys.executable, "-P", "-m", "forwarder.pdf_apart")
    return list(_unframed(await printed(words, content, limits, _MOST)))


def _unframed(said: bytes) -> Iterator[bytes]:
    """What was cut off at the end is left out."""
    while len(said) >= _HEAD:
        end = _HEAD + int.from_bytes(said[:_HEAD], "big")
        if end > len(said):
            return
        yield said[_HEAD:end]
        said = said[end:]


def main() -> None:
    from normalizer.pdf_scans import scans

    for one in scans(sys.stdin.buffer.read(), PAGES):
        sys.stdout.buffer.write(len(one).to_bytes(_HEAD, "big") + one)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
