"""`satupintu complaints settle`: a person saw to what a citizen asked, where the central system could not be told."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from forwarder import acts
from forwarder.ledger import Ledger
from gateway import audit
from gateway.complaints_cli import asked
from gateway.settings import Settings


def settle(settings: Settings, items: Sequence[str]) -> int:
    """Whoever asked is told that it holds now; 1 if one of them does not wait."""
    audit.note(settings.data_dir, f"complaints settle {' '.join(items)}", [])
    refused = asked(settings, lambda ledger: _refused(ledger, items))
    for item in refused:
        typer.echo(f"{item} does not wait for a person: see satupintu complaints parked", err=True)
    typer.echo(f"{len(items) - len(refused)} settled; those who asked are told.")
    return int(bool(refused))


async def _refused(ledger: Ledger, items: Sequence[str]) -> list[str]:
    return [item for item in items if not await acts.retry(ledger, item, done=True)]
