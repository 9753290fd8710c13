"""A small DNS server on loopback, over UDP and TCP, that can be away, broken, or slow."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Zone = dict[tuple[str, str], list[str]]


@dataclass(eq=False)
class NameServer:
    """`zone` maps (name, type) to records as in a zone file. `mood`: "" answers, "silent" says nothing, "servfail"
    refuses. `broken` names are refused in any mood, `dead` ones are never answered."""

    zone: Zone = field(default_factory=dict)
    mood: str = ""
    broken: set[str] = field(default_factory=set)
    dead: frozenset[str] = frozenset()
    port: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_tcp: int = 0

    def text(self, name: str, text: str) -> None:
        pieces = [text[at : at + 250] for at in range(0, len(text), 250)] or [""]
        self.zone.setdefault((name, "TXT"), []).append(" ".join(f'"{piece}"' for piece in pieces))

    def answer(self, query: bytes, *, udp: bool) -> bytes | None:
        if self.mood == "silent":
            return None
        asked = dns.message.from_wire(query)
        question = asked.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked[name, kind] += 1
        if name in self.dead:
            return None
        said = dns.message.make_response(asked)
        if self.mood == "servfail" or name in self.broken:
            said.set_rcode(dns.rcode.SERVFAIL)
        elif records := self.zone.get((name, kind)):
            said.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *records))
        elif not any(known == name for known, _ in self.zone):
            said.set_rcode(dns.rcode.NXDOMAIN)
        wire = said.to_wire(max_size=65535)
        if udp and len(wire) > 1200:
            said.answer.clear()
            said.flags |= dns.flags.TC
            wire = said.to_wire()
        return wire


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self.server = server

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if said := self.server.answer(data, udp=True):
            self.transport.sendto(said, addr)


@asynccontextmanager
async def name_server(zone: Mapping[tuple[str, str], Sequence[str]] | None = None) -> AsyncIterator[NameServer]:
    server = NameServer({key: list(records) for key, records in (zone or {}).items()})

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            size = int.from_bytes(await reader.readexactly(2), "big")
            if said := server.answer(await reader.readexactly(size), udp=False):
                server.by_tcp += 1
                writer.write(len(said).to_bytes(2, "big") + said)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    tcp = await asyncio.start_server(talk, "127.0.0.1", 0)
    server.port = tcp.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Udp(server), local_addr=("127.0.0.1", server.port))
    try:
        yield server
    finally:
        transport.close()
        tcp.close()
        await tcp.wait_closed()
