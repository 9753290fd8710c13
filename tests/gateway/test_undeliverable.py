"""Bounces of our answers, forged ones, and machines that answer each other."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from node_kit import facts_of
from supplement_kit import SARI, Desk, a_desk, a_reply, enveloped, first_mail, reply_address

from gateway.journal_show import told as told_of
from gateway.simulator.relay import DeliveredMail
from gateway.simulator.town_processes import MAILBOX
from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"


def bounce(answer: DeliveredMail, *, status: str = "5.1.1", action: str = "failed", headers: bool = True) -> Raw:
    """What the citizen's server sends to the envelope sender of our answer."""
    returned = answer.raw.partition(b"\r\n\r\n")[0] if headers else b"Subject: x"
    body = (
        b"From: MAILER-DAEMON@mx.example.net\r\nTo: " + answer.sender.encode() + b"\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\n\r\nThis is the mail system at host mx.example.net.\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        + f"Final-Recipient: rfc822; {SARI}\r\nAction: {action}\r\nStatus: {status}\r\n".encode()
        + b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n" + returned + b"\r\n--b--\r\n"
    )  # fmt: skip
    return enveloped(body, "", answer.sender)


async def history(desk: Desk, complaint: str) -> list[str]:
    return [told_of(fact) for fact in desk.node.reader.facts_of(complaint)]


@pytest.mark.parametrize("headers", [True, False], ids=["by its Message-ID", "by the address it came to"])
async def test_a_bounce_is_told_on_the_complaint_and_survives(tmp_path: Path, redis_url: str, headers: bool) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(bounce(answer, headers=headers), bounce(answer, headers=headers, status="5.2.2"))
        assert ends[1:] == ["report", "report"]
        complaint = desk.cases[0].reference
        said = [line for line in await history(desk, complaint) if "undeliverable" in line]
        assert len(said) == 1, "a second bounce of one answer says nothing new"
        assert "5.1.1" in said[0]
        assert await desk.answer() == [], "a bounce is never answered"
        await desk.node.redis.flushall()
        assert await desk.node.pumped() == ends
        assert await desk.node.pumped(bounce(answer, headers=headers)) == ends
        if headers:
            (row,) = [name async for name in desk.node.redis.scan_iter(match=desk.ledger.key("a:*.number"))]
            facts = await facts_of(desk.ledger, row.decode().rpartition(":a:")[2])
            assert (facts["delivery"], facts["code"]) == ("failed", "5.1.1")


