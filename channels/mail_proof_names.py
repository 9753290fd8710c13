"""Asking DNS: few questions, short waits, answers kept as long as they are good for.

https://dnspython.readthedocs.io/en/stable/async-resolver-class.html
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any, Literal

from channels.base import NotNow
from channels.mail_settings import NameServer
from normalizer.reasons import reason

# dnspython is loaded at the first question: who listens, reads or lists has mail's settings and asks none.
if TYPE_CHECKING:
    import dns.asyncresolver

Address = IPv4Address | IPv6Address
Kind = Literal["A", "AAAA", "MX", "PTR", "TXT"]


class Silent(NotNow):
    """Nobody said anything within the time there is for one name."""


ONE_TRY_SECONDS, ONE_NAME_SECONDS = 1.5, 3.0
KEPT = 4000
# A name whose servers do not answer is left alone for a moment: a thousand mails may name it.
AWAY_SECONDS = 20.0
LONGEST_TEXT = 16 * 1024


@dataclass(eq=False)
class Names:
    """`servers` are (address, port); without any, the system's. Nothing is opened before the first question.
    `away_seconds`: how long a name that nobody answered for is left alone."""

    servers: Sequence[NameServer] = ()
    try_seconds: float = ONE_TRY_SECONDS
    name_seconds: float = ONE_NAME_SECONDS
    away_seconds: float = AWAY_SECONDS
    _resolver: dns.asyncresolver.Resolver | None = None
    _away: dict[tuple[str, Kind], float] = field(default_factory=dict)

    async def texts(self, name: str) -> list[str]:
        """TXT records, each in one piece; those longer than any honest one are left out."""
        found = [b"".join(one.strings) for one in await self._ask(name, "TXT")]
        return [text.decode("utf-8", "replace") for text in found if len(text) <= LONGEST_TEXT]

    async def addresses(self, name: str, like: Address) -> list[Address]:
        """A or AAAA records, as that address is one."""
        return [ip_address(one.address) for one in await self._ask(name, "A" if like.version == 4 else "AAAA")]

    async def mail_servers(self, name: str) -> list[str]:
        found = sorted(await self._ask(name, "MX"), key=lambda one: int(one.preference))
        return [one.exchange.to_text(omit_final_dot=True) for one in found]

    async def names_of(self, address: Address) -> list[str]:
        import dns.reversename

        name = dns.reversename.from_address(str(address)).to_text(omit_final_dot=True)
        return [one.target.to_text(omit_final_dot=True) for one in await self._ask(name, "PTR")]

    async def _ask(self, name: str, kind: Kind) -> list[Any]:
        """Empty when there is no such name or record. Raise `NotNow` when nobody says."""
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            asked = dns.name.from_text(f"{name}.")
        except (dns.exception.DNSException, ValueError):
            return []
        key = (name, kind)
        if self._away.get(key, 0.0) > time.monotonic():
            raise NotNow("DNS did not answer a moment ago")
        try:
            answer = await self._made().resolve(asked, kind, raise_on_no_answer=False, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.YXDOMAIN):
            return []
        except (dns.exception.DNSException, OSError, ValueError) as error:
            self._note_away(key)
            silent = isinstance(error, dns.exception.Timeout)
            raise (Silent if silent else NotNow)(f"DNS does not answer ({reason(error)})") from None
        return list(answer.rrset or ())

    def _note_away(self, key: tuple[str, Kind]) -> None:
        if len(self._away) >= KEPT:
            self._away.clear()
        self._away[key] = time.monotonic() + self.away_seconds

    def _made(self) -> dns.asyncresolver.Resolver:
        import dns.asyncresolver
        import dns.nameserver

        if self._resolver is None:
            made = dns.asyncresolver.Resolver(configure=not self.servers)
            if self.servers:
                made.nameservers = [dns.nameserver.Do53Nameserver(address, port) for address, port in self.servers]
            made.timeout, made.lifetime = self.try_seconds, self.name_seconds
            made.use_edns(0, payload=1232)
            made.cache = dns.resolver.LRUCache(KEPT)
            self._resolver = made
        return self._resolver
