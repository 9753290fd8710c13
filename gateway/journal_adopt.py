"""The journal of a node that is lost for ever goes on in ours: its rows and facts, sealed as they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gateway import inbox_schema
from gateway.inbox import DOUBT, ERASE_AGAIN

_ROWS, _FACTS = 200, 1000
_MOST_BYTES = 32 * 1024 * 1024
_THEIRS = (
    "SELECT inbox.seq, key, channel, received_at, outcome, error, purged, marks, key_id, sealed"
    " FROM inbox LEFT JOIN bodies ON bodies.seq = inbox.seq WHERE inbox.seq > ? ORDER BY inbox.seq LIMIT ?"
)
_KNOWN = "SELECT seq, outcome FROM inbox WHERE key = ?"
_ADD = (
    "INSERT INTO inbox (seq, key, channel, received_at, outcome, error, purged, marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
# Of a delivery that both had taken in, theirs may be what was claimed.
_CLAIMED_THERE = (
    "UPDATE inbox SET outcome = ?, error = ?, marks = ? WHERE seq = ? AND (outcome IS NULL OR outcome = 'again')"
)
_THEIR_FACTS = "SELECT seq, epoch, entry, kind, subject, at_ms, sealed FROM facts WHERE seq > ? ORDER BY seq LIMIT ?"


def rows(source: Path, after: int, changed: Callable[[int], None], db: sqlite3.Connection) -> int:
    """The next rows of the journal in `source` behind `after`, in a transaction of their own; the last of them, 0 when
    there are none. May be done again. changed: told which of ours can be read anew."""
    with closing(inbox_schema.connect(source, read_only=True)) as theirs, _transaction(db):
        last, size = 0, 0
        offered = _offered(theirs)
        for seq, *row in theirs.execute(_THEIRS, (after, _ROWS)):
            if seq <= offered and row[3] is None:
                # Redis may have lost that it was claimed there, and told.
                row[6] = json.dumps({**json.loads(row[6] or "{}"), **DOUBT})
            mine = _adopt(db, row)
            if mine:
                # With the rows: no crash comes between them.
                db.execute(inbox_schema.META_SET, (ERASE_AGAIN, f"row {mine}"))
            if mine and row[3] is None:
                changed(mine)
            last, size = seq, size + len(row[-1] or b"")
            if size > _MOST_BYTES:
                break
    return last


def facts(source: Path, after: int, db: sqlite3.Connection) -> int:
    """As `rows`; facts are known by their epoch and entry."""
    with closing(inbox_schema.connect(source, read_only=True)) as theirs, _transaction(db):
        found = theirs.execute(_THEIR_FACTS, (after, _FACTS)).fetchall()
        if db.executemany(inbox_schema.FACT_ADD, [fact[1:] for fact in found]).rowcount > 0:
            (newest,) = db.execute("SELECT max(seq) FROM facts").fetchone()
            db.execute(inbox_schema.META_SET, (ERASE_AGAIN, f"fact {newest}"))
    return int(found[-1][0]) if found else 0


def _offered(theirs: sqlite3.Connection) -> int:
    found = theirs.execute("SELECT value FROM meta WHERE key = 'offered'").fetchone()
    return int(found[0]) if found else 0


def _adopt(db: sqlite3.Connection, row: list[object]) -> int:
    """The number it has here; 0 when it was here before."""
    key, channel, received, outcome, error, purged, marks, key_id, sealed = row
    known = db.execute(_KNOWN, (key,)).fetchone()
    if known is not None:
        if outcome is not None:
            db.execute(_CLAIMED_THERE, (outcome, error, marks, known[0]))
        return 0
    seq = inbox_schema.newest(db) + 1
    db.execute(_ADD, (seq, key, channel, received, outcome, error, purged, marks))
    if sealed is not None:
        db.execute("INSERT INTO bodies VALUES (?, ?, ?)", (seq, key_id, sealed))
    return seq


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
