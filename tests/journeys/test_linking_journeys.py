"""Over real sockets: again over another channel, strangers about the same, across a flag, on two gateways at once."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from citizen import Citizen, cases_of
from office_mail import HEADER, OFFICE, office_mail
from waiting import a_town, until

from gateway.simulator.central_store import Stored
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

EXTRA = {"NUMBER_WAIT_SECONDS": "2", "JOURNAL_RESERVE_MB": "1", "MAIL_FORWARDERS": "desa-sukamaju.example.id"}
# One problem in three wordings, and another one in the next lane.
FIRST = "Jalan di Gang {0} RT 6 RW 6 Desa Sukamaju berlubang dalam sekali, kemarin dua anak jatuh dari sepeda."
SECOND = "gg {0} rt06/06 ds sukamaju jalannya bolong dalam, kmrn ada 2 anak jatoh dr sepeda, mhn ditambal"
THIRD = "Warga kami melaporkan jalan Gang {0} RT 06 RW 06 Desa Sukamaju bolong, dua anak jatuh naik sepeda kemarin."
_people = itertools.count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Two gateways; the town's mails are proven."""
    async with a_town(tmp_path_factory.mktemp("linking"), **EXTRA) as found:
        await found.add_node("node-2")
        yield found


def phone() -> str:
    return f"+62811000078{next(_people):02d}"


async def write(town: Town, way: str, address: str, text: str, node: int = 0) -> None:
    url = town.nodes[node].url
    status, _ = await town.twilio.phone_sends(f"{url}/twilio/{way}", address, text, whatsapp=way == "whatsapp")
    assert status == 200


def passed_on(text: str, address: str) -> bytes:
    """As an office forwards what somebody wrote whose phone stands in the header."""
    header = HEADER.replace("{name} <{address}>", f"Wayan Sukerti (0{address[3:]})")
    told = header.format(subject="aduan", office=OFFICE, text=text)
    return office_mail(told, subject="Fwd: aduan", mark="jalan")


def told(town: Town, way: str, address: str) -> str:
    return "\n".join(words_to(town, way, address))


def added_to(town: Town, case: Stored) -> list[str]:
    seen = [one for one in town.central.store.seen if one.operation == "supplement" and one.reference == case.reference]
    return [json.loads(one.body)["text"] for one in seen]


async def the_case(town: Town, *texts: str) -> Stored:
    """The one with these words, when it has its number."""
    await until(lambda: [case for case in cases_of(town, *texts) if case.number])
    (case,) = cases_of(town, *texts)
    return case


async def test_sms_whatsapp_and_a_forwarded_mail_are_one_submission(pair: Town) -> None:
    """Each channel gets the number, the office that passed it on too, and what is new follows as supplements."""
    address, texts = phone(), [text.format("Arbei") for text in (FIRST, SECOND, THIRD)]
    await write(pair, "sms", address, texts[0])
    case = await the_case(pair, texts[0])
    await write(pair, "whatsapp", address, texts[1], node=1)
    await pair.nodes[0].mail(passed_on(texts[2], address), OFFICE)
    for way, who in (("sms", address), ("whatsapp", address), ("mail", OFFICE)):
        await until(lambda way=way, who=who: str(case.number) in told(pair, way, who))  # type: ignore[misc]
    await until(lambda: len(added_to(pair, case)) == 2)
    assert {text.split("\n")[0] for text in added_to(pair, case)} == set(texts[1:])
    assert cases_of(pair, *texts) == [case]


# Each way is the first and the second of two, and a stranger on one's own way is one as well.
STRANGERS = [
    ("sms", "whatsapp", "Kemuning"),
    ("whatsapp", "sms_http", "Bougenvil"),
    ("sms_http", "telegram", "Flamboyan"),
    ("telegram", "mail", "Cempaka"),
    ("mail", "sms", "Dahlia"),
    ("telegram", "telegram", "Seruni"),
    ("mail", "mail", "Teratai"),
    ("sms_http", "sms_http", "Anyelir"),
]


async def test_two_strangers_with_the_same_words_have_a_number_each_and_know_nothing(pair: Town) -> None:
    async with asyncio.TaskGroup() as all_of_them:
        for first, second, lane in STRANGERS:
            people = Citizen(pair, first), Citizen(pair, second, name="Ketut Laksmi")
            all_of_them.create_task(tell_the_same(*people, FIRST.format(lane)), name=lane)


async def tell_the_same(first: Citizen, second: Citizen, text: str) -> None:
    one = await first.complains(text)
    await second.writes(text, node=1)
    await until(lambda: len(cases_of(first.town, text)) == 2)
    other = cases_of(first.town, text)[1]
    await second.hears(str(other.number))
    assert [one.channel, other.channel] == [first.way, second.way]
    assert (one.related_to, other.related_to) == ((), (one.reference,))
    for citizen, stranger, case in ((first, second, other), (second, first, one)):
        assert [known for known in (str(case.number), stranger.name, stranger.address) if known in citizen.told] == []
        assert not added_to(citizen.town, case)


@pytest.mark.parametrize("flag", ["RAHASIA", "ANONIM"])
@pytest.mark.parametrize("place", [0, 1])
async def test_nothing_is_linked_across_a_flag(pair: Town, flag: str, place: int) -> None:
    """Whichever of the two asked for protection."""
    address, lane = phone(), f"{flag.capitalize()}{'xy'[place]}an"
    texts = [FIRST.format(lane), SECOND.format(lane)]
    texts[place] = f"{flag} {texts[place]}"
    await write(pair, "sms", address, texts[0])
    await until(lambda: cases_of(pair, texts[0]))
    await write(pair, "whatsapp", address, texts[1])
    await until(lambda: len(cases_of(pair, *texts)) == 2)
    one, other = cases_of(pair, *texts)
    assert (one.related_to, one.recurrence_of) == (other.related_to, other.recurrence_of) == ((), "")
    for case, way, stranger in ((one, "sms", other), (other, "whatsapp", one)):
        await until(lambda case=case, way=way: str(case.number) in told(pair, way, address))  # type: ignore[misc]
        assert str(stranger.number) not in told(pair, way, address)


async def test_two_gateways_at_once_make_one_submission_of_one_person(pair: Town) -> None:
    people = [(phone(), FIRST.format(lane), SECOND.format(lane)) for lane in ("Delima", "Salak", "Nangka", "Sirsak")]
    await asyncio.gather(
        *(write(pair, "sms", address, first) for address, first, _ in people),
        *(write(pair, "whatsapp", address, second, node=1) for address, _, second in people),
    )
    for address, first, second in people:
        case = await the_case(pair, first, second)
        for way in ("sms", "whatsapp"):
            await until(lambda case=case, way=way, who=address: str(case.number) in told(pair, way, who))  # type: ignore[misc]
        await until(lambda case=case: added_to(pair, case))  # type: ignore[misc]
        assert len(cases_of(pair, first, second)) == 1
