"""A text that an operator wrote: words, prices, holidays."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

# Forty times a language's words.
LARGEST: Final = 4_000_000


def own_text(path: Path) -> str:
    """Without a mark at its beginning. Raise OSError, also for what is no file or too large to be one of these, or
    UnicodeDecodeError."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file", str(path))
    with path.open("rb") as source:
        data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, f"it is larger than {LARGEST // 1_000_000} MB", str(path))
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
