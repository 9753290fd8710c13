"""Real mail programs: where they are missing a laptop skips, CI does not."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest


def program(name: str, *, root: bool = False) -> str:
    """Its path; or skip (on a laptop) or fail (in CI) with what to do. `root`: it works for root only."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        without(f"{name} is not installed: apt-get install {name}")
    if root and os.geteuid() != 0:
        without(f"{name} can only be started by root")
    assert path is not None
    return path


def without(why: str) -> None:
    """Skip on a laptop, fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{why}; CI must try it")
    pytest.skip(why)


async def run(*words: str, said: bytes = b"", cwd: Path, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Its exit status and everything it said."""
    process = await asyncio.create_subprocess_exec(
        *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        cwd=cwd, env=env,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(said), 60)
    assert process.returncode is not None
    return process.returncode, output.decode("utf-8", "replace")
