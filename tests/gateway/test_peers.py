"""Strangers, and the house's own proxies."""

from __future__ import annotations

import pytest

from gateway.peers import near, neighbourhood, parse_networks, within


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


@pytest.mark.parametrize(
    ("peer", "networks", "expected"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.8", "192.0.2.7", False),
        ("::ffff:192.0.2.7", "10.0.0.0/8 192.0.2.0/24", True),
        ("2001:db8::25", "192.0.2.0/24,2001:db8::/32", True),
        ("127.0.0.1", "", False),
        ("local", "10.0.0.0/8, fc00::/7", False),
    ],
)
def test_within(peer: str, networks: str, expected: bool) -> None:
    parsed = parse_networks(networks)
    assert isinstance(parsed, tuple)
    assert within(peer, parsed) is expected


@pytest.mark.parametrize("wide", ["0.0.0.0/0", "::/0", "127.0.0.1, 0.0.0.0/1", "2000::/3"])
def test_nobody_trusts_the_internet(wide: str) -> None:
    with pytest.raises(ValueError, match="half the internet"):
        parse_networks(wide)


@pytest.mark.parametrize("wrong", ["mx.example.net", "192.0.2.0/33", "192.0.2.1/24", "1"])
def test_what_is_no_network_is_told(wrong: str) -> None:
    with pytest.raises(ValueError, match="must be addresses or networks"):
        parse_networks(wrong)


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::"),
        ("local", "local"),
    ],
)
def test_who_is_counted_as_one(peer: str, counted: str) -> None:
    assert neighbourhood(peer) == counted
