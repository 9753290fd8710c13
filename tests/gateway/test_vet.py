"""Finding out who sent a mail, in the pump: beside other rows, once, and never at the cost of a mail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from journal_samples import HASHER, SEALER
from name_server import NameServer, name_server
from node_kit import ENV, NodeKit, a_node, answers_of, sms, until
from office_mail import HEADER, PEOPLE, citizens, forward, office_mail
from signed_mail import rsa_key, signed

from channels.base import NotNow
from channels.mail import Mail
from forwarder.items import Claim
from gateway.forwarders import FILE, Forwarders
from gateway.simulator.samples import letter
from gateway.simulator.town_processes import MAILBOX
from gateway.vet import LARGE, Vetting
from gateway.vet_proof import ProofStep
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Raw

SARI, OFFICE = "sari@warga.example.org", "kantor.sukamaju@surat.example.net"
PEER, EVIL_PEER = "192.0.2.10", "203.0.113.66"
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"


def mail(
    text: str = LAMP, place: int = 1, *, sender: str = SARI, peer: str = PEER, age: timedelta = timedelta(0)
) -> Raw:
    body = letter(sender, "Sari Contoh", text, f"mark-{place}")
    envelope = (("MAIL FROM", sender), ("RCPT TO", MAILBOX), ("HELO", "x"), ("PEER", peer))
    return Raw(ChannelName("mail"), datetime.now(UTC) - age, "smtp:", envelope, body)


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server() as running:
        for domain in ("warga.example.org", "surat.example.net"):
            running.text(domain, f"v=spf1 ip4:{PEER} -all")
        running.text("s1._domainkey.warga.example.org", rsa_key()[1])
        yield running


@asynccontextmanager
async def proving(folder: Path, url: str, server: NameServer, **env: str) -> AsyncIterator[NodeKit]:
    """A node that asks this name server."""
    settings = {**ENV, "MAIL_PROOF": "dns", "MAIL_DNS_SERVERS": f"127.0.0.1:{server.port}", **env}
    made = make_channels(settings, "https://gw.example.org")
    by_mail = made[ChannelName("mail")]
    assert isinstance(by_mail, Mail)
    asking = replace(by_mail.prover.names, away_seconds=0.05)
    made[ChannelName("mail")] = replace(by_mail, prover=replace(by_mail.prover, names=asking))
    async with a_node(folder, url, channels=made) as node:
        node.steps = [ProofStep(made, register(node))]
        yield node


def register(node: NodeKit) -> Forwarders:
    return Forwarders(node.journal.folder, HASHER, SEALER)


def marks(node: NodeKit) -> list[str]:
    return [row.marks.get("proof", "") for row in node.reader.rows(body=False)]


async def test_a_proven_stranger_is_answered_and_another_is_not(
    tmp_path: Path, redis_url: str, server: NameServer
) -> None:
    by_list = signed(mail("Jembatan bambu ke sawah Dusun Krajan putus", 3).body, "warga.example.org")
    async with proving(tmp_path, redis_url, server) as node:
        ends = await node.pumped(
            mail(),
            mail(LAMP + " lagi", 2, peer=EVIL_PEER),
            replace(mail(LAMP, 3, peer=EVIL_PEER), body=by_list),
            mail("Halo", 4, peer=EVIL_PEER),
        )
        assert marks(node) == ["proven spf", "unproven nothing", "proven dkim", "unproven nothing"]
        assert [end.partition(":")[0] for end in ends] == ["complaint", "complaint", "complaint", "unanswered"]
        answered = {name.rpartition(" ")[2] for name in await answers_of(node.ledger)}
        assert answered == {ends[0].split(":")[1], ends[2].split(":")[1]}


async def test_who_was_forestalled_in_their_own_name_is_answered(
    tmp_path: Path, redis_url: str, server: NameServer
) -> None:
    """Somebody who got a copy sends the same bytes before the original comes, and then it comes twice. Whose the first
    was nobody knows: the original is a complaint of its own."""
    again = mail()
    again = replace(again, headers=(*again.headers[:2], ("HELO", "y"), again.headers[3]))
    async with proving(tmp_path, redis_url, server) as node:
        ends = await node.pumped(mail(peer=EVIL_PEER))
        assert await answers_of(node.ledger) == {}
        ends = await node.pumped(mail(), mail())
        assert marks(node) == ["unproven nothing", "proven spf"]
        [kind, first], [another, own] = (end.split(":")[:2] for end in ends)
        assert (kind, another) == ("complaint", "complaint")
        assert first != own
        assert list(await answers_of(node.ledger)) == [f"mail receipt {own}"]
        ends = await node.pumped(again)
        assert ends[2] == ends[1]
        assert list(await answers_of(node.ledger)) == [f"mail receipt {own}"]
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert list(await answers_of(node.ledger)) == [f"mail receipt {own}"]


def _attached() -> bytes:
    return office_mail("Terlampir.", attached=[citizens(name) for name in PEOPLE[:3]], mark="5", sender=OFFICE)


LISTED = "1. Nama: Joko\nIsi: Jembatan lapuk di dusun atas.\n\n2. Nama: Kartini\nIsi: Lampu padam di pertigaan.\n"
UNCERTAIN = "Laporan warga:\n1. Siti: jalan rusak di RT 3\n2. Budi: lampu mati di RT 4\n"
FORGED = [
    ("a complaint", mail(LAMP, 1, sender=OFFICE, peer=EVIL_PEER)),
    ("a greeting", mail("Halo", 2, sender=OFFICE, peer=EVIL_PEER)),
    ("a call for help", mail("BANTUAN", 3, sender=OFFICE, peer=EVIL_PEER)),
    ("a question", mail("STATUS 1234567890", 4, sender=OFFICE, peer=EVIL_PEER)),
    ("a list", mail("REKAP", 5, sender=OFFICE, peer=EVIL_PEER)),
    ("a forward", replace(mail(LAMP, 6, sender=OFFICE, peer=EVIL_PEER), body=forward(sender=OFFICE))),
    ("a forward with a phone", replace(
        mail(LAMP, 7, sender=OFFICE, peer=EVIL_PEER), body=forward(address="+6281100000077", mark="7", sender=OFFICE))),
    ("three attached mails", replace(mail(LAMP, 8, sender=OFFICE, peer=EVIL_PEER), body=_attached())),
    ("a typed list", mail(LISTED, 9, sender=OFFICE, peer=EVIL_PEER)),
    ("a list that is not certain", mail(UNCERTAIN, 10, sender=OFFICE, peer=EVIL_PEER)),
    ("protection", mail(f"RAHASIA {LAMP}", 11, sender=OFFICE, peer=EVIL_PEER)),
    ("orders", mail("BAHASA ENGLISH", 12, sender=OFFICE, peer=EVIL_PEER)),
    ("erasing", mail("HAPUS DATA", 13, sender=OFFICE, peer=EVIL_PEER)),
]  # fmt: skip


@pytest.mark.parametrize(("label", "forged"), FORGED, ids=[row[0] for row in FORGED])
async def test_nothing_in_a_borrowed_name_makes_us_write_to_anybody(
    tmp_path: Path, redis_url: str, server: NameServer, label: str, forged: Raw
) -> None:
    """Neither to whom it names as its author, nor to the citizen behind it: no answer is so much as made."""
    async with proving(tmp_path, redis_url, server, MAIL_FORWARDERS=OFFICE) as node:
        [end] = await node.pumped(forged)
        assert end, label
        assert marks(node) == ["unproven nothing"]
        assert await answers_of(node.ledger) == {}
        assert [key async for key in node.redis.scan_iter(match=node.ledger.key("y:*"))] == []
        assert [key async for key in node.redis.scan_iter(match=node.ledger.key("l:*"))] == []
        complaints = [key async for key in node.redis.scan_iter(match=node.ledger.key("c:*"))]
        assert not [key for key in complaints if await node.redis.hexists(key, "l")]


async def test_while_dns_is_away_a_mail_waits_and_nothing_else_does(
    tmp_path: Path, redis_url: str, server: NameServer
) -> None:
    server.mood = "servfail"
    async with proving(tmp_path, redis_url, server) as node:
        await node.arrives(mail(), sms("Jalan rusak di RT 3"))
        async with node.pumping() as pump:
            await until(lambda: [row.end != "" for row in node.reader.rows()] == [False, True])
            await until(lambda: server.asked.total() > 4)
            assert pump.vetting.waiting == 1
            assert marks(node) == ["", ""]
            server.mood = ""
            await node.settled()
        assert marks(node) == ["proven spf", ""]


async def test_waiting_outlives_a_restart(tmp_path: Path, redis_url: str, server: NameServer) -> None:
    server.mood = "servfail"
    async with proving(tmp_path, redis_url, server) as node:
        await node.arrives(mail())
        async with node.pumping() as pump:
            await until(lambda: pump.vetting.waiting and server.asked.total())
    server.mood = ""
    async with proving(tmp_path, redis_url, server) as node:
        [end] = await node.pumped()
        assert end.startswith("complaint:")
        assert marks(node) == ["proven spf"]


async def test_after_an_hour_it_goes_on_unproven(tmp_path: Path, redis_url: str, server: NameServer) -> None:
    server.mood = "servfail"
    async with proving(tmp_path, redis_url, server) as node:
        [end] = await node.pumped(mail(age=timedelta(minutes=61)))
        assert end.startswith("complaint:")
        assert marks(node) == ["unproven away"]
        assert await answers_of(node.ledger) == {}


async def test_what_was_found_is_not_asked_again(tmp_path: Path, redis_url: str, server: NameServer) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        ends = await node.pumped(mail(), mail(LAMP + " lagi", 2, peer=EVIL_PEER))
        answers = await answers_of(node.ledger)
        server.zone.clear()
        server.mood = "silent"
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert await answers_of(node.ledger) == answers
        await node.control.replay([1])
        assert (await node.pumped())[0] == ends[0]
        assert marks(node) == ["proven spf", "unproven nothing"]


async def test_a_large_mail_is_proven_too(tmp_path: Path, redis_url: str, server: NameServer) -> None:
    large = mail()
    body = signed(large.body + b"x" * 70 + b"\r\n" * LARGE, "warga.example.org")
    async with proving(tmp_path, redis_url, server) as node:
        await node.pumped(replace(large, headers=large.headers[1:], body=body))
        assert marks(node) == ["proven dkim"]


async def test_a_village_office_enrols_itself_with_its_word(tmp_path: Path, redis_url: str, server: NameServer) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        word = register(node).make_word(3600)
        typed = word.lower().replace("-", " ")
        ends = await node.pumped(mail(f"Pendaftaran kantor desa: {typed}", 1, sender=OFFICE))
        assert ends == ["answered:enrolled"]
        assert marks(node) == ["proven spf forwarder enrolled"]
        assert [name.split()[1] for name in await answers_of(node.ledger)] == ["enrolled"]
        assert [one.address for one in register(node).all()] == [OFFICE]
        ends = await node.pumped(
            mail(LAMP, 2, sender=OFFICE),  # from now on
            mail(f"Kami juga: {word}", 3),  # somebody else with the same word
            mail(f"Sekali lagi: {word}", 4, sender=OFFICE),
        )
        assert marks(node)[1:] == ["proven spf forwarder", "proven spf", "proven spf forwarder enrolled"]
        assert ends[-2:] == ["held:word", "answered:enrolled"]
        assert [one.address for one in register(node).all()] == [OFFICE]


def beside(word: str, way: str) -> Raw:
    """A first mail that holds the word and a complaint."""
    if way == "own words":
        return mail(f"Kata kami {word}.\n\n{LAMP}, mohon diperbaiki.", sender=OFFICE)
    told = HEADER.format(name="Budi", address="budi@warga.example.org", subject="Lampu", office=OFFICE, text=LAMP)
    return mail(f"Kata kami {word}\n{told}", sender=OFFICE)


@pytest.mark.parametrize("way", ["own words", "a forward"])
async def test_a_complaint_beside_the_word_is_taken_too(
    tmp_path: Path, redis_url: str, server: NameServer, way: str
) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        word = register(node).make_word(3600)
        [end] = await node.pumped(beside(word, way))
        enrolled, complaint = end.split(" ")
        assert (enrolled, complaint.partition(":")[0]) == ("answered:enrolled", "complaint")
        told = sorted(name.split()[1] for name in await answers_of(node.ledger))
        assert told == ["enrolled", "receipt"]
        row = node.reader.row(1)
        assert row
        claims = [one for one in node.rebuild.understanding.items(row, doubt=False) if isinstance(one, Claim)]
        assert [word in claim.body.decode("utf-8", "replace") for claim in claims] == [False]
        assert LAMP in claims[0].body.decode("utf-8", "replace")
        await node.redis.flushall()
        assert await node.pumped() == [end]
        assert sorted(name.split()[1] for name in await answers_of(node.ledger)) == told


@pytest.mark.parametrize(
    "text",
    [
        "Dengan hormat, berikut kata pendaftaran kantor desa kami: {word}. Terima kasih.",
        "{word}\n\nSalam,\nKantor Desa Sukamaju\nJl. Merdeka 1",
        "Mohon alamat ini didaftarkan untuk meneruskan laporan warga. {word}",
        (
            "Forwarded\n---------- Pesan terusan ----------\nDari: Kabupaten <kab@kab.example.org>\n"
            "Tanggal: Sab, 14 Nov 2026 08.15\nSubjek: Kata pendaftaran\n\nKata Bapak/Ibu: {word}\n"
        ),
    ],
)
async def test_words_around_the_word_are_no_complaint(
    tmp_path: Path, redis_url: str, server: NameServer, text: str
) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        word = register(node).make_word(3600)
        assert await node.pumped(mail(text.format(word=word), sender=OFFICE)) == ["answered:enrolled"]


async def test_who_crashed_behind_the_register_finds_the_same(
    tmp_path: Path, redis_url: str, server: NameServer
) -> None:
    """The word was used and the mark is not there: as after a kill between the two."""
    async with proving(tmp_path, redis_url, server) as node:
        word = register(node).make_word(3600)
        assert register(node).redeem([word], OFFICE)
        assert await node.pumped(mail(f"Kata kami {word}", sender=OFFICE)) == ["answered:enrolled"]


@pytest.mark.parametrize("peer", [EVIL_PEER])
async def test_a_word_without_a_proof_is_not_used(
    tmp_path: Path, redis_url: str, server: NameServer, peer: str
) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        word = register(node).make_word(3600)
        ends = await node.pumped(mail(f"Pendaftaran: {word}", sender=OFFICE, peer=peer))
        assert ends == ["held:word"]  # a word that is still good goes to nobody
        assert marks(node) == ["unproven nothing"]
        assert register(node).all() == []
        assert register(node).redeem([word], OFFICE)


async def test_a_known_forwarder_by_setting(tmp_path: Path, redis_url: str, server: NameServer) -> None:
    async with proving(tmp_path, redis_url, server, MAIL_FORWARDERS="*.example.net, @warga.example.org") as node:
        await node.pumped(mail(), mail(LAMP, 2, sender=OFFICE), mail(LAMP, 3, sender=OFFICE, peer=EVIL_PEER))
        assert marks(node) == ["proven spf forwarder", "proven spf forwarder", "unproven nothing"]


FORWARD = """Mohon bantuan.

