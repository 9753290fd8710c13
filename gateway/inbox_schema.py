"""The journal's tables and statements, and the one way to open its file (https://www.sqlite.org/wal.html)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from gateway.inbox import JournalBroken, WrongIdKey, WrongNode

# A row on its way in: key, channel, received_at in microseconds, id of the sealing key, sealed body.
NewRow = tuple[bytes, str, int, bytes, bytes]

_ROWS_AT_ONCE = 64
# Bytes of bodies at once that are not held longer than they must be.
_LARGE = 262_144

SCHEMA = "2"
FILE = "journal.sqlite3"

# Bodies stand apart: an end given to a row would otherwise write a 25 MB mail once more.
# No AUTOINCREMENT: rows are never deleted, so numbers are never used twice.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, channel TEXT NOT NULL, received_at INTEGER NOT NULL,
    outcome TEXT, error TEXT NOT NULL DEFAULT '', purged INTEGER NOT NULL DEFAULT 0, marks TEXT NOT NULL DEFAULT '');
CREATE TABLE bodies (seq INTEGER PRIMARY KEY, key_id BLOB NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE facts (
    seq INTEGER PRIMARY KEY, epoch TEXT NOT NULL, entry TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    at_ms INTEGER NOT NULL, sealed BLOB NOT NULL, UNIQUE (epoch, entry));
CREATE INDEX inbox_open ON inbox (seq) WHERE outcome IS NULL;
CREATE INDEX inbox_done ON inbox (received_at) WHERE outcome IS NOT NULL AND purged = 0;
CREATE INDEX inbox_quarantined ON inbox (seq) WHERE outcome = 'quarantined';
CREATE INDEX facts_at ON facts (at_ms);
CREATE INDEX facts_number ON facts (subject) WHERE kind = 'number';
"""

# Rows that wait for somebody's answer are looked at every few seconds.
INDEX_ASKED = """
CREATE INDEX IF NOT EXISTS inbox_asked ON inbox (seq) WHERE outcome >= 'asked:' AND outcome < 'asked;'
"""

# The tray is counted every few seconds, too, and requests of mail providers are told at once.
INDEX_TRAY = tuple(
    f"CREATE INDEX IF NOT EXISTS inbox_{word} ON inbox (received_at) WHERE outcome >= '{word}:' AND outcome < '{word};'"
    for word in ("held", "verification")
)

# Whom any node erased is looked for at each fact about somebody who was.
INDEX_FORGOTTEN = "CREATE INDEX IF NOT EXISTS facts_forgotten ON facts (subject) WHERE kind = 'forgotten'"

# What each older schema lacks.
UPGRADES = {"1": "ALTER TABLE inbox ADD COLUMN marks TEXT NOT NULL DEFAULT ''"}

