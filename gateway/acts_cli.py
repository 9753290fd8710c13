"""`satupintu complaints settle`: a person saw to what waits, where it could not be told or sent."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from forwarder import acts, decided
from forwarder.ledger import Ledger
from gateway import bulk
from gateway.complaints_cli import asked
from gateway.settings import Settings

_NOT = "no act, answer or supplement that is parked: see satupintu complaints parked"


def settle(settings: Settings, items: Sequence[str]) -> int:
    """Whoever asked for an act is told that it holds now; 1 if one of them does not wait."""
    bulk.written_down(settings.data_dir, "complaints settle", items)

    async def seen_to(ledger: Ledger) -> list[tuple[str, str]]:
        return [(item, _NOT) for item in items if not await decided.seen_to(ledger, item)]

    refused = asked(settings, seen_to)
    done = set(items) - set(dict(refused))
    told = "; those who asked are told that it holds" if any(acts.SUFFIX in item for item in done) else ""
    typer.echo(f"{len(done)} settled{told}.")
    return bulk.tell(refused)
