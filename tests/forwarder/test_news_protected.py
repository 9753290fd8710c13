"""What the central system said, and was not told yet when its complaint became one chat's alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_kit import LEASE_MS, answers, claim, living
from test_acts_ledger import ACT, MINE, done
from test_news import ASKED, moved, unrendered

from forwarder.items import Bundle, Copy
from forwarder.ledger import Ledger
from forwarder.news import hear, open_questions
from forwarder.reply import UNASKED, Answer
from forwarder.seal import Hasher

NEWS = ("progress_", "question_")


async def due(ledger: Ledger) -> set[str]:
    """To whom which news is owed: `<chat>.<what>`."""
    owed = [name.split(".") for name, state in (await answers(ledger)).items() if state == "due"]
    return {f"{who}.{what.split('_')[0]}" for _, who, what, *_ in owed if what.startswith(NEWS)}


@pytest.mark.parametrize("letters", ["a", "r", "ar"])
async def test_no_other_chat_is_told_or_asked_what_it_was_owed(redis_url: str, letters: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await ledger.take_in([claim(2, who="whatsapp-a", same=MINE.same, owner="person-a")])
        await hear(ledger, ASKED)
        await hear(ledger, moved("selesai", 6_000))
        both = {f"{who}.{what}" for who in ("sms-a", "whatsapp-a") for what in ("progress", "question")}
        assert await due(ledger) == both
        await done(ledger, replace(ACT, letters=letters))
        assert await due(ledger) == {"sms-a.progress", "sms-a.question"}
        assert await open_questions(ledger) == {"sms-a": "complaint1"}, "nothing written there answers it"


async def test_what_was_asked_there_already_is_answered_there(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await ledger.take_in([claim(2, who="whatsapp-a", same=MINE.same, owner="person-a")])
        await hear(ledger, ASKED)
        for lease in await ledger.lease_reply(10, LEASE_MS):
            await ledger.begin_reply(lease, LEASE_MS)
            await ledger.sent(lease, lease.id, lease.id)
        await done(ledger, replace(ACT, letters="a"))
        assert set(await open_questions(ledger)) == {"sms-a", "whatsapp-a"}


async def test_what_only_another_chat_could_be_asked_is_for_a_person(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, listener=b"")])
        await ledger.take_in([claim(2, who="whatsapp-a", same=MINE.same, owner="person-a")])
        await hear(ledger, ASKED)
        assert await due(ledger) == {"whatsapp-a.question"}
        await done(ledger, replace(ACT, letters="a"))
        (asked,) = [one for one in await ledger.lease_reply(10, LEASE_MS) if one.what == ASKED.what]
        assert asked.news == ""


@pytest.mark.parametrize("bundled", [False, True])
async def test_an_office_hears_no_more_of_what_its_citizen_protects(redis_url: str, *, bundled: bool) -> None:
    async with living(redis_url) as ledger:
        mine = claim(1, who="mail-office", copies=(Copy("sms-a", b"an address"),), owner="o person-a")
        await ledger.take_in([replace(mine, bundle=Bundle("bundle1", 1, 1, 1_000)) if bundled else mine])
        await hear(ledger, ASKED)
        await hear(ledger, moved("diproses", 6_000))
        assert await due(ledger) == {"mail-office.progress", "mail-office.question"}
        await done(ledger, replace(ACT, letters="a", number="3000000001"))
        assert await due(ledger) == {"mail-office.question"}
        answering = Answer(ledger, {}, Hasher(b"i" * 32), unrendered, LEASE_MS)
        for lease in await ledger.lease_reply(10, LEASE_MS):
            if lease.what == ASKED.what:
                await answering.handle(lease)
        assert [one.why for one in await ledger.parked(10)] == [UNASKED], "a person asks the citizen"
        await hear(ledger, moved("selesai", 7_000))
        assert await due(ledger) == {"sms-a.progress"}
