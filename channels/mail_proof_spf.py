"""Whether a domain says that mail of it may come from this address.

RFC 7208; its limits are in 4.6.4: ten questions, two of them in vain, and ten names behind one MX.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from channels.mail_alignment import host
from channels.mail_proof_names import Address, Names
from channels.mail_proof_spf_terms import Broken, Record, Term, expanded, is_record, macro_values, parse

QUESTIONS, IN_VAIN, MOST_NAMES = 10, 2, 10
_LOCAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.168.0.0/16", "::/127", "fc00::/7", "fe80::/10",
        ),
    )
)  # fmt: skip


def public_address(peer: str) -> Address | None:
    """Who connected, when a record may speak of him: None for a socket file and for addresses of a private network,
    which are everybody's (RFC 6890)."""
    try:
        address: Address = ip_address(peer.partition("%")[0])
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    return None if any(address in network for network in _LOCAL) else address


async def spf(names: Names, address: Address, mail_from: str, helo: str) -> str:
    """`pass`, `fail`, `softfail`, `neutral`, `none` or `permerror` for the domain of MAIL FROM. Raise `NotNow`."""
    local, _, named = mail_from.strip().strip("<>").rpartition("@")
    domain = host(named)
    if "." not in domain:
        return "none"
    try:
        return await _Check(names, address, local or "postmaster", domain, helo or "unknown").of(domain)
    except Broken:
        return "permerror"


@dataclass(eq=False)
class _Check:
    names: Names
    address: Address
    local: str = field(repr=False)
    origin: str
    helo: str
    questions: int = 0
    in_vain: int = 0

    async def of(self, domain: str) -> str:
        record = await self._record(domain)
        if record is None:
            return "none"
        for term in record.terms:
            if await self._matches(term, domain):
                return term.result
        if record.redirect and not any(term.name == "all" for term in record.terms):
            self._count()
            result = await self.of(self._expanded(record.redirect, domain))
            if result == "none":
                raise Broken("a redirect to nothing")
            return result
        return "neutral"

    async def _record(self, domain: str) -> Record | None:
        found = [text for text in await self.names.texts(domain) if is_record(text)]
        if len(found) > 1:
            raise Broken("several records")
        return parse(found[0]) if found else None

    async def _matches(self, term: Term, domain: str) -> bool:
        if term.name == "all":
            return True
        if term.name in ("ip4", "ip6"):
            return self.address in ip_network(term.domain)
        self._count()
        name = self._expanded(term.domain, domain) if term.domain else domain
        if term.name == "include":
            return await self._included(name)
        if term.name == "a":
            return await self._at(name, term)
        if term.name == "mx":
            return await self._at_mail_servers(name, term)
        if term.name == "exists":
            return bool(await self._found(name, ip_address("0.0.0.0")))
        return await self._is_named(name)

    async def _included(self, name: str) -> bool:
        result = await self.of(name)
        if result in ("none", "permerror"):
            raise Broken("an include of nothing")
        return result == "pass"

    async def _at(self, name: str, term: Term) -> bool:
        return any(self._near(one, term) for one in await self._found(name, self.address))

    async def _at_mail_servers(self, name: str, term: Term) -> bool:
        servers = await self.names.mail_servers(name)
        self._vain(not servers)
        if len(servers) > MOST_NAMES:
            raise Broken("too many mail servers")
        for server in servers:
            if any(self._near(one, term) for one in await self.names.addresses(server, self.address)):
                return True
        return False

    async def _is_named(self, name: str) -> bool:
        """`ptr`: a name of this address, that leads back to it, at or below that domain."""
        called = await self.names.names_of(self.address)
        self._vain(not called)
        for one in called[:MOST_NAMES]:
            below = host(one) == host(name) or host(one).endswith(f".{host(name)}")
            if below and self.address in await self.names.addresses(one, self.address):
                return True
        return False

    async def _found(self, name: str, like: Address) -> list[Address]:
        found = await self.names.addresses(name, like)
        self._vain(not found)
        return found

    def _near(self, one: Address, term: Term) -> bool:
        length = term.prefixes[0] if one.version == 4 else term.prefixes[1]
        return self.address in ip_network((one, length), strict=False)

    def _expanded(self, text: str, domain: str) -> str:
        return expanded(text, macro_values(self.address, self.local, self.origin, domain, self.helo))

    def _count(self) -> None:
        self.questions += 1
        if self.questions > QUESTIONS:
            raise Broken("too many questions")

    def _vain(self, empty: bool) -> None:
        self.in_vain += empty
        if self.in_vain > IN_VAIN:
            raise Broken("too many questions in vain")
