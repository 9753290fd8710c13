"""Who stands at the other end of a line: a stranger, or a proxy or mail server of the house with many behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated

from pydantic import BeforeValidator

Network = IPv4Network | IPv6Network

# RFC 1918, 4193, 4291; `is_private` of the standard library means more than that.
_NEAR = tuple(
    map(
        ip_network,
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10"),
    )
)

# The largest private networks: 10.0.0.0/8 and fc00::/7.
_WIDEST = {4: 8, 6: 7}


@lru_cache(maxsize=1024)
def near(peer: str) -> bool:
    """Whether this address is on this machine or in a private network; what is no address is a socket file here."""
    address = _address(peer)
    return address is None or any(address in network for network in _NEAR)


def within(peer: str, networks: Sequence[Network]) -> bool:
    """Whether this address lies in one of them; what is no address lies in none."""
    if not networks:
        return False
    address = _address(peer)
    return address is not None and any(address in network for network in networks)


@lru_cache(maxsize=1024)
def neighbourhood(peer: str) -> str:
    """Who is counted as one: an IPv4 address, the /64 of an IPv6 address (RFC 6177: the least one customer gets)."""
    address = _address(peer)
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address or peer)


def _address(peer: str) -> IPv4Address | IPv6Address | None:
    """Without its zone; an IPv4 address in IPv6 clothes as the IPv4 address. None: no address."""
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def parse_networks(value: object) -> object:
    """Networks from `10.0.0.0/8, 2001:db8::/32, 192.0.2.7`; what is no text is left to pydantic.

    Raise ValueError with the form.
    """
    if not isinstance(value, str):
        return value
    try:
        found = tuple(ip_network(one) for one in value.replace(",", " ").split())
    except ValueError as error:
        raise ValueError("must be addresses or networks separated by commas, as in 127.0.0.1, 10.1.2.0/24") from error
    if any(network.prefixlen < _WIDEST[network.version] for network in found):
        raise ValueError("must not hold half the internet: whoever writes from there would be believed")
    return found


Networks = Annotated[tuple[Network, ...], BeforeValidator(parse_networks)]
