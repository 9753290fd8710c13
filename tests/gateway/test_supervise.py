"""Children that die are started again, and all of them end when asked."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.supervise import Children

pytestmark = pytest.mark.process

# Each says that it is there by a file named after its process, then lives until it is told otherwise.
_LIVE = "import os, signal, sys, time; open(f'{sys.argv[1]}.{os.getpid()}', 'w').close(); "
OBEDIENT = _LIVE + "signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + OBEDIENT
SHORT_LIVED = _LIVE


@asynccontextmanager
async def a_family(wanted: Sequence[Path], script: str, grace: float = 10) -> AsyncIterator[Children]:
    children = Children([str(place) for place in wanted], grace, (sys.executable, "-c", script))
    running = asyncio.create_task(children.run())
    try:
        yield children
    finally:
        children.stop()
        await asyncio.wait_for(running, 40)


def born(place: Path) -> list[int]:
    return [int(path.suffix[1:]) for path in place.parent.glob(f"{place.name}.*")]


async def until_born(place: Path, count: int) -> list[int]:
    async with asyncio.timeout(40):
        while len(born(place)) < count:  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.01)
    return born(place)


def lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def test_one_that_dies_is_started_again_and_the_others_live_on(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    async with a_family([one, two], OBEDIENT) as children:
        (first,), (second,) = await until_born(one, 1), await until_born(two, 1)
        assert children.alive
        assert sorted(children.pids) == sorted([first, second])
        os.kill(first, signal.SIGKILL)
        (again,) = set(await until_born(one, 2)) - {first}
        assert born(two) == [second]
        assert sorted(children.pids) == sorted([again, second])
    assert not [pid for pid in (first, second, again) if lives(pid)]
    assert children.pids == []


async def test_one_that_keeps_dying_is_given_longer_and_longer_pauses(tmp_path: Path) -> None:
    began = time.monotonic()
    async with a_family([tmp_path / "one"], SHORT_LIVED) as children:
        await until_born(tmp_path / "one", 3)
        assert time.monotonic() - began >= 1.5, "half a second, then one"
        assert len(children.pids) <= 1


async def test_a_stubborn_one_is_killed_after_the_grace(tmp_path: Path) -> None:
    async with a_family([tmp_path / "one"], STUBBORN, grace=0.5):
        (pid,) = await until_born(tmp_path / "one", 1)
        asked = time.monotonic()
    assert not lives(pid)
    assert 0.4 <= time.monotonic() - asked < 40


async def test_stopping_before_the_start_starts_nothing(tmp_path: Path) -> None:
    children = Children([str(tmp_path / "one")], 1, (sys.executable, "-c", OBEDIENT))
    children.stop()
    await asyncio.wait_for(children.run(), 40)
    assert born(tmp_path / "one") == []


async def test_a_program_that_cannot_be_started_is_tried_again(tmp_path: Path) -> None:
    program = tmp_path / "program"
    children = Children([str(tmp_path / "one")], 5, (str(program),))
    running = asyncio.create_task(children.run())
    await asyncio.sleep(0)
    assert not children.alive
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{OBEDIENT}" "$@"\n')
    program.chmod(0o700)
    await until_born(tmp_path / "one", 1)
    children.stop()
    await asyncio.wait_for(running, 40)
