"""Our prepared HMAC against Python's own."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.mac import mac


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
@given(st.binary(max_size=200), st.binary(max_size=5000))
def test_the_same_as_the_library(algorithm: str, key: bytes, text: bytes) -> None:
    assert mac(key, text, algorithm) == hmac.digest(key, text, algorithm)
    assert mac(key, text, algorithm) == mac(key, text, algorithm)
