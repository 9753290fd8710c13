"""The tree of an earlier version, from this repository's history, to be run beside today's."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION_BEFORE = "d8e04b9"


def version_before(folder: Path) -> Path:
    """Its tree; the test is skipped where the history does not reach so far."""
    git = shutil.which("git")
    found = git and subprocess.run(
        [git, "-C", ROOT, "archive", VERSION_BEFORE, "forwarder", "channels", "normalizer", "gateway"],
        capture_output=True,
        check=False,
    )
    if not found or found.returncode:
        pytest.skip("no history here that holds the version before")
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return folder
