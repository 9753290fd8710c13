"""`satupintu run`: the whole way on one machine, with stand-ins, samples, and the count at the end."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from gateway import wiring, wiring_ledger, wiring_pump
from gateway.embedded_place import EmbeddedFailed
from gateway.ending import end
from gateway.journal_reader import JournalReader
from gateway.run_place import CannotRun, Place, ports
from gateway.run_show import Show
from gateway.run_signals import Stopping
from gateway.settings import load
from gateway.simulator.narrator import Narrator
from gateway.simulator.phones import TOWN_FILE, Directory
from gateway.simulator.samples import ALL
from gateway.simulator.town import INHERITED, Fallen, Town
from gateway.simulator.town_processes import NotReady

EXTRA = {"NUMBER_WAIT_SECONDS": "3", "JOURNAL_RESERVE_MB": "1"}

TRY = """
Everything goes on until Ctrl-C. In another window, try:
  {command} simulate sms "Lampu jalan mati di depan pasar"
  {command} simulate sms1708 "Tanggul sungai retak di RT 3"
  {command} simulate whatsapp "RAHASIA pungutan liar di loket"
  {command} simulate telegram "Air tidak mengalir dua hari"
  {command} simulate mail "Jembatan rusak, mohon diperbaiki"
  {command} simulate outage --seconds 10     then write: the receipt comes first, the number later
  {command} simulate repeat                  one SMS, delivered five times
  {program} journal list --env-file {env}
  curl http://{private}/health/ready   and   /metrics
"""


def main(once: bool) -> int:
    """Status 0 only if the count is right (`once`), or when it was asked to end."""
    try:
        return asyncio.run(_run(once))
    except asyncio.CancelledError:
        return 130
    except (EmbeddedFailed, NotReady, CannotRun) as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(escape(str(error)))
        return 1


async def _run(once: bool) -> int:
    # Before the first child: a signal that comes early must not leave one behind.
    stopping = Stopping.listen()
    place = Place.take(os.environ.get("DATA_DIR", ""), once=once)
    right = None
    try:
        town = Town(place.folder, dict(EXTRA), ports=ports(os.environ, once=once))
        right = await _tell(town, place, stopping, once)
    except Fallen:
        right = False  # its logs are to be looked at
        raise
    finally:
        place.leave(keep=once and right is False)
    return status(right, once, stopping)


def status(right: bool | None, once: bool, stopping: Stopping) -> int:
    """right: as the count says, None when it did not come to that."""
    if stopping.by and once:
        return 128 + stopping.by
    return 0 if right or not once else 1


async def _tell(town: Town, place: Place, stopping: Stopping, once: bool) -> bool | None:
    """Whether the count was right; None when it did not come to that."""
    try:
        await stopping.unless(town.start())
        right = await _samples(town, place, stopping, once) if stopping.by is None else None
        await town.stop()
    except BaseException:
        await town.abandon()
        raise
    return right


async def _samples(town: Town, place: Place, stopping: Stopping, once: bool) -> bool | None:
    async with _narrated(town) as show:
        if place.said:
            show.console.print(escape(place.said))
        right = await stopping.unless(town.standing(show.samples()))
        if not once and stopping.by is None:
            show.console.print(_try(town, place), markup=False)
            await stopping.unless(town.standing(asyncio.Event().wait()))
        if stopping.by is not None:
            show.console.print("\nStopping: what is in flight ends first …")
    return right


def _try(town: Town, place: Place) -> str:
    program = Path(sys.executable).with_name("satupintu")
    with suppress(ValueError):
        program = program.relative_to(Path.cwd())
    # The other window has no DATA_DIR of this one's; what reads the journal has it from the file.
    command = str(program) if place.data_dir == Path("data").absolute() else f"DATA_DIR={place.data_dir} {program}"
    return TRY.format(
        command=command, program=program, env=town.folder / "env", private=f"127.0.0.1:{town.nodes[0].private}"
    )


@asynccontextmanager
async def _narrated(town: Town) -> AsyncIterator[Show]:
    settings = load(town.nodes[0].env, serving=True)
    reader = JournalReader.open(settings.data_dir, settings.sealer())
    redis = wiring_ledger.make_redis(settings)
    channels = wiring.make_channels(town.nodes[0].env, settings.public_url)
    understanding = wiring_pump.make_understanding(settings, channels)
    show = Show(town)
    narrator = Narrator(town, redis, reader, understanding, show.say, {(s.way, s.address): s for s in ALL})
    _write_env(town)
    Directory.of(town).write(town.folder / TOWN_FILE)
    following = asyncio.create_task(narrator.follow())
    try:
        yield show
    finally:
        (town.folder / TOWN_FILE).unlink(missing_ok=True)
        await end([following])
        await redis.aclose()
        reader.close()


def _write_env(town: Town) -> None:
    """The settings of this run, for commands in another window; keys included, so for its owner's eyes only."""
    ours = {name: value for name, value in town.nodes[0].env.items() if name not in (*INHERITED, "ENV_FILE")}
    path = town.folder / "env"
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}='{value}'\n" for name, value in ours.items()))
