"""Who really sent a mail: what proves it, and that nobody can prove to be somebody else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from name_server import NameServer, name_server
from signed_mail import rsa_key, signed

from channels.base import NotNow
from channels.mail import Mail
from channels.mail_forwarders import Known
from channels.mail_proof import Proof, Prover
from channels.mail_proof_names import Names
from channels.mail_relay import MailRelay
from channels.mail_waits import known
from normalizer.mime import parse
from normalizer.schema import ChannelName, Message, Raw

NOW = datetime.now(UTC)
PEER, EVIL_PEER = "192.0.2.10", "203.0.113.66"
RELAY = "mx.kab.example"


@dataclass(frozen=True, slots=True)
class NoRegister:
    """Nobody was enrolled."""

    def knows(self, address: str) -> bool:
        return False

    def open_words(self) -> bool:
        return False

    def redeem(self, words: Sequence[str], address: str) -> bool:
        return False


def letter(
    author: str = "Sari <sari@warga.example.org>", *, head: str = "", text: str = "Jalan rusak di RT 3."
) -> bytes:
    return (
        f"{head}From: {author}\r\nTo: lapor@kab.example\r\nSubject: Jalan rusak\r\n"
        f"Date: Sat, 21 Nov 2026 08:15:00 +0700\r\nMessage-ID: <a1@example.org>\r\n\r\n{text}\r\n"
    ).encode()


def raw(body: bytes, sender: str = "sari@warga.example.org", peer: str = PEER, *more: tuple[str, str]) -> Raw:
    envelope = (("MAIL FROM", sender), ("RCPT TO", "lapor@kab.example"), ("HELO", "mail.example.org"), ("PEER", peer))
    return Raw(ChannelName("mail"), NOW, "smtp:", (*envelope, *more), body)


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server() as running:
        running.text("warga.example.org", f"v=spf1 ip4:{PEER} -all")
        running.text("mail.example.org", f"v=spf1 ip4:{PEER} -all")
        running.text("evil.example", f"v=spf1 ip4:{EVIL_PEER} -all")
        for domain in ("example.org", "warga.example.org", "desa.example", "evil.example"):
            running.text(f"s1._domainkey.{domain}", rsa_key()[1])
        yield running


def prover(server: NameServer, mode: str = "dns") -> Prover:
    names = Names((("127.0.0.1", server.port),))
    return Prover("relay" if mode == "relay" else "dns", RELAY, 1, names)


def mail_of(made: Prover, forwarders: str = "") -> Mail:
    relay = MailRelay("127.0.0.1", 25)
    return Mail(("lapor@kab.example",), "lapor@kab.example", relay, prover=made, forwarders=Known.of(forwarders))


RESULTS = f"Authentication-Results: {RELAY}; dmarc=pass header.from=warga.example.org\r\n"
TRUSTED = ("RELAY", "trusted")
ALTERNATIVE = b'Content-Type: multipart/alternative; boundary="00a"\r\n\r\n'
OLD_READERS = b"This is a multi-part message in MIME format.\r\n"


def relayed(body: bytes, said: str = "dkim=pass header.d=warga.example.org") -> Raw:
    return raw(f"Authentication-Results: {RELAY}; {said}\r\n".encode() + body, "x@y.example", "127.0.0.1", TRUSTED)


PROVEN = [
    ("SPF", raw(letter()), "proven spf"),
    ("SPF of a name below", raw(letter(), "bounce@mail.example.org"), "proven spf"),
    ("DKIM", raw(signed(letter(), "warga.example.org"), "x@list.example", EVIL_PEER), "proven dkim"),
    ("DKIM of the name above", raw(signed(letter(), "example.org"), "x@list.example", EVIL_PEER), "proven dkim"),
    ("DKIM without an envelope", raw(signed(letter(), "warga.example.org"), "<>", EVIL_PEER), "proven dkim"),
    ("the second of two signatures", raw(
        signed(signed(letter(), "warga.example.org"), "evil.example"), "x@y.example",
    ), "proven dkim"),
    ("DKIM as Gmail signs, without the type", raw(
        signed(letter().replace(b"\r\n\r\n", b"\r\n" + ALTERNATIVE + b"--00a\r\n\r\n"), "warga.example.org"),
        "x@list.example", EVIL_PEER,
    ), "proven dkim"),
    ("DKIM below a line for old readers", raw(
        signed(letter().replace(b"\r\n\r\n", b"\r\n" + ALTERNATIVE + OLD_READERS + b"--00a\r\n\r\n"),
               "warga.example.org"), "x@list.example", EVIL_PEER,
    ), "proven dkim"),
    ("a login", raw(letter(), "x@y.example", EVIL_PEER, ("AUTH", "Sari@Warga.Example.org")), "proven auth"),
    ("a trusted relay", raw(letter(head=RESULTS), "x@y.example", "127.0.0.1", TRUSTED), "proven relay dmarc"),
    ("a relay's word on a signature", relayed(signed(letter(), "warga.example.org")), "proven relay dkim"),
    ("a relay's word on a signature as Gmail's", relayed(
        signed(letter().replace(b"\r\n\r\n", b"\r\n" + ALTERNATIVE + b"--00a\r\n\r\n"), "warga.example.org"),
    ), "proven relay dkim"),
    ("a relay's word on SPF, whatever a signature leaves open", relayed(
        signed(letter(), "warga.example.org", headers=(b"from",)), "spf=pass smtp.mailfrom=warga.example.org",
    ), "proven relay spf"),
    ("a relay's word on DMARC by SPF, whatever a signature leaves open", relayed(
        signed(letter(), "warga.example.org", headers=(b"from",)),
        "spf=pass smtp.mailfrom=warga.example.org; dmarc=pass header.from=warga.example.org",
    ), "proven relay dmarc spf"),
    ("a name with an address in it", raw(letter('"lurah@desa.example" <sari@warga.example.org>')), "proven spf"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "delivery", "expected"), PROVEN, ids=[row[0] for row in PROVEN])
async def test_proven(server: NameServer, label: str, delivery: Raw, expected: str) -> None:
    author, proof = await prover(server).prove(delivery)
    assert (author, str(proof)) == ("sari@warga.example.org", expected)
    assert Proof.read(str(proof)) == proof


# An official's answer to a stranger, whose words stand below it as Outlook puts them there.
ANSWERED = (
    b"From: Lurah <lurah@desa.example>\r\nTo: x@evil.example\r\nSubject: RE: Tanya\r\n"
    b"Date: Sat, 21 Nov 2026 08:15:00 +0700\r\nMessage-ID: <a1@desa.example>\r\n%sBaik, terima kasih.\r\n\r\n"
    b"--Q\r\nContent-Type: message/rfc822\r\n\r\nFrom: Korban <korban@warga.example.org>\r\nSubject: Jalan rusak\r\n"
    b"\r\nJalan rusak parah di RT 3, mohon diperbaiki.\r\n--Q--\r\n"
)
PLAIN = b"Content-Type: text/plain\r\n\r\n"
AS_A_FORWARD = b"Content-Type: multipart/mixed; boundary=Q\r\n"
TYPED = (b"from", b"to", b"subject", b"date", b"message-id", b"content-type")


def replayed(above: bytes, headers: tuple[bytes, ...] = TYPED) -> bytes:
    return above + signed(ANSWERED % PLAIN, "desa.example", headers=headers)


VICTIM = "Lurah <lurah@desa.example>"
EVIL = ("x@evil.example", EVIL_PEER)
# It looks as if it covered everything, and does not hold.
FULL = (
    f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=desa.example; s=s1; bh={'A' * 43}=; b=AAAA;\r\n"
    " h=from:to:subject:date:message-id:content-type:mime-version:references\r\n"
).encode()


def through_relay(body: bytes, said: str = "dkim=pass header.d=desa.example") -> Raw:
    """As a relay passes it on that verified the signature, which is the official's."""
    return relayed(body, said)