---------- Forwarded message ---------
Dari: Siti Aminah <siti@rumah.example.org>
Date: Sen, 2 Nov 2026 08.00
Subject: Jalan rusak
To: <kantor@sukamaju.example>

Jalan di RT 3 rusak parah sejak seminggu."""


@pytest.mark.parametrize(
    ("label", "sender", "peer", "copies", "answered"),
    [
        ("known and proven", OFFICE, PEER, 1, True),
        ("known, not proven", OFFICE, EVIL_PEER, 0, False),
        ("proven, not known", SARI, PEER, 0, True),
    ],
)
async def test_the_citizen_behind_a_forward_is_told_only_by_who_is_known_and_proven(
    tmp_path: Path, redis_url: str, server: NameServer, label: str, sender: str, peer: str, copies: int, answered: bool
) -> None:
    async with proving(tmp_path, redis_url, server, MAIL_FORWARDERS="surat.example.net") as node:
        await node.pumped(mail(FORWARD, sender=sender, peer=peer))
        [claim] = node.rebuild.understanding.items(node.reader.rows()[0], doubt=False)
        assert isinstance(claim, Claim)
        assert len(claim.copies) == copies
        assert bool(await answers_of(node.ledger)) is answered


async def test_a_register_that_cannot_be_read_holds_up_and_loses_nothing(
    tmp_path: Path, redis_url: str, server: NameServer
) -> None:
    async with proving(tmp_path, redis_url, server) as node:
        broken = node.journal.folder / FILE
        broken.mkdir()
        await node.arrives(mail(sender=OFFICE))
        async with node.pumping() as pump:
            await until(lambda: pump.vetting.waiting and server.asked.total())
            broken.rmdir()
            register(node).add([(OFFICE, "")])
            await node.settled()
        assert marks(node) == ["proven spf forwarder"]


@dataclass
class Odd:
    """A step that does what it is told to."""

    mark: str = "odd"
    fails: Exception | None = None
    calls: int = 0

    def wants(self, raw: Raw) -> bool:
        return raw.channel == "sms"

    async def find(self, raw: Raw) -> str:
        self.calls += 1
        if self.fails:
            raise self.fails
        return f"after {raw.header('MARK first')}"

    def given_up(self) -> str:
        return "nothing"


async def test_a_step_that_breaks_costs_no_message(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        node.steps = [Odd("first", RuntimeError("rusak")), Odd("second")]
        [end] = await node.pumped(sms("Jalan rusak di RT 3"))
        assert end.startswith("complaint:")
        assert [dict(row.marks) for row in node.reader.rows()] == [{"first": "nothing", "second": "after nothing"}]


async def test_what_one_step_found_is_kept_while_the_next_waits(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        first, second = Odd("first"), Odd("second", NotNow("later"))
        node.steps = [first, second]
        await node.arrives(sms("Jalan rusak di RT 3"))
        async with node.pumping():
            await until(lambda: second.calls > 2)
            assert first.calls == 1
            second.fails = None
            await node.settled()
        assert [dict(row.marks) for row in node.reader.rows()] == [{"first": "after ", "second": "after after "}]


async def test_a_row_waits_in_one_place_only(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.arrives(sms("Jalan rusak di RT 3"))
        vetting = Vetting(node.reader, node.control, [Odd()])
        rows = node.reader.open_rows()
        assert vetting.let_through(rows) == []
        assert vetting.let_through(rows) == []
        assert vetting.waiting == 1
        vetting.reset()
        assert vetting.waiting == 0
