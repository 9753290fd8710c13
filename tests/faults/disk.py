"""A small file system under a node's folder, and ballast that fills it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def small(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own at `folder`; only root may mount one."""
    folder.mkdir(mode=0o700, parents=True)
    options = f"size={megabytes}m,mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        reason = f"no small disk can be mounted here: {mounted.stderr.decode().strip()}"
        if os.environ.get("CI") and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        yield folder
    finally:
        # What failed may hold its files open still.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave: int) -> None:
    """Ballast, so that `leave` bytes are free."""
    ballast = folder / "ballast"
    while (free := shutil.disk_usage(folder).free) > leave:
        size = (ballast.stat().st_size if ballast.exists() else 0) + free - leave
        # The gateway writes meanwhile: there may be less room than there was.
        with ballast.open("ab") as file, suppress(OSError):
            os.posix_fallocate(file.fileno(), 0, size)
            return


def empty(folder: Path) -> None:
    """As before `fill`."""
    (folder / "ballast").unlink(missing_ok=True)