HEAD_RESULTS = f"Authentication-Results: {RELAY}; dmarc=pass header.from=desa.example\r\n"
FORGED = [
    ("SPF of the forger's own domain", raw(letter(VICTIM), *EVIL)),
    ("DKIM of the forger's own domain", raw(signed(letter(VICTIM), "evil.example"), *EVIL)),
    ("both", raw(signed(letter(VICTIM), "evil.example"), *EVIL)),
    ("the victim's MAIL FROM", raw(letter(VICTIM), "lurah@desa.example", EVIL_PEER)),
    ("the victim's MAIL FROM and HELO", raw(letter(VICTIM), "lurah@desa.example", EVIL_PEER, ("HELO", "desa.example"))),
    ("the relay's words, from a stranger", raw(letter(VICTIM, head=HEAD_RESULTS), *EVIL)),
    ("the relay's words below the relay's own", raw(
        letter(VICTIM, head=f"Authentication-Results: {RELAY}; dmarc=none header.from=desa.example\r\n" + HEAD_RESULTS),
        "x@evil.example", "127.0.0.1", TRUSTED,
    )),
    ("the words of another relay", raw(
        letter(VICTIM, head=HEAD_RESULTS.replace(RELAY, "mx.evil.example")), "x@evil.example", "127.0.0.1", TRUSTED,
    )),
    ("two From headers, the forger's below", raw(
        signed(letter(VICTIM, head="From: x@evil.example\r\n"), "evil.example", headers=(b"from",)), *EVIL,
    )),
    ("two From headers, the forger's above", raw(
        signed(letter("x@evil.example", head=f"From: {VICTIM}\r\n"), "evil.example", headers=(b"from",)), *EVIL,
    )),
    ("a From added above a signed one", raw(
        f"From: {VICTIM}\r\n".encode() + signed(letter("x@evil.example"), "evil.example"), *EVIL,
    )),
    ("a From added to the victim's signed mail", raw(
        b"From: x@evil.example\r\n" + signed(letter(VICTIM), "desa.example"), *EVIL,
    )),
    ("a From that is read as an mbox line", raw(
        letter().replace(b"From: Sari <sari@warga.example.org>", b"From : x@evil.example"),
        "lurah@desa.example", EVIL_PEER,
    )),
    ("two authors", raw(letter(f"{VICTIM}, x@evil.example"), *EVIL)),
    ("a group", raw(letter("Kantor: lurah@desa.example, x@evil.example;"), *EVIL)),
    ("Sender", raw(letter(VICTIM, head="Sender: x@evil.example\r\n"), *EVIL)),
    ("Resent-From", raw(letter(VICTIM, head="Resent-From: x@evil.example\r\n"), *EVIL)),
    ("ARC", raw(letter(VICTIM, head=(
        "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=evil.example; s=s1; b=AAAA\r\n"
        f"ARC-Authentication-Results: i=1; {RELAY}; dmarc=pass header.from=desa.example\r\n"
    )), *EVIL)),
    ("our mark in the mail", raw(letter(VICTIM, head="MARK-proof: proven dkim forwarder\r\n"), *EVIL)),
    ("our mark in the mail, with a blank", raw(letter(VICTIM, head="MARK proof: proven dkim forwarder\r\n"), *EVIL)),
    ("a login as another", raw(letter(VICTIM), *EVIL, ("AUTH", "x@desa.example"))),
    ("a login without an address", raw(letter(VICTIM), *EVIL, ("AUTH", "lurah"))),
    ("a signature over a part", raw(signed(letter(VICTIM), "desa.example", length=True) + b"lebih\r\n", *EVIL)),
    ("the victim's signature on other words", raw(
        signed(letter(VICTIM), "desa.example").replace(b"RT 3", b"RT 4"), *EVIL,
    )),
    ("the victim's signed mail under another type", raw(replayed(AS_A_FORWARD), *EVIL)),
    ("the victim's signed mail, its type unsigned and changed", raw(
        signed(ANSWERED % PLAIN, "desa.example").replace(PLAIN, AS_A_FORWARD + b"\r\n"), *EVIL,
    )),
    ("the victim's signed mail under another subject", raw(replayed(b"Subject: Fwd: Jalan rusak\r\n"), *EVIL)),
    ("the victim's signed mail, its subject unsigned", raw(replayed(b"", (b"from", b"date")), *EVIL)),
    ("the victim's signed mail as an answer to another", raw(
        replayed(b"References: <b2@desa.example>\r\nReferences: <b1@desa.example>\r\n"), *EVIL,
    )),
    ("the victim's signed mail under another type, through our relay", raw(
        HEAD_RESULTS.encode() + replayed(AS_A_FORWARD), "x@evil.example", "127.0.0.1", TRUSTED,
    )),
    ("the same, where the relay speaks of the signature", through_relay(replayed(AS_A_FORWARD))),
    ("the same, its type unsigned and changed", through_relay(
        signed(ANSWERED % PLAIN, "desa.example").replace(PLAIN, AS_A_FORWARD + b"\r\n"),
    )),
    ("the same, its type unsigned and changed, where the relay speaks of DMARC", through_relay(
        signed(ANSWERED % PLAIN, "desa.example").replace(PLAIN, AS_A_FORWARD + b"\r\n"),
        "dkim=pass header.d=desa.example; dmarc=pass header.from=desa.example",
    )),
    ("the same, below a signature of the forger's making that covers the type", through_relay(
        FULL + signed(ANSWERED % PLAIN, "desa.example").replace(PLAIN, AS_A_FORWARD + b"\r\n"),
    )),
    ("the same, its subject unsigned and changed", through_relay(
        signed(ANSWERED % PLAIN, "desa.example", headers=(b"from", b"date")).replace(b"RE: Tanya", b"Fwd: Tanya"),
    )),
    ("the same, its subject unsigned and added", through_relay(
        b"Subject: Fwd: Tanya\r\n"
        + signed(letter(VICTIM).replace(b"Subject: Jalan rusak\r\n", b""), "desa.example", headers=(b"from",)),
    )),
    ("the same, more below a signature over a part", through_relay(
        signed(letter(VICTIM), "desa.example", length=True) + b"lebih\r\n",
    )),
    ("the same, with a signature nobody can take apart", through_relay(
        signed(letter(VICTIM), "desa.example").replace(b"DKIM-Signature: v=1;", b"DKIM-Signature: v=1; v=1;"),
    )),
    ("the same, a year later", through_relay(
        re.sub(rb"; t=[0-9]+", b"; t=1763000000", signed(letter(VICTIM), "desa.example")),
    )),
    ("the same, the signature taken away by the relay", through_relay(letter(VICTIM))),
    ("a domain that looks alike", raw(signed(letter("Lurah <lurah@des\u0430.example>"), "desa.example"), *EVIL)),
    ("a domain of the same public suffix", raw(signed(letter("x@korban.desa.id"), "desa.id"), *EVIL)),
    ("a private address of ours", raw(letter(VICTIM), "lurah@desa.example", "127.0.0.1")),
]  # fmt: skip


