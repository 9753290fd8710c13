"""Keyed hashes as names."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from forwarder.seal import Hasher


@given(st.binary(min_size=32, max_size=32), st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3))
def test_a_short_name_is_base32_of_the_first_128_bits(key: bytes, purpose: str, parts: list[str]) -> None:
    hasher = Hasher(key)
    try:
        whole = hasher.digest(purpose, *parts)
    except UnicodeEncodeError:
        return
    assert hasher.short(purpose, *parts) == base64.b32encode(whole[:16]).decode().rstrip("=").lower()
