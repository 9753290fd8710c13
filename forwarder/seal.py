"""Sealing at rest and keyed hashes: the two kinds of key, and nothing else that knows them.

`ID_KEY` makes ids and identity hashes; one per deployment, never rotated. Encryption keys rotate: the first seals,
all of them open. AES-256-GCM with random 96-bit nonces (NIST SP 800-38D, 8.2.2: below 2**32 seals a key).
"""

from __future__ import annotations

import base64
import hashlib
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forwarder.nonces import NONCE, nonce
from forwarder.packing import can_be_packed, packed, unpacked, unpacked_before
from normalizer.mac import mac

# The second is of earlier versions.
_PLAIN, _PACKED_BEFORE, _PACKED = b"\x01", b"\x02", b"\x04"
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
# The first 16 bytes of a hash as two numbers.
_HALVES = struct.Struct(">QQ16x").unpack
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]
_KEY_ID = 4


class Unsealable(Exception):
    """The key is missing or the bytes were changed. The text names the key's id, never the key."""


def decode_key(text: str) -> bytes:
    """A 32-byte key from base64 (standard or URL-safe, padding optional). Raise ValueError with what is wrong."""
    try:
        key = base64.b64decode(text.strip().replace("-", "+").replace("_", "/") + "==", validate=False)
    except ValueError as error:
        raise ValueError("is not base64") from error
    if len(key) != 32:
        raise ValueError(f"is {len(key)} bytes long, not 32; make one with: satupintu keys")
    return key


def new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


@dataclass(frozen=True, slots=True, eq=False)  # what is asked of one is kept by it, and Python's own hash is quicker
class Hasher:
    """Keyed hashes under `ID_KEY`: the same on every node and for ever, useless to who lacks the key."""

    key: bytes = field(repr=False)

    def digest(self, purpose: str, *parts: str) -> bytes:
        """32 bytes. Parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ."""
        said = [purpose.encode()]
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            said += (len(data).to_bytes(4, "big"), data)
        return mac(self.key, b"".join(said), "sha256")

    @lru_cache(maxsize=16)  # noqa: B019 - one for each key; who wrote a message is asked five times while it is read
    def short(self, purpose: str, *parts: str) -> str:
        """26 lower-case letters and digits (128 bits in base32): an id or a Redis key."""
        # base64.b32encode takes six times as long, and a complaint needs seven of these.
        high, low = _HALVES(self.digest(purpose, *parts))
        return (
            f"{_PAIRS[high >> 54]}{_PAIRS[high >> 44 & 1023]}{_PAIRS[high >> 34 & 1023]}{_PAIRS[high >> 24 & 1023]}"
            f"{_PAIRS[high >> 14 & 1023]}{_PAIRS[high >> 4 & 1023]}{_PAIRS[(high & 15) << 6 | low >> 58]}"
            f"{_PAIRS[low >> 48 & 1023]}{_PAIRS[low >> 38 & 1023]}{_PAIRS[low >> 28 & 1023]}"
            f"{_PAIRS[low >> 18 & 1023]}{_PAIRS[low >> 8 & 1023]}{_PAIRS[(low & 255) << 2]}"
        )

    @property
    def fingerprint(self) -> str:
        """Tells two ID_KEYs apart without saying anything about either."""
        return self.short("fingerprint")[:12]


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals with `current`, opens with any key it has. `about` binds a value to its place (AES-GCM's AAD)."""

    current: bytes
    keys: Mapping[bytes, AESGCM] = field(repr=False)

    @classmethod
    def of(cls, *keys: bytes) -> Sealer:
        """The first key seals; the others are only for opening what they sealed once."""
        by_id = {key_id(key): AESGCM(key) for key in keys}
        return cls(key_id(keys[0]), by_id)

    def seal(self, plain: bytes, about: bytes, version: bytes = _PLAIN) -> bytes:
        once = nonce()
        return b"".join(
            (version, self.current, once, self.keys[self.current].encrypt(once, plain, _bound(version, about)))
        )

    def pack(self, plain: bytes, about: bytes) -> bytes:
        """As `seal`, for JSON of ours that lies in memory: a third as long."""
        if not can_be_packed(plain):
            return self.seal(plain, about)
        return self.seal(packed(plain, _named(about)), about, _PACKED)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Raise `Unsealable`."""
        # A mail of 16 MB is not copied for each piece of it that is named.
        used, rest = sealed[1 : 1 + _KEY_ID], memoryview(sealed)[1 + _KEY_ID :]
        key, version = self.keys.get(used), sealed[:1]
        if key is None or version not in (_PLAIN, _PACKED_BEFORE, _PACKED):
            raise Unsealable(f"sealed with key {used.hex()}, which is not among ENCRYPTION_KEYS: add it again")
        try:
            plain = key.decrypt(rest[:NONCE], rest[NONCE:], _bound(version, about))
            if version == _PACKED:
                return unpacked(plain, _named(about))
            return unpacked_before(plain) if version == _PACKED_BEFORE else plain
        except (InvalidTag, ValueError) as error:
            raise Unsealable(f"sealed with key {used.hex()}, but the bytes were changed or moved") from error


def _named(about: bytes) -> bytes:
    """The id in the name of its place, `c:<id>`."""
    return about.rpartition(b":")[2]


def _bound(version: bytes, about: bytes) -> bytes:
    """What must be the same when it is opened: read as another version, a packed value is other words."""
    return about + version if version == _PACKED else about


def key_id(key: bytes) -> bytes:
    """Four bytes that name an encryption key; they stand in every sealed value."""
    return hashlib.sha256(b"satupintu key id\0" + key).digest()[:_KEY_ID]