# secure_delete: what was purged shall not be found in free pages, sealed or not. wal_autocheckpoint: at 64 MB nobody
# waits for a checkpoint more than a tenth of the time; at 16 MB it was a quarter.
PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA wal_autocheckpoint = 16000;
PRAGMA journal_size_limit = 33554432;
PRAGMA busy_timeout = 5000;
"""
# The writer's next commit empties a reader's cache: 2 MB of it, as usual, help nobody.
# https://www.sqlite.org/pragma.html#pragma_cache_size (in KB where negative)
READING = "PRAGMA query_only = ON; PRAGMA cache_size = -256;"

# What is left of erased rows is their tombstone, as of those that were purged.
ERASE_BODY = "DELETE FROM bodies WHERE seq = ?"
ERASE_HEAD = "UPDATE inbox SET purged = 1, error = '', marks = '' WHERE seq = ?"
# Answers and habits of a chat bear its name; their data names providers' message ids. What tells of its messages since
# the wish stays, or they would be answered once more; what tells later of those before bears their names. A mailbox
# goes with its owner, whenever it became known.
ERASE_FACTS = "DELETE FROM facts WHERE (at_ms <= ? OR kind = 'answer_mailbox') AND instr(subject, ?) > 0"
ERASE_LATER = (
    "DELETE FROM facts WHERE instr(subject, ?) > 0 AND substr(subject, 1, 26) IN (SELECT value FROM json_each(?))"
)
# A node erased a person, whose complaints and chats are the subjects (forwarder/lua/forgotten.lua). The keyed name of a
# chat has a hyphen, that of a complaint has none; what became of an erased complaint stays, or it would be told twice.
FORGET_TOLD = "SELECT 1 FROM facts WHERE at_ms = ? AND kind = 'forgotten' AND subject = ?"
FORGET_CHAT = (
    "DELETE FROM facts WHERE kind <> 'forgotten' AND (at_ms <= ? OR kind = 'answer_mailbox') AND instr(subject, ?) > 0"
)
FORGET_COMPLAINTS = (
    "DELETE FROM facts WHERE kind IN ('answer_mailbox', 'edited') AND substr(subject, 1, 26) IN"
    " (SELECT subject FROM facts AS told WHERE kind = 'forgotten')"
)
# What was noted of them after the wish: it is told with the time of that, and names of messages as those of complaints.
FORGET_LATER = (
    "DELETE FROM facts WHERE kind <> 'forgotten'"
    " AND substr(subject, 1, 26) IN (SELECT subject FROM facts AS told WHERE kind = 'forgotten')"
    " AND EXISTS (SELECT 1 FROM facts AS chat WHERE chat.kind = 'forgotten' AND instr(chat.subject, '-') > 0"
    " AND instr(facts.subject, chat.subject) > 0)"
)
FORGET_CHATS = "SELECT at_ms, subject FROM facts WHERE kind = 'forgotten' AND instr(subject, '-') > 0"
# What an operator wrote about a complaint of this row.
ERASE_EDITS = (
    "DELETE FROM facts WHERE kind = 'edited' AND EXISTS"
    " (SELECT 1 FROM inbox WHERE inbox.seq = ? AND instr(inbox.outcome, facts.subject) > 0)"
)

META_SET = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
# Only ever forwards: pumping some rows again must not lower the mark.
OFFERED_SET = (
    "INSERT INTO meta VALUES ('offered', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    " WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)"
)
END_SET = "UPDATE inbox SET outcome = ?, error = ? WHERE seq = ?"
MARKS = "SELECT marks FROM inbox WHERE seq = ?"
MARKS_SET = "UPDATE inbox SET marks = ? WHERE seq = ?"
REOPEN = "UPDATE inbox SET outcome = NULL, error = '' WHERE seq = ? AND purged = 0"
FACT_ADD = (
    "INSERT INTO facts (epoch, entry, kind, subject, at_ms, sealed) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (epoch, entry) DO NOTHING"
)
# Two things have no age: what lies in quarantine was acknowledged and waits for a person, and a complaint without a
# number is perhaps nowhere else (`complaint:` and an id of 26 characters).
DUE_FOR_PURGE = (
    "SELECT seq FROM inbox WHERE outcome IS NOT NULL AND outcome <> 'quarantined' AND purged = 0 AND received_at < ?"
    " AND (outcome NOT LIKE 'complaint:%' OR EXISTS"
    " (SELECT 1 FROM facts WHERE kind = 'number' AND subject = substr(outcome, 11, 26)))"
    " ORDER BY received_at LIMIT ?"
)
# The facts of what stays do so, too; a complaint's number goes last, because it says that the others may.
PURGE_FACTS = (
    "DELETE FROM facts WHERE seq IN (SELECT seq FROM facts AS old WHERE at_ms < ?"
    " AND (kind LIKE 'answer%' OR kind = 'forgotten' OR EXISTS"
    " (SELECT 1 FROM facts WHERE kind = 'number' AND subject = old.subject))"
    " ORDER BY kind = 'number', at_ms LIMIT ?)"
)


def connect(folder: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Autocommit mode: transactions are begun by hand. A read-only connection sees what is committed, whatever the
    writer does. Raise sqlite3.Error."""
    mode = "ro" if read_only else "rwc"
    uri = f"file:{quote(str((folder / FILE).absolute()))}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5, cached_statements=256)
    try:
        db.executescript(READING if read_only else PRAGMAS)
    except sqlite3.Error:
        db.close()
        raise
    return db


