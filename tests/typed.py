"""Commands of `satupintu` as an operator types them: a process of their own, in the settings of a node."""

from __future__ import annotations

import os
from collections.abc import Mapping

from terminal import satupintu


async def typed(env: Mapping[str, str], *words: str, columns: int = 200) -> tuple[int, str]:
    """Exit status, and all that was shown on a terminal so wide."""
    settings = {**os.environ, "COLUMNS": str(columns), **env}
    status, told, _ = await satupintu(*words, env=settings, together=True)
    return status, told
