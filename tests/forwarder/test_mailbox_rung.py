"""The last rung over real sockets: a mailbox that was proven, and what keeps an answer from it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from outbox_kit import HASHER, MAILBOX, OFFICE, PHONE, Desk, a_desk, owed
from test_acts_ledger import ACT, done

from forwarder.erasing import Remains, forget
from forwarder.mailbox import Mailbox, mailbox_word, opened, sealed
from forwarder.naming import who_at
from forwarder.outbox_view import outgoing
from forwarder.preferences import Preference, Wish, prefer
from forwarder.reply import report_key
from forwarder.status_word import word_for
from forwarder.tidings import sealed as sealed_question
from forwarder.undeliverable import Undeliverable, note
from gateway.simulator.faults import Fault
from normalizer.schema import ChannelName

RECEIPT, NUMBER = "complaint1.whatsapp-w1.receipt", "complaint1.whatsapp-w1.number"
CLOSED = "free: 24 hours are over; template: none approved"
MAILER = who_at(HASHER, ChannelName("mail"), MAILBOX)
HIDDEN = replace(ACT, who="whatsapp-w1", names=("whatsapp-w1",), listener=b"", number="1111111111")


async def number_owed(desk: Desk, *codes: int) -> None:
    """The receipt is behind us, and Twilio refuses as often as there are codes."""
    for code in codes:
        desk.twilio.faults.tell(Fault(kind="refuse", code=code, times=1))
    await desk.drop(RECEIPT)
    await desk.number()
    await desk.settle()


async def everything(desk: Desk) -> str:
    """All that Redis holds, but for what is nobody's words."""
    redis: Any = desk.ledger.redis
    found: list[bytes] = []
    async for key in redis.scan_iter(match="*"):
        read = {b"hash": redis.hgetall, b"string": redis.get, b"set": redis.smembers, b"stream": redis.xrange}
        kind = await redis.type(key)
        found += [key, repr(await read[kind](key)).encode() if kind in read else b""]
    return b"\n".join(found).decode()


