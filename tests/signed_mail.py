"""Mails signed by dkimpy, an implementation of DKIM that is not ours, and the keys for them."""

from __future__ import annotations

import base64
from functools import cache

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

HEADERS = (b"from", b"to", b"subject", b"date", b"message-id")


@cache
def rsa_key(bits: int = 2048) -> tuple[bytes, str]:
    """The private key as PEM, and the record for DNS."""
    key = rsa.generate_private_key(65537, bits)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return private, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def signed(
    mail: bytes,
    domain: str,
    *,
    selector: str = "s1",
    key: bytes = b"",
    forms: tuple[bytes, bytes] = (b"relaxed", b"relaxed"),
    algorithm: bytes = b"rsa-sha256",
    identity: str = "",
    headers: tuple[bytes, ...] = HEADERS,
    length: bool = False,
) -> bytes:
    """The mail with a DKIM-Signature on top."""
    made: bytes = dkim.sign(
        mail,
        selector.encode(),
        domain.encode(),
        key or rsa_key()[0],
        identity=identity.encode() or None,
        canonicalize=forms,
        signature_algorithm=algorithm,
        include_headers=list(headers),
        length=length,
    )
    return made + mail
