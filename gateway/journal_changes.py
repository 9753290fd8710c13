"""Changes to rows that are there already, done by the journal's writer between two commits."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from gateway import inbox_schema
from gateway.journal_writer import Writer

_PURGED_AT_ONCE = 500


def mark(seq: int, added: Mapping[str, str], db: sqlite3.Connection) -> None:
    """Marks beside a row; an empty value takes one away."""
    found = db.execute(inbox_schema.MARKS, (seq,)).fetchone()
    marks = {**json.loads((found and found[0]) or "{}"), **added}
    kept = {name: value for name, value in marks.items() if value}
    db.execute(inbox_schema.MARKS_SET, (json.dumps(kept) if kept else "", seq))


def reopen(writer: Writer, seqs: list[int], db: sqlite3.Connection) -> int:
    """Rows without their end, so that they are read again; how many there are."""
    reopened = [seq for seq in seqs if db.execute(inbox_schema.REOPEN, (seq,)).rowcount]
    for seq in reopened:
        writer.changed(seq)
    return len(reopened)


def erase(seqs: Sequence[int], chats: Sequence[str], db: sqlite3.Connection) -> int:
    """Rows without their bytes, whatever their age, and no facts of these chats; how many rows had any."""
    rows = [(seq,) for seq in seqs]
    gone = sum(db.execute(inbox_schema.ERASE_BODY, row).rowcount for row in rows)
    db.executemany(inbox_schema.ERASE_HEAD, rows)
    db.executemany(inbox_schema.ERASE_EDITS, rows)
    db.executemany(inbox_schema.ERASE_FACTS, [(chat,) for chat in chats])
    return gone


def purge_rows(before: int, db: sqlite3.Connection) -> int:
    """Bodies of rows with an end that came in before (microseconds since 1970), the first ones; how many."""
    due = db.execute(inbox_schema.DUE_FOR_PURGE, (before, _PURGED_AT_ONCE)).fetchall()
    db.executemany("DELETE FROM bodies WHERE seq = ?", due)
    db.executemany("UPDATE inbox SET purged = 1 WHERE seq = ?", due)
    return len(due)


def purge_facts(before_ms: int, db: sqlite3.Connection) -> int:
    return db.execute(inbox_schema.PURGE_FACTS, (before_ms, _PURGED_AT_ONCE)).rowcount
