"""An SMS of unknown outcome whose ledger was lost: Twilio is asked by what the facts know of its words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_kit import answers, living
from outbox_kit import PHONE, Desk, a_desk, owed

from forwarder import epoch
from forwarder.drain import Drain
from forwarder.epoch import FactEntry
from forwarder.ledger import Ledger
from forwarder.reply import Answer
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.simulator import faults

RECEIPT = "complaint1.sms-w1.receipt"
OTHERWISE = Answers("Dinas Lain", shipped()).render


async def rebuilt(ledger: Ledger, entries: Sequence[FactEntry]) -> None:
    for _ in range(2):
        await epoch.restore_fact(ledger, entries)
    await epoch.restore_claims(ledger, [owed("sms")])
    await epoch.restore_answers(ledger, ["complaint1"])
    await ledger.redis.delete(ledger.key("settled"))


async def one_pass(answer: Answer) -> None:
    await answer.ledger.redis.zadd(answer.ledger.key("due:reply"), {RECEIPT: 0}, xx=True)
    await Drain(answer.take, answer.handle, concurrency=8, go_on=lambda: True).run()


async def parked(ledger: Ledger) -> bool:
    return [(one.id, "nobody can tell" in one.why) for one in await ledger.parked(10)] == [(RECEIPT, True)]


@asynccontextmanager
async def lost_after(
    url: str, folder: Path, fault: str, kept: Callable[[FactEntry], bool] = lambda _: True
) -> AsyncIterator[tuple[Desk, Answer]]:
    """The answer to the first SMS is lost, and then the ledger; what is sent now says it in other words. kept: whether
    the journal has a fact."""
    async with a_desk(url, folder, owed("sms")) as desk:
        desk.twilio.faults.tell(faults.Fault(kind=fault, times=1))
        await desk.pass_once()
        entries = [one for one in await epoch.facts(desk.ledger, "node-1", 100, 1) if kept(one)]
        assert any(one.kind == "answering" for one in entries)
        async with living(url) as anew:
            await rebuilt(anew, entries)
            yield desk, replace(desk.answer, ledger=anew, render=OTHERWISE)


def unmarked(fact: FactEntry) -> bool:
    """An earlier version told of a try, and nothing of its words."""
    return fact.kind != "answer_mark"


async def test_what_was_tried_is_found_though_its_words_are_lost(redis_url: str, tmp_path: Path) -> None:
    async with lost_after(redis_url, tmp_path, "cut") as (desk, answer):
        await one_pass(answer)
        assert len(desk.twilio.messages_to(PHONE)) == 1, "it may say it otherwise by now, and has been sent"
        assert (await answers(answer.ledger))[RECEIPT] == "sent"


@pytest.mark.parametrize("kept", [lambda _: True, unmarked], ids=["this version", "an earlier one"])
async def test_what_never_left_is_sent(redis_url: str, tmp_path: Path, kept: Callable[[FactEntry], bool]) -> None:
    async with lost_after(redis_url, tmp_path, "drop", kept) as (desk, answer):
        await one_pass(answer)
        (sent,) = desk.twilio.messages_to(PHONE)
        assert sent.body.startswith("Dinas Lain")


async def test_where_nobody_knows_the_words_that_were_tried_a_person_decides(redis_url: str, tmp_path: Path) -> None:
    async with lost_after(redis_url, tmp_path, "cut", unmarked) as (desk, answer):
        await one_pass(answer)
        assert len(desk.twilio.messages_to(PHONE)) == 1
        assert await parked(answer.ledger)


async def test_an_earlier_version_that_tried_after_us_said_other_words(redis_url: str, tmp_path: Path) -> None:
    """Ours did not leave, and its may have."""
    async with a_desk(redis_url, tmp_path, owed("sms")) as desk:
        desk.twilio.faults.tell(faults.Fault(kind="drop", times=1))
        await desk.pass_once()
        desk.twilio.faults.tell(faults.Fault(kind="cut", times=1))
        await one_pass(desk.answer)
        told = await epoch.facts(desk.ledger, "node-1", 100, 1)
        entries = [one for one in told if unmarked(one) or one.data.startswith("1 ")]
        assert [one.kind for one in entries] == ["answer_mark", "answering", "answering"]
        async with living(redis_url) as anew:
            await rebuilt(anew, entries)
            await one_pass(replace(desk.answer, ledger=anew, render=OTHERWISE))
            assert len(desk.twilio.messages_to(PHONE)) == 1
            assert await parked(anew)


async def test_the_fact_does_not_tell_the_words(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms")) as desk:
        await desk.pass_once()
        facts = {one.kind: one.data for one in await epoch.facts(desk.ledger, "node-1", 100, 1)}
        assert facts["answering"] == "1", "versions before take it for a number"
        number, mark = facts["answer_mark"].split()
        assert (number, len(mark)) == ("1", 32)
        assert mark not in {await desk.of(RECEIPT, "mark")}, "kept no longer than it is needed"
