"""Citizens' files, put where an operator wants to see them."""

from __future__ import annotations

import os
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    # Somebody else's link would lead elsewhere, where a folder is shared.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as out:
        out.write(content)


def ending(name: str) -> str:
    """A file's name is a stranger's: only its ending is kept."""
    found = Path(name).suffix.lower()
    return found if found[1:].isalnum() and len(found) < 6 else ""
