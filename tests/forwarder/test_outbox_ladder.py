"""Down the ladder over real sockets: what a provider refuses or reports moves an answer on, and why is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ledger_kit import answers
from outbox_kit import HASHER, PHONE, Desk, a_desk, owed
from test_acts_ledger import ACT, done

from channels.base import Channel
from forwarder.naming import who_at
from forwarder.outbox_view import outgoing
from forwarder.preferences import Preference, Wish, prefer
from forwarder.tidings import sealed
from gateway.simulator.faults import Fault
from normalizer.schema import ChannelName, Flags, Language, Party, Reply

RECEIPT, NUMBER = "complaint1.whatsapp-w1.receipt", "complaint1.whatsapp-w1.number"
CLOSED = "free: 24 hours are over"


async def number_owed(desk: Desk) -> None:
    """The receipt is behind us, as it is when the number is late."""
    await desk.drop(RECEIPT)
    await desk.number()
    await desk.settle()


async def test_in_an_open_chat_free_words_go(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=23)) as desk:
        await desk.settle()
        assert desk.got() == [("whatsapp", "read")]
        assert await desk.of(RECEIPT, "delivery") == "read"


async def test_in_a_closed_chat_a_template_goes_and_nothing_before_it(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        desk.approve("number")
        desk.twilio.closed_windows.add(PHONE)
        await number_owed(desk)
        (sent,) = desk.twilio.messages_to(PHONE)
        assert (sent.approved, sent.status, "0012345" in sent.body) == (True, "read", True)
        assert desk.twilio.calls == 1, "free words were tried although the window was known to be closed"
        assert (await desk.of(NUMBER, "rung"), await desk.of(NUMBER, "path")) == ("template", CLOSED)
        assert (await desk.of(NUMBER, "state"), await desk.of(NUMBER, "delivery")) == ("sent", "read")


async def test_whoever_wrote_since_has_an_open_chat(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=72)) as desk:
        desk.approve("number")
        await desk.hear(1, hours=1)
        await number_owed(desk)
        (sent,) = desk.twilio.messages_to(PHONE)
        assert not sent.approved
        assert await desk.of(NUMBER, "rung") == ""


async def test_what_we_did_not_know_the_provider_reports(redis_url: str, tmp_path: Path) -> None:
    """63016 comes after the message was taken: it goes on by a template, and that fails too: an SMS."""
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=None)) as desk:
        desk.approve("number")
        desk.twilio.closed_windows.add(PHONE)
        await desk.drop(RECEIPT)
        await desk.number()
        # Once: a drain would take it again if the report came while it ran.
        (lease,) = await desk.answer.take(1)
        await desk.answer.handle(lease)
        await desk.twilio.server.settled()
        assert await desk.of(NUMBER, "fell") == "words 63016"
        for content in desk.twilio.content.kept.values():
            content.status = "paused"
        await desk.settle()
        assert desk.got() == [("whatsapp", "undelivered"), ("whatsapp", "undelivered"), ("sms", "delivered")]
        assert await desk.of(NUMBER, "path") == "free: 63016; template: 63016"
        assert (await desk.of(NUMBER, "state"), await desk.of(NUMBER, "delivery")) == ("sent", "delivered")
        sms = desk.twilio.messages_to(PHONE)[-1]
        assert "0012345" in sms.body
        assert "+6281100009999" not in sms.body, "an SMS would not reach the number of our WhatsApp"


@pytest.mark.parametrize(
    ("label", "code", "got", "path"),
    [
        ("a template that is paused", 63041, [("sms", "delivered")], f"{CLOSED}; template: 63041"),
        ("one that does not exist", 21655, [("sms", "delivered")], f"{CLOSED}; template: 21655"),
        ("the citizen said STOP", 21610, [], CLOSED),
    ],
)
async def test_a_template_that_is_refused_at_once(
    redis_url: str, tmp_path: Path, label: str, code: int, got: list[tuple[str, str]], path: str
) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        desk.approve("number")
        desk.twilio.faults.tell(Fault(kind="refuse", code=code, times=1))
        await number_owed(desk)
        assert desk.got() == got
        assert await desk.of(NUMBER, "path") == path
        assert await desk.of(NUMBER, "state") == ("sent" if got else "failed")


async def test_nobody_on_whatsapp_has_an_sms_at_once(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        desk.approve("number")
        desk.twilio.not_on_whatsapp.add(PHONE)
        await desk.settle()
        assert desk.got() == [("whatsapp", "undelivered"), ("sms", "delivered")]
        assert await desk.of(RECEIPT, "path") == "free: 63003; template: the same chat"


async def test_the_last_rung_is_their_mailbox(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        assert await desk.prove()
        desk.twilio.faults.tell(Fault(kind="refuse", code=21614, times=1))
        await number_owed(desk)
        (mail,) = desk.relay.mails
        assert "0012345" in mail.text
        assert await desk.of(NUMBER, "path") == f"{CLOSED}; template: none approved; sms: 21614"


async def test_without_any_way_it_waits_until_they_write(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        del desk.channels[ChannelName("sms")]
        await number_owed(desk)
        assert (desk.twilio.calls, await desk.of(NUMBER, "state")) == (0, "due")
        assert (
            await desk.of(NUMBER, "path") == f"{CLOSED}; template: none approved; sms: no SMS channel; mail: none known"
        )
        await desk.hear(1)
        await desk.settle()
        assert desk.got() == [("whatsapp", "read")]
        assert await desk.of(NUMBER, "state") == "sent"


@pytest.mark.parametrize("flags", [Flags(rahasia=True), Flags(anonim=True)], ids=["rahasia", "anonim"])
async def test_a_protected_complaint_has_no_ladder(redis_url: str, tmp_path: Path, flags: Flags) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25, flags=flags)) as desk:
        assert not await desk.prove()
        desk.approve("number")
        await number_owed(desk)
        assert (desk.twilio.calls, desk.relay.mails, await desk.of(NUMBER, "state")) == (0, [], "due")
        assert await desk.of(NUMBER, "path") == CLOSED
        await desk.hear(1, flags=flags)
        await desk.settle()
        assert desk.got() == [("whatsapp", "read")], "where it came from, once that is open again"


async def test_protected_after_it_was_reported(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=None, flags=Flags(rahasia=True))) as desk:
        desk.approve("number")
        desk.twilio.closed_windows.add(PHONE)
        await number_owed(desk)
        assert desk.got() == [("whatsapp", "undelivered")]
        assert (await desk.of(NUMBER, "state"), await desk.of(NUMBER, "path")) == ("due", "free: 63016")


async def test_protected_since_an_sms_of_which_nobody_can_tell(redis_url: str, tmp_path: Path) -> None:
    """The provider's list is longer than what is looked at; no SMS follows that might be the second."""
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        await desk.drop(RECEIPT)
        await desk.number()
        desk.twilio.faults.tell(Fault(kind="drop", times=1))
        while not await desk.of(NUMBER, "begun"):
            await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {NUMBER: 0}, xx=True)
            await desk.pass_once()
        assert await desk.of(NUMBER, "rung") == "sms"
        other = Reply("other", ChannelName("sms"), Party(PHONE), "Laporan lain", Language.INDONESIAN)
        for place in range(50):
            await desk.channels[other.channel].send(replace(other, id=f"other-{place}"))
        wish = replace(ACT, who="whatsapp-w1", names=("whatsapp-w1",), listener=b"", number="1111111111")
        assert await done(desk.ledger, wish) == ["act:complaint1:raise-r"]
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {NUMBER: 0}, xx=True)
        await desk.settle()
        assert len(desk.got()) == 50
        assert (await desk.of(NUMBER, "state"), await desk.of(NUMBER, "rung")) == ("due", "")
        await desk.hear(1)
        await desk.settle()
        assert desk.got()[50:] == [("whatsapp", "read")], "where it came from, once that is open again"


