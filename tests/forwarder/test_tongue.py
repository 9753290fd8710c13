"""A word or a number is of no language: it is answered in the one in which its chat told something of late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_kit import NOTE
from test_reply import Desk, a_desk, help_text, listener, owed

from forwarder.items import Claim, Note
from forwarder.listener import Listener
from forwarder.preferences import Preference, Wish, prefer
from normalizer.schema import Language

INDONESIAN, ENGLISH = Language.INDONESIAN, Language.ENGLISH
HELP = {INDONESIAN: "Tulis apa", ENGLISH: "Write what"}
WHO = "sms-w1"


def told(language: Language, place: int = 1, *, office: bool = False) -> Claim:
    heard = replace(Listener.decode(listener("sms")), language=language, office=office)
    return owed("sms", place, listener=heard.encode(), who=WHO)


def asked(place: int) -> Note:
    return help_text("sms", delivery=f"{NOTE.delivery}-{place}")


async def answered(desk: Desk, *items: Claim | Note) -> str:
    """The last answer."""
    await desk.ledger.take_in(items)
    await desk.hasten()
    await desk.pass_once()
    return desk.twilio.messages_to("+6281100000001")[-1].body


@pytest.mark.parametrize("language", [INDONESIAN, ENGLISH])
async def test_as_it_told_something_of_late(redis_url: str, language: Language) -> None:
    async with a_desk(redis_url) as desk:
        assert HELP[INDONESIAN] in await answered(desk, asked(1))
        await answered(desk, told(language))
        assert HELP[language] in await answered(desk, asked(2))
        await answered(desk, told(INDONESIAN, 2))
        assert HELP[INDONESIAN] in await answered(desk, asked(3))


async def test_what_it_chose_comes_first(redis_url: str) -> None:
    async with a_desk(redis_url) as desk:
        await answered(desk, told(ENGLISH))
        await prefer(desk.ledger, [Preference(WHO, Wish.LANGUAGE, INDONESIAN, 1, "node-1")])
        assert HELP[INDONESIAN] in await answered(desk, asked(1))


async def test_an_office_passes_on_what_others_wrote(redis_url: str) -> None:
    async with a_desk(redis_url) as desk:
        await answered(desk, told(ENGLISH, office=True))
        assert HELP[INDONESIAN] in await answered(desk, asked(1))


async def test_it_is_forgotten_after_a_while(redis_url: str) -> None:
    async with a_desk(redis_url) as desk:
        await answered(desk, told(INDONESIAN))
        assert not await desk.ledger.redis.exists(desk.ledger.key(f"tongue:{WHO}"))
        await answered(desk, told(ENGLISH, 2))
        assert 0 < await desk.ledger.redis.ttl(desk.ledger.key(f"tongue:{WHO}")) <= 30 * 86_400
