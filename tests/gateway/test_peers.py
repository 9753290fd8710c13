"""Strangers, and the house's own proxies."""

from __future__ import annotations

import pytest

from gateway.peers import near


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.18.0.5", True),
        ("172.32.0.5", False),
        ("192.168.1.1", True),
        ("203.0.113.7", False),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:203.0.113.7", False),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("2001:db8::1", False),
        ("local", True),
        ("", True),
    ],
)
def test_near(peer: str, expected: bool) -> None:
    assert near(peer) is expected