@pytest.mark.parametrize(("label", "delivery"), FORGED, ids=[row[0] for row in FORGED])
async def test_nobody_proves_to_be_somebody_else(server: NameServer, label: str, delivery: Raw) -> None:
    """Nor gets an answer sent to him."""
    server.text("desa.example", "v=spf1 ip4:192.0.2.99 ip4:127.0.0.0/8 -all")
    channel = mail_of(prover(server), "lurah@desa.example, desa.example, *.desa.id")
    mark = await channel.prove(delivery, NoRegister())
    assert mark.startswith("unproven")
    read = list(channel.read(marked(delivery, mark)))
    assert read
    assert all(isinstance(one, Message) and one.silent and not one.verified for one in read)


def marked(delivery: Raw, mark: str) -> Raw:
    return Raw(delivery.channel, NOW, delivery.url, (*delivery.headers, ("MARK proof", mark)), delivery.body)


MISREAD = [
    ("an mbox line", b"From : Sari <sari@warga.example.org>\r\n", "lurah@desa.example"),
    (
        "an mbox line and Sender",
        b"From : Sari <sari@warga.example.org>\r\nSender: lurah@desa.example\r\n",
        "x@y.example",
    ),
    ("Sender for From", b"From:\r\nSender: lurah@desa.example\r\n", "x@y.example"),
    ("MAIL FROM for From", b"X: y\r\n", "lurah@desa.example"),
    ("two", b"From: lurah@desa.example\r\nFrom: sari@warga.example.org\r\n", "lurah@desa.example"),
]


