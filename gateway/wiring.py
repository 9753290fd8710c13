"""Things are made from settings here, and in `wiring_ledger`, `wiring_pump` and `wiring_work`, by who needs them: a
process loads nothing that only another one works with."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import channels
from channels.base import Channel
from forwarder.scan import Clamd
from forwarder.store import BlobStore, Vault
from forwarder.store_folder import Folder
from gateway.central_callback import CentralCallback
from gateway.settings import Settings
from gateway.suggest_settings import TESSERACT
from normalizer.schema import ChannelName

if TYPE_CHECKING:  # a clerk's command alone has use for it
    from forwarder.suggest import Suggests


def make_channels(env: Mapping[str, str], public_url: str) -> dict[ChannelName, Channel]:
    """Every channel the settings switch on. Raise pydantic's ValidationError for a faulty one."""
    made: dict[ChannelName, Channel] = {}
    for registered in channels.ALL:
        channel = importlib.import_module(registered.module).from_env(env, public_url)
        if channel is not None:
            made[registered.name] = channel
    return made


# A node that is away for longer puts its files again when it is back: its journal keeps the mails they came in.
SHARED_MARGIN = timedelta(days=7)


def make_vault(settings: Settings) -> Vault:
    """Where attachments lie: in S3 when it is named, else in a folder beside the journal."""
    store: BlobStore = Folder(settings.data_dir / "attachments")
    margin = timedelta(0)
    if settings.s3_url:
        from forwarder.store_s3 import S3

        margin = SHARED_MARGIN
        store = S3(
            settings.s3_url,
            settings.s3_bucket,
            settings.s3_access_key.get_secret_value(),
            settings.s3_secret_key.get_secret_value(),
            settings.s3_region,
            settings.s3_timeout_seconds,
        )
    return Vault(store, settings.hasher(), settings.sealer(), margin)


def make_clamd(settings: Settings) -> Clamd | None:
    """None when nothing is to be scanned."""
    return Clamd(settings.clamd, settings.attachment_timeout_seconds) if settings.clamd else None


def make_suggesting(settings: Settings) -> dict[str, Suggests]:
    """What suggests words, by the kinds of media that it is given (RFC 6838); {} while it is off."""
    from forwarder.suggest import Command, Limits
    from forwarder.tesseract import Tesseract

    limits = Limits(settings.suggest_seconds, settings.suggest_memory_mb * 1_000_000)

    def made(value: str) -> Suggests | None:
        if value == TESSERACT:
            return Tesseract(limits)
        return Command(tuple(shlex.split(value)), limits) if value else None

    pictures, sound = made(settings.suggest_pictures), made(settings.suggest_sound)
    found = {"image": pictures, "application/pdf": pictures, "audio": sound, "video": sound}
    return {kind: one for kind, one in found.items() if one}


def make_callback(settings: Settings) -> CentralCallback | None:
    """None without a secret: callbacks are refused then, and numbers and statuses are asked for."""
    secret, old = settings.central_callback_secret.get_secret_value(), settings.central_callback_secret_old
    return CentralCallback(secret, old.get_secret_value()) if secret else None
