"""What left in our name, by Twilio's list and by what is noted here: each difference, and what is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from journal_samples import HASHER
from node_kit import NodeKit, a_node

from channels import sms, whatsapp
from channels.base import Channel
from forwarder.naming import who_at
from forwarder.reply import report_key
from gateway.inbox import DOUBT_MS, Fact
from gateway.proof_answers import Answers
from gateway.proof_courtesy import Courtesy
from gateway.proof_rows import Account
from gateway.simulator.twilio import TwilioStandIn
from gateway.simulator.twilio_api import API, Sent, error, new_sid
from normalizer.schema import ChannelName

SMS, WHATSAPP = ChannelName("sms"), ChannelName("whatsapp")
CITIZEN, WORDS = "+6281100001234", "Laporan Anda tercatat dengan nomor 1234567890"
COMPLAINT, SERVICE = "a" * 26, "MG" + "0" * 32


@dataclass(eq=False)
class Desk:
    """A node, Twilio, and what is planted at both."""

    node: NodeKit
    twilio: TwilioStandIn
    env: dict[str, str]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    _facts: int = 0

    def left(self, *, to: str = CITIZEN, words: str = WORDS, ago: float = 60, **changes: Any) -> str:
        """Minutes ago, as Twilio lists it."""
        prefix = "whatsapp:" if to.startswith("whatsapp:") else ""
        one = Sent(new_sid(), prefix + self.twilio.our_number, to, words, "delivered")
        one.sent = self.now - timedelta(minutes=ago)
        for name, value in changes.items():
            setattr(one, name, value)
        self.twilio.messages.append(one)
        return one.sid

    async def noted(self, sid: str, channel: ChannelName = SMS) -> str:
        await self.node.redis.set(self.node.ledger.key(f"r:{report_key(HASHER, channel, sid)}"), "some answer")
        return sid

    async def told(self, data: str, kind: str = "answer_sent", *, ago: float = 60) -> None:
        """A fact of this node's journal."""
        self._facts += 1
        at_ms = int((self.now - timedelta(minutes=ago)).timestamp() * 1000)
        subject = f"{COMPLAINT}.{who_at(HASHER, SMS, CITIZEN)}.number"
        await self.node.journal.facts([Fact(f"1-{self._facts}", "epoch", kind, subject, at_ms, data)])

    async def waits(self, where: str, what: str, *, tried: bool = True, channel: ChannelName = SMS) -> None:
        """An answer to that citizen, of which it is not known whether it left."""
        name, ledger = f"{COMPLAINT}.{who_at(HASHER, channel, CITIZEN)}.{what}", self.node.ledger
        await self.node.redis.hset(ledger.key(f"a:{name}"), "begun" if tried else "what", "1")
        await self.node.redis.zadd(ledger.key(where), {name: 1})

    async def recount(self, *, minutes: float = 24 * 60, until: float = 1) -> Account:
        found = Account(self.now - timedelta(minutes=minutes), self.now - timedelta(minutes=until))
        made = {SMS: sms.from_env(self.env, ""), WHATSAPP: whatsapp.from_env(self.env, "")}
        channels: dict[ChannelName, Channel] = {name: one for name, one in made.items() if one}
        try:
            await Answers(self.node.reader, self.node.ledger, HASHER, channels, Courtesy(self.node.ledger)).recount(
                found
            )
        finally:
            for one in channels.values():
                await one.close()
        return found

    async def differences(self, **window: float) -> list[tuple[str, str]]:
        return [(one.kind, one.about) for one in (await self.recount(**window)).differences]


@asynccontextmanager
async def a_desk(folder: Path, url: str, twilio: TwilioStandIn, **env: str) -> AsyncIterator[Desk]:
    async with a_node(folder, url) as node:
        yield Desk(node, twilio, twilio.env() | env)


@pytest.fixture
async def desk(tmp_path: Path, redis_url: str, twilio: TwilioStandIn) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path, redis_url, twilio) as found:
        yield found


