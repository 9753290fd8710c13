"""`satupintu check --ledger` calls nobody who asked for patience, and what it is asked for holds for every worker."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from central_kinds import KEY, KINDS, CentralKind
from central_kinds import Desk as CentralDesk
from central_kinds import desk as central_desk
from journal_samples import HASHER
from node_kit import NodeKit, a_node
from node_kit import sms as an_sms
from rich.console import Console

from channels import sms, whatsapp
from channels.base import Channel
from forwarder import switches
from forwarder.drain import Drain
from forwarder.forward import Forward
from gateway.control_client import ControlClient
from gateway.inbox import Fact
from gateway.proof_answers import Answers
from gateway.proof_central import compare
from gateway.proof_courtesy import Courtesy
from gateway.proof_providers import recount
from gateway.proof_rows import Account
from gateway.prove import main
from gateway.row_end import complaints_in
from gateway.settings import load
from gateway.simulator.central import StandInCentral
from gateway.simulator.faults import Fault
from gateway.simulator.mapped import StandInMapped
from gateway.simulator.twilio import TwilioStandIn
from gateway.simulator.twilio_api import new_sid
from normalizer.schema import ChannelName

LISTS = next(kind for kind in KINDS if kind.label == "national")
LOOKS_UP = next(kind for kind in KINDS if kind.label == "mapped")
WAITS, UNTIL = "wants no call until", "run this again after that"


@dataclass
class Books:
    """Complaints that are all at the central system."""

    node: NodeKit
    there: CentralDesk
    names: list[str]

    async def compared(self, seconds: float) -> Account:
        now = datetime.now(UTC)
        wanted = dict.fromkeys(self.names, 1)
        found = Account(now - timedelta(hours=1), now + timedelta(hours=1), complaints=wanted)
        await compare(found, self.node.ledger, self.there.central, Courtesy(self.node.ledger, seconds=seconds))
        return found


@asynccontextmanager
async def books(folder: Path, url: str, kind: CentralKind, count: int) -> AsyncIterator[Books]:
    async with a_node(folder, url) as node, central_desk(kind, folder) as there:
        written = [an_sms(f"Jalan rusak di RT {n}", n, phone=f"+62811000012{n:02}") for n in range(count)]
        names = [name for end in await node.pumped(*written) for name in complaints_in(end)]
        assert len(names) == count
        forward = Forward(node.ledger, there.central, 60_000)
        await Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True).run()
        there.orders.on_its_way = 0
        yield Books(node, there, names)


def said(found: Account) -> str:
    (one,) = found.differences
    return f"{one.kind} {one.sentence}"


@pytest.mark.parametrize("kind", [LISTS, LOOKS_UP], ids=["its list", "one by one"])
async def test_who_asked_a_worker_for_patience_is_not_called_by_the_proof(
    tmp_path: Path, redis_url: str, kind: CentralKind
) -> None:
    """Longer than anybody watches a command: it says until when, and that it is not whole. Else it waits for it."""
    async with books(tmp_path, redis_url, kind, 3) as its:
        its.there.orders.throttle, its.there.orders.retry_after = 1, 2
        assert "429" in said(await its.compared(0))
        assert (its.there.bench.early(), its.there.orders.throttle) == (0, 0)
        held = said(await its.compared(0))
        assert (held.startswith("central "), WAITS in held, UNTIL in held) == (True, True, True), held
        assert its.there.bench.early() == 0
        found = await its.compared(30)
        assert (found.differences, found.sums["at the central system"]) == ([], 3)
        assert its.there.bench.early() == 0


@pytest.mark.parametrize("kind", [LISTS, LOOKS_UP], ids=["its list", "one by one"])
async def test_what_the_proof_is_asked_for_holds_for_the_workers(
    tmp_path: Path, redis_url: str, kind: CentralKind
) -> None:
    async with books(tmp_path, redis_url, kind, 3) as its:
        its.there.orders.throttle, its.there.orders.retry_after = 1, 600
        assert WAITS in said(await its.compared(30))
        held = await switches.patience(its.node.ledger)
        assert held is not None
        assert 590_000 < held.left_ms <= 600_000


@pytest.mark.parametrize("kind", [LISTS, LOOKS_UP], ids=["its list", "one by one"])
async def test_who_asks_the_proof_to_wait_and_names_no_time_has_failed_for_the_workers_too(
    tmp_path: Path, redis_url: str, kind: CentralKind
) -> None:
    async with books(tmp_path, redis_url, kind, 1) as its:
        its.there.orders.throttle = -1
        for _ in range(3):
            assert "try again later" in said(await its.compared(0))
        held = await switches.patience(its.node.ledger)
        assert (held is not None, held and held.asked) == (True, False)
        told = said(await its.compared(0))
        assert ("nobody calls it before" in told, WAITS in told, UNTIL in told) == (True, False, True), told


async def test_look_ups_end_with_the_first_that_is_asked_to_wait(tmp_path: Path, redis_url: str) -> None:
    """Those that had left go on; what was not looked up is neither lost nor well."""
    async with books(tmp_path, redis_url, LOOKS_UP, 30) as its:
        its.there.orders.on_its_way = 5
        its.there.orders.throttle, its.there.orders.retry_after = -1, 600
        standin = its.there.bench.standin
        assert isinstance(standin, StandInMapped)
        before = standin.server.tally.calls
        told = said(await its.compared(30))
        assert "0 cases were looked up, 30 were not compared with it" in told
        assert standin.server.tally.calls - before <= 10


# -- providers ---------------------------------------------------------------------------------------------------------


@dataclass
class Provider:
    """A node, and the channels of one provider."""

    node: NodeKit
    twilio: TwilioStandIn
    channels: dict[ChannelName, Channel] = field(repr=False)

    async def counted(self, seconds: float = 0) -> list[str]:
        """What both of its lists differ in, by one proof."""
        now = datetime.now(UTC)
        found, courtesy = Account(now - timedelta(hours=24), now), Courtesy(self.node.ledger, seconds=seconds)
        async with ControlClient(Path("nobody"), patience=0) as control:
            for channel in self.channels.values():
                await recount(
                    found, channel, self.node.reader, self.node.ledger, HASHER, control, "node-1", courtesy=courtesy
                )
        answers = Answers(self.node.reader, self.node.ledger, HASHER, self.channels, courtesy)
        await answers.recount(found)
        return [f"{one.kind} {one.about} {one.sentence}" for one in found.differences]

    def asks_for_patience(self, seconds: float) -> None:
        """As one call of somebody's hears it."""
        self.twilio.faults.tell(Fault(kind="busy", times=1, seconds=seconds))
        self.twilio.faults.take()