async def test_blocked_by_the_citizen_ends_it(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("telegram")) as desk:
        assert await desk.prove(way="telegram")
        desk.telegram.blocked.add(620011001)
        await desk.settle()
        assert await answers(desk.ledger) == {"complaint1.telegram-w1.receipt": "failed"}
        assert desk.relay.mails == []


async def test_an_unknown_outcome_on_a_lower_rung_is_looked_up(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        desk.approve("number")
        desk.twilio.faults.tell(Fault(kind="cut", times=1))
        await desk.drop(RECEIPT)
        await desk.number()
        for _ in range(3):
            await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {NUMBER: 0}, xx=True)
            await desk.pass_once()
        await desk.twilio.server.settled()
        assert desk.got() == [("whatsapp", "read")]
        assert await desk.of(NUMBER, "state") == "sent"


async def test_an_unknown_outcome_that_failed_goes_down(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=None)) as desk:
        desk.twilio.closed_windows.add(PHONE)
        desk.twilio.faults.tell(Fault(kind="cut", times=1))
        await desk.pass_once()
        await desk.twilio.server.settled()
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {RECEIPT: 0}, xx=True)
        await desk.settle()
        assert desk.got() == [("whatsapp", "undelivered"), ("sms", "delivered")]
        assert await desk.of(RECEIPT, "path") == "free: 63016; template: none for these words"


