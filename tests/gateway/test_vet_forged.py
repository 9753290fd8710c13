"""What is written by programs of others, forged: a provider's question about forwarding, and what proves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journal_samples import HASHER, SEALER
from name_server import NameServer, name_server
from node_kit import ENV, NodeKit, a_node, until
from signed_mail import rsa_key, signed

from gateway.forwarders import Forwarders
from gateway.inbox import marked
from gateway.simulator.town_processes import MAILBOX
from gateway.tray import sorter
from gateway.vet_proof import ProofStep
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Raw

GOOGLE, OFFICE = "192.0.2.10", "192.0.2.20"
EVIL = "203.0.113.66"
GMAIL = "forwarding-noreply@google.com"
LINK = "https://mail-settings.google.com/mail/vf-1"


def asking(
    author: str = GMAIL, *, by: str = "", peer: str = GOOGLE, sender: str = "", link: str = LINK, to: str = MAILBOX
) -> Raw:
    """A question in the author's name, signed by the domain `by`, sent by `peer` with `sender` in MAIL FROM."""
    body = (
        f"From: Gmail Team <{author}>\r\nTo: {to}\r\nSubject: (#612345678) Gmail Forwarding Confirmation\r\n"
        f"Date: Sat, 21 Nov 2026 08:15:00 +0700\r\nMessage-ID: <a1@google.com>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"kades@desa.example asks to forward mail to {MAILBOX}.\r\nConfirmation code: 612345678\r\n{link}\r\n"
    ).encode()
    envelope = (("MAIL FROM", sender or author), ("RCPT TO", MAILBOX), ("HELO", "x"), ("PEER", peer))
    return Raw(ChannelName("mail"), datetime.now(UTC), "smtp:", envelope, signed(body, by) if by else body)


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server() as running:
        running.text("google.com", f"v=spf1 ip4:{GOOGLE} -all")
        running.text("desa.example", f"v=spf1 ip4:{OFFICE} -all")
        running.text("jahat.example", f"v=spf1 ip4:{EVIL} -all")
        for domain in ("google.com", "desa.example", "jahat.example"):
            running.text(f"s1._domainkey.{domain}", rsa_key()[1])
        yield running


@asynccontextmanager
async def proving(folder: Path, url: str, server: NameServer) -> AsyncIterator[NodeKit]:
    """A node that asks this name server; desa.example is a village office it knows."""
    settings = {
        **ENV,
        "MAIL_PROOF": "dns",
        "MAIL_DNS_SERVERS": f"127.0.0.1:{server.port}",
        "MAIL_FORWARDERS": "@desa.example",
    }
    made = make_channels(settings, "https://gw.example.org")
    async with a_node(folder, url, channels=made) as node:
        node.steps = [ProofStep(made, Forwarders(node.journal.folder, HASHER, SEALER))]
        yield node


def told(node: NodeKit) -> str:
    """What the operator reads."""
    row = node.reader.row(1)
    assert row
    sorting, raw = sorter(node.rebuild.understanding.channels, row), marked(row)
    assert sorting
    assert raw
    return sorting.request(raw)


ZIMBRA = "https://mail.desa.example/service/1"
REAL = [
    ("Google's signature", asking(by="google.com", peer=EVIL), "verification:google", LINK),
    ("an office's own server", asking("admin@desa.example", peer=OFFICE, link=ZIMBRA), "verification:zimbra", ZIMBRA),
]
FORGED = [
    ("nothing", asking(peer=EVIL)),
    ("Google's machines, from which its customers send", asking()),
    ("a signature of another", asking(by="jahat.example", peer=EVIL)),
    ("another's MAIL FROM and machine", asking(peer=EVIL, sender="a@jahat.example")),
    ("Google's signature below what it signed", asking(by="google.com", peer=EVIL)),
    ("a document that is shared", asking("drive-shares-dm-noreply@google.com", by="google.com")),
    ("a robot of nobody we know", asking("noreply@jahat.example", by="jahat.example", peer=EVIL)),
    ("what an office's server asked of somebody else, sent on",
     asking("admin@desa.example", by="desa.example", peer=EVIL, sender="a@jahat.example", to="budi@jahat.example")),
    ("an office's name without its machine", asking("admin@desa.example", peer=EVIL)),
]  # fmt: skip


@pytest.mark.parametrize(("label", "raw", "end", "link"), REAL, ids=[row[0] for row in REAL])
async def test_a_real_question_reaches_the_operator_with_code_and_link(
    tmp_path: Path, redis_url: str, server: NameServer, label: str, raw: Raw, end: str, link: str
) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        assert await node.pumped(raw) == [end], label
        assert "Code: 612345678" in told(node)
        assert f"Link: {link}" in told(node)
        assert await node.ledger.lease_forward(10, 1000) == []


@pytest.mark.parametrize(("label", "raw"), FORGED, ids=[row[0] for row in FORGED])
async def test_a_forged_question_waits_without_anything_to_click(
    tmp_path: Path, redis_url: str, server: NameServer, label: str, raw: Raw
) -> None:
    if "below" in label:
        raw = Raw(raw.channel, raw.received_at, raw.url, raw.headers, raw.body.replace(b"612345678\r\n", b"999999\r\n"))
    async with proving(tmp_path, redis_url, server) as node:
        assert await node.pumped(raw) == ["verification:unproven"], label
        assert "nobody vouches" in told(node)
        assert "Code" not in told(node)
        assert "http" not in told(node)
        assert await node.ledger.lease_forward(10, 1000) == []


async def test_while_its_key_cannot_be_asked_for_a_question_waits(
    tmp_path: Path, redis_url: str, server: NameServer
) -> None:
    server.mood = "servfail"
    async with proving(tmp_path, redis_url, server) as node:
        await node.arrives(asking(by="google.com"))
        async with node.pumping() as pump:
            await until(lambda: pump.vetting.waiting and server.asked.total())
    server.mood = ""
    async with proving(tmp_path, redis_url, server) as node:
        assert await node.pumped() == ["verification:google"]