@dataclass(eq=False)
class Strained(TwilioStandIn):
    """It lists, and from the first message that is asked for by itself on it wants no calls."""

    fetched: int = 0

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        self.fetched += 1
        if self.fetched == 1:
            self.faults.tell(Fault(kind="busy", times=1, seconds=600))
            self.faults.take()
        return await super()._fetch(request)


@pytest.fixture
async def provider(tmp_path: Path, redis_url: str, twilio: TwilioStandIn) -> AsyncIterator[Provider]:
    made = {name: one.from_env(twilio.env(), "") for name, one in (("sms", sms), ("whatsapp", whatsapp))}
    channels: dict[ChannelName, Channel] = {ChannelName(name): one for name, one in made.items() if one}
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        yield Provider(node, twilio, channels)
    for channel in channels.values():
        await channel.close()


async def test_a_provider_that_asked_a_worker_for_patience_is_not_called(provider: Provider) -> None:
    provider.asks_for_patience(2)
    await switches.leave_alone(provider.node.ledger, "twilio", 2.1, "Twilio asks us to wait (20429)")
    told = await provider.counted()
    assert [one for one in told if WAITS not in one or UNTIL not in one] == []
    assert [one.split()[:2] for one in told] == [["provider", "sms"], ["provider", "whatsapp"]] * 2
    assert (provider.twilio.looks, provider.twilio.faults.early) == (0, 0)
    assert await provider.counted(30) == []
    assert provider.twilio.faults.early == 0


async def test_one_429_is_all_that_a_proof_hears_and_the_workers_know_of_it(provider: Provider) -> None:
    provider.asks_for_patience(600)
    told = await provider.counted(30)
    assert [one for one in told if WAITS not in one] == []
    # The first could not know of it.
    assert (provider.twilio.looks, provider.twilio.faults.early) == (1, 1)
    held = await switches.patience(provider.node.ledger, "twilio")
    assert held is not None
    assert (590_000 < held.left_ms <= 600_000, "20429" in held.what) == (True, True)
    assert await provider.node.redis.exists(provider.node.ledger.key("probe:twilio"))


async def test_answers_are_asked_for_one_by_one_until_it_asks_for_patience(provider: Provider) -> None:
    at_ms = int((datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000)
    facts = [Fact(f"1-{n}", "epoch", "answer_sent", f"c{n}.sms-a.number", at_ms, new_sid()) for n in range(40)]
    await provider.node.journal.facts(facts)
    strained = Strained()
    await strained.start()
    made = sms.from_env(strained.env(), "")
    assert made
    told = await replace(provider, channels={ChannelName("sms"): made}).counted(30)
    await made.close()
    await strained.stop()
    (one,) = told
    assert (one.startswith("provider sms"), WAITS in one, "0 of 40 answers" in one) == (True, True, True), one
    assert strained.fetched <= 10


# -- as an operator sees it --------------------------------------------------------------------------------------------


async def test_the_command_says_that_it_is_not_whole(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    central = StandInCentral({"desa": KEY})
    url = await central.start()
    keys = {
        "ID_KEY": base64.urlsafe_b64encode(b"i" * 32).decode(),
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(b"e" * 32).decode(),
    }
    env = keys | {
        "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path / "node-1"), "NODE_ID": "node-1", "INSTANCE": "desa",
        "CENTRAL": "national", "CENTRAL_URL": url, "CENTRAL_KEY": KEY, "TIMEZONE": "Asia/Jayapura",
    }  # fmt: skip
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    told = io.StringIO()
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        await switches.leave_alone(node.ledger, "", 3_600, "429")
        before = central.store.counts.calls
        status = await asyncio.to_thread(main, load(env), "", 0, Console(file=told, soft_wrap=True))
    assert central.store.counts.calls == before
    await central.stop()
    assert (status, WAITS in told.getvalue(), UNTIL in told.getvalue(), " WIT " in told.getvalue()) == (1, *(True,) * 3)
