"""What a chat asks of its complaints, in the ledger: which one is meant, what is asked back, what travels first."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import answers, claim, living

from forwarder import acts, epoch, supplement
from forwarder.acts import Act, ActLease, Deed
from forwarder.dialogue import chats
from forwarder.items import Bundle, Claim, Copy
from forwarder.ledger import Ledger
from forwarder.ledger_recap import entries
from forwarder.supplement import Supplement

LEASE_MS = 60_000
MINE = claim(1, who="sms-a", owner="person-a")
ACT = Act(
    delivery="delivery-a",
    key="k" * 26,
    deed=Deed.RAISE,
    node="node-1",
    received_ms=2_000,
    who="sms-a",
    listener=b"an address",
    names=("sms-a", "person-a"),
    letters="r",
    word="payung",
    person="person-a",
)


def an_act(deed: Deed, mark: str, **changes: Any) -> Act:
    return replace(ACT, deed=deed, delivery=f"delivery-{mark}", key=mark * 26, **changes)


async def done(ledger: Ledger, *items: Act) -> list[str]:
    """The end of each, without the key."""
    found = await acts.claim(ledger, items)
    return [":".join(part for place, part in enumerate(end.split(":")) if place != 2) or what for what, end in found]


async def submitted(ledger: Ledger, number: str = "4711", *, late: bool = False) -> None:
    (lease,) = await ledger.lease_forward(1, LEASE_MS)
    assert await ledger.begin_forward(lease, LEASE_MS, b"the case")
    if late:
        await ledger.deferred(lease, "token-1", 60_000)
    else:
        await ledger.numbered(lease, number, doubt=False)


async def row(ledger: Ledger, key: str) -> dict[str, str]:
    redis: Any = ledger.redis
    found = await redis.hgetall(ledger.key(key))
    return {name.decode(): value.decode("latin-1") for name, value in found.items()}


async def hasten(ledger: Ledger, queue: str) -> None:
    redis: Any = ledger.redis
    for name in await redis.zrange(ledger.key(queue), 0, -1):
        await redis.zadd(ledger.key(queue), {name: 0})


async def leased(ledger: Ledger) -> list[ActLease]:
    await hasten(ledger, "due:act")
    return await acts.lease(ledger, 10, LEASE_MS)


async def test_protection_before_submission_goes_with_the_case_and_needs_no_call(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        assert await done(ledger, ACT) == ["act:complaint1:raise-r"]
        assert "complaint1.sms-a.flag_set." + "k" * 26 in await answers(ledger)
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert lease.asked == "r"
        assert await ledger.begin_forward(lease, LEASE_MS, b"case")
        await ledger.numbered(lease, "4711", doubt=False)
        assert await leased(ledger) == []
        assert not await acts.due(ledger)


async def test_the_citizen_who_protects_what_an_office_passed_on_is_still_told_its_number(redis_url: str) -> None:
    """And another citizen behind it is not."""
    async with living(redis_url) as ledger:
        told = (Copy("sms-c", b"a citizen"), Copy("sms-d", b"another"))
        passed_on = replace(claim(1, who="mail-a", owner="office"), copies=told)
        await ledger.take_in([passed_on])
        await submitted(ledger)
        assert {"complaint1.sms-c.copy", "complaint1.sms-d.copy"} <= (await answers(ledger)).keys()
        asks = replace(ACT, who="sms-c", names=("sms-c",), number=passed_on.numbers[0])
        assert await done(ledger, asks) == ["act:complaint1:raise-r"]
        stand = await answers(ledger)
        assert (stand["complaint1.sms-c.copy"], stand["complaint1.sms-d.copy"]) == ("due", "superseded")


async def test_a_worker_that_holds_an_unprotected_case_loses_its_lease(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        (old,) = await ledger.lease_forward(5, LEASE_MS)
        await done(ledger, ACT)
        assert await ledger.begin_forward(old, LEASE_MS, b"unprotected") is None
        (new,) = await ledger.lease_forward(5, LEASE_MS)
        assert (new.asked, new.case) == ("r", b"")


async def test_what_may_be_there_is_looked_up_and_frozen_anew(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        (first,) = await ledger.lease_forward(5, LEASE_MS)
        assert await ledger.begin_forward(first, LEASE_MS, b"unprotected")
        await ledger.later(first, 0, "no answer", unknown=True)
        (second,) = await ledger.lease_forward(5, LEASE_MS)
        await done(ledger, ACT)
        assert await ledger.begin_forward(second, LEASE_MS, second.case) is None, "asked for while it was looked up"
        await hasten(ledger, "due:forward")
        (third,) = await ledger.lease_forward(5, LEASE_MS)
        assert (third.case, third.begun, third.asked) == (b"", True, "r")
        begun = await ledger.begin_forward(third, LEASE_MS, b"protected")
        assert begun
        assert begun.case == b"protected"
        await ledger.numbered(third, "4711", doubt=False)
        (lease,) = await leased(ledger)
        assert (lease.withdraws, lease.asked) == (False, "r"), "the first call may have arrived before this one"
        assert await acts.told(ledger, lease)
        assert await leased(ledger) == []
        assert "complaint1.sms-a.flag_set." + "k" * 26 in await answers(ledger)


@pytest.mark.parametrize("late", [False, True], ids=["with its number", "with a token"])
async def test_protection_after_submission_is_told_when_it_holds(redis_url: str, late: bool) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger, late=late)
        assert await done(ledger, replace(ACT, wait_ms=60_000)) == ["act:complaint1:raise-r"]
        (lease,) = await leased(ledger)
        assert (lease.withdraws, lease.asked) == (False, "r")
        assert await acts.begin(ledger, lease, LEASE_MS)
        assert not [name for name in await answers(ledger) if "flag_set" in name]
        assert await acts.told(ledger, lease)
        found = await answers(ledger)
        assert found["complaint1.sms-a.flag_set." + "k" * 26] == "due"
        assert found["complaint1.sms-a.act_waits." + "k" * 26] == "superseded"
        assert await leased(ledger) == []


async def test_what_cannot_be_done_alarms_a_person_and_is_told_as_it_is(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger)
        await done(ledger, replace(ACT, wait_ms=3_600_000))
        (lease,) = await leased(ledger)
        await acts.park(ledger, lease, "cannot be told")
        (waiting,) = await ledger.parked(5)
        assert (waiting.id, waiting.why, waiting.number) == ("complaint1~act", "cannot be told", MINE.numbers[0])
        waits = "complaint1.sms-a.act_waits." + "k" * 26
        assert waits in [one.id for one in await ledger.lease_reply(9, LEASE_MS)], "told at once that it does not hold"
        assert await ledger.retry("complaint1~act")
        (again,) = await leased(ledger)
        await acts.park(ledger, again, "cannot be told")
        assert await acts.retry(ledger, "complaint1~act", done=True), "a person did it there"
        assert (await answers(ledger))["complaint1.sms-a.flag_set." + "k" * 26] == "due"
        assert await ledger.parked(5) == []
        assert not await acts.retry(ledger, "complaint1~act")


async def test_supplements_wait_for_the_protection_that_was_asked_for(redis_url: str) -> None:
    more = Supplement(
        "delivery-s", "s" * 26, ("complaint1",), ("sms-a",), "node-1", 2_000, b"more", "sms-a", b"", "", claim(9)
    )
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger)
        await supplement.claim(ledger, [more])
        await done(ledger, ACT)
        assert await supplement.lease(ledger, 5, LEASE_MS) == []
        (lease,) = await leased(ledger)
        await acts.told(ledger, lease)
        await hasten(ledger, "due:supplement")
        assert len(await supplement.lease(ledger, 5, LEASE_MS)) == 1


async def test_a_wish_that_comes_while_another_travels_follows_it(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger)
        await done(ledger, ACT)
        (lease,) = await leased(ledger)
        await acts.begin(ledger, lease, LEASE_MS)
        await done(ledger, an_act(Deed.RAISE, "b", letters="a", received_ms=3_000))
        assert await acts.lease(ledger, 5, LEASE_MS) == [], "it does not overtake"
        assert not await acts.told(ledger, lease)
        (second,) = await acts.lease(ledger, 5, LEASE_MS)
        assert second.asked == "ar"
        assert await acts.told(ledger, second)


async def test_a_repeat_and_a_replay_change_nothing(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger)
        first = await acts.claim(ledger, [ACT, ACT, replace(ACT, node="node-2")])
        assert [what for what, _ in first] == ["new", "mine", "again"]
        (lease,) = await leased(ledger)
        await acts.told(ledger, lease)
        before = await answers(ledger)
        await acts.restore(ledger, [(ACT, first[0][1])])
        assert await leased(ledger) == []
        assert await answers(ledger) == before


# -- which complaint -------------------------------------------------------------------------------------------------


async def test_the_newest_is_meant_and_all_of_the_day_and_all_that_have_not_left(redis_url: str) -> None:
    day = 86_400_000
    said = replace(ACT, received_ms=day + 1_500)
    async with living(redis_url) as ledger:
        for count, at in enumerate((1_000, day, day + 1_100), 1):
            await ledger.take_in([claim(count, who="sms-a", received_ms=at)])
            await submitted(ledger, f"471{count}")
        await ledger.take_in([claim(5, who="sms-a", received_ms=1_050)])
        await ledger.take_in([claim(4, who="sms-b", received_ms=day + 1_300)])
        assert await done(ledger, said) == ["act:complaint3,complaint2,complaint5:raise-r"]
        assert await done(ledger, replace(said, delivery="delivery-e", every=True)) == [
            "act:complaint3,complaint2,complaint5,complaint1:raise-r"
        ]


async def test_each_complaint_of_the_day_that_is_protected_is_told(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        for count in (1, 2, 3):
            await ledger.take_in([claim(count, who="sms-a", received_ms=1_000 + count)])
            await submitted(ledger, f"471{count}")
        first = an_act(Deed.RAISE, "f", number="4712")
        assert await done(ledger, first, ACT) == [
            "act:complaint2:raise-r",
            "act:complaint3,complaint2,complaint1:raise-r",
        ]
        for lease in await leased(ledger):
            assert await acts.told(ledger, lease)
        told = [name for name in await answers(ledger) if ".flag_set." in name]
        # The second was protected before, by its number.
        assert sorted(told) == [
            *(f"complaint1.sms-a.flag_set.{ACT.key}", f"complaint2.sms-a.flag_set.{first.key}"),
            f"complaint3.sms-a.flag_set.{ACT.key}",
        ]


WHOSE: list[tuple[str, dict[str, Any], str]] = [
    ("by our number", {"number": MINE.numbers[0]}, "act:complaint1:raise-r"),
    ("by the national one", {"number": "4711"}, "act:complaint1:raise-r"),
    ("another channel of the person, by number", {"number": "4711", "who": "wa-a"}, "act:complaint1:raise-r"),
    ("another channel of the person, without one", {"who": "wa-a"}, "stranger"),
    ("a stranger by number", {"number": "4711", "who": "sms-z", "names": ("sms-z",)}, "stranger"),
    ("a number that is none", {"number": "999999"}, "stranger"),
    ("a borrowed name", {"names": ()}, "stranger"),
    ("by proof", {"complaints": ("complaint1",), "who": "mail-x"}, "act:complaint1:raise-r"),
    ("a proof without a name", {"complaints": ("complaint1",), "names": ("mail-x",)}, "stranger"),
    ("long ago", {"received_ms": 1_000 + 8 * 86_400_000}, "stranger"),
]


@pytest.mark.parametrize(("changes", "expected"), [one[1:] for one in WHOSE], ids=[one[0] for one in WHOSE])
async def test_only_the_senders_own_complaint_is_meant(redis_url: str, changes: dict[str, Any], expected: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger)
        assert await done(ledger, replace(ACT, **changes)) == [expected]


# -- what is asked back ----------------------------------------------------------------------------------------------


async def asked_to_lift(ledger: Ledger) -> None:
    await ledger.take_in([replace(MINE, flagged=True)])
    await submitted(ledger)
    assert await done(ledger, an_act(Deed.LIFT, "l", letters="")) == ["act:complaint1:ask_lift-ar"]
    assert "complaint1.sms-a.confirm_lift." + "l" * 26 in await answers(ledger)
    assert await leased(ledger) == []


WORDS: list[tuple[str, dict[str, Any], str]] = [
    ("the right word", {}, "act:complaint1:lift-ar"),
    ("a wrong word", {"word": "sendok"}, "act:-:wrong"),
    ("a word that is late", {"received_ms": 2_000 + 600_001}, "act:-:late"),
    ("another chat", {"who": "sms-b"}, "stranger"),
]


@pytest.mark.parametrize(("changes", "expected"), [one[1:] for one in WORDS], ids=[one[0] for one in WORDS])
async def test_opening_needs_the_word(redis_url: str, changes: dict[str, Any], expected: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_lift(ledger)
        assert await done(ledger, an_act(Deed.CONFIRM, "c", **changes)) == [expected]
        found = await leased(ledger)
        assert [one.asked for one in found] == (["AR"] if "lift" in expected else [])


async def test_three_wrong_words_end_it(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_lift(ledger)
        wrong = [an_act(Deed.CONFIRM, mark, word="sendok") for mark in "def"]
        assert await done(ledger, *wrong) == ["act:-:wrong"] * 3
        assert await done(ledger, an_act(Deed.CONFIRM, "g")) == ["stranger"]


async def test_a_word_is_asked_for_five_times_a_day(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, flagged=True)])
        found = await done(ledger, *(an_act(Deed.LIFT, mark, letters="r") for mark in "abcdefg"))
        assert found == ["act:complaint1:ask_lift-r"] * 5 + ["act:complaint1:unasked"] * 2


async def test_protection_after_opening_holds_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_lift(ledger)
        await done(ledger, an_act(Deed.CONFIRM, "c", received_ms=3_000))
        await done(ledger, an_act(Deed.RAISE, "r", received_ms=4_000))
        (lease,) = await leased(ledger)
        assert lease.asked == "Ar"


# -- withdrawing -----------------------------------------------------------------------------------------------------


async def test_who_only_says_not_yet_is_asked_first(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, wait_ms=60_000)])
        assert await done(ledger, an_act(Deed.WITHDRAW, "w", letters="w")) == ["act:complaint1:ask_withdraw-"]
        assert await done(ledger, an_act(Deed.CONFIRM, "c")) == ["act:complaint1:withdraw"]


async def test_withdrawn_before_submission_never_goes(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, wait_ms=60_000)])
        (old,) = await ledger.lease_forward(5, LEASE_MS)
        assert await done(ledger, an_act(Deed.WITHDRAW, "w")) == ["act:complaint1:withdraw"]
        assert await ledger.begin_forward(old, LEASE_MS, b"case") is None
        await hasten(ledger, "due:forward")
        assert await ledger.lease_forward(5, LEASE_MS) == []
        found = await answers(ledger)
        assert found["complaint1.sms-a.withdrawn." + "w" * 26] == "due"
        assert found["complaint1.sms-a.receipt"] == "superseded"
        standing = await ledger.standing_of("complaint1")
        assert standing
        assert standing.state == "withdrawn"


async def test_a_repeat_of_what_was_withdrawn_is_a_complaint_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await done(ledger, an_act(Deed.WITHDRAW, "w"))
        ((what, _),) = await ledger.take_in([claim(2, who="sms-a", same=MINE.same)])
        assert what == "new"


async def test_withdrawn_after_submission_needs_the_word_and_is_told_there(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        await submitted(ledger)
        assert await done(ledger, an_act(Deed.WITHDRAW, "w")) == ["act:complaint1:ask_withdraw-"]
        assert await leased(ledger) == []
        assert await done(ledger, an_act(Deed.CONFIRM, "c")) == ["act:complaint1:withdraw"]
        (lease,) = await leased(ledger)
        assert (lease.withdraws, lease.national) == (True, "4711")
        assert await acts.told(ledger, lease)
        assert (await answers(ledger))["complaint1.sms-a.withdrawn." + "c" * 26] == "due"
        assert await leased(ledger) == []


async def test_what_may_be_there_is_withdrawn_when_that_is_known(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        await ledger.begin_forward(lease, LEASE_MS, b"case")
        await done(ledger, an_act(Deed.WITHDRAW, "w"), an_act(Deed.CONFIRM, "c"))
        assert await leased(ledger) == []
        await ledger.later(lease, 0, "refused", unknown=False)
        assert await leased(ledger) == []
        assert (await row(ledger, "c:complaint1"))["state"] == "withdrawn"
        assert (await answers(ledger))["complaint1.sms-a.withdrawn." + "c" * 26] == "due"


# -- who hears of it -------------------------------------------------------------------------------------------------


async def test_no_other_chat_hears_of_it_any_more(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(MINE, copies=(Copy("sms-citizen", b"an address"),))])
        await ledger.take_in([claim(2, who="whatsapp-a", same=MINE.same, owner="person-a")])
        assert await chats(ledger, "complaint1") == {"sms-a", "whatsapp-a"}
        await done(ledger, ACT)
        await submitted(ledger)
        found = await answers(ledger)
        assert {name: state for name, state in found.items() if "citizen" in name or "whatsapp" in name} == {
            "complaint1.whatsapp-a.receipt": "superseded"
        }
        assert found["complaint1.sms-a.number"] == "due"
        standing = await ledger.standing("4711")
        assert standing
        assert standing.owner == "sms-a", "nor may it ask"
        ((what, _),) = await ledger.take_in([claim(3, who="whatsapp-a", same=MINE.same, owner="person-a")])
        assert what == "new", "nor is it told by a repeat"
        leases = {one.id: one.protected for one in await ledger.lease_reply(9, LEASE_MS)}
        assert leases["complaint1.sms-a.number"], "neutral words, whatever was asked for when it came in"


async def test_the_citizen_behind_a_forward_asks_and_the_office_hears_no_more(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1, who="mail-office", copies=(Copy("sms-a", b"an address"),), owner="o person-a")])
        assert await done(ledger, replace(ACT, number="3000000001")) == ["act:complaint1:raise-r"]
        await submitted(ledger)
        found = await answers(ledger)
        assert found["complaint1.mail-office.receipt"] == "superseded"
        assert "complaint1.mail-office.number" not in found
        assert found["complaint1.sms-a.number"] == "due"
        for place, earlier in enumerate(("1", "sms-a")):
            await ledger.redis.hset(ledger.key("c:complaint1"), "unlisted", earlier)
            again = an_act(Deed.RAISE, f"b{place}", letters="a", number="3000000001", received_ms=3_000)
            await done(ledger, again)
            standing = await ledger.standing("3000000001")
            assert standing
            assert standing.owner == "sms-a", "nor may the office ask once more was asked for"
        also = an_act(Deed.RAISE, "w", who="whatsapp-a", names=("whatsapp-a", "sms-a"), number="3000000001")
        await done(ledger, replace(also, received_ms=4_000))
        standing = await ledger.standing("3000000001")
        assert standing
        assert (standing.owner, await chats(ledger, "complaint1")) == ("sms-a whatsapp-a", {"sms-a"})


# -- after a loss ----------------------------------------------------------------------------------------------------


async def made_anew(ledger: Ledger, mine: Claim, told: Sequence[tuple[Act, str]]) -> Ledger:
    """The ledger is lost and rebuilt out of what a journal has."""
    facts = await epoch.facts(ledger, "node-1", 100, 1)
    await ledger.redis.flushall()
    name = await epoch.begin_rebuild(ledger.redis)
    assert await epoch.go_live(ledger.redis, name, "node-1", ["node-1"]) == []
    again = Ledger(ledger.redis, name, ledger.sealer)
    await epoch.restore_fact(again, facts)
    await epoch.restore_claims(again, [replace(mine, numbers=mine.numbers[:1])])
    await acts.restore(again, told)
    return again


async def test_all_of_it_comes_back(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        at = int(time.time() * 1000)
        mine = replace(MINE, flagged=True, received_ms=at)
        await ledger.take_in([mine])
        await submitted(ledger)
        deeds = [an_act(Deed.RAISE, "r", letters="a", received_ms=at + 1), an_act(Deed.LIFT, "l", received_ms=at + 2)]
        deeds += [an_act(Deed.CONFIRM, "c", received_ms=at + 3)]
        deeds += [an_act(Deed.LIFT, "m", letters="a", received_ms=at + 4)]
        ends = [end for _, end in await acts.claim(ledger, deeds)]
        (lease,) = await leased(ledger)
        await acts.told(ledger, lease)
        wish, listeners = await row(ledger, "x:complaint1"), await chats(ledger, "complaint1")
        again = await made_anew(ledger, mine, list(zip(deeds, ends, strict=True)))
        back = await row(again, "x:complaint1")
        assert {key: back[key] for key in back if key.startswith(("raise", "lift"))} == {
            key: wish[key] for key in wish if key.startswith(("raise", "lift"))
        }
        assert (await row(again, "c:complaint1"))["asked"] == "aR"
        assert await chats(again, "complaint1") == listeners == {"sms-a"}
        assert await leased(again) == [], "the central system knows it already"
        confirmed = an_act(Deed.CONFIRM, "n", received_ms=at + 5)
        assert await done(again, confirmed) == ["act:complaint1:lift-a"], "the word that was asked for is remembered"


async def test_what_an_older_wish_may_have_undone_is_told_over_after_a_loss_too(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        at = int(time.time() * 1000)
        mine = replace(MINE, received_ms=at)
        await ledger.take_in([mine])
        await submitted(ledger)
        deeds = [an_act(Deed.RAISE, mark, letters=mark, received_ms=at + place) for place, mark in enumerate("ra")]
        ends, leases = [], []
        for deed in deeds:
            ends += [end for _, end in await acts.claim(ledger, [deed])]
            leases += await leased(ledger)
            assert await acts.told(ledger, leases[-1])
        assert await acts.told(ledger, leases[0]) is None
        assert await acts.tell_over(ledger, leases[0])
        again = await made_anew(ledger, mine, list(zip(deeds, ends, strict=True)))
        (lease,) = await leased(again)
        assert lease.asked == "ar"
        assert await acts.told(again, lease), "once"
        assert await leased(again) == []


async def test_a_withdrawal_outlives_a_loss(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([MINE])
        deed = an_act(Deed.WITHDRAW, "w")
        ((_, end),) = await acts.claim(ledger, [deed])
        for facts in (await epoch.facts(ledger, "node-1", 100, 1), []):
            await ledger.redis.flushall()
            name = await epoch.begin_rebuild(ledger.redis)
            assert await epoch.go_live(ledger.redis, name, "node-1", ["node-1"]) == []
            ledger = Ledger(ledger.redis, name, ledger.sealer)
            await epoch.restore_fact(ledger, facts)
            await epoch.restore_claims(ledger, [MINE])
            await acts.restore(ledger, [(deed, end)])
            for lease in await ledger.lease_forward(5, LEASE_MS):
                assert await ledger.begin_forward(lease, LEASE_MS, b"case") is None
            assert (await row(ledger, "c:complaint1"))["state"] == "withdrawn"


# -- what is held for its sender's answer -----------------------------------------------------------------------------

HELD = replace(MINE, hold_ms=900_000, wait_ms=20_000)


async def test_what_is_dangerous_in_public_waits_for_its_senders_word(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([HELD])
        assert await ledger.lease_forward(5, LEASE_MS) == []
        (offer,) = await ledger.lease_reply(5, LEASE_MS)
        assert (offer.what, offer.id) == ("offer", "complaint1.sms-a.receipt")
        redis: Any = ledger.redis
        score = await redis.zscore(ledger.key("due:forward"), "complaint1")
        assert abs(score - time.time() * 1000 - 900_000) < 30_000
        await hasten(ledger, "due:forward")
        assert len(await ledger.lease_forward(5, LEASE_MS)) == 1, "and goes without it when the time is over"


@pytest.mark.parametrize(("deed", "asked"), [(Deed.SEND, ""), (Deed.RAISE, "r")])
async def test_its_senders_word_sends_it(redis_url: str, deed: Deed, asked: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([HELD])
        (end,) = await done(ledger, an_act(deed, "s"))
        assert end.startswith("act:complaint1:")
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert lease.asked == asked
        assert await done(ledger, an_act(Deed.SEND, "t")) == ["stranger"], "nothing is held any more"


@pytest.mark.parametrize("doubt", [False, True])
async def test_protection_frees_at_once_what_was_held_also_where_it_may_be_there(redis_url: str, doubt: bool) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(HELD, doubt=doubt)])
        assert await ledger.lease_forward(5, LEASE_MS) == []
        await done(ledger, replace(ACT, wait_ms=20_000))
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert (lease.asked, lease.doubt) == ("r", doubt)
        begun = await ledger.begin_forward(lease, LEASE_MS, b"protected")
        assert begun
        assert begun.case == b"protected"
        await ledger.numbered(lease, "4711", doubt=False)
        for left in await leased(ledger):  # of what may have been there before, the central system is told as well
            assert await acts.begin(ledger, left, LEASE_MS)
            assert await acts.told(ledger, left)
        found = await answers(ledger)
        assert found["complaint1.sms-a.flag_set." + "k" * 26] == "due"
        assert found.get("complaint1.sms-a.act_waits." + "k" * 26) in (None, "superseded"), "nobody is told it waits"


async def test_what_failed_before_is_not_tried_sooner_for_a_wish(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([HELD])
        await hasten(ledger, "due:forward")
        (lease,) = await ledger.lease_forward(5, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, b"case")
        await ledger.later(lease, 600_000, "no answer", unknown=True)
        await done(ledger, ACT)
        assert await ledger.lease_forward(5, LEASE_MS) == []


async def test_it_is_still_held_after_a_loss(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        held = replace(HELD, received_ms=int(time.time() * 1000))
        await epoch.restore_claims(ledger, [held])
        await epoch.restore_answers(ledger, [held.id])
        assert await ledger.lease_forward(5, LEASE_MS) == []
        assert [one.what for one in await ledger.lease_reply(5, LEASE_MS)] == ["offer"]
        await acts.restore(ledger, [(an_act(Deed.SEND, "s"), f"act:complaint1:{'s' * 26}:send")])
        assert len(await ledger.lease_forward(5, LEASE_MS)) == 1


@pytest.mark.parametrize("wish_first", [False, True])
@pytest.mark.parametrize("asker", ["sms-a", "whatsapp-a"], ids=["the citizen of a forward", "another chat of theirs"])
async def test_whichever_journal_is_replayed_first_nobody_else_hears_of_it(
    redis_url: str, asker: str, wish_first: bool
) -> None:
    """One node has the forward, another the wish."""
    one = claim(1, who="mail-office", recap="office", copies=(Copy("sms-a", b"an address"),), owner="o person-a")
    wish = replace(ACT, number="3000000001", who=asker, names=(asker, "person-a"))
    more = an_act(Deed.RAISE, "m", letters="a", number="3000000001", who="telegram-a", names=("telegram-a", asker))

    async def seen(ledger: Ledger) -> tuple[object, ...]:
        standing = await ledger.standing("3000000001")
        assert standing
        listed = await entries(ledger, "office", 0, 9_000, 9)
        return await chats(ledger, "complaint1"), standing.owner, await row(ledger, "y:complaint1"), listed

    async with living(redis_url) as ledger:
        await ledger.take_in([one])
        wishes = [wish, replace(more, received_ms=3_000)]
        wished = list(zip(wishes, [end for _, end in await acts.claim(ledger, wishes)], strict=True))
        stood = await seen(ledger)
        await ledger.redis.flushall()
        name = await epoch.begin_rebuild(ledger.redis)
        assert await epoch.go_live(ledger.redis, name, "node-1", ["node-1"]) == []
        again = Ledger(ledger.redis, name, ledger.sealer)
        for _ in range(2):
            if wish_first:
                await acts.restore(again, wished)
            await epoch.restore_claims(again, [one])
            if not wish_first:
                await acts.restore(again, wished)
            assert await seen(again) == stood


@pytest.mark.parametrize("wish_first", [False, True])
async def test_whom_a_repeat_named_before_the_wish_hears_no_number_after_a_loss(
    redis_url: str, wish_first: bool
) -> None:
    """A repeat that came after it is its own chat's."""
    first = claim(1, who="mail-office", copies=(Copy("sms-a", b"an address"),), owner="o person-a")
    repeats = [
        replace(
            first, delivery=f"delivery-{at}", id=f"complaint{at}", copies=(Copy(f"sms-{at}", b"x"),), received_ms=at
        )
        for at in (1_500, 2_500)
    ]
    wish = replace(ACT, number="3000000001")
    async with living(redis_url) as ledger:
        await ledger.take_in([first])
        ((_, end),) = await acts.claim(ledger, [wish])
        links = [epoch.Link(one.delivery, "linked:complaint1", one) for one in repeats]
        await ledger.redis.flushall()
        name = await epoch.begin_rebuild(ledger.redis)
        assert await epoch.go_live(ledger.redis, name, "node-1", ["node-1"]) == []
        again = Ledger(ledger.redis, name, ledger.sealer)
        await epoch.restore_claims(again, [first])
        if wish_first:
            await acts.restore(again, [(wish, end)])
            await epoch.restore_links(again, "node-2", links)
        else:
            await epoch.restore_links(again, "node-2", links[:1])
            await acts.restore(again, [(wish, end)])
            await epoch.restore_links(again, "node-2", links[1:])
        assert set(await row(again, "y:complaint1")) == {"sms-2500"}


async def test_what_a_citizen_protects_stands_in_no_list_of_the_office(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        told = (Copy("sms-a", b"an address"),)
        one = claim(1, who="mail-office", recap="office", copies=told, received_ms=1_000)
        await ledger.take_in([one, claim(2, who="mail-office", recap="office", received_ms=1_100)])
        await done(ledger, replace(ACT, number="3000000001"))
        found, count = await entries(ledger, "office", 0, 9_000, 50)
        assert ([entry.number for entry in found], count) == (["3000000002"], 1)


async def test_nor_in_the_answer_about_its_mail(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        pair = [
            claim(place, who="mail-office", bundle=Bundle("b1", place, 2, 60_000), copies=(Copy("sms-a", b"x"),))
            for place in (1, 2)
        ]
        await ledger.take_in(pair)
        await done(ledger, replace(ACT, number="3000000001"))
        await hasten(ledger, "due:reply")
        (lease,) = [one for one in await ledger.lease_reply(9, LEASE_MS) if one.members]
        assert [member.number for member in lease.members] == ["3000000002"]
