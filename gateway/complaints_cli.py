"""`satupintu complaints`: where complaints stand, without anybody's words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import closing
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import typer

from forwarder import epoch
from forwarder.beside import beside, storms
from forwarder.by_hand_tray import is_by_hand
from forwarder.dialogue import dialogue
from forwarder.dossier import dossier
from forwarder.exchanges import kept
from forwarder.items import DAY, LedgerAway, LedgerLost, Standing
from forwarder.ledger import Ledger
from forwarder.outbox_view import outgoing
from forwarder.redis_server import connect
from gateway import audit, bulk
from gateway.answers import SAYINGS
from gateway.complaint_history import history_of
from gateway.complaint_raw import raw_lines
from gateway.dossier import told_there
from gateway.environment import read_env
from gateway.exchanges_shown import answered
from gateway.journal import JournalReader, Row
from gateway.moments import at, at_ms
from gateway.redacted import Redactor
from gateway.settings import Settings
from gateway.terminal import printable

_T = TypeVar("_T")
_MEANS: Final = {
    "due": ": on its way to the central system",
    "waiting": ": the central system holds it, and its number comes later",
    "done": ": it has its national number",
    "parked": ": it waits for a person",
    "closed": ": an operator ended it",
    "withdrawn": ": its citizen withdrew it",
}
_IN_TRAY: Final = ": in the tray, until a person enters its national number: satupintu by-hand enter NUMBER"


class NoLedger(Exception):
    """The ledger cannot be asked now; what is safe, and what to do."""


def list_complaints(settings: Settings, limit: int) -> None:
    """The last `limit` complaints of this node's journal: our number, time, channel, state, national number, and why a
    person should look at it."""
    with closing(JournalReader.open(settings.data_dir, settings.sealer())) as reader:
        # A mail with several complaints may begin with one that was linked.
        ends = ("complaint:", "linked:", "draft:")
        rows = [row for end in ends for row in reader.heads(limit=limit, end=end, newest=True)]
    made = {named: row for row in sorted(rows, key=lambda row: row.seq, reverse=True) for named in _complaints(row)}
    listed = [(row, *named) for named, row in sorted(made.items(), key=lambda one: one[1].seq)][-limit:]
    standings = asked(settings, lambda ledger: _standings(ledger, [name for _, name, _ in listed]))
    zone = ZoneInfo(settings.timezone)
    for storm in asked(settings, lambda ledger: storms(ledger, int((time.time() - DAY) * 1000))):
        told = f"storm: {storm.size} complaints alike, the last {at_ms(storm.last_ms, zone)}"
        typer.echo(printable(f"{told}; the first is {storm.number}"))
    if not listed:
        typer.echo("No complaint has come to this node yet.", err=True)
    for (row, _, number), standing in zip(listed, standings, strict=True):
        if not number and standing is None:
            continue  # pieces that wait, or that were added to another
        number = number or (standing.number if standing else "")
        typer.echo(printable(f"{number:<11} {at(row.received_at, zone)}  {row.channel:<9} {_state(standing)}"))


def _state(standing: Standing | None) -> str:
    if standing is None:
        return "not in the ledger"
    look = f"look: {standing.look}" if standing.look else ""
    return "  ".join(filter(None, (standing.state, standing.national, look)))


def show(settings: Settings, number: str, unmask: bool = False) -> int:
    """By either number or its id; 1 if nobody knows it. Times, attempts, answers and what came in are those this node's
    journal holds. unmask: people's words, too, once that is written down. Raise `NotAudited`."""
    standing = asked(settings, lambda ledger: bulk.standing(ledger, number))
    if standing is None:
        typer.echo("The ledger knows no complaint by that number: see satupintu complaints list", err=True)
        return 1
    by_hand = asked(settings, lambda ledger: is_by_hand(ledger, standing.id))
    in_tray = by_hand and standing.state == "waiting"
    facts = {
        "nomor laporan": standing.number,
        "state": f"{standing.state}{_IN_TRAY if in_tray else _MEANS.get(standing.state, '')}",
        "national": standing.national or "not yet",
        "id": standing.id,
        "protected": "yes" if standing.flagged else "no",
        "look at": standing.look or "nothing",
    }
    for name, value in facts.items():
        typer.echo(printable(f"{name:<14} {value}"))
    found = asked(settings, lambda ledger: dossier(ledger, standing.id))
    history = asked(settings, lambda ledger: history_of(settings, ledger, standing.id, found.node))
    items = found.items | history.items
    for line in (*_beside(settings, standing.id), *_answers(settings, standing.id, items), *history.lines):
        typer.echo(line)
    said = asked(settings, lambda ledger: dialogue(ledger, standing.id, items))
    if unmask:
        rows = [row.seq for row in history.rows]
        audit.note(settings.data_dir, f"complaints show --unmask {standing.id}", rows)
    for line in told_there(settings, standing.id, found, said, unmask=unmask, by_hand=by_hand):
        typer.echo(line)
    zone, redactor = ZoneInfo(settings.timezone), Redactor.of(read_env())
    answers = asked(settings, lambda ledger: kept(ledger, standing.id))
    for line in answered(answers, zone, redactor, unmask=unmask):
        typer.echo(line)
    for row in history.rows:
        for line in raw_lines(row, zone, redactor, unmask=unmask):
            typer.echo(line)
    return 0