@pytest.mark.parametrize(("label", "head", "sender"), MISREAD, ids=[row[0] for row in MISREAD])
def test_a_proof_of_one_is_none_of_another(label: str, head: bytes, sender: str) -> None:
    """Even if the verifier had been led to think so: whoever is read as the sender must be who was proven."""
    body = head + letter().partition(b"\r\n")[2]
    [message] = mail_of(Prover("dns")).read(marked(raw(body, sender), "proven dkim forwarder"))
    assert isinstance(message, Message)
    assert (message.silent, message.verified) == (True, False)


@pytest.mark.parametrize(("label", "head", "sender"), MISREAD, ids=[row[0] for row in MISREAD])
def test_nor_is_it_one_where_spam_is_judged(label: str, head: bytes, sender: str) -> None:
    delivery = marked(raw(head + letter().partition(b"\r\n")[2], sender), "proven dkim forwarder")
    seen = known(delivery, parse(delivery.body, sender), ("lapor@kab.example",))
    assert (seen.proven, seen.forwarder) == (False, False)
    honest = marked(raw(letter()), "proven dkim forwarder")
    seen = known(honest, parse(honest.body, "sari@warga.example.org"), ("lapor@kab.example",))
    assert (seen.proven, seen.forwarder) == (True, True)


async def test_who_is_answered_is_who_was_proven(server: NameServer) -> None:
    """The forger may well prove to be himself; a name he writes beside it is only a name."""
    channel = mail_of(prover(server), "desa.example")
    for author in ("lurah@desa.example <x@evil.example>", '"lurah@desa.example" <x@evil.example>'):
        delivery = raw(letter(author, head="Reply-To: lurah@desa.example\r\n"), *EVIL)
        mark = await channel.prove(delivery, NoRegister())
        [message] = channel.read(marked(delivery, mark))
        assert isinstance(message, Message)
        assert (mark, message.sender.address, message.silent) == ("proven spf", "x@evil.example", False)
        assert not message.verified