def prepare(db: sqlite3.Connection, node: str, fingerprint: str) -> None:
    """Make the tables if the file is new; otherwise see that it is ours. Raise WrongIdKey, WrongNode, JournalBroken."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            for statement in filter(str.strip, TABLES.split(";")):
                db.execute(statement)
            db.executemany(META_SET, [("schema", SCHEMA), ("node", node), ("id_key", fingerprint)])
        _upgrade(db)
        # First of all: of a newer schema not even the names of its columns are known.
        _recognise(dict(db.execute("SELECT key, value FROM meta")), node, fingerprint)
        for index in (INDEX_ASKED, *INDEX_TRAY, INDEX_FORGOTTEN):
            db.execute(index)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _upgrade(db: sqlite3.Connection) -> None:
    (found,) = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() or ("",)
    if found in UPGRADES:
        db.execute(UPGRADES[found])
        db.execute(META_SET, ("schema", SCHEMA))


def _recognise(meta: dict[str, str], node: str, fingerprint: str) -> None:
    if foreign := strange(meta.get("schema")):
        raise JournalBroken(f"The journal {foreign}")
    if meta.get("id_key") != fingerprint:
        raise WrongIdKey(
            f"The journal was made under the ID_KEY with fingerprint {meta.get('id_key')}; the one set now has"
            f" {fingerprint}. Nothing was changed. Set the ID_KEY this deployment began with: it is never rotated."
        )
    if meta.get("node") != node:
        raise WrongNode(
            f"The journal belongs to node {meta.get('node')}, but NODE_ID is {node}. Nothing was changed."
            f" Set NODE_ID={meta.get('node')}, or give this node a DATA_DIR of its own."
        )


def strange(schema: str | None) -> str:
    """Why this version does not read a journal of that schema, and what to do; "" when it does."""
    if schema == SCHEMA:
        return ""
    if schema in UPGRADES:
        return (
            f"was written by an older version (schema {schema}; this one reads {SCHEMA}). Nothing was changed."
            " `satupintu serve` of this version upgrades it."
        )
    if (schema or "").isdecimal():
        return (
            f"was written by a newer version (schema {schema}; this one reads {SCHEMA}). Nothing was changed,"
            " nothing is lost. Start the newer version; how to go back stands in docs/operations.md under The way back."
        )
    return f"does not say which schema it has (this version reads {SCHEMA}). Nothing was changed."


def newest(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM inbox").fetchone()[0])


def insert(db: sqlite3.Connection, rows: Sequence[NewRow], newest: int) -> tuple[int, int]:
    """Keep the rows that are new, numbered after `newest`. The last number given, and how many were new."""
    kept, waiting = 0, iter(rows)
    while some := list(islice(waiting, _ROWS_AT_ONCE)):
        newest, new = _insert_some(db, some, newest)
        kept += new
    return newest, kept


def _insert_some(db: sqlite3.Connection, rows: list[NewRow], newest: int) -> tuple[int, int]:
    numbered = list(enumerate(rows, newest + 1))
    heads = [value for seq, row in numbered for value in (seq, *row[:3])]
    if db.execute(_insert_rows(len(rows)), heads).rowcount < len(rows):
        seqs = "SELECT seq FROM inbox WHERE seq > ? AND seq <= ?"
        new = {seq for (seq,) in db.execute(seqs, (newest, newest + len(rows)))}
        numbered = [(seq, row) for seq, row in numbered if seq in new]
    if numbered:
        _insert_sealed(db, [(seq, *row[3:]) for seq, row in numbered])
        newest = numbered[-1][0]
    return newest, len(numbered)


def _insert_sealed(db: sqlite3.Connection, bodies: list[tuple[int, bytes, bytes]]) -> None:
    insert = _insert_bodies(len(bodies))
    if db.execute(insert, [value for body in bodies for value in body]).rowcount < len(bodies):
        raise sqlite3.IntegrityError("bytes of such a number are there already")
    if sum(len(sealed) for _, _, sealed in bodies) >= _LARGE:
        # A statement keeps what it was given until it is given something else (https://sqlite.org/c3ref/reset.html).
        db.execute(insert, [value for seq, key_id, _ in bodies for value in (seq, key_id, b"")])


@cache
def _insert_rows(count: int) -> str:
    """Many rows in one statement: sqlite3 lets go of the GIL at each step, and every hand-over costs."""
    values = ",".join(["(?,?,?,?)"] * count)
    return f"INSERT INTO inbox (seq, key, channel, received_at) VALUES {values} ON CONFLICT (key) DO NOTHING"  # noqa: S608 - only question marks


@cache
def _insert_bodies(count: int) -> str:
    values = ",".join(["(?,?,?)"] * count)
    return f"INSERT INTO bodies VALUES {values} ON CONFLICT (seq) DO NOTHING"  # noqa: S608 - only question marks