def _beside(settings: Settings, complaint: str) -> list[str]:
    """Who else tells of it: for officials, never for those who wrote."""
    found = asked(settings, lambda ledger: beside(ledger, complaint))
    alike = f"{found.size} complaints: {', '.join(found.cluster)}{' …' if found.size > len(found.cluster) else ''}"
    facts = {
        "same problem": alike if found.size else "",
        "there again": f"as in {found.recurrence_of}" if found.recurrence_of else "",
        "added": f"{found.added} times by the same person" if found.added else "",
    }
    return [printable(f"{name:<14} {value}") for name, value in facts.items() if value]


def _answers(settings: Settings, complaint: str, known: Iterable[str]) -> list[str]:
    """By which way each answer left, what its provider said, and why another way was left behind."""
    found = asked(settings, lambda ledger: outgoing(ledger, complaint, (*SAYINGS, "status"), known))
    return [printable(f"{'answer':<14} {one}") for one in found]


def list_parked(settings: Settings, limit: int) -> None:
    """What waits for a person, the oldest first: id, since when, our number, what it is; below, why."""
    zone = ZoneInfo(settings.timezone)
    found = asked(settings, lambda ledger: ledger.parked(limit + 1))
    for item in found[:limit]:
        typer.echo(bulk.line(item, zone))
    if len(found) > limit:
        typer.echo(f"There are more: --limit {limit * 2}", err=True)
    elif not found:
        typer.echo("Nothing waits for a person.", err=True)


def _complaints(row: Row) -> list[tuple[str, str]]:
    """Id and number of each complaint that this row became; of a piece the ledger knows the number."""
    words = [word.split(":") for word in row.end.split(" ")]
    whole = [(word[1], word[2]) for word in words if word[0] == "complaint" and len(word) > 2]
    return whole + [(word[1], "") for word in words if word[0] == "draft" and len(word) > 1]


async def _standings(ledger: Ledger, ids: Sequence[str]) -> list[Standing | None]:
    return [await ledger.standing_of(name) for name in ids]


def asked(settings: Settings, question: Callable[[Ledger], Awaitable[_T]]) -> _T:
    """What the living ledger says. Raise `NoLedger`."""
    try:
        return asyncio.run(_ask(settings, question))
    except (LedgerAway, LedgerLost) as error:
        why = "cannot be reached" if isinstance(error, LedgerAway) else "was emptied or restored just now"
        raise NoLedger(
            f"Redis {why}, so nobody can say where complaints stand. Messages are accepted and kept meanwhile, and "
            "nothing is lost. `satupintu check` says what is wrong."
        ) from error


async def _ask(settings: Settings, question: Callable[[Ledger], Awaitable[_T]]) -> _T:
    url = settings.redis_url.get_secret_value()
    if not url:
        raise NoLedger("REDIS_URL is missing: run this where the gateway's settings are, or name them by --env-file")
    redis = connect(url, connections=2)
    try:
        name = await epoch.current(redis)
        if not name:
            raise NoLedger(
                "The ledger is being rebuilt from the journals, or no gateway has begun one yet: forwarding and "
                "answering wait. /health/ready of each node tells when it lives again."
            )
        return await question(Ledger(redis, name, settings.sealer()))
    finally:
        await redis.aclose()
