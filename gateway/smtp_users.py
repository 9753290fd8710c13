"""Who may say AUTH to the mail listeners: a file with a line for each user and the scrypt hash of the password.

Strength: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.faults import SettingsFault
from gateway.smtp_rates import Rates

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_LINE = re.compile(
    r"(?P<name>[^:\s]{1,64}):\$scrypt\$ln=(?P<ln>\d{1,2}),r=(?P<r>\d{1,2}),p=(?P<p>\d{1,2})"
    r"\$(?P<salt>[A-Za-z0-9+/=]{22,64})\$(?P<hash>[A-Za-z0-9+/=]{43,88})"
)
_LN, _R, _P = 15, 8, 3  # 32 MB and a quarter of a second
_MOST_MEMORY = 128 * 1024 * 1024
_LONGEST = 1024
# Each takes a core and 32 MB for a while; the others wait, and who comes when many wait tries again.
_AT_ONCE, _WAITING = 2, 20


class Busy(Exception):
    """Too many passwords are looked at just now."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password as it is kept. `ln` is log2 of scrypt's N."""

    ln: int
    r: int
    p: int
    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @classmethod
    def of(cls, password: str, ln: int = _LN, r: int = _R, p: int = _P) -> Hashed:
        salt = secrets.token_bytes(16)
        return cls(ln, r, p, salt, _scrypt(password, ln, r, p, salt))

    def fits(self, password: str) -> bool:
        """Whether it is this password. Takes a quarter of a second."""
        return hmac.compare_digest(_scrypt(password, self.ln, self.r, self.p, self.salt), self.digest)

    def __str__(self) -> str:
        return f"$scrypt$ln={self.ln},r={self.r},p={self.p}${_text(self.salt)}${_text(self.digest)}"


def _scrypt(password: str, ln: int, r: int, p: int, salt: bytes) -> bytes:
    # Keyboards write the same letter in different ways (RFC 4616 asks for such a preparation).
    plain = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")[:_LONGEST]
    return hashlib.scrypt(plain, salt=salt, n=1 << ln, r=r, p=p, maxmem=2 * _MOST_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


# An unknown user takes as long as a known one.
_NOBODY = Hashed(_LN, _R, _P, bytes(16), bytes(32))


def read_users(path: Path) -> dict[str, Hashed]:
    """The users of that file by name. Raise `SettingsFault` with what is wrong, never with a hash; OSError."""
    users: dict[str, Hashed] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None or (hashed := _hashed(found)) is None or not NAME.fullmatch(found["name"]):
            raise SettingsFault(f"Line {number} of SMTP_USERS_FILE is no user: make it with satupintu smtp-user add")
        users[found["name"]] = hashed
    return users


def _hashed(found: re.Match[str]) -> Hashed | None:
    ln, r, p = int(found["ln"]), int(found["r"]), int(found["p"])
    if not (10 <= ln <= 17 and r >= 1 and p >= 1) or 128 * r * (1 << ln) > _MOST_MEMORY:
        return None
    try:
        return Hashed(ln, r, p, b64decode(found["salt"], validate=True), b64decode(found["hash"], validate=True))
    except ValueError:
        return None


def write_users(path: Path, users: Mapping[str, Hashed]) -> None:
    """Write the file anew, readable for us only; whoever reads meanwhile finds the old or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}:{users[name]}\n" for name in sorted(users))
        file.flush()
        os.fsync(file.fileno())
    if path.exists():  # another account may serve: it must be able to read the new file too
        before = path.stat()
        draft.chmod(before.st_mode & 0o777)
        if os.geteuid() == 0:
            os.chown(draft, before.st_uid, before.st_gid)
    draft.replace(path)


@dataclass(eq=False)
class Users:
    """The file, read again when it has changed. `failures`: wrong passwords of one address."""

    path: Path
    failures: Rates = field(default_factory=lambda: Rates(10, 600))
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _waiting: int = 0
    _known: Mapping[str, Hashed] = field(default_factory=dict, repr=False)
    _stamp: tuple[int, ...] = ()

    async def right(self, name: str, password: str) -> bool:
        """Whether this user has this password. Raise `Busy`; `SettingsFault` or OSError for a file that is none."""
        if self._waiting >= _WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._right, name, password)
        finally:
            self._waiting -= 1

    def _right(self, name: str, password: str) -> bool:
        known = self.load().get(name)
        fits = (known or _NOBODY).fits(password)
        return fits and known is not None

    def load(self) -> Mapping[str, Hashed]:
        """Raise `SettingsFault` or OSError."""
        now = self.path.stat()
        stamp = (now.st_ino, now.st_mtime_ns, now.st_size)
        if stamp != self._stamp:
            self._known, self._stamp = read_users(self.path), stamp
        return self._known
