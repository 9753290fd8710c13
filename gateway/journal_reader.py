"""Reading the journal, also from another process while it is being written."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from forwarder.seal import Sealer, Unsealable
from gateway import inbox_schema
from gateway.inbox import GIVEN_UP, Fact, JournalBroken, Row, from_micros
from gateway.rawcodec import unpack
from normalizer.schema import ChannelName, Raw

_MOST_BYTES = 8 * 1024 * 1024
_WITH_BODY = (
    "SELECT inbox.seq, key, channel, received_at, outcome, error, marks, sealed"
    " FROM inbox LEFT JOIN bodies ON bodies.seq = inbox.seq"
)
_COUNTS = "SELECT substr(outcome, 1, instr(outcome || ':', ':') - 1) AS word, purged, count(*) FROM inbox GROUP BY 1, 2"
_WAITING_KEYS = (
    "SELECT key_id, count(*) FROM inbox JOIN bodies ON bodies.seq = inbox.seq WHERE outcome IS NULL GROUP BY key_id"
)
_WAITING_UNDER = (
    "SELECT inbox.seq FROM inbox JOIN bodies ON bodies.seq = inbox.seq WHERE outcome IS NULL AND key_id = ?"
)
_FIRST_AT = (
    "SELECT min(seq) FROM inbox WHERE outcome IS NOT NULL AND purged = 0 AND received_at >= ? AND received_at < ?"
)
_KEY_OF = "substr(sealed, 2, 4)"  # as `seal.Sealer` puts it
_WITHOUT = "SELECT seq, key, channel, received_at, outcome, error, marks, NULL FROM inbox"


@dataclass(frozen=True, eq=False)
class JournalReader:
    """A read-only connection; every question is its own short transaction, so that the writer's log can be emptied.
    May be used from any thread, by one at a time."""

    db: sqlite3.Connection = field(repr=False)
    sealer: Sealer = field(repr=False)

    @classmethod
    def open(cls, folder: Path, sealer: Sealer) -> JournalReader:
        """Raise JournalBroken when there is no journal here, or none that this version reads."""
        try:
            db = inbox_schema.connect(folder, read_only=True)
            found = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except sqlite3.Error as error:
            raise JournalBroken(
                f"No journal can be read in {folder} ({error}). `satupintu serve` makes one; check DATA_DIR."
            ) from error
        if foreign := inbox_schema.strange(found and found[0]):
            db.close()
            raise JournalBroken(f"The journal in {folder} {foreign}")
        return cls(db, sealer)

    def open_rows(self, after: int = 0, limit: int = 100, most_bytes: int = _MOST_BYTES) -> list[Row]:
        """Rows nobody has made anything of, oldest first, with their bytes.

        There may be fewer than `limit`, so that large mails do not fill the memory; none is the end.
        """
        select = f"{_WITH_BODY} WHERE outcome IS NULL AND inbox.seq > ? ORDER BY inbox.seq LIMIT ?"
        return self._rows(select, after, limit, most_bytes=most_bytes)

    def rows(
        self, after: int = 0, limit: int = 100, most_bytes: int = _MOST_BYTES, *, body: bool = True, end: str = ""
    ) -> list[Row]:
        """All rows, oldest first, as `open_rows`; only those whose end begins with `end`."""
        select = _WITH_BODY if body else _WITHOUT
        where = "inbox.seq > ? AND substr(coalesce(outcome, ''), 1, length(?)) = ?"
        select = f"{select} WHERE {where} ORDER BY inbox.seq LIMIT ?"
        return self._rows(select, after, end, end, limit, most_bytes=most_bytes)

    def heads(
        self, *, after: int = 0, limit: int = 100, end: str = "", only_open: bool = False, newest: bool = False
    ) -> list[Row]:
        """Rows without their bodies, oldest first: the first `limit` behind `after`, or with `newest` the last."""
        where = "inbox.seq > ? AND substr(coalesce(outcome, ''), 1, length(?)) = ?"
        where += " AND outcome IS NULL" if only_open else ""
        select = f"{_WITHOUT} WHERE {where} ORDER BY inbox.seq {'DESC' if newest else 'ASC'} LIMIT ?"
        found = self._rows(select, after, end, end, limit)
        return found[::-1] if newest else found

    def asked(self, after: int = 0, limit: int = 100) -> list[Row]:
        """Rows that wait for somebody's answer, without their bodies, oldest first."""
        where = "outcome >= 'asked:' AND outcome < 'asked;' AND inbox.seq > ?"
        return self._rows(f"{_WITHOUT} WHERE {where} ORDER BY inbox.seq LIMIT ?", after, limit)

    def oldest_mail_kept(self) -> datetime | None:
        """When the oldest complaint by mail was received whose bytes are still there."""
        found = self._ask(
            "SELECT min(received_at) FROM inbox"
            " WHERE channel = 'mail' AND purged = 0 AND outcome >= 'complaint:' AND outcome < 'complaint;'"
        )
        return from_micros(found[0][0]) if found[0][0] is not None else None

    def old_mails(self, before: datetime, after: int = 0, limit: int = 100) -> list[Row]:
        """Complaints by mail received before then whose bytes are still there, without them, oldest first."""
        where = "channel = 'mail' AND purged = 0 AND outcome >= 'complaint:' AND outcome < 'complaint;'"
        select = f"{_WITHOUT} WHERE {where} AND received_at < ? AND inbox.seq > ? ORDER BY inbox.seq LIMIT ?"
        return self._rows(select, round(before.timestamp() * 1_000_000), after, limit)

    def marked(self, name: str, value: str, limit: int = 100) -> list[Row]:
        """Rows with this mark, without their bodies, oldest first. Reads the whole table of heads."""
        where = "marks <> '' AND json_extract(marks, '$.' || ?) = ?"
        return self._rows(f"{_WITHOUT} WHERE {where} ORDER BY inbox.seq LIMIT ?", name, value, limit)

    def held(self) -> tuple[int, datetime | None]:
        """How many rows wait in the tray, and when the first of them was received."""
        select = "SELECT count(*), min(received_at) FROM inbox WHERE outcome >= 'held:' AND outcome < 'held;'"
        count, oldest = self._ask(select)[0]
        return count, None if oldest is None else from_micros(oldest)

    def tray(self, word: Literal["held", "verification"], limit: int = 100) -> list[Row]:
        """Rows that wait in the tray, the oldest first, without their bodies."""
        where = f"outcome >= '{word}:' AND outcome < '{word};'"
        return self._rows(f"{_WITHOUT} WHERE {where} ORDER BY received_at, seq LIMIT ?", limit)

    def untold(self, limit: int = 100) -> list[Row]:
        """Requests about forwarding that the operator was not told of, without their bodies: those of proven senders
        first, so that nobody hides them behind a thousand of his own."""
        where = "outcome >= 'verification:' AND outcome < 'verification;'"
        where += " AND (marks = '' OR json_extract(marks, '$.told') IS NULL)"
        order = "outcome = 'verification:unproven', received_at, seq"
        return self._rows(f"{_WITHOUT} WHERE {where} ORDER BY {order} LIMIT ?", limit)

    def rows_of(self, complaint: str, limit: int) -> list[Row]:
        """Rows whose end names this complaint, oldest first, with their bytes. Reads the whole table of heads."""
        return self._rows(f"{_WITH_BODY} WHERE instr(outcome, ?) ORDER BY inbox.seq LIMIT ?", f":{complaint}", limit)

    def facts_of(self, complaint: str) -> list[Fact]:
        """What happened to a complaint, its answers and supplements, as far as this node did it; without its data where
        the key was given up. Raise `Unsealable`."""
        select = "SELECT seq, epoch, entry, kind, subject, at_ms, sealed FROM facts"
        where = "subject = ? OR substr(subject, 1, length(?) + 1) IN (? || '.', ? || '+')"
        rows = self._ask(f"{select} WHERE {where} ORDER BY at_ms, seq", *(complaint,) * 4)
        closed = set(self.given_up())
        return [
            Fact(entry, epoch, kind, about, at_ms, "", seq)
            if sealed[1:5] in closed
            else self._fact(seq, epoch, entry, kind, about, at_ms, sealed)
            for seq, epoch, entry, kind, about, at_ms, sealed in rows
        ]

    def has_body(self, seq: int) -> bool:
        """Whether the bytes of a row are there, readable or not."""
        return bool(self._ask("SELECT 1 FROM bodies WHERE seq = ?", seq))

    def row(self, seq: int) -> Row | None:
        return next(iter(self._rows(f"{_WITH_BODY} WHERE inbox.seq = ?", seq)), None)

    def find(self, key: bytes) -> Row | None:
        """The row of a delivery, by its keyed hash (`Journal.key`)."""
        return next(iter(self._rows(f"{_WITH_BODY} WHERE key = ?", key)), None)

    def facts(self, after: int = 0, limit: int = 1000, since_ms: int = 0, *, kind: str = "") -> list[Fact]:
        """Facts in the order they were kept, those that happened since then, of one kind or of all. Raise `Unsealable`:
        a rebuild must not go on without one."""
        select = "SELECT seq, epoch, entry, kind, subject, at_ms, sealed FROM facts WHERE seq > ? AND at_ms >= ?"
        given_up = self.given_up()
        values: tuple[object, ...] = (after, since_ms, *((kind,) if kind else ()), *given_up, limit)
        where = " AND kind = ?" if kind else ""
        where += f" AND {_KEY_OF} NOT IN ({_marks(given_up)})" if given_up else ""
        return [self._fact(*found) for found in self._ask(f"{select}{where} ORDER BY seq LIMIT ?", *values)]

    def given_up(self) -> list[bytes]:
        """Ids of keys that an operator said are lost for ever (`journal give-up-key`), and that are not there again."""
        said = map(bytes.fromhex, (self.meta(GIVEN_UP) or "").split())
        return sorted({*said} - self.sealer.keys.keys())

    def closed_facts(self, after: int = 0, limit: int = 1000) -> list[Fact]:
        """Facts that are sealed with keys that were given up: all but their data."""
        if not (given_up := self.given_up()):
            return []
        select = "SELECT seq, epoch, entry, kind, subject, at_ms FROM facts WHERE seq > ?"
        found = self._ask(
            f"{select} AND {_KEY_OF} IN ({_marks(given_up)}) ORDER BY seq LIMIT ?", after, *given_up, limit
        )
        return [Fact(entry, epoch, kind, subject, at_ms, "", seq) for seq, epoch, entry, kind, subject, at_ms in found]

    def waiting_under(self, key: bytes) -> list[int]:
        """Open rows whose bytes only this key opens."""
        found = self._ask(_WAITING_UNDER, key)
        return [int(seq) for (seq,) in found]

    def newest_fact(self) -> float:
        """When the last fact that came here happened, by Redis's clock (seconds since 1970); 0 if none did. That
        somebody was erased is told again, however long ago it was."""
        found = self._ask("SELECT at_ms FROM facts WHERE kind <> 'forgotten' ORDER BY seq DESC LIMIT 1")
        return int(found[0][0]) / 1000 if found else 0.0

    def last_before(self, moment: float) -> int:
        """The last row received before then (seconds since 1970); 0 if none."""
        found = self._ask("SELECT max(seq) FROM inbox WHERE received_at < ?", round(moment * 1_000_000))
        return int(found[0][0] or 0)

    def newest_until(self, seq: int) -> int:
        """When (ms) the newest of the rows up to that one came in, also where a clock was set back; 0 without any."""
        found = self._ask("SELECT max(received_at) FROM inbox WHERE seq <= ?", seq)
        return int(found[0][0] or 0) // 1000

    def first_at(self, at_ms: int) -> int | None:
        """The first row with an end that was received in that millisecond (since 1970) and still has its words."""
        found = self._ask(_FIRST_AT, at_ms * 1000, (at_ms + 1) * 1000)
        return None if found[0][0] is None else int(found[0][0])

    def meta(self, key: str) -> str | None:
        found = self._ask("SELECT value FROM meta WHERE key = ?", key)
        return str(found[0][0]) if found else None

    def offered(self) -> int:
        """The last row that was pumped when this was last written down; 0 before the first."""
        return int(self.meta("offered") or 0)

    def oldest_open(self, besides: str = "") -> datetime | None:
        """When the first row that nobody has made anything of was received; those of a channel may be left out."""
        select = "SELECT received_at FROM inbox WHERE outcome IS NULL AND channel <> ? ORDER BY seq LIMIT 1"
        found = self._ask(select, besides)
        return from_micros(found[0][0]) if found else None

    def quarantined(self) -> int:
        """How many rows wait for a person."""
        return int(self._ask("SELECT count(*) FROM inbox WHERE outcome = 'quarantined'")[0][0])

    def counts(self) -> dict[str, int]:
        """Rows by the first word of their end, `open`, `purged`, and `facts`. Reads the whole table of heads."""
        found = Counter[str]()
        for word, purged, count in self._ask(_COUNTS):
            found["open" if word is None else word] += count
            found["purged"] += count * purged
        found["facts"] = self._ask("SELECT count(*) FROM facts")[0][0]
        return {name: count for name, count in found.items() if count or name in {"open", "facts"}}

    def sealing_keys(self, *, waiting: bool = False) -> dict[str, int]:
        """How many bodies each encryption key holds, by key id: a key with none left may be forgotten. waiting: only
        those that nobody has made anything of."""
        found = self._ask(_WAITING_KEYS if waiting else "SELECT key_id, count(*) FROM bodies GROUP BY key_id")
        return {bytes(k).hex(): n for k, n in found}

    def fact_keys(self) -> dict[str, int]:
        """The same of facts, without all of which a rebuild does not go on. Reads the whole table of facts."""
        select = "SELECT substr(sealed, 2, 4), count(*) FROM facts GROUP BY 1"  # as `seal.Sealer` puts it
        return {bytes(k).hex(): n for k, n in self._ask(select)}

    def close(self) -> None:
        self.db.close()

    def _ask(self, select: str, *values: object) -> list[tuple[Any, ...]]:
        with _told():
            return self.db.execute(select, values).fetchall()

    def _rows(self, select: str, *values: object, most_bytes: int = _MOST_BYTES) -> list[Row]:
        found, size = list[Row](), 0
        with _told(), closing(self.db.execute(select, values)) as cursor:
            for *head, sealed in cursor:
                found.append(self._row(tuple(head), sealed))
                size += len(sealed or b"")
                if size >= most_bytes:
                    break
        return found

    def _row(
        self,
        head: tuple[int, bytes, str, int, str | None, str, str],
        sealed: bytes | None,
    ) -> Row:
        seq, key, channel, micros, outcome, error, marks = head
        name, at = ChannelName(channel), from_micros(micros)
        raw, fault = (None, "") if sealed is None else self._raw(sealed, key, name, at)
        return Row(seq, key, name, at, raw, outcome or "", error or fault, json.loads(marks) if marks else {})

    def _raw(self, sealed: bytes, key: bytes, channel: ChannelName, received_at: datetime) -> tuple[Raw | None, str]:
        """One body that cannot be opened must not stop those after it."""
        try:
            return unpack(self.sealer.open(sealed, key), channel, received_at), ""
        except (Unsealable, ValueError) as error:
            return None, str(error)

    def _fact(self, seq: int, epoch: str, entry: str, kind: str, subject: str, at_ms: int, sealed: bytes) -> Fact:
        data = self.sealer.open(sealed, fact_place(epoch, entry)).decode()
        return Fact(entry, epoch, kind, subject, at_ms, data, seq)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise JournalBroken(f"The journal could not be read ({error}). Nothing was changed; try again.") from error


def fact_place(epoch: str, entry: str) -> bytes:
    """What a fact's data is bound to when sealed."""
    return f"fact\0{epoch}\0{entry}".encode()
