"""The stand-in relay behaves: it keeps mails, refuses, hangs up and dawdles as it is told."""

from __future__ import annotations

import asyncio

import aiosmtplib
import pytest

from gateway.simulator.relay import running_relay, send_mail

MAIL = b"From: lapor@kab.example\r\nTo: siti@example.id\r\nSubject: Re: x\r\n\r\nNomor laporan 123\r\n"
TO = ["siti@example.id"]


async def test_a_mail_lies_in_the_mailbox() -> None:
    async with running_relay() as relay:
        await send_mail("127.0.0.1", relay.port, MAIL, "", TO)
        (mail,) = await relay.wait_for(1)
        assert (mail.sender, mail.to, mail.raw, mail.text) == ("<>", ("siti@example.id",), MAIL, "Nomor laporan 123")
        assert relay.mails_to("SITI@example.id") == [mail]
        assert relay.mails_to("lain@example.id") == []


@pytest.mark.parametrize(("answer", "at_data"), [("451 4.7.1 Later", False), ("550 5.1.1 No", False), ("554 No", True)])
async def test_refusals_are_used_up(answer: str, at_data: bool) -> None:
    async with running_relay() as relay:
        relay.fail(answer, times=2, at_data=at_data)
        for _ in range(2):
            with pytest.raises(aiosmtplib.SMTPException):
                await send_mail("127.0.0.1", relay.port, MAIL, "", TO)
        await send_mail("127.0.0.1", relay.port, MAIL, "", TO)
        assert (len(relay.mails), relay.attempts) == (1, 3)


async def test_hanging_up_takes_the_mail_and_says_nothing() -> None:
    async with running_relay() as relay:
        relay.hang_up()
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await send_mail("127.0.0.1", relay.port, MAIL, "", TO)
        assert len(relay.mails) == 1


async def test_dawdling_and_waiting() -> None:
    async with running_relay() as relay:
        relay.dawdle(0.2)
        waiting = asyncio.create_task(relay.wait_for(1))
        await send_mail("127.0.0.1", relay.port, MAIL, "", TO)
        assert len(await waiting) == 1
        with pytest.raises(TimeoutError):
            await relay.wait_for(2, seconds=0.05)
