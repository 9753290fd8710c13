"""`satupintu journal drain PATH`: a node's machine is lost for ever, its disk is not; this node goes on for it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import typer

from forwarder import epoch
from forwarder.items import LedgerAway
from gateway import audit, disk, inbox_schema
from gateway.cli_calls import sure
from gateway.control_client import ControlClient
from gateway.inbox import JournalBroken, JournalError
from gateway.rebuild import HEIR_OF
from gateway.settings import Settings
from gateway.wiring_ledger import make_redis


def drain(settings: Settings, source: Path, yes: bool = False) -> int:
    """`source`: the folder of that node's journal. Its rows, facts and attachments are taken over, its open messages
    are understood here, and no rebuild waits for it any more. Doing it again changes nothing. 1 if it is refused.
    Without `yes` it is asked first whether that node is stopped for ever."""
    try:
        lost = _recognised(settings, source)
        asyncio.run(_is_served(settings))
        sure(yes, f"Is node {lost} stopped for ever? Its journal goes on in this one.")
        audit.note(settings.data_dir, f"journal drain {lost}", [])
        files = _copy_attachments(source / "attachments", settings.data_dir / "attachments")
        rows = asyncio.run(_take_over(settings, source.resolve(), lost))
    except JournalError as refused:
        typer.echo(str(refused), err=True)
        return 1
    typer.echo(
        f"Of node {lost} are here now: {_count(rows, 'row')}, {_count(files, 'attachment')};"
        " its open messages are understood here."
    )
    typer.echo(
        f"Keep {source} until the next backup of this node, then destroy it. Never start node {lost} from it again."
    )
    return 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _recognised(settings: Settings, source: Path) -> str:
    """The name of its node. Raise `JournalError` unless it is another node's, of this deployment, and at rest."""
    if source.resolve() == settings.data_dir.resolve():
        raise JournalBroken("That is this node's own journal. Nothing was changed.")
    if not (source / inbox_schema.FILE).is_file():
        raise JournalBroken(f"There is no {inbox_schema.FILE} in {source}. Nothing was changed.")
    try:
        # Nobody else may write it meanwhile; the lock ends with this process.
        disk.lock(source)
        with closing(inbox_schema.connect(source, read_only=True)) as db:
            meta = dict(db.execute("SELECT key, value FROM meta"))
    except (sqlite3.Error, OSError) as error:
        raise JournalBroken(f"The journal in {source} cannot be read ({error}). Nothing was changed.") from error
    if foreign := inbox_schema.strange(meta.get("schema")):
        raise JournalBroken(f"That journal {foreign}")
    if meta.get("id_key") != settings.hasher().fingerprint:
        raise JournalBroken("That journal was made under another ID_KEY: it is another deployment's.")
    if meta["node"] == settings.node_id:
        raise JournalBroken(f"That journal is of {settings.node_id}, as this node is named: drain it on another node.")
    return str(meta["node"])


def _copy_attachments(source: Path, target: Path) -> int:
    """Sealed files named by their content's hash: one that is there is the same."""
    count = 0
    for path in (one for one in source.rglob("*") if one.is_file()):
        to = target / path.relative_to(source)
        if not to.exists():
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = to.with_name(f".{to.name}.{os.getpid()}")
            shutil.copy2(path, part)
            part.replace(to)
            count += 1
    return count


async def _is_served(settings: Settings) -> None:
    """Raise `NotServing` soon; what follows may take its time."""
    async with ControlClient(settings.data_dir, patience=5) as control:
        await control.status()


async def _take_over(settings: Settings, source: Path, lost: str) -> int:
    redis = make_redis(settings)
    try:
        # First what makes claims of the lost node's ours: its open rows may have been claimed already.
        async with ControlClient(settings.data_dir, patience=600) as control:
            names = estate(source, lost) - {settings.node_id}
            await control.set_meta(HEIR_OF, " ".join(sorted(names | _heir_of(settings.data_dir))))
            for name in names:
                await epoch.bequeath(redis, name, settings.node_id)
            rows = await control.adopt(source)
        await epoch.excuse(redis, lost)
    except LedgerAway as away:
        raise JournalBroken(f"Redis cannot be reached ({away}): do it again when it can; nothing is lost.") from away
    finally:
        await redis.aclose()
    return rows


def estate(source: Path, lost: str) -> set[str]:
    """Whose claims and facts come with that journal: its node's, and those of every node it had taken over itself."""
    return {lost, *_heir_of(source)}


def _heir_of(folder: Path) -> set[str]:
    """The nodes whose journals go on in this one: what they claimed still tells its facts in their names."""
    with closing(inbox_schema.connect(folder, read_only=True)) as db:
        found = db.execute("SELECT value FROM meta WHERE key = ?", (HEIR_OF,)).fetchone()
    return set(found[0].split()) if found else set()
