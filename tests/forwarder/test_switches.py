"""An operator's switches: what is held back stays due, for every worker, and after a rebuild."""

from __future__ import annotations

from dataclasses import replace

from ledger_kit import CLAIM, LEASE_MS, NOTE, claim, living

from forwarder import epoch, outbox, switches
from forwarder.ladder import Rung
from forwarder.ledger import Ledger


async def leased(ledger: Ledger) -> tuple[int, int]:
    """How many complaints and answers a worker would find now."""
    return len(await ledger.lease_forward(10, LEASE_MS)), len(await ledger.lease_reply(10, LEASE_MS))


async def test_what_is_held_back_is_not_leased_until_it_is_let_go(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM, NOTE])
        assert await switches.pause(ledger, "node-1", switches.FORWARD)
        assert await switches.pause(ledger, "node-1", switches.REPLIES)
        assert not await switches.pause(ledger, "node-1", switches.REPLIES)
        assert [one.what for one in await switches.held(ledger)] == ["forward", "replies"]
        assert await leased(ledger) == (0, 0)
        assert await switches.resume(ledger, "node-1", switches.FORWARD)
        assert await leased(ledger) == (1, 0)
        assert await switches.resume(ledger, "node-1", switches.REPLIES)
        assert not await switches.resume(ledger, "node-1", switches.REPLIES)
        # The receipt of the complaint is due as well, since nobody waits for a number here.
        assert len(await ledger.lease_reply(10, LEASE_MS)) == 2
        assert await switches.held(ledger) == []


async def test_one_channel_waits_while_the_others_are_answered(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([NOTE])
        await switches.pause(ledger, "node-1", "telegram")
        assert (await leased(ledger))[1] == 1
    async with living(redis_url) as ledger:
        await ledger.take_in([NOTE])
        await switches.pause(ledger, "node-1", "sms")
        assert (await leased(ledger))[1] == 0


async def test_a_channel_that_waits_keeps_no_other_from_its_turn(redis_url: str) -> None:
    """Its backlog is the oldest, and longer than what one look takes."""
    async with living(redis_url) as ledger:
        backlog = [replace(NOTE, delivery=f"d{n}", who=f"telegram-w{n}") for n in range(300)]
        await ledger.take_in([*backlog, NOTE])
        older = {f"{one.delivery}.{one.who}.help": place for place, one in enumerate(backlog)}
        await ledger.redis.zadd(ledger.key("due:reply"), older, xx=True)
        await switches.pause(ledger, "node-1", "telegram")
        assert (await leased(ledger))[1] == 1


async def test_a_channel_is_switched_off_for_what_was_moved_to_it(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(NOTE, who="whatsapp-w1")])
        (lease,) = await ledger.lease_reply(1, LEASE_MS)
        assert await outbox.descend(ledger, lease, Rung.SMS, "sms", "free: 63003")
        await switches.pause(ledger, "node-1", "sms")
        assert (await leased(ledger))[1] == 0
        await switches.resume(ledger, "node-1", "sms")
        await switches.pause(ledger, "node-1", "whatsapp")
        await ledger.redis.zadd(ledger.key("due:reply"), {lease.id: 0}, xx=True)
        assert (await leased(ledger))[1] == 1


async def test_a_rebuild_knows_which_switch_came_last(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await switches.pause(ledger, "node-1", "forward")
        await switches.pause(ledger, "node-1", "sms")
        await switches.resume(ledger, "node-1", "sms")
        told = await epoch.facts(ledger, "node-1", 100, 1)
        for facts in (told, told[::-1]):
            await ledger.redis.delete(ledger.key("paused"))
            later = [
                epoch.FactEntry(f.entry, f.kind, f.subject, f.at_ms + place, f.data) for place, f in enumerate(told)
            ]
            await epoch.restore_fact(ledger, later if facts is told else later[::-1])
            assert [one.what for one in await switches.held(ledger)] == ["forward"]


async def test_a_central_system_that_wants_no_call_for_a_day_may_be_asked_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM, claim(2), claim(3)])
        assert not await switches.ask_again(ledger)
        (first, *others) = await ledger.lease_forward(3, LEASE_MS)
        assert await ledger.later(first, 1000, "429, Retry-After 86400", hold_ms=86_400_000)
        waiting = await switches.patience(ledger)
        assert waiting
        assert waiting.what == "429, Retry-After 86400"
        now = int((await ledger.redis.time())[0]) * 1000
        assert 86_300_000 < waiting.since_ms - now < 86_500_000
        assert not await ledger.begin_forward(others[0], LEASE_MS, b"{}"), "nobody calls"
        await ledger.redis.zadd(ledger.key("due:forward"), dict.fromkeys((one.id for one in others), 0))
        assert await leased(ledger) == (0, 3)
        assert await switches.ask_again(ledger)
        assert await switches.patience(ledger) is None
        assert len(await ledger.lease_forward(3, LEASE_MS)) == 1, "one call goes first"
        assert not await switches.ask_again(ledger)
