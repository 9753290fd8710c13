"""What crosses on its way: a wish and what is told after it, an unknown outcome, a chat that writes in that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import answers, claim, living
from outbox_kit import Desk, a_desk, owed
from test_acts_ledger import ACT, LEASE_MS, MINE, an_act, done, hasten, leased, row, submitted
from test_outbox_ladder import CLOSED, NUMBER, RECEIPT

from forwarder import acts, outbox, supplement
from forwarder.acts import Act, Deed
from forwarder.items import Bundle
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.supplement import Supplement
from forwarder.supplement_token import SEVERAL
from normalizer.schema import ChannelName, Flags, Language, Party

AGAIN = replace(MINE, delivery="delivery-again", id="complaint9", numbers=("9999999999",), received_ms=5_000)
MORE = Supplement(
    delivery="delivery-s",
    key="s" * 26,
    complaints=("complaint1",),
    names=("sms-a",),
    node="node-1",
    received_ms=6_000,
    body=b"words that are added",
    who="sms-a",
    listener=b"an address",
    asked="",
    otherwise=claim(9),
)


async def to_be_withdrawn(ledger: Ledger) -> None:
    """It is at the central system, its citizen withdrew it and said so again, and nobody was told yet."""
    await ledger.take_in([MINE])
    await submitted(ledger)
    assert await done(ledger, an_act(Deed.WITHDRAW, "w")) == ["act:complaint1:ask_withdraw-"]
    assert await done(ledger, an_act(Deed.CONFIRM, "x")) == ["act:complaint1:withdraw"]


async def test_what_is_told_after_a_withdrawal_is_not_withdrawn_with_it(redis_url: str) -> None:
    """While the central system is away that may take hours."""
    async with living(redis_url) as ledger:
        await to_be_withdrawn(ledger)
        assert await ledger.take_in([AGAIN]) == [("new", "complaint:complaint9:9999999999")]
        assert await supplement.claim(ledger, [MORE]) == [("stranger", "")], "it is a complaint of its own"
        (lease,) = await leased(ledger)
        assert await acts.told(ledger, lease)
        assert [one.id for one in await ledger.lease_forward(5, LEASE_MS)] == ["complaint9"]


async def test_no_operator_links_with_what_is_being_withdrawn(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await to_be_withdrawn(ledger)
        await ledger.take_in([claim(2)])
        (said,) = await ledger.run_many([("close", ("complaint2", "complaint1", "", "", "the same", 60, ""))])
        assert said == b"other_over"


# -- unknown outcomes --------------------------------------------------------------------------------------------------


async def told_once(ledger: Ledger) -> None:
    """Nobody knows whether it arrived."""
    await ledger.take_in([MINE])
    (lease,) = await ledger.lease_forward(5, LEASE_MS)
    assert await ledger.begin_forward(lease, LEASE_MS, b"the case", sure=False)
    await ledger.later(lease, 0, "no answer", unknown=True)


async def test_what_may_be_there_is_not_said_to_be_withdrawn(redis_url: str) -> None:
    """Where nobody can look it is told again, under its key, and withdrawn there."""
    async with living(redis_url) as ledger:
        await told_once(ledger)
        await done(ledger, an_act(Deed.WITHDRAW, "w"), an_act(Deed.CONFIRM, "x"))
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, lease.case or b"the case", sure=False)
        assert (await row(ledger, "c:complaint1"))["state"] == "due"
        await ledger.numbered(lease, "4711", doubt=False)
        (act,) = await leased(ledger)
        assert act.withdraws
        assert not [name for name in await answers(ledger) if ".withdrawn." in name]
        assert await acts.told(ledger, act)
        assert [name for name in await answers(ledger) if ".withdrawn." in name]


async def test_what_is_surely_not_there_never_goes(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await told_once(ledger)
        await done(ledger, an_act(Deed.WITHDRAW, "w"), an_act(Deed.CONFIRM, "x"))
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, b"the case") is None
        assert (await row(ledger, "c:complaint1"))["state"] == "due", "its call may be at work yet"
        await ledger.redis.hset(ledger.key("c:complaint1"), "ends", 1)
        await hasten(ledger, "due:forward")
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, b"the case") is None
        assert (await row(ledger, "c:complaint1"))["state"] == "withdrawn"


async def test_protection_is_told_where_an_open_case_may_be(redis_url: str) -> None:
    """A central system that knows the key keeps the first case, whatever is told the second time."""
    async with living(redis_url) as ledger:
        await told_once(ledger)
        await done(ledger, ACT)
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        begun = await ledger.begin_forward(lease, LEASE_MS, b"the protected case", sure=False)
        assert begun
        assert begun.case == b"the protected case"
        await ledger.numbered(lease, "4711", doubt=False)
        (act,) = await leased(ledger)
        assert (act.asked, act.withdraws) == ("r", False)
        assert not [name for name in await answers(ledger) if ".flag_set." in name]


# -- a gateway that is behind ------------------------------------------------------------------------------------------

LATE: list[tuple[str, int, list[str]]] = [
    ("within its moment", 14 * 60_000, ["act:complaint1:raise-r"]),
    ("behind it", 16 * 60_000, ["stranger"]),
]


@pytest.mark.parametrize(("behind", "ends"), [one[1:] for one in LATE], ids=[one[0] for one in LATE])
async def test_protection_that_was_taken_in_late_holds_for_what_came_after_it(
    redis_url: str, behind: int, ends: list[str]
) -> None:
    """The gateway that has it was away while another took in the complaint that came some minutes later."""
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, received_ms=ACT.received_ms + behind)])
        await submitted(ledger)
        assert await done(ledger, ACT) == ends


async def test_the_only_one_that_is_there_is_not_guessed_to_be_meant(redis_url: str) -> None:
    """Redis refused the other complaint of that mail, or it is on its way."""
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, bundle=Bundle("bundle1", 1, 2, 60_000))])
        said = replace(MORE, complaints=(f"{SEVERAL}bundle1",))
        assert await supplement.claim(ledger, [said]) == [("stranger", "")]
        named = replace(said, numbers=MINE.numbers)
        assert [what for what, _ in await supplement.claim(ledger, [named])] == ["new"]


# -- a chat that writes ------------------------------------------------------------------------------------------------


async def waiting(desk: Desk) -> None:
    """Its number is owed, and no way is left."""
    del desk.channels[ChannelName("sms")]
    await desk.drop(RECEIPT)
    await desk.number()
    await desk.settle()
    assert (await desk.of(NUMBER, "path")).startswith(CLOSED)
    assert (desk.twilio.calls, await desk.of(NUMBER, "state")) == (0, "due")


async def test_who_writes_while_an_answer_is_put_to_waiting_is_answered(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        await waiting(desk)
        await hasten(desk.ledger, "due:reply")
        (lease,) = await desk.ledger.lease_reply(1, LEASE_MS)
        await desk.hear(1)
        assert await outbox.listen(desk.ledger, lease, CLOSED)
        (again,) = [one for one in await desk.ledger.lease_reply(5, LEASE_MS) if one.id == NUMBER]
        await outbox.listen(desk.ledger, again, CLOSED)
        assert NUMBER not in [one.id for one in await desk.ledger.lease_reply(5, LEASE_MS)], "once"


async def test_what_is_sent_another_way_while_its_chat_writes_is_sent_once(redis_url: str, tmp_path: Path) -> None:
    """It was looked at because a template was approved meanwhile, say."""
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        await waiting(desk)
        await hasten(desk.ledger, "due:reply")
        (lease,) = [one for one in await desk.ledger.lease_reply(5, LEASE_MS) if one.id == NUMBER]
        assert await desk.ledger.begin_reply(lease, LEASE_MS)
        await desk.hear(1)
        assert NUMBER not in [one.id for one in await desk.ledger.lease_reply(5, LEASE_MS)], "who sends it has it"
        assert await desk.ledger.sent(lease, "SM1", "key-1")


def an_order(listener: bytes) -> Act:
    return replace(ACT, deed=Deed.ERASE, who="whatsapp-w1", listener=listener, names=("whatsapp-w1",))


def an_addition(listener: bytes) -> Supplement:
    return replace(MORE, who="whatsapp-w1", listener=listener, names=("whatsapp-w1",))


async def ordered(ledger: Ledger, listener: bytes) -> Any:
    return await acts.claim(ledger, [an_order(listener)])


async def added(ledger: Ledger, listener: bytes) -> Any:
    return await supplement.claim(ledger, [an_addition(listener)])


@pytest.mark.parametrize("said", [ordered, added], ids=["an order", "an answer to a question"])
async def test_whatever_a_chat_writes_opens_it(
    redis_url: str, tmp_path: Path, said: Callable[[Ledger, bytes], Any]
) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=25)) as desk:
        await waiting(desk)
        seconds, _ = await desk.ledger.redis.time()
        to = Party("+6281100000001", "Sari Contoh")
        heard = Listener(ChannelName("whatsapp"), to, Language.INDONESIAN, Flags(), heard_ms=int(seconds) * 1000)
        assert [what for what, _ in await said(desk.ledger, heard.encode())] == ["new"]
        assert NUMBER in [one.id for one in await desk.ledger.lease_reply(9, LEASE_MS)]