STRICT = [
    ("aspf=r", "bounce@mail.example.org", "", "proven spf"),
    ("aspf=s", "bounce@mail.example.org", "", "unproven nothing"),
    ("adkim=s", "x@evil.example", "example.org", "unproven nothing"),
    ("adkim=s; aspf=s", "sari@warga.example.org", "", "proven spf"),
    ("adkim=s", "x@evil.example", "warga.example.org", "proven dkim"),
]


@pytest.mark.parametrize("place", ["_dmarc.warga.example.org", "_dmarc.example.org"])
@pytest.mark.parametrize(
    ("policy", "sender", "domain", "expected"), STRICT, ids=[f"{row[0]} {row[3]}" for row in STRICT]
)
async def test_a_domain_may_ask_for_its_very_name(
    server: NameServer, place: str, policy: str, sender: str, domain: str, expected: str
) -> None:
    server.text(place, f"v=DMARC1; p=reject; {policy}")
    delivery = raw(signed(letter(), domain) if domain else letter(), sender)
    assert str((await prover(server).prove(delivery))[1]) == expected


async def test_the_nearer_policy_counts(server: NameServer) -> None:
    server.text("_dmarc.example.org", "v=DMARC1; p=none; aspf=s")
    server.text("_dmarc.warga.example.org", "v=DMARC1; p=none")
    assert str((await prover(server).prove(raw(letter(), "b@mail.example.org")))[1]) == "proven spf"


