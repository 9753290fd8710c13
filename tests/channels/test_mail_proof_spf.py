"""SPF, asked of a real name server on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_address

import pytest
from name_server import NameServer, Zone, name_server

from channels.base import NotNow
from channels.mail_proof_names import Names
from channels.mail_proof_spf import public_address, spf
from channels.mail_settings import name_servers

PEER, PEER6 = "192.0.2.10", "2001:db8::cb01"
ZONE: Zone = {
    ("mail.example.org", "A"): [PEER],
    ("mail.example.org", "AAAA"): [PEER6],
    ("other.example.org", "A"): ["198.51.100.1"],
    ("mx.example.org", "MX"): ["20 other.example.org.", "10 mail.example.org."],
    ("many.example.org", "MX"): [f"10 m{n}.example.org." for n in range(11)],
    ("10.2.0.192.in-addr.arpa", "PTR"): ["mail.example.org."],
    ("sari.192.0.2.10.spf.example.org", "A"): ["127.0.0.2"],
    ("10.2.0.192.org.rev.example.org", "A"): ["127.0.0.2"],
    ("c.b.0.1.v6.example.org", "A"): ["127.0.0.2"],
    ("pass.example.net", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 -all"'],
    ("fail.example.net", "TXT"): ['"v=spf1 -all"'],
    ("neutral.example.net", "TXT"): ['"v=spf1 ?all"'],
    ("loop.example.net", "TXT"): ['"v=spf1 include:loop.example.net -all"'],
    ("broken.example.net", "TXT"): ['"v=spf1 foo:bar -all"'],
    **{(f"long{n}.example.net", "TXT"): [f'"v=spf1 include:long{n + 1}.example.net -all"'] for n in range(11)},
    ("long11.example.net", "TXT"): ['"v=spf1 +all"'],
    **{(f"short{n}.example.net", "TXT"): [f'"v=spf1 include:short{n + 1}.example.net -all"'] for n in range(10)},
    ("short10.example.net", "TXT"): ['"v=spf1 +all"'],
}

# label, the record, the address, the result
RECORDS = [
    ("nothing fits", "v=spf1", PEER, "neutral"),
    ("all", "v=spf1 +all", PEER, "pass"),
    ("fail", "v=spf1 -all", PEER, "fail"),
    ("softfail", "v=spf1 ~all", PEER, "softfail"),
    ("capitals", "V=SPF1 IP4:192.0.2.10 -ALL", PEER, "pass"),
    ("ip4", "v=spf1 ip4:192.0.2.10 -all", PEER, "pass"),
    ("ip4, another", "v=spf1 ip4:192.0.2.11 -all", PEER, "fail"),
    ("ip4, a net", "v=spf1 ip4:192.0.2.0/28 -all", PEER, "pass"),
    ("ip4, host bits set", "v=spf1 ip4:192.0.2.9/28 -all", PEER, "pass"),
    ("ip6", "v=spf1 ip6:2001:db8::/32 -all", PEER6, "pass"),
    ("ip6 for an IPv4 address", "v=spf1 ip6:2001:db8::/32 -all", PEER, "fail"),
    ("a", "v=spf1 a:mail.example.org -all", PEER, "pass"),
    ("a, IPv6", "v=spf1 a:mail.example.org -all", PEER6, "pass"),
    ("a, another", "v=spf1 a:other.example.org -all", PEER, "fail"),
    ("a, a net", "v=spf1 a:other.example.org/0 -all", PEER, "pass"),
    ("a, a net of each kind", "v=spf1 a:mail.example.org/32//64 -all", "2001:db8::1", "pass"),
    ("mx", "v=spf1 mx:mx.example.org -all", PEER, "pass"),
    ("mx, too many", "v=spf1 mx:many.example.org -all", PEER, "permerror"),
    ("ptr", "v=spf1 ptr:example.org -all", PEER, "pass"),
    ("ptr of another", "v=spf1 ptr:example.net -all", PEER, "fail"),
    ("exists with macros", "v=spf1 exists:%{l}.%{i}.spf.example.org -all", PEER, "pass"),
    ("exists, reversed", "v=spf1 exists:%{ir}.%{o1}.rev.example.org -all", PEER, "pass"),
    ("exists, IPv6", "v=spf1 exists:%{i4}.v6.example.org -all", PEER6, "pass"),
    ("exists, of nobody", "v=spf1 exists:%{l}.nobody.example.org -all", PEER, "fail"),
    ("include", "v=spf1 include:pass.example.net -all", PEER, "pass"),
    ("include that fails goes on", "v=spf1 include:fail.example.net ?all", PEER, "neutral"),
    ("include that is neutral goes on", "v=spf1 include:neutral.example.net -all", PEER, "fail"),
    ("include of nothing", "v=spf1 include:nothing.example.net +all", PEER, "permerror"),
    ("include of something broken", "v=spf1 include:broken.example.net +all", PEER, "permerror"),
    ("redirect", "v=spf1 redirect=pass.example.net", PEER, "pass"),
    ("redirect behind all", "v=spf1 redirect=pass.example.net -all", PEER, "fail"),
    ("redirect to nothing", "v=spf1 redirect=nothing.example.net", PEER, "permerror"),
    ("an unknown modifier", "v=spf1 x=y ip4:192.0.2.10 -all", PEER, "pass"),
    ("exp is not followed", "v=spf1 exp=x.example.net -all", PEER, "fail"),
    ("an unknown mechanism", "v=spf1 foo +all", PEER, "permerror"),
    ("an error behind the match", "v=spf1 +all ip4:nonsense", PEER, "permerror"),
    ("two redirects", "v=spf1 redirect=pass.example.net redirect=pass.example.net", PEER, "permerror"),
    ("ip4 without a net", "v=spf1 ip4 +all", PEER, "permerror"),
    ("ip4 with IPv6", "v=spf1 ip4:2001:db8:: +all", PEER, "permerror"),
    ("a prefix too long", "v=spf1 a:mail.example.org/33 +all", PEER, "permerror"),
    ("a macro that is none", "v=spf1 exists:%x.example.org +all", PEER, "permerror"),
    ("ten questions", "v=spf1 include:short1.example.net -all", PEER, "pass"),
    ("eleven questions", "v=spf1 include:long1.example.net -all", PEER, "permerror"),
    ("a loop", "v=spf1 include:loop.example.net -all", PEER, "permerror"),
    ("three questions in vain", "v=spf1 a:x1.example.org a:x2.example.org a:x3.example.org +all", PEER, "permerror"),
    ("two questions in vain", "v=spf1 a:x1.example.org a:x2.example.org +all", PEER, "pass"),
    ("another record", "v=spf10 +all", PEER, "none"),
    ("no record", "google-site-verification=x", PEER, "none"),
    ("too long", "v=spf1 " + "ip4:192.0.2.10 " * 300 + "-all", PEER, "permerror"),
]


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server(ZONE) as running:
        yield running


def names(server: NameServer) -> Names:
    return Names((("127.0.0.1", server.port),))


@pytest.mark.every
@pytest.mark.parametrize(("label", "record", "peer", "expected"), RECORDS, ids=[row[0] for row in RECORDS])
async def test_a_record(server: NameServer, label: str, record: str, peer: str, expected: str) -> None:
    server.text("example.org", record)
    assert await spf(names(server), ip_address(peer), "<sari@example.org>", "mail.example.org") == expected


async def test_two_records_are_none(server: NameServer) -> None:
    server.text("example.org", "v=spf1 +all")
    server.text("example.org", "v=spf1 -all")
    assert await spf(names(server), ip_address(PEER), "sari@example.org", "x") == "permerror"


@pytest.mark.parametrize("sender", ["", "<>", "sari", "sari@localhost", "sari@[192.0.2.1]", "sari@" + "a." * 200])
async def test_what_has_no_domain_has_no_record(server: NameServer, sender: str) -> None:
    assert await spf(names(server), ip_address(PEER), sender, "x") == "none"
    assert not server.asked


async def test_a_long_answer_comes_by_tcp(server: NameServer) -> None:
    for number in range(20):
        server.text("example.org", f"something-else={number} {'x' * 100}")
    server.text("example.org", "v=spf1 ip4:192.0.2.10 -all")
    assert await spf(names(server), ip_address(PEER), "sari@example.org", "x") == "pass"
    assert server.by_tcp == 1


async def test_answers_are_kept(server: NameServer) -> None:
    server.text("example.org", "v=spf1 ip4:192.0.2.10 -all")
    asking = names(server)
    for _ in range(5):
        assert await spf(asking, ip_address(PEER), "sari@example.org", "x") == "pass"
    assert server.asked["example.org", "TXT"] == 1


@pytest.mark.parametrize("mood", ["silent", "servfail"])
async def test_a_server_that_does_not_answer_is_no_answer(server: NameServer, mood: str) -> None:
    server.text("example.org", "v=spf1 +all")
    server.mood = mood
    asking = replace(names(server), try_seconds=0.1, name_seconds=0.3)
    with pytest.raises(NotNow):
        await spf(asking, ip_address(PEER), "sari@example.org", "x")
    server.mood, seen = "", server.asked.total()
    with pytest.raises(NotNow, match="moment ago"):
        await spf(asking, ip_address(PEER), "sari@example.org", "x")
    assert server.asked.total() == seen
    assert await spf(names(server), ip_address(PEER), "sari@example.org", "x") == "pass"


@pytest.mark.parametrize(
    ("peer", "public"),
    [
        ("192.0.2.10", True),
        ("::ffff:192.0.2.10", True),
        ("2001:db8::1", True),
        ("127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.17.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("::1", False),
        ("fd00::1", False),
        ("/run/socket", False),
        ("", False),
    ],
)
def test_of_whom_a_record_may_speak(peer: str, public: bool) -> None:
    assert (public_address(peer) is not None) is public


@pytest.mark.parametrize(
    ("text", "servers"),
    [
        ("", ()),
        ("127.0.0.1", (("127.0.0.1", 53),)),
        ("127.0.0.1:5353, 9.9.9.9", (("127.0.0.1", 5353), ("9.9.9.9", 53))),
        ("::1 [::1]:5353", (("::1", 53), ("::1", 5353))),
    ],
)
def test_which_servers_are_asked(text: str, servers: tuple[tuple[str, int], ...]) -> None:
    assert name_servers(text) == servers


@pytest.mark.parametrize(
    "text", ["dns.example", "127.0.0.1:0", "127.0.0.1:99999", "1.2.3.4.5", "[::1", "256.1.1.1", "::1:5353:"]
)
def test_what_is_no_server(text: str) -> None:
    with pytest.raises(ValueError, match="addresses of DNS servers"):
        name_servers(text)
