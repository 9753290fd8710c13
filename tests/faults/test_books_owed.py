"""What somebody is owed and nobody has in hand any more, planted: a number, an addition, a withdrawal, an erasure."""

from __future__ import annotations

import re

import pytest
from books import wrong
from crowd import Citizen, Crowd, epoch, eventually, ledger
from test_proof import complaints
from typed import typed

from gateway.simulator.town import Town
from gateway.simulator.twilio_api import new_sid

pytestmark = [pytest.mark.process, pytest.mark.planted, pytest.mark.timeout(300)]

_WORD = re.compile(r"satu kata: (\w+)|balas (\w+)(?: ke \S+)? dalam\b")


@pytest.fixture
async def quiet(town: Town) -> Crowd:
    """What follows within a second is added."""
    town.extra |= {"SMS_QUIET_SECONDS": "1", "CHAT_QUIET_SECONDS": "1"}
    await town.start()
    return Crowd(town)


async def says(crowd: Crowd, citizen: Citizen, words: str) -> None:
    url = f"{crowd.town.nodes[0].url}/twilio/sms"
    status, _ = await crowd.town.twilio.phone_sends(url, citizen.address, words, sid=new_sid())
    assert status == 200


async def confirms(crowd: Crowd, citizen: Citizen, words: str) -> None:
    """What destroys is asked back with a word."""
    await says(crowd, citizen, words)
    await eventually(lambda: _WORD.search(crowd.answers_to(citizen)[-1]) is not None, 30)
    asked = _WORD.search(crowd.answers_to(citizen)[-1])
    assert asked
    await says(crowd, citizen, asked[1] or asked[2])


async def tells(crowd: Crowd) -> tuple[Citizen, str]:
    """By SMS, until its number is told: who, and which complaint."""
    (one,) = await crowd.write(1, ways=("sms",))
    await crowd.all_answered()
    await crowd.all_quiet()
    (case,) = crowd.cases_of(one)
    return one, case.reference


def has(crowd: Crowd, key: str) -> bool:
    with ledger(crowd.town) as server:
        return bool(server.exists(f"sp:{epoch(crowd.town)}:{key}"))


def gone(town: Town, *keys: str, out_of: str = "", item: str = "") -> None:
    prefix = f"sp:{epoch(town)}:"
    with ledger(town) as server:
        assert server.delete(*(prefix + key for key in keys)) == len(keys) if keys else True
        if out_of:
            assert server.zrem(prefix + out_of, item) == 1


def listed(town: Town, name: str, begins: str = "") -> list[str]:
    with ledger(town) as server:
        found = server.zrange(f"sp:{epoch(town)}:{name}", 0, -1)
        assert isinstance(found, list)
        return [one.decode() for one in found if one.decode().startswith(begins)]


@pytest.mark.parametrize("left", ["nothing", "its end"])
async def test_a_number_that_nobody_is_told(crowd: Crowd, left: str) -> None:
    """The answer is gone with its place in the list, or with its place alone."""
    town = crowd.town
    await crowd.write(2)
    await crowd.all_answered()
    assert (await typed(town.nodes[0].env, "pause", "replies"))[0] == 0
    (one,) = await crowd.write(1, ways=("sms",))
    await eventually(lambda: bool(crowd.cases_of(one)), 30)
    name = crowd.cases_of(one)[0].reference
    await eventually(lambda: bool(listed(town, "due:reply", f"{name}.sms")), 30)
    (answer,) = listed(town, "due:reply", f"{name}.sms")
    assert answer.endswith(".number")
    assert await wrong(town, {}) == [], "what is paused is in hand"
    gone(town, *([f"a:{answer}"] if left == "nothing" else []), out_of="due:reply", item=answer)
    assert {(each.kind, each.about) for each in await wrong(town, {})} == {("untold", answer)}


async def test_an_answer_that_was_given_and_is_known_no_more(crowd: Crowd) -> None:
    town = crowd.town
    await crowd.write(4)
    await crowd.all_answered()
    await crowd.all_quiet()
    assert await wrong(town, {}) == []
    with ledger(town) as server:
        answers = [key.decode() for key in server.scan_iter(f"sp:{epoch(town)}:a:*.number")]
    assert len(answers) == len(complaints(crowd)) == 4
    names = [answer.removeprefix(f"sp:{epoch(town)}:a:") for answer in answers]
    gone(town, f"a:{names[0]}")
    assert {(each.kind, each.about) for each in await wrong(town, {})} == {("untold", names[0])}


async def test_what_was_added_and_nobody_tells(quiet: Crowd) -> None:
    town = quiet.town
    one, name = await tells(quiet)
    town.central.orders.down = "refuse"
    await says(quiet, one, "RT 5 dekat mushola")
    await eventually(lambda: bool(listed(town, "due:supplement", name)), 30)
    await quiet.all_quiet()
    await town.workers[0].stop()
    town.central.orders.down = ""
    assert await wrong(town, {"central": "it was down"}) == []
    (added,) = listed(town, "due:supplement", name)
    gone(town, out_of="due:supplement", item=added)
    assert {(each.kind, each.about) for each in await wrong(town, {"central": "it was down"})} == {("stuck", added)}
    gone(town, f"u:{added}")
    assert {(each.kind, each.about) for each in await wrong(town, {"central": "it was down"})} == {("lost", added)}


async def test_a_withdrawal_that_nobody_tells(quiet: Crowd) -> None:
    """The case stays there, and its sender was told that it would be withdrawn."""
    town = quiet.town
    one, name = await tells(quiet)
    town.central.orders.down = "refuse"
    await confirms(quiet, one, "BATAL")
    await eventually(lambda: bool(listed(town, "due:act", name)), 30)
    await quiet.all_quiet()
    await town.workers[0].stop()
    town.central.orders.down = ""
    assert await wrong(town, {"central": "it was down"}) == []
    gone(town, out_of="due:act", item=name)
    about = f"{name}~act"
    assert {(each.kind, each.about) for each in await wrong(town, {"central": "it was down"})} == {("stuck", about)}
    gone(town, f"x:{name}")
    assert {(each.kind, each.about) for each in await wrong(town, {"central": "it was down"})} == {("lost", about)}


async def test_an_erasure_that_nobody_does(quiet: Crowd) -> None:
    town = quiet.town
    one, _ = await tells(quiet)
    await confirms(quiet, one, "HAPUS DATA")
    await eventually(lambda: bool(listed(town, "due:erase")), 30)
    await quiet.all_quiet()
    assert await wrong(town, {}) == []
    (key,) = listed(town, "due:erase")
    gone(town, out_of="due:erase", item=key)
    assert {(each.kind, each.about) for each in await wrong(town, {})} == {("stuck", key)}
    gone(town, f"E:{key}")
    assert {(each.kind, each.about) for each in await wrong(town, {})} == {("lost", key)}
