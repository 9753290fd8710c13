"""The register of those who may pass on what others wrote: a small database beside the journal, for all processes.

It holds keyed hashes, and names and addresses sealed; of a one-time word only its keyed hash.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from channels.mail_forwarders import SIGNS
from forwarder.seal import Hasher, Sealer, Unsealable

FILE = "forwarders.db"
_WAIT_SECONDS = 5.0
# `who` and `whose` are keyed hashes of addresses; `until` and `since` are seconds since 1970.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS forwarder (who BLOB PRIMARY KEY, sealed BLOB NOT NULL, since INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS word
    (word BLOB PRIMARY KEY, whose BLOB NOT NULL, until INTEGER NOT NULL, used_by BLOB NOT NULL DEFAULT x'') STRICT;
"""


class RegisterBroken(Exception):
    """The register cannot be read or written: what happened, and what to do."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """`address` is empty when it cannot be opened: its key is not among ENCRYPTION_KEYS."""

    address: str = field(repr=False)
    name: str = field(repr=False)
    since: datetime


@dataclass(eq=False)
class Forwarders:
    """A `Register` of channels. Opened at the first question; each change is on the disk when its call returns."""

    folder: Path
    hasher: Hasher = field(repr=False)
    sealer: Sealer = field(repr=False)
    now: Callable[[], float] = time.time
    _db: sqlite3.Connection | None = field(default=None, repr=False)

    def knows(self, address: str) -> bool:
        with self._asked() as db:
            return self._has(db, self._who(address))

    def open_words(self) -> bool:
        """Also of words that were used: who reads their mail again must find the same."""
        with self._asked() as db:
            return db.execute("SELECT 1 FROM word WHERE until >= ? LIMIT 1", (int(self.now()),)).fetchone() is not None

    def redeem(self, words: Sequence[str], address: str) -> bool:
        with self._changing() as db:
            return any(self._redeemed(db, word, address) for word in words)

    def _redeemed(self, db: sqlite3.Connection, word: str, address: str) -> bool:
        key, who = self.hasher.digest("forwarder word", word), self._who(address)
        found = db.execute("SELECT whose, until, used_by FROM word WHERE word = ?", (key,)).fetchone()
        if found is None:
            return False
        whose, until, used_by = found
        if used_by:
            return bool(used_by == who) and self._has(db, who)
        if until < self.now() or whose not in (b"", who):
            return False
        db.execute("UPDATE word SET used_by = ? WHERE word = ?", (who, key))
        self._put(db, address, "")
        return True

    def add(self, people: Iterable[tuple[str, str]]) -> int:
        """Addresses (as `mailbox` makes them) and names, all or none; how many are new."""
        with self._changing() as db:
            return sum(self._put(db, address, name) for address, name in people)

    def remove(self, address: str) -> bool:
        with self._changing() as db:
            return db.execute("DELETE FROM forwarder WHERE who = ?", (self._who(address),)).rowcount > 0

    def all(self) -> list[Enrolled]:
        """In the order of their enrolment."""
        with self._asked() as db:
            found = db.execute("SELECT who, sealed, since FROM forwarder ORDER BY since, who").fetchall()
        return [self._enrolled(*row) for row in found]

    def make_word(self, seconds: float, whose: str = "") -> str:
        """A new one-time word, good for so long, for one address or for whoever has it. It is told this once."""
        groups = ("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(3))
        word = "-".join(("PINTU", *groups))
        key, who = self.hasher.digest("forwarder word", word), self._who(whose) if whose else b""
        with self._changing() as db:
            # A month later nobody reads its mail again.
            db.execute("DELETE FROM word WHERE until < ?", (int(self.now()) - 30 * 24 * 3600,))
            db.execute("INSERT INTO word (word, whose, until) VALUES (?, ?, ?)", (key, who, int(self.now() + seconds)))
        return word

    def close(self) -> None:
        if self._db:
            self._db.close()
            self._db = None

    def _put(self, db: sqlite3.Connection, address: str, name: str) -> bool:
        who = self._who(address)
        new = not self._has(db, who)
        if new or name:
            sealed = self.sealer.seal(f"{address}\n{name}".encode(), b"forwarder" + who)
            db.execute(
                "INSERT INTO forwarder VALUES (?, ?, ?) ON CONFLICT (who) DO UPDATE SET sealed = excluded.sealed",
                (who, sealed, int(self.now())),
            )
        return new

    def _enrolled(self, who: bytes, sealed: bytes, since: int) -> Enrolled:
        try:
            address, _, name = self.sealer.open(sealed, b"forwarder" + who).decode().partition("\n")
        except Unsealable:
            address, name = "", ""
        return Enrolled(address, name, datetime.fromtimestamp(since, UTC))

    def _who(self, address: str) -> bytes:
        return self.hasher.digest("forwarder", address)

    @staticmethod
    def _has(db: sqlite3.Connection, who: bytes) -> bool:
        return db.execute("SELECT 1 FROM forwarder WHERE who = ?", (who,)).fetchone() is not None

    @contextmanager
    def _asked(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._db is None:
                self._db = _open(self.folder / FILE)
                # Those who ask all day long end with their process; nobody is left to close it then.
                weakref.finalize(self, self._db.close)
            yield self._db
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise RegisterBroken(
                f"{self.folder / FILE} cannot be used ({error}). Nothing was changed. Mend its rights, or make space."
            ) from error

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One process changes at a time; all of it, or nothing."""
        with self._asked() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    db = sqlite3.connect(path, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False)
    try:
        db.executescript(f"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; {_SCHEMA}")
    except sqlite3.Error:
        db.close()
        raise
    return db
