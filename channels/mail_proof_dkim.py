"""Whether a domain signed what a mail says.

RFC 6376 (DKIM), 8301 (no SHA-1, keys from 1,024 bits), 8463 (Ed25519). Stricter in four things: a signature
over a part of the body (l=) does not count, nor one of a domain that is testing (t=y), nor one with a key too large for
an honest one, nor one that was made long before the mail came: it may have been picked up somewhere and sent again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from channels.mail_alignment import host
from channels.mail_proof_dkim_form import body_hash, header_form
from channels.mail_proof_fields import Field, Header

SMALLEST_KEY, LARGEST_KEY = 1024, 8192
LONGEST_SIGNATURE, LONGEST_KEY, MOST_SIGNED = 16 * 1024, 4 * 1024, 200
_DAY = 24 * 3600
OLDEST_SECONDS, FUTURE_SECONDS = 10 * _DAY, 3600  # mail servers try for five days
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class Signature:
    """One that may count. Both forms are `relaxed` or simple."""

    algorithm: str
    domain: str
    selector: str
    identity: str = field(repr=False)
    names: tuple[str, ...]
    relaxed_header: bool
    relaxed_body: bool
    body: bytes = field(repr=False)
    value: bytes = field(repr=False)
    made_of: Field = field(repr=False)

    @property
    def key_name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"


def read_signature(made_of: Field, at: float) -> Signature | None:
    """None for one that cannot count. at: when the mail came, seconds since 1970."""
    if len(made_of.raw) > LONGEST_SIGNATURE:
        return None
    tags = tag_list(made_of.text)
    domain, selector = host(tags.get("d", "")), host(tags.get("s", ""))
    identity = host(tags["i"].rpartition("@")[2]) if "i" in tags else domain
    names = tuple(name.strip().lower() for name in tags.get("h", "").split(":"))
    forms = f"{tags.get('c', 'simple').lower()}/simple".split("/")[:2]
    speaks_for_itself = domain and selector and (identity == domain or identity.endswith(f".{domain}"))
    signs_enough = "from" in names and len(names) <= MOST_SIGNED and "l" not in tags
    body, value = _decoded(tags.get("bh", "")), _decoded(tags.get("b", ""))
    whole = value and len(body) == 32 and set(forms) <= {"simple", "relaxed"} and _in_our_way(tags)
    if not (speaks_for_itself and signs_enough and whole and _in_time(tags, at)):
        return None
    return Signature(
        tags.get("a", "").lower(), domain, selector, identity, names,
        forms[0] == "relaxed", forms[1] == "relaxed", body, value, made_of,
    )  # fmt: skip


def _in_our_way(tags: dict[str, str]) -> bool:
    """Version 1, with keys in DNS: there is nothing else (RFC 6376, 3.5)."""
    return tags.get("v") == "1" and "dns/txt" in tags.get("q", "dns/txt").lower().split(":")


def _in_time(tags: dict[str, str], at: float) -> bool:
    made, until = _number(tags.get("t", "")), _number(tags.get("x", ""))
    if made is None or until is None:
        return False
    if made and not -OLDEST_SECONDS <= made - at <= FUTURE_SECONDS:
        return False
    return not until or (until >= at and until > made)


def _number(text: str) -> int | None:
    """0 when there is none, None when it is no number."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def tag_list(text: str) -> dict[str, str]:
    """`a=1; b=2;`, blanks around names and values taken off; empty when it is none or a tag comes twice."""
    tags: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name) or name in tags:
            return {}
        tags[name] = value.strip()
    return tags


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


@dataclass(frozen=True, slots=True)
class Key:
    """What a domain published under a selector. `strict`: only for the domain itself, not for names below it."""

    public: rsa.RSAPublicKey | ed25519.Ed25519PublicKey
    strict: bool = False


def read_key(text: str) -> Key | None:
    """None for one that is revoked, of another kind, for testing, too small, or too large."""
    tags = tag_list(text)
    flags = _words(tags.get("t", ""))
    usable = (
        tags
        and tags.get("v", "DKIM1") == "DKIM1"
        and _words(tags.get("s", "*")) & {"*", "email"}
        and "sha256" in _words(tags.get("h", "sha256"))
        and "y" not in flags
    )
    public = _public_key(tags.get("k", "rsa"), tags.get("p", "")) if usable else None
    return Key(public, "s" in flags) if public else None


def _words(text: str) -> set[str]:
    return {word.strip().lower() for word in text.split(":")}


def _public_key(kind: str, text: str) -> rsa.RSAPublicKey | ed25519.Ed25519PublicKey | None:
    data = _decoded(text) if len(text) <= LONGEST_KEY else b""
    try:
        if kind == "ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(data)
        loaded = load_der_public_key(data) if kind == "rsa" else None
    except (ValueError, UnsupportedAlgorithm):
        return None
    fits = isinstance(loaded, rsa.RSAPublicKey) and SMALLEST_KEY <= loaded.key_size <= LARGEST_KEY
    return loaded if fits and isinstance(loaded, rsa.RSAPublicKey) else None


@dataclass(eq=False)
class Verifier:
    """Of one mail: its body is hashed at most once in each form. Blocks: call it in a thread."""

    data: bytes = field(repr=False)
    header: Header = field(repr=False)
    _bodies: dict[bool, bytes] = field(default_factory=dict, repr=False)

    def holds(self, signature: Signature, key: Key) -> bool:
        if key.strict and signature.identity != signature.domain:
            return False
        if self._body(signature.relaxed_body) != signature.body:
            return False
        fields = [one for one in self.header.fields if one is not signature.made_of]
        signed = header_form(fields, signature.names, signature.made_of, signature.relaxed_header)
        return _verified(signature, key, signed)

    def _body(self, relaxed: bool) -> bytes:
        if relaxed not in self._bodies:
            self._bodies[relaxed] = body_hash(self.data, self.header.body_at, relaxed)
        return self._bodies[relaxed]


def _verified(signature: Signature, key: Key, signed: bytes) -> bool:
    try:
        if signature.algorithm == "rsa-sha256" and isinstance(key.public, rsa.RSAPublicKey):
            key.public.verify(signature.value, signed, padding.PKCS1v15(), hashes.SHA256())
        elif signature.algorithm == "ed25519-sha256" and isinstance(key.public, ed25519.Ed25519PublicKey):
            key.public.verify(signature.value, hashlib.sha256(signed).digest())
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True