async def test_an_sms_goes_by_the_aggregator_where_there_is_one(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        own: Channel = replace(desk.channels[ChannelName("sms")], name=ChannelName("sms_http"))  # type: ignore[type-var]
        desk.channels[ChannelName("sms_http")] = own
        await number_owed(desk)
        assert await desk.of(NUMBER, "via") == "sms_http"


async def test_a_person_sees_the_way_and_why(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        await number_owed(desk)
        found = await outgoing(desk.ledger, "complaint1", ("number", "receipt", "copy"))
        assert [str(one) for one in found] == [
            f"number on whatsapp: sent by sms, delivered ({CLOSED}; template: none approved)",
            "receipt on whatsapp: superseded",
        ]
        assert PHONE[1:] not in str(found)
        assert await outgoing(desk.ledger, "nobody", ("number",)) == []


QUESTION = "Di depan rumah nomor berapa lubang itu?"


@pytest.mark.parametrize(
    ("what", "kind", "says"), [("progress", "status", "diproses"), ("question",) * 2 + (QUESTION,)]
)
async def test_news_and_questions_have_templates_too(
    redis_url: str, tmp_path: Path, what: str, kind: str, says: str
) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        desk.approve(kind)
        await desk.drop(RECEIPT)
        news = sealed(desk.ledger.sealer, "complaint1", QUESTION) if what == "question" else b"diproses"
        name = await desk.about(what, news=news)
        await desk.settle()
        (sent,) = desk.twilio.messages_to(PHONE)
        assert sent.approved
        assert "1111111111" in sent.body
        assert says in sent.body
        assert await desk.of(name, "rung") == "template"


@pytest.mark.parametrize("what", ["offer", "erase_set"])
async def test_what_is_answered_with_a_bare_word_is_said_in_its_own_chat_only(
    redis_url: str, tmp_path: Path, what: str
) -> None:
    """RAHASIA or BATAL by SMS would be looked for among what that phone wrote by SMS."""
    facts = (("minutes", "15"), ("number", "1111111111"))
    async with a_desk(redis_url, tmp_path, owed("whatsapp", facts=facts)) as desk:
        desk.twilio.closed_windows.add(PHONE)
        await desk.drop(RECEIPT)
        name = await desk.about(what)
        await desk.settle()
        assert [way for way, _ in desk.got()] == ["whatsapp"]
        assert "63016" in await desk.of(name, "why") + await desk.of(name, "path")


async def test_a_question_by_sms_names_the_chat_where_its_answer_is_understood(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        await desk.drop(RECEIPT)
        await desk.about("question", news=sealed(desk.ledger.sealer, "complaint1", QUESTION))
        await desk.settle()
        (sent,) = desk.twilio.messages_to(PHONE)
        assert not sent.to.startswith("whatsapp:")
        assert QUESTION in sent.body
        assert "Mohon balas ke WhatsApp +6281100009999." in sent.body


@pytest.mark.parametrize("what", ["progress", "question"])
async def test_who_said_stop_hears_of_no_news(redis_url: str, tmp_path: Path, what: str) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        await desk.drop(RECEIPT)
        who = who_at(HASHER, ChannelName("whatsapp"), PHONE)
        await prefer(desk.ledger, [Preference(who, Wish.ANSWERS, "off", 1_000, "node-1")])
        news = sealed(desk.ledger.sealer, "complaint1", QUESTION) if what == "question" else b"diproses"
        name = await desk.about(what, news=news)
        await desk.settle()
        assert desk.twilio.calls == 0
        assert (await desk.of(name, "why")).startswith("its reader wrote STOP")
        parked = [one.id for one in await desk.ledger.parked(10)]
        assert parked == ([name] if what == "question" else []), "an agency waits for its answer"


@pytest.mark.parametrize("others", [True, False], ids=["two", "one"])
async def test_who_is_asked_two_things_is_told_how_they_are_kept_apart(
    redis_url: str, tmp_path: Path, others: bool
) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        await desk.drop(RECEIPT)
        asked = {"complaint1": 9e15} | ({"complaint2": 8e15} if others else {})
        await desk.ledger.redis.zadd(desk.ledger.key("open:whatsapp-w1"), asked)
        await desk.about("question", news=sealed(desk.ledger.sealer, "complaint1", QUESTION))
        await desk.settle()
        (sent,) = desk.twilio.messages_to(PHONE)
        assert ("sebut nomor 1111111111 dalam jawaban" in sent.body) is others


async def test_a_question_to_a_closed_chat_is_for_a_person_until_the_chat_writes(
    redis_url: str, tmp_path: Path
) -> None:
    """No ladder goes down from who is anonymous."""
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25, flags=Flags(anonim=True))) as desk:
        await desk.drop(RECEIPT)
        name = await desk.about("question", news=sealed(desk.ledger.sealer, "complaint1", QUESTION))
        await desk.ledger.redis.hset(desk.ledger.key("c:complaint1"), "came", "a")
        await desk.settle()
        assert (desk.twilio.calls, [one.id for one in await desk.ledger.parked(10)]) == (0, [name])
        assert "the agency waits" in await desk.of(name, "why")
        await desk.hear(1, flags=Flags(anonim=True))
        await desk.settle()
        (sent,) = [one for one in desk.twilio.messages_to(PHONE) if QUESTION in one.body]
        assert "laporan" not in sent.body, "in neutral words"
        assert await desk.ledger.parked(10) == []


async def test_in_doubt_and_closed_since_no_free_words_are_tried(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, replace(owed("whatsapp", hours=25), doubt=True)) as desk:
        await desk.settle()
        assert desk.got() == [("sms", "delivered")]
        assert await desk.of(RECEIPT, "path") == f"{CLOSED}; template: none for these words"
