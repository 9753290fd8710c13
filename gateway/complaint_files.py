"""`satupintu complaints list --to-write` and `show --files`: what waits to be written down, as sound and picture."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from channels.abilities import Holding, able
from channels.base import Channel, SendFailed
from forwarder.dossier import dossier
from forwarder.items import Standing
from forwarder.store import StoreAway, Vault
from forwarder.to_write import BEGINS
from gateway import audit, bulk
from gateway.complaints_cli import asked
from gateway.environment import read_env
from gateway.files_out import ending, put
from gateway.settings import Settings
from gateway.terminal import printable
from gateway.wiring import make_channels, make_vault
from normalizer import codec
from normalizer.schema import Attachment, ChannelName, Complaint


def list_to_write(settings: Settings, limit: int) -> None:
    """Those that are parked for it, the oldest first, without anybody's words."""
    zone = ZoneInfo(settings.timezone)
    found = [one for one in asked(settings, bulk.parked) if one.why.startswith(BEGINS)]
    for item in found[:limit]:
        typer.echo(bulk.line(item, zone))
    typer.echo(f"{len(found)} wait to be written down.", err=True)


def put_files(settings: Settings, number: str, folder: Path) -> int:
    """Its attachments into a folder that its owner alone can read; noted in the audit trail first. 1 if one of them
    cannot be had."""
    found = with_files(settings, number)
    if found is None:
        return 1
    standing, complaint = found
    audit.note(settings.data_dir, f"complaints show --files {standing.id}", [])
    return asyncio.run(_put_files(settings, complaint, standing.number, folder))


def with_files(settings: Settings, number: str) -> tuple[Standing, Complaint] | None:
    """As it came in; None, and why on stderr, when nobody knows it or it cannot be opened."""
    standing = asked(settings, lambda ledger: bulk.standing(ledger, number))
    found = asked(settings, lambda ledger: dossier(ledger, standing.id)) if standing else None
    if standing is None or found is None:
        typer.echo("The ledger knows no complaint by that number: see satupintu complaints list", err=True)
        return None
    try:
        return standing, codec.decode(Complaint, found.body)
    except codec.Undecodable:
        typer.echo("It cannot be opened: it was erased, or ENCRYPTION_KEYS lacks a key", err=True)
        return None


async def _put_files(settings: Settings, complaint: Complaint, number: str, folder: Path) -> int:
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    vault, channels = make_vault(settings), make_channels(read_env(), settings.public_url)
    missing = 0
    for place, one in enumerate(complaint.attachments, 1):
        try:
            content = await content_of(one, complaint, vault, channels)
        except (SendFailed, StoreAway) as why:
            typer.echo(printable(f"{place}: {why}"), err=True)
            missing += 1
            continue
        path = folder / f"{number}-{place}{ending(one.name) or mimetypes.guess_extension(one.media_type) or ''}"
        await asyncio.to_thread(put, path, content)
        typer.echo(str(path))
    for channel in channels.values():
        await channel.close()
    return int(bool(missing))


async def content_of(
    one: Attachment, complaint: Complaint, vault: Vault, channels: Mapping[ChannelName, Channel]
) -> bytes:
    """A mail's file lies in the store, a chat's at its provider. Raise `StoreAway` or `SendFailed`."""
    if one.source.startswith("part:") and one.sha256:
        content = await vault.fetch(one.sha256)
        if content is None:
            raise StoreAway("it is not in the store")
        return content
    channel = channels.get(complaint.channel)
    holder = able(channel, Holding) if channel else None
    if holder is None:
        raise SendFailed(f"{complaint.channel} cannot be asked for it here; it lies at {one.source or 'its provider'}")
    return await holder.content(one.source)
