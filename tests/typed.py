"""Commands of `satupintu` as an operator types them: a process of their own, in the settings of a node."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping


async def typed(env: Mapping[str, str], *words: str, columns: int = 200) -> tuple[int, str]:
    """Exit status, and all that was shown on a terminal so wide."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", *words),
        env={**os.environ, "COLUMNS": str(columns), **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await child.communicate()
    assert child.returncode is not None
    return child.returncode, told.decode()
