"""Whether the journal has a safe place: a writable folder on a local disk, with room, made under the same keys."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from forwarder.seal import decode_key, key_id
from gateway import keys_needed
from gateway.disk import filesystem_fault
from gateway.finding import Finding, fault, ok, warning
from gateway.inbox import JournalBroken
from gateway.inbox_schema import FILE
from gateway.journal_reader import JournalReader
from gateway.settings import Settings, split_keys

_MB = 1_048_576


def look(settings: Settings) -> list[Finding]:
    """Blocks on the disk for some milliseconds: call it in a thread."""
    folder = settings.data_dir.absolute()
    there = _nearest(folder)
    if not there.is_dir():
        return [fault(f"DATA_DIR lies below {there}, which is no folder", "Name a folder in DATA_DIR")]
    return [*_writable(folder, there), *_local(there), *_room(settings, there), *_rights(folder), *_made(settings)]


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _writable(folder: Path, there: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"satupintu")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        fix = "Give this user the right to write there, or name another folder in DATA_DIR"
        yield fault(f"The journal cannot be written in {folder} ({error.strerror})", fix)
        return
    yield ok(f"The journal can be written in {folder}" + ("" if there == folder else " (it will be made)"))


def _local(there: Path) -> Iterator[Finding]:
    if wrong := filesystem_fault(there):
        yield fault(wrong)


def _room(settings: Settings, there: Path) -> Iterator[Finding]:
    free, reserve = shutil.disk_usage(there).free // _MB, settings.journal_reserve_mb
    text = f"{free} MB are free for the journal, {reserve} of them kept for SMS and WhatsApp"
    if free < 2 * reserve:
        yield fault(text, "Free some space: mail and Telegram will soon be put off")
    elif free < 16 * reserve:
        yield warning(text, "Free some space, or lower RETENTION_DAYS")
    else:
        yield ok(text)


def _rights(folder: Path) -> Iterator[Finding]:
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield warning(f"Other users of this machine can look into {folder}", f"chmod 700 {folder}")


def _made(settings: Settings) -> Iterator[Finding]:
    """What an existing journal says of the keys and the node it was made under."""
    keys = split_keys(settings.encryption_keys)
    if not keys or not (settings.data_dir / FILE).exists():
        return
    try:
        reader = JournalReader.open(settings.data_dir, settings.sealer())
    except JournalBroken as error:
        yield fault(str(error))
        return
    try:
        yield from _same_id_key(settings, reader.meta("id_key"))
        yield from _same_node(settings, reader.meta("node"))
        given_up = {key.hex() for key in reader.given_up()}
        yield from _openable(keys, reader.sealing_keys(), reader.fact_keys(), given_up)
    finally:
        reader.close()


def _same_id_key(settings: Settings, kept: str | None) -> Iterator[Finding]:
    if kept is None or not settings.id_key.get_secret_value():
        return
    mine = settings.hasher().fingerprint
    if kept == mine:
        yield ok("ID_KEY is the one the journal was made under")
        return
    what = f"ID_KEY has fingerprint {mine}, but the journal was made under {kept}"
    yield fault(what, "Set the ID_KEY this deployment began with: it is never changed")


def _same_node(settings: Settings, kept: str | None) -> Iterator[Finding]:
    if kept not in (None, settings.node_id):
        what = f"NODE_ID is {settings.node_id}, but the journal belongs to node {kept}"
        yield fault(what, f"Set NODE_ID={kept}, or give this node a DATA_DIR of its own")


def _openable(
    keys: list[str], bodies: Mapping[str, int], facts: Mapping[str, int], given_up: Set[str]
) -> Iterator[Finding]:
    """Which are missing, and of those that no longer seal, what for they are still needed."""
    for key, what in keys_needed.missing(keys, bodies, facts).items():
        if key in given_up:
            yield warning(f"{what}, and was given up as lost")
        else:
            yield fault(what, f"{keys_needed.HOW}; {keys_needed.LOST}")
    first, *old = (key_id(decode_key(key)).hex() for key in keys)
    for key in sorted({*old} - {first}):
        if key in bodies or key in facts:
            sealed = keys_needed.sealed(bodies.get(key, 0), facts.get(key, 0))
            yield ok(f"{sealed} still need the old encryption key {key}")
        else:
            yield ok(f"Nothing in this journal needs the old encryption key {key} any more")
