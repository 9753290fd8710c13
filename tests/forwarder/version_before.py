"""The tree of an earlier version, from this repository's history, to be run beside today's."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
# Until there is a release, the oldest that opens what is written today (the next one packs with a trained dictionary):
# whatever lies between differs less. From the first release on, the release before. VERSION_BEFORE tries another.
VERSION_BEFORE = os.environ.get("VERSION_BEFORE") or "d8e04b9"


def version_before(folder: Path, root: Path = ROOT) -> Path:
    """Its tree. Where the history does not reach so far a laptop skips and CI fails: a shallow clone there would try
    nothing for ever. A tree without any history has nothing to be mended."""
    if not (root / ".git").exists():
        pytest.skip("no git clone: no version before lies here")
    git = shutil.which("git")
    if git is None:
        _without("git is not installed")
    # Whoever checked it out may be another user: https://git-scm.com/docs/git-config (safe.directory)
    called = (git, "-c", "safe.directory=*", "-C", root, "archive", VERSION_BEFORE)
    found = subprocess.run(
        [*called, "forwarder", "channels", "normalizer", "gateway"],
        capture_output=True,
        check=False,
    )
    if found.returncode:
        said = found.stderr.decode("utf-8", "replace").strip()
        _without(f"the history here does not hold {VERSION_BEFORE} (`git fetch --unshallow`?): {said}")
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return folder


def _without(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{why}; CI must try the version before")
    pytest.skip(why)
