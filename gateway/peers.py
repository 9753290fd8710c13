"""Who stands at the other end of a line: a stranger, or a proxy or mail server of the house with many behind it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

# RFC 1918, 4193, 4291; `is_private` of the standard library means more than that.
_NEAR = tuple(
    map(
        ip_network,
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10"),
    )
)


def near(peer: str) -> bool:
    """Whether this address is on this machine or in a private network; what is no address is a socket file here."""
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return True
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in _NEAR)
