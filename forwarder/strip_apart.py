"""Stripping in a process of its own: what a hostile file costs ends with it, and no key of ours is in its memory."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Final

from forwarder.apart import bind, environment

SECONDS: Final = 30.0
# Of processor time, and so many more for each megabyte; honest files take a tenth of it.
_CPU_SECONDS: Final = 3
_CPU_SECONDS_A_MB: Final = 2
# Of memory, and so many times the file. Four such processes may be at work, and a PDF of 2 KB can ask for all of it.
_MEMORY: Final = 600_000_000
_MEMORY_TIMES: Final = 40
_CANNOT: Final = 3


async def strip_apart(content: bytes, media_type: str, seconds: float = SECONDS) -> bytes | None:
    """As `normalizer.strip.strip`; None, too, when it took too long or too much."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "forwarder.strip_apart", media_type,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=environment(), start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            made, _ = await child.communicate(content)
    except TimeoutError:
        return None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return made if child.returncode == 0 else None


def main(media_type: str) -> int:
    """Bytes in, stripped bytes out; 3 when that cannot be had."""
    content = sys.stdin.buffer.read()
    memory = _MEMORY + _MEMORY_TIMES * len(content)
    bind(memory, _CPU_SECONDS + _CPU_SECONDS_A_MB * len(content) // 1_000_000)
    from normalizer.strip import strip

    made = strip(content, media_type)
    if made is None:
        return _CANNOT
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