async def test_a_delay_says_nothing(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(bounce(answer, status="4.4.1", action="delayed"))
        assert ends[1] == "robot"
        assert not [line for line in await history(desk, desk.cases[0].reference) if "undeliverable" in line]


def token_in(answer: DeliveredMail) -> str:
    return reply_address(answer).partition("+")[2].partition("@")[0]


# What somebody who never got our answer can put in the place of its token.
GUESSES: list[tuple[str, Callable[[str], str]]] = [
    ("another proof", lambda token: token[:-16] + "a" * 16),
    ("one letter of the proof changed", lambda token: token[:-1] + ("a" if token[-1] != "a" else "b")),
    ("no proof", lambda token: token[:-16]),
    ("no token", lambda _: ""),
    ("another's complaint with this proof", lambda token: "b" * 26 + token[-16:]),
    ("proof and complaint changed about", lambda token: token[-16:] + token[:-16]),
    ("letters from another script", lambda token: token[:-1] + "\u0430"),
    ("the token twice", lambda token: token + token),
    ("a mask", lambda token: "*" * len(token)),
]


@pytest.mark.parametrize("kept", ["neither", "the form of the Message-ID", "the form of the address"])
@pytest.mark.parametrize(("label", "guess"), GUESSES, ids=[row[0] for row in GUESSES])
async def test_a_forged_bounce_does_nothing(
    tmp_path: Path, redis_url: str, label: str, guess: Callable[[str], str], kept: str
) -> None:
    """Whoever writes a bounce has to know what stands in our answer alone: its token, 80 bits of it a proof."""
    async with a_desk(tmp_path, redis_url) as desk:
        answer = await desk.complaint(first_mail(LAMP))
        token = token_in(answer)
        body = bounce(answer, headers=kept != "the form of the address").body
        recipient = answer.sender.replace(token, guess(token))
        if kept == "the form of the Message-ID":
            recipient = MAILBOX
        made = body.replace(token.encode(), guess(token).encode())
        ends = await desk.node.pumped(enveloped(made, "", recipient))
        assert ends[1] in ("report:foreign", "robot"), label
        assert not [line for line in await history(desk, desk.cases[0].reference) if "undeliverable" in line]
        assert await desk.answer() == []
        row = desk.node.reader.row(2)
        assert row is not None
        assert row.raw is not None, "it is kept for a person"


async def test_who_got_an_answer_can_return_it_for_no_other_complaint(tmp_path: Path, redis_url: str) -> None:
    """Somebody with a token of his own puts it into the Message-ID of another's answer, or beside it."""
    other = "budi@warga.example.org"
    async with a_desk(tmp_path, redis_url) as desk:
        theirs = await desk.complaint(first_mail(LAMP))
        own = await desk.complaint(first_mail("Sumur di RW 7 kering sejak Agustus", sender=other, mark="mark-2"))
        mixed = bounce(theirs).body.replace(token_in(theirs).encode(), token_in(own).encode())
        hinted = bounce(theirs).body.replace(token_in(theirs).encode(), b"x" * 42)
        await desk.node.pumped(enveloped(mixed, "", own.sender), enveloped(hinted, "", own.sender))
        first, second = (case.reference for case in desk.cases)
        assert not [line for line in await history(desk, first) if "undeliverable" in line]
        assert [line for line in await history(desk, second) if "undeliverable" in line], "his own it is"


async def test_a_complaint_that_looks_like_a_bounce_of_nothing_is_no_report(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        words = "Undelivered Mail Returned to Sender. Paket saya tidak dapat dikirim, status 5.1.1, kata petugas pos."
        [end] = await desk.node.pumped(first_mail(words))
        assert end.startswith("complaint:")


async def test_a_person_who_writes_to_the_signed_address_is_no_bounce(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer = await desk.complaint(first_mail(LAMP))
        words = "Surat Anda tidak dapat dikirim ke kelurahan, kata petugas. Status 5.1.1"
        ends = await desk.node.pumped(a_reply(answer, words))
        assert ends[1].startswith("supplement:")


async def test_our_own_answer_that_comes_back_to_us_stops(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(enveloped(answer.raw, answer.sender, MAILBOX))
        assert ends[1] == "robot"
        ends = await desk.node.pumped(enveloped(answer.raw, answer.sender, reply_address(answer)))
        assert ends[2] == "robot"
        assert await desk.answer() == []


async def test_two_gateways_that_write_to_each_other_stop(tmp_path: Path, redis_url: str) -> None:
    """The other one forgets to say that it is a machine; its mails come from one address."""
    other = "lapor@kota-lain.example.org"
    async with a_desk(tmp_path, redis_url) as desk:
        mails, written = [first_mail(LAMP, sender=other)], 0
        for turn in range(25):
            await desk.node.pumped(*mails)
            await desk.forward()
            await desk.add()
            answers = await desk.answer()
            written += len(answers)
            mails = [back_again(answer, other, f"{turn}-{n}") for n, answer in enumerate(answers)]
            if not mails:
                break
        assert not mails, "it never ended"
        assert written <= desk.mail.answers_per_day
        assert len(desk.cases) == 1, "and it made no new complaints"


def back_again(answer: DeliveredMail, sender: str, mark: str) -> Raw:
    """An answer to our answer by a machine of another make, without any header that says so."""
    asked = message_from_bytes(answer.raw, policy=policy.default)
    words = f"Terima kasih atas surat Anda, sudah kami terima dengan nomor {zlib.crc32(mark.encode())}."
    subject = f"Re: {asked['Subject']}"
    return a_reply(answer, words, sender=sender, mark=f"machine-{mark}", subject=subject)


async def test_two_of_our_own_gateways_stop_at_once(tmp_path: Path, redis_url: str) -> None:
    """Each takes the other's answer for what it is: written by a machine."""
    async with a_desk(tmp_path, redis_url) as desk:
        answer = await desk.complaint(first_mail(LAMP, sender="lapor@kota-lain.example.org"))
        theirs = answer.raw.replace(b"From: " + MAILBOX.encode(), b"From: lapor@kota-lain.example.org")
        theirs = theirs.replace(b"Message-ID: <satupintu.", b"Message-ID: <satupintu.f")
        ends = await desk.node.pumped(enveloped(theirs, "lapor@kota-lain.example.org", MAILBOX))
        assert ends[1] == "robot"
        assert json.dumps(ends).count("complaint:") == 1
        assert await desk.answer() == []
