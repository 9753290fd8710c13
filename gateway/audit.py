"""The audit trail: who looked at whose words, one JSON line each, on the disk before anything is shown."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

FILE = "audit.jsonl"


class NotAudited(Exception):
    """The audit line could not be kept, so nothing is shown."""


def note(folder: Path, act: str, rows: Sequence[int]) -> None:
    """Append the line and wait for the disk. Raise `NotAudited`."""
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "who": who(), "act": act, "rows": list(rows)}
    path = folder / FILE
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, json.dumps(line).encode() + b"\n")
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise NotAudited(
            f"{path} cannot be written ({error.strerror}), so nothing is shown. Mend that folder's rights or space."
        ) from error


def who() -> str:
    """The user behind sudo, too."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        name = str(os.getuid())
    return f"{name} ({sudo})" if (sudo := os.environ.get("SUDO_USER")) else name
