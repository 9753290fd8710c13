"""Changes to rows that are there already, done by the journal's writer between two commits."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from gateway import inbox_schema
from gateway.inbox import FORGOTTEN
from gateway.journal_writer import Writer

_PURGED_AT_ONCE = 500

# Epoch, entry, kind, subject, when (ms), sealed data.
FactRow = tuple[str, str, str, str, int, bytes]


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


def erase(
    seqs: Sequence[int], chats: Sequence[tuple[str, int]], messages: Sequence[str], db: sqlite3.Connection
) -> int:
    """Rows without their bytes, whatever their age, and no facts of these chats until then (ms), nor later ones about
    these messages of theirs; how many rows had any."""
    rows = [(seq,) for seq in seqs]
    gone = sum(db.execute(inbox_schema.ERASE_BODY, row).rowcount for row in rows)
    db.executemany(inbox_schema.ERASE_HEAD, rows)
    db.executemany(inbox_schema.ERASE_EDITS, rows)
    db.executemany(inbox_schema.ERASE_FACTS, [(until, chat) for chat, until in chats])
    db.executemany(inbox_schema.ERASE_LATER, [(chat, json.dumps(list(messages))) for chat, _ in chats if messages])
    return gone


def add_facts(values: Sequence[FactRow], db: sqlite3.Connection) -> int:
    """Those that are not there yet; how many of them say that somebody was erased."""
    told = [one for one in values if one[2] == FORGOTTEN]
    fresh = [one for one in told if not db.execute(inbox_schema.FORGET_TOLD, (one[4], one[3])).fetchone()]
    db.executemany(inbox_schema.FACT_ADD, [one for one in values if one not in told or one in fresh])
    if fresh:
        db.executemany(inbox_schema.FORGET_CHAT, [(one[4], one[3]) for one in fresh if "-" in one[3]])
        _forget_named(db)
    return len(fresh)


def _forget_named(db: sqlite3.Connection) -> None:
    db.execute(inbox_schema.FORGET_COMPLAINTS)
    db.execute(inbox_schema.FORGET_LATER)


def forget_again(db: sqlite3.Connection) -> None:
    """Facts that came from another journal may tell of whoever was erased here."""
    db.executemany(inbox_schema.FORGET_CHAT, db.execute(inbox_schema.FORGET_CHATS).fetchall())
    _forget_named(db)


def purge_rows(before: int, db: sqlite3.Connection) -> int:
    """Bodies of rows with an end that came in before (microseconds since 1970), the first ones; how many."""
    due = db.execute(inbox_schema.DUE_FOR_PURGE, (before, _PURGED_AT_ONCE)).fetchall()
    db.executemany("DELETE FROM bodies WHERE seq = ?", due)
    db.executemany("UPDATE inbox SET purged = 1 WHERE seq = ?", due)
    return len(due)


def purge_facts(before_ms: int, db: sqlite3.Connection) -> int:
    return db.execute(inbox_schema.PURGE_FACTS, (before_ms, _PURGED_AT_ONCE)).rowcount