async def test_who_is_reached_by_no_other_way_is_written_to_once(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        assert not await desk.prove(), "the same proof again"
        assert MAILBOX not in await everything(desk)
        await number_owed(desk, 30006)
        (mail,) = desk.relay.mails
        said = message_from_bytes(mail.raw, policy=policy.default)
        assert (mail.to, said["Auto-Submitted"]) == ((MAILBOX,), "auto-replied")
        assert said["In-Reply-To"] == "<mark-1@warga.example.org>"
        assert OFFICE.partition("@")[0] + "+" in said["Reply-To"], "an answer to it finds its complaint"
        assert "0012345" in mail.text
        (shown,) = [one for one in await outgoing(desk.ledger, "complaint1", ("number",)) if one.what == "number"]
        assert str(shown) == f"number on whatsapp: sent by mail ({CLOSED}; sms: 30006)"


async def test_a_failure_that_is_reported_later_leads_there(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms")) as desk:
        assert await desk.prove(way="sms")
        desk.twilio.failing[PHONE] = 30003
        await desk.settle()
        assert [mail.to for mail in desk.relay.mails] == [(MAILBOX,)]


async def test_one_that_comes_back_is_told_on_its_answer(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        await number_owed(desk, 30006)
        (mail,) = desk.relay.mails
        said = str(message_from_bytes(mail.raw, policy=policy.default)["Message-ID"])
        key = report_key(HASHER, ChannelName("mail"), said)
        assert await note(desk.ledger, Undeliverable("complaint1", key, "5.1.1"))
        assert (await desk.of(NUMBER, "delivery"), await desk.of(NUMBER, "code")) == ("failed", "5.1.1")


@pytest.mark.parametrize(("code", "mails"), [(21610, 0), (21211, 0), (30003, 1), (21614, 1), (30006, 1)])
async def test_which_failures_go_on_to_a_mailbox(redis_url: str, tmp_path: Path, code: int, mails: int) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        await number_owed(desk, code)
        assert len(desk.relay.mails) == mails
        assert await desk.of(NUMBER, "state") == ("sent" if mails else "failed")


async def test_a_question_is_answered_below_it(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        desk.twilio.faults.tell(Fault(kind="refuse", code=30006, times=1))
        await desk.drop(RECEIPT)
        await desk.about("question", news=sealed_question(desk.ledger.sealer, "complaint1", "Rumah nomor berapa?"))
        await desk.settle()
        (mail,) = desk.relay.mails
        assert "Mohon balas surat ini" in mail.text
        assert "WhatsApp" not in mail.text


@pytest.mark.parametrize("spelled", [MAILBOX, MAILBOX.title()])
async def test_after_stop_from_the_mailbox_nothing_goes_there(redis_url: str, tmp_path: Path, spelled: str) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove(spelled)
        await prefer(desk.ledger, [Preference(MAILER, Wish.ANSWERS, "off", 1_000, "node-1")])
        await number_owed(desk, 30006)
        assert (desk.relay.mails, await desk.of(NUMBER, "state")) == ([], "failed")
        assert await desk.of(NUMBER, "why") == "sms: 30006; mail: STOP"


async def test_after_stop_in_the_chat_no_other_way_is_taken(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        await prefer(desk.ledger, [Preference("whatsapp-w1", Wish.ANSWERS, "off", 1_000, "node-1")])
        await number_owed(desk)
        assert (desk.got(), desk.relay.mails) == ([], [])
        assert await desk.of(NUMBER, "why") == "its reader wrote STOP"


async def test_what_is_protected_later_forgets_it(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        assert await done(desk.ledger, HIDDEN) == ["act:complaint1:raise-r"]
        assert not await desk.prove(at_ms=2)
        assert "box:" not in await everything(desk)
        await number_owed(desk)
        assert (desk.twilio.calls, desk.relay.mails, await desk.of(NUMBER, "state")) == (0, [], "due")


async def test_protected_while_it_stands_on_that_rung(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        desk.relay.fail(times=1)
        await number_owed(desk, 30006)
        assert await desk.of(NUMBER, "rung") == "mail"
        assert await done(desk.ledger, HIDDEN) == ["act:complaint1:raise-r"]
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {NUMBER: 0}, xx=True)
        await desk.settle()
        assert (desk.relay.mails, await desk.of(NUMBER, "state")) == ([], "due")
        assert await desk.of(NUMBER, "rung") == "", "it waits for the chat it came from"


@pytest.mark.parametrize("forgotten", [False, True])
async def test_of_a_mail_nobody_can_tell_and_it_leaves_once_more_under_the_same_name(
    redis_url: str, tmp_path: Path, forgotten: bool
) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        desk.relay.hang_up()
        await number_owed(desk, 30006)
        assert await desk.of(NUMBER, "begun") == "1"
        if forgotten:
            assert await forget(desk.ledger, Remains(chats=frozenset({MAILER})))
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {NUMBER: 0}, xx=True)
        await desk.settle()
        names = [message_from_bytes(one.raw)["Message-ID"] for one in desk.relay.mails]
        assert (len(names), len(set(names))) == (1 if forgotten else 2, 1)
        assert await desk.of(NUMBER, "state") == ("failed" if forgotten else "sent")


async def test_a_mailbox_that_takes_nothing_ends_it(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        desk.relay.refuse_for_good()
        await number_owed(desk, 30006)
        assert (desk.relay.mails, await desk.of(NUMBER, "state")) == ([], "failed")


async def test_one_mailbox_is_written_to_so_often_a_day(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        mail: Any = desk.channels[ChannelName("mail")]
        desk.channels[ChannelName("mail")] = replace(mail, answers_per_day=1)
        assert await desk.prove()
        await number_owed(desk, 30006)
        desk.twilio.faults.tell(Fault(kind="refuse", code=30006, times=1))
        name = await desk.about("progress", news=b"diproses")
        await desk.settle()
        assert len(desk.relay.mails) == 1
        assert await desk.of(name, "why") == "over the daily limit of answers to one address"


async def test_with_its_owner_it_is_forgotten(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25), owed("whatsapp", 2, hours=25)) as desk:
        assert [await desk.prove(), await desk.prove(place=2)] == [True, True]
        assert await forget(desk.ledger, Remains(chats=frozenset({MAILER})))
        assert "box:" not in await everything(desk)
        assert "boxed:" not in await everything(desk)
        await number_owed(desk, 30006)
        assert desk.relay.mails == []


async def test_with_the_complaint_it_is_forgotten(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        assert await forget(desk.ledger, Remains(own=frozenset({"complaint1"}), chats=frozenset({"whatsapp-w1"})))
        assert "box:" not in await everything(desk)


async def test_the_latest_proof_counts(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove(at_ms=5)
        assert await desk.prove("baru@warga.example.org", at_ms=9)
        assert not await desk.prove(at_ms=7), "an older one, read late"
        await number_owed(desk, 30006)
        assert [mail.to for mail in desk.relay.mails] == [("baru@warga.example.org",)]


def test_its_word_is_no_status_word_and_no_other_phones() -> None:
    words = {mailbox_word(HASHER, "1111111111", phone) for phone in (PHONE, "+6281100000002")}
    assert len({*words, word_for(HASHER, "1111111111")}) == 3


async def test_it_lies_sealed_and_bound_to_its_place(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path) as desk:
        box, sealer = Mailbox(MAILBOX, "Sari", "", "STATUS", OFFICE), desk.ledger.sealer
        value = "17 mail-abc " + sealed(sealer, "complaint1", "sms-w1", box)
        assert opened(sealer, "complaint1", "sms-w1", value) == box
        assert opened(sealer, "complaint2", "sms-w1", value) is None
        assert opened(sealer, "complaint1", "sms-w1", "17 mail-abc bm90IHNlYWxlZA==") is None
        assert opened(sealer, "complaint1", "sms-w1", "") is None
