"""`satupintu journal give-up-key`: an operator says that an encryption key is lost for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

import typer

from forwarder.seal import key_id
from gateway import audit
from gateway.control_client import ControlClient
from gateway.inbox import GIVEN_UP, End
from gateway.journal_cli import ask, reader_of, say
from gateway.settings import Settings

_AT_ONCE = 500


def give_up(settings: Settings, key: str, sure: Callable[[str], None]) -> int:
    """What waits and only this key opens goes into quarantine, and a rebuild goes on without what facts said under it.
    1 where nothing needs it, or it is there."""
    wanted = _id(key)
    with closing(reader_of(settings)) as reader:
        if wanted in reader.sealer.keys:
            say(f"Encryption key {key} is among ENCRYPTION_KEYS; nothing was changed.", err=True)
            return 1
        rows, facts = reader.waiting_under(wanted), reader.fact_keys().get(key, 0)
        bodies = reader.sealing_keys().get(key, 0)
        known = {*(reader.meta(GIVEN_UP) or "").split(), key}
    if not bodies and not facts:
        say(f"Nothing in this journal is sealed with encryption key {key}; nothing was changed.", err=True)
        return 1
    sure(
        f"Give up encryption key {key}? {_messages(rows, 'that waits goes', 'that wait go')} into quarantine,"
        f" {bodies - len(rows)} more"
        f" can be read by nobody, and a rebuild does without what {facts} facts say."
    )
    audit.note(settings.data_dir, f"journal give-up-key {key}", rows)

    async def gone(client: ControlClient) -> int:
        for at in range(0, len(rows), _AT_ONCE):
            why = f"sealed with encryption key {key}, which was given up as lost"
            await client.end([End(seq, "quarantined", why) for seq in rows[at : at + _AT_ONCE]])
        await client.set_meta(GIVEN_UP, " ".join(sorted(known)))
        return len(rows)

    ask(settings, gone)
    say(
        f"{_messages(rows, 'is', 'are')} in quarantine. Start the gateway again: it goes on without that key. If it"
        " turns up, add it to ENCRYPTION_KEYS, then `satupintu journal replay --quarantined` and `journal rebuild`."
    )
    return 0


def _messages(rows: Sequence[int], one: str, more: str) -> str:
    return f"1 message {one}" if len(rows) == 1 else f"{len(rows)} messages {more}"


def _id(key: str) -> bytes:
    try:
        found = bytes.fromhex(key)
    except ValueError:
        found = b""
    if len(found) != len(key_id(b"")):
        raise typer.BadParameter("the eight letters that `satupintu check` calls it by", param_hint="KEY")
    return found