async def test_what_is_known_on_both_sides_is_no_difference(desk: Desk) -> None:
    for sid in [desk.left() for _ in range(600)]:  # three pages
        await desk.noted(sid)
    await desk.noted(desk.left(to=f"whatsapp:{CITIZEN}"), WHATSAPP)
    whole = desk.left(words="Only this node's journal knows")
    await desk.told(whole)
    part = desk.left(words="Part one")
    await desk.told(f"0 1 free {part}", "answer_piece")
    found = await desk.recount()
    assert found.differences == []
    assert found.sums["sms: sent, as its provider lists it"] == 602
    assert found.sums["whatsapp: sent, as its provider lists it"] == 1


async def test_one_sent_twice_and_one_of_nobodys_are_found(desk: Desk) -> None:
    await desk.noted(desk.left())
    twice, strange, by_chat = desk.left(), desk.left(words="Menangkan hadiah"), desk.left(to=f"whatsapp:{CITIZEN}")
    assert sorted(await desk.differences()) == sorted([("double", twice), ("orphan", strange), ("orphan", by_chat)])


NEVER_ARRIVED: list[tuple[str, dict[str, Any], bool]] = [
    ("the phone is off, and nothing else is said", {"status": "undelivered", "error_code": 30003}, False),
    ("no room for it, and the same words left again", {"status": "failed", "error_code": 30001}, True),
]


@pytest.mark.parametrize(
    ("changes", "again"), [one[1:] for one in NEVER_ARRIVED], ids=[one[0] for one in NEVER_ARRIVED]
)
async def test_what_never_arrived_is_nobodys_second_answer(desk: Desk, changes: dict[str, Any], again: bool) -> None:
    """Its HTTP answer was cut: nobody noted its SID, and the look-up found that it had failed."""
    desk.left(**changes)
    if again:
        await desk.noted(desk.left())
    found = await desk.recount()
    assert found.differences == []
    assert found.sums["sms: sent by nobody known here, and it never arrived"] == 1


async def test_what_never_arrived_does_not_stand_for_what_is_under_way(desk: Desk) -> None:
    await desk.waits("due:reply", "number")
    desk.left(status="undelivered", error_code=30003)
    desk.left()
    found = await desk.recount()
    assert found.differences == []
    assert found.sums["sms: sent, and to be looked up before it is sent again"] == 1


async def test_what_was_noted_as_sent_and_is_not_there_is_found(desk: Desk) -> None:
    gone, part = new_sid(), new_sid()
    await desk.told(gone)
    await desk.told(f"1 1 free {part}", "answer_piece")
    assert await desk.differences() == [("lost", gone), ("lost", part)]


FOREIGN: list[tuple[str, dict[str, Any]]] = [
    ("another program's, by a number of its own", {"sender": "+6281100005555"}),
    ("another program's, by its messaging service", {"sender": "+6281100005555", "service": SERVICE}),
    ("an answer of a webhook", {"direction": "outbound-reply"}),
    ("a call's", {"direction": "outbound-call"}),
    ("a citizen's", {"direction": "inbound"}),
    ("not sent yet", {"sent": None}),
]


@pytest.mark.parametrize("changes", [pytest.param(changes, id=label) for label, changes in FOREIGN])
async def test_what_is_not_ours_is_no_difference(desk: Desk, changes: dict[str, Any]) -> None:
    await desk.noted(desk.left())
    desk.left(**changes)
    found = await desk.recount()
    assert (found.differences, found.sums["sms: sent, as its provider lists it"]) == ([], 1)


async def test_a_messaging_service_is_told_from_what_else_the_account_sends(
    tmp_path: Path, redis_url: str, twilio: TwilioStandIn
) -> None:
    """It chooses its numbers itself, and there is no filter for it."""
    env = {"TWILIO_SMS_FROM": "", "TWILIO_WHATSAPP_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": SERVICE}
    async with a_desk(tmp_path, redis_url, twilio, **env) as desk:
        await desk.noted(desk.left(sender="+6281100007777", service=SERVICE))
        desk.left(words="Another's", sender="+6281100007777", service="MG" + "1" * 32)
        strange = desk.left(words="Ours", sender="+6281100008888", service=SERVICE)
        assert await desk.differences() == [("orphan", strange)]


