"""The token by which an answer to our answer names its complaint: the complaint's id and a keyed hash of it."""

from __future__ import annotations

import base64
import hmac
import re

from forwarder.seal import Hasher

# 80 bits: each guess costs a mail, and whoever has one still has to be a listener of that complaint.
_PROOF = 16
_ID = re.compile(r"[a-z0-9]{4,42}")
# Before a bundle's name, in an answer about all of its complaints: no id of ours holds a zero (RFC 4648, 6).
SEVERAL = "0"


def token_of(hasher: Hasher, complaint: str) -> str:
    """Lower-case letters and digits, at most 58; "" for what is no complaint's id."""
    return complaint + _proof(hasher, complaint) if _ID.fullmatch(complaint) else ""


def complaint_of(hasher: Hasher, token: str) -> str:
    """The complaint a token proves to name, in whatever case it came back; `SEVERAL` and a bundle's name for an answer
    about several; "" when it proves nothing."""
    folded = token.lower()
    complaint, proof = folded[:-_PROOF], folded[-_PROOF:]
    if not _ID.fullmatch(complaint) or not proof.isascii():
        return ""
    return complaint if hmac.compare_digest(_proof(hasher, complaint), proof) else ""


def _proof(hasher: Hasher, complaint: str) -> str:
    return base64.b32encode(hasher.digest("reply address", complaint)[:10]).decode().lower()
