"""`satupintu journal show` and `export`: nobody's words unless asked for, and then that is written down first."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from zoneinfo import ZoneInfo

import typer

from forwarder.by_hand import PLACE
from forwarder.outbox_view import called
from gateway import audit
from gateway.environment import read_env
from gateway.journal import Fact, JournalReader, Row
from gateway.moments import at, at_ms
from gateway.redacted import Redactor
from gateway.row_end import complaints_in
from gateway.settings import Settings
from gateway.terminal import json_line, printable

_AT_ONCE = 500

# What a fact says. `{data}` only where it holds neither a provider's id nor an address.
FACTS: Mapping[str, str] = {
    "attempt": "attempt {data} at the central system",
    "edited": "changed by an operator",
    "closed": "closed by an operator: {closed}",
    "token": "the central system holds it; its number comes later",
    "number": "national number {data}",
    "status": "the central system says: {data}",
    "followed": "its status is asked for, {data} times so far",
    "withheld": "attachments withheld: {data}",
    "parked": "parked: {data}",
    "retried": "sent on again by a person",
    "draft": "its pieces became {data}",
    "answering": "{answer}: try {data}",
    "answer_mark": "{answer}: a keyed hash of its words is kept",
    "answering_blind": "{answer}: sent once more, the outcome before is unknown",
    "allowed": "{answer}: counted among the answers of a day",
    "answer_sent": "{answer}: sent",
    "answer_failed": "{answer}: failed, {data}",
    "answer_parked": "{answer}: parked, {data}",
    "answer_retried": "{answer}: sent on again by a person",
    "answer_fell": "{answer}: the provider reports that it failed ({data})",
    "answer_rung": "{answer}: goes on by {data}",
    "answer_listens": "{answer}: waits until its chat writes again ({data})",
    "answer_mailbox": "its chat proved a mailbox, to which answers may go that reach it by no other way",
    "forgotten": "its sender had everything erased",
    "answer_part": "{answer}: part {data} has left",
    "answer_piece": "{answer}: what its provider calls that part is kept",
    "answer_piece_fell": "{answer}: the provider reports that a part of it failed",
    "answer_paid": "{answer}: charged",
    "late": "attachments that were not there in time follow as a supplement",
    "supplement": "supplement: received",
    "linked": "supplement: the same person wrote of it again",
    "alike": "like others that are there: cluster, older one of the same person, time, others: {data}",
    "supplement_sent": "supplement: the central system has it",
    "supplement_parked": "supplement: parked, {data}",
    "supplement_retried": "supplement: sent on again by a person",
    "undeliverable": "{answer}: came back as undeliverable, {data}",
    "undeliverable_some": "an answer came back as undeliverable, {data}",
}


def show(settings: Settings, seq: int, unmask: bool) -> int:
    """One row and what became of its complaints; its body only after the audit line is on the disk. 1 if there is no
    such row, or if it cannot be opened."""
    zone = ZoneInfo(settings.timezone)
    with closing(_reader(settings)) as reader:
        row = reader.row(seq)
        if row is None:
            typer.echo(f"The journal has no row {seq}; `satupintu journal list` shows which there are.", err=True)
            return 1
        for name, value in (_head(row, zone) | {"marks": _listed(row.marks)}).items():
            if value != "":
                typer.echo(printable(f"{name:<12} {value}"))
        for line in history(reader, row, zone):
            typer.echo(line)
        locked = row.raw is None and reader.has_body(seq)
    if locked:
        typer.echo(
            "Its bytes cannot be opened with these ENCRYPTION_KEYS; `satupintu check` names the one that is missing.",
            err=True,
        )
    if unmask and row.raw:
        audit.note(settings.data_dir, "journal show", [seq])
        _say_words(row, Redactor.of(read_env()))
    return int(locked)


def export(settings: Settings, after: int, unmask: bool) -> None:
    """JSON lines. Each batch of bodies is audited before it is written."""
    zone, redactor = ZoneInfo(settings.timezone), Redactor.of(read_env())
    with closing(_reader(settings)) as reader:
        while rows := reader.rows(after, _AT_ONCE, body=unmask):
            if unmask:
                audit.note(settings.data_dir, "journal export", [row.seq for row in rows])
            for row in rows:
                made = {**_head(row, zone), **(_body(row, redactor) if unmask else {})}
                typer.echo(json_line(json.dumps(made, ensure_ascii=False)))
            after = rows[-1].seq


def history(reader: JournalReader, row: Row, zone: ZoneInfo) -> Iterator[str]:
    """What this node knows of the row's complaints, oldest first, without anybody's words."""
    for complaint in complaints_in(row.end):
        facts = reader.facts_of(complaint)
        by_hand = laid_out(facts)
        for fact in facts:
            said = told(fact, by_hand=fact.seq in by_hand)
            yield printable(f"{'':<12} {at_ms(fact.at_ms, zone)}  {said}")


def laid_out(facts: Sequence[Fact]) -> frozenset[int]:
    """The attempts among these that laid a complaint into the tray: no central system was asked."""
    steps = [fact for fact in facts if fact.kind in ("attempt", "token", "number", "parked")]
    return frozenset(
        fact.seq
        for fact, after in pairwise(steps)
        if fact.kind == "attempt" and after.kind == "token" and after.data == PLACE
    )


def told(fact: Fact, *, by_hand: bool = False) -> str:
    if by_hand:
        return "made ready for a person to enter"
    who, what = (*fact.subject.split(".")[1:], "", "")[:2]
    answer = f"answer {called(what)} on {who.partition('-')[0]}"
    # Behind what a draft became lies, sealed, what it was made of; before a status, when it was so.
    data = fact.data.partition(" ")[0] if fact.kind == "draft" else fact.data
    data = fact.data.partition(" ")[2] if fact.kind == "status" else data
    closed = _closed(fact.data) if fact.kind == "closed" else ""
    if fact.kind == "token" and fact.data == PLACE:
        return "it lies in the tray for a person"
    return FACTS.get(fact.kind, fact.kind).format(data=data, answer=answer, closed=closed)


def _closed(data: str) -> str:
    """Linked with which, or for itself; and why."""
    into, _, rest = data.partition(" ")
    return f"linked with {into}" if into != "-" else rest.partition(" ")[2]


def _say_words(row: Row, redactor: Redactor) -> None:
    assert row.raw is not None  # noqa: S101 - for the type checker; asked before
    for name, value in redactor.headers(row.raw.headers):
        typer.echo(printable(f"{name}: {value}".replace("\n", "\\n")))
    typer.echo("")
    for name, value in redactor.fields(row.raw.url):
        typer.echo(printable(f"{name}: {value}".replace("\n", "\\n")))
    body = redactor.body(row.raw)
    typer.echo(printable(body.decode("utf-8", "backslashreplace").replace("\r\n", "\n")))


def _reader(settings: Settings) -> JournalReader:
    return JournalReader.open(settings.data_dir, settings.sealer())


def _head(row: Row, zone: ZoneInfo) -> dict[str, object]:
    """What tells of the delivery but not of the person."""
    size = {"bytes": len(row.raw.body)} if row.raw else {}
    return {
        "row": row.seq,
        "received_at": at(row.received_at, zone),
        "channel": row.channel,
        "key": row.key.hex(),
        "end": row.end or "open",
        "error": row.error,
        "marks": dict(row.marks),
        **size,
    }


def _listed(marks: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in sorted(marks.items()))


def _body(row: Row, redactor: Redactor) -> dict[str, object]:
    if row.raw is None:
        return {"body": None}
    return {
        "url": redactor.url(row.raw.url),
        "headers": redactor.headers(row.raw.headers),
        "body": base64.b64encode(redactor.body(row.raw)).decode(),
    }