async def test_who_is_away_matters_only_without_a_proof(server: NameServer) -> None:
    server.broken.add("warga.example.org")
    body = signed(letter(), "warga.example.org")
    assert str((await prover(server).prove(raw(body)))[1]) == "proven dkim"
    with pytest.raises(NotNow):
        await prover(server).prove(raw(letter()))
    server.broken = {"s1._domainkey.warga.example.org"}
    assert str((await prover(server).prove(raw(body)))[1]) == "proven spf"
    with pytest.raises(NotNow):
        await prover(server).prove(raw(body, *EVIL))


async def test_only_signatures_of_the_author_cost_a_question(server: NameServer) -> None:
    body = letter()
    for _ in range(3):
        body = signed(body, "evil.example")
    await prover(server).prove(raw(body, "x@list.example", EVIL_PEER))
    assert not server.asked
    many = b"".join(
        f"DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k{n}; h=from; bh={'A' * 43}=; b=AAAA\r\n".encode()
        for n in range(100)
    )
    await prover(server).prove(raw(many + letter(), "x@list.example", EVIL_PEER))
    assert server.asked.total() <= 4


async def test_after_the_first_name_nobody_answers_for_no_other_is_asked(server: NameServer) -> None:
    """Each takes seconds, and a sender may name many."""
    body = letter()
    for selector in ("s4", "s3", "s2"):
        body = signed(body, "warga.example.org", selector=selector)
    server.dead = frozenset(f"{selector}._domainkey.warga.example.org" for selector in ("s2", "s3", "s4"))
    with pytest.raises(NotNow):
        await prover(server).prove(raw(body, "x@list.example", EVIL_PEER))
    assert {name for name, _ in server.asked} == {"s2._domainkey.warga.example.org"}


async def test_with_relay_nobody_is_asked(server: NameServer) -> None:
    made = prover(server, "relay")
    assert str((await made.prove(raw(letter())))[1]) == "unproven nothing"
    assert str((await made.prove(raw(letter(), "x@y.example", "127.0.0.1", TRUSTED)))[1]) == "unproven relay"
    trusted = raw(letter(head=RESULTS), "x@y.example", "127.0.0.1", TRUSTED)
    assert str((await made.prove(trusted))[1]) == "proven relay dmarc"
    assert not server.asked


async def test_behind_a_relay_that_says_nothing_signatures_still_count(server: NameServer) -> None:
    delivery = raw(signed(letter(), "warga.example.org"), "x@y.example", PEER, TRUSTED)
    assert str((await prover(server).prove(delivery))[1]) == "proven dkim"
    assert (
        str((await prover(server).prove(raw(letter(), "sari@warga.example.org", PEER, TRUSTED)))[1])
        == "unproven nothing"
    )


FORWARDERS = [
    ("sari@warga.example.org", True),
    ("warga.example.org", True),
    ("*.example.org", True),
    ("example.org", False),
    ("budi@warga.example.org", False),
    ("*.warga.example.org", False),
    ("", False),
]


@pytest.mark.parametrize(("setting", "verified"), FORWARDERS)
async def test_a_known_and_proven_forwarder_is_verified(server: NameServer, setting: str, verified: bool) -> None:
    channel = mail_of(prover(server), setting)
    delivery = raw(letter())
    mark = await channel.prove(delivery, NoRegister())
    assert mark == ("proven spf forwarder" if verified else "proven spf")
    [message] = channel.read(marked(delivery, mark))
    assert isinstance(message, Message)
    assert (message.verified, message.silent) == (verified, False)
    [unmarked] = channel.read(delivery)
    assert isinstance(unmarked, Message)
    assert (unmarked.verified, unmarked.silent) == (False, True)


def to(names: str, more: str = "") -> bytes:
    return letter(head=more).replace(b"To: lapor@kab.example", f"To: {names}".encode())