async def test_what_left_at_the_edge_of_the_time_is_no_difference(desk: Desk) -> None:
    """Sent a moment before midnight and noted a moment after, or the other way round; from a number of former days."""
    desk.left(ago=61)  # not of this time, whoever sent it
    desk.left(ago=29)
    early, late = desk.left(ago=60.1), desk.left(ago=29.9)
    await desk.told(early, ago=59.9)
    await desk.told(late, ago=30.1)
    await desk.told(desk.left(ago=50, sender="+6281100005555"), ago=50)
    # Twilio's clock and Redis's are a day apart.
    await desk.told(desk.left(ago=-1_440), ago=50)
    assert await desk.differences(minutes=60, until=30) == []


async def test_who_has_an_answer_under_way_is_no_stranger_but_for_each_only_once(desk: Desk) -> None:
    await desk.waits("due:reply", "number")
    await desk.waits("due:reply", "receipt", tried=False)
    first = desk.left()
    found = await desk.recount()
    assert found.differences == []
    assert found.sums["sms: sent, and to be looked up before it is sent again"] == 1
    desk.left(words="Something else")
    assert [kind for kind, _ in await desk.differences()] == ["orphan"]
    await desk.noted(first)  # looked up, and adopted
    await desk.node.redis.delete(desk.node.ledger.key("due:reply"))
    assert [kind for kind, _ in await desk.differences()] == ["orphan"]


async def test_an_sms_to_whom_a_chat_does_not_reach_is_under_way_too(desk: Desk) -> None:
    await desk.waits("due:reply", "number", channel=WHATSAPP)
    desk.left()
    assert await desk.differences() == []


async def test_what_waits_for_a_person_and_has_left_is_told_as_such(desk: Desk) -> None:
    await desk.waits("parked", "number")
    assert await desk.differences() == []
    sid = desk.left()
    assert await desk.differences() == [("parked", sid)]


async def test_what_nobody_could_know_any_more_is_no_difference(desk: Desk) -> None:
    """Older than CLAIM_DAYS, or than Twilio's list; sent to somebody whose data was erased before a rebuild."""
    days = 24 * 60
    desk.left(ago=40 * days)
    await desk.told(new_sid(), ago=400 * days)
    found = await desk.recount(minutes=500 * days)
    assert found.differences == []
    gone = desk.left(ago=60)
    assert await desk.differences() == [("orphan", gone)]
    await desk.told("node-1", "erased", ago=30)
    assert await desk.differences() == [("orphan", gone)]
    await desk.node.journal.set_meta(DOUBT_MS, str(int(desk.now.timestamp() * 1000)))
    assert await desk.differences() == []


async def test_ids_of_other_providers_are_not_asked_of_this_one(desk: Desk) -> None:
    for data in ("12345", "<mail-1@desa.example.org>", "agg-77", "", "SM12"):
        await desk.told(data)
    assert await desk.differences() == []


async def test_half_a_list_proves_nothing(desk: Desk) -> None:
    """No orphan, no double, and nobody is called lost, where the provider cannot be asked."""
    desk.left()
    await desk.told(new_sid())
    assert sorted(kind for kind, _ in await desk.differences()) == ["lost", "orphan"]
    desk.env["TWILIO_AUTH_TOKEN"] = "another"
    found = await desk.recount()
    assert [(one.kind, one.about) for one in found.differences] == [("provider", SMS), ("provider", WHATSAPP)]


async def test_a_provider_that_cannot_be_asked_for_one_message_has_lost_none(desk: Desk) -> None:
    async def nothing(_: web.Request) -> web.StreamResponse:
        return web.json_response({"messages": [], "next_page_uri": None})

    async def away(_: web.Request) -> web.StreamResponse:
        return error(503, 20503, "Service Unavailable")

    await desk.told(new_sid())
    app = web.Application()
    app.router.add_get(f"{API}/Accounts/{{account}}/Messages.json", nothing)
    app.router.add_get(f"{API}/Accounts/{{account}}/Messages/{{sid}}.json", away)
    async with TestServer(app) as server:
        desk.env["TWILIO_API_BASE"] = str(server.make_url("/")).rstrip("/")
        assert await desk.differences() == [("provider", SMS)]