SENT_ON = [
    ("to us", signed(to("Lapor <lapor@kab.example>"), "warga.example.org"), ""),
    ("to us among others", signed(to("x@y.example, LAPOR+abc@kab.example"), "warga.example.org"), ""),
    ("a copy to us", signed(to("x@y.example", "Cc: lapor@kab.example\r\n"), "warga.example.org",
                            headers=(*TYPED, b"cc")), ""),
    ("to somebody else", signed(to("x@y.example"), "warga.example.org"), " elsewhere"),
    ("to somebody else, and to us above it", b"To: lapor@kab.example\r\n"
     + signed(to("x@y.example"), "warga.example.org"), " elsewhere"),
    ("to somebody else, a copy to us unsigned", signed(to("x@y.example", "Cc: lapor@kab.example\r\n"),
                                                       "warga.example.org"), " elsewhere"),
    ("to us, unsigned", signed(letter(), "warga.example.org", headers=(b"from", b"subject")), " elsewhere"),
    ("to us, and now a page", b"Content-Type: text/html\r\n" + signed(letter(), "warga.example.org"), " elsewhere"),
    ("to us, and now in other lines", b"Content-Transfer-Encoding: quoted-printable\r\n"
     + signed(letter(), "warga.example.org"), " elsewhere"),
    ("to us, and still as it is", b"Content-Transfer-Encoding: 8BIT\r\n" + signed(letter(), "warga.example.org"), ""),
    ("to us, typed by the official", signed(letter(head="Content-Type: text/plain\r\n"), "warga.example.org",
                                            headers=TYPED), ""),
]  # fmt: skip


@pytest.mark.parametrize(("label", "body", "word"), SENT_ON, ids=[row[0] for row in SENT_ON])
async def test_whoever_got_an_officials_mail_can_send_it_on(
    server: NameServer, label: str, body: bytes, word: str
) -> None:
    """It stays the official's, but no third person is written to because of it."""
    channel = mail_of(prover(server), "warga.example.org")
    evil = raw(body, *EVIL)
    mark = await channel.prove(evil, NoRegister())
    assert mark == f"proven dkim forwarder{word}"
    [message] = channel.read(marked(evil, mark))
    assert isinstance(message, Message)
    assert (message.silent, message.verified, "sent-elsewhere" in message.doubts) == (False, True, bool(word))
    by_relay = relayed(body)
    assert await channel.prove(by_relay, NoRegister()) == f"proven relay dkim forwarder{word}"
    assert await channel.prove(raw(body), NoRegister()) == "proven spf forwarder"


@pytest.mark.parametrize(("label", "body", "word"), SENT_ON, ids=[row[0] for row in SENT_ON])
async def test_whoever_got_a_citizens_mail_cannot_order_anything_with_it(
    server: NameServer, label: str, body: bytes, word: str
) -> None:
    """It is a complaint like any other, of somebody who is not proven."""
    channel = mail_of(prover(server))
    to_us = not word or "and now" in label
    evil = raw(body, *EVIL)
    mark = await channel.prove(evil, NoRegister())
    assert mark == ("proven dkim" if to_us else "proven dkim elsewhere")
    [message] = channel.read(marked(evil, mark))
    assert isinstance(message, Message)
    assert (message.borrowed, message.silent, message.proven) == (not to_us, not to_us, to_us)
    assert await channel.prove(raw(body), NoRegister()) == "proven spf", "a blind copy of their own"


@pytest.mark.parametrize("mark", ["", "proven?", "PROVEN", "unproven forwarder", "forwarder", "x proven forwarder"])
def test_what_is_no_mark_of_ours_proves_nothing(mark: str) -> None:
    proof = Proof.read(mark)
    assert not proof.proven
    assert not proof.forwarder
    assert not proof.enrolled


def test_words_of_a_later_version_are_left_out() -> None:
    assert Proof.read("proven dkim quantum forwarder") == Proof(True, ("dkim", "forwarder"))
