"""The operator's mails: once a day, at once for providers' questions, never twice, and with nobody's data."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from node_kit import ENV, NodeKit, a_node, mail
from test_tray import GMAIL, SPAM

from gateway.digest import MOST_UNPROVEN, Operator, due
from gateway.settings import SettingsFault, load
from gateway.simulator.relay import Relay, running_relay
from gateway.wiring import make_channels

JAKARTA = ZoneInfo("Asia/Jakarta")
SEVEN = time(7)
OPERATOR = "petugas@dinas.example"


@pytest.mark.parametrize(
    ("now", "told", "day"),
    [
        ("2026-11-21T06:59+07:00", "", None),
        ("2026-11-21T07:00+07:00", "", "2026-11-21"),
        ("2026-11-21T23:59+07:00", "2026-11-20", "2026-11-21"),
        ("2026-11-21T07:00+07:00", "2026-11-21", None),
        ("2026-11-22T00:30+07:00", "2026-11-21", None),
        ("2026-11-22T00:05+00:00", "2026-11-21", "2026-11-22"),
    ],
)
def test_when_it_is_due(now: str, told: str, day: str | None) -> None:
    found = due(datetime.fromisoformat(now), told, SEVEN, JAKARTA)
    assert (found.isoformat() if found else None) == day


@dataclass
class Office:
    node: NodeKit
    relay: Relay
    at: datetime
    parked: float = 0
    pressing: Mapping[str, float] = field(default_factory=dict)

    def operator(self) -> Operator:
        """As after a start: it remembers nothing itself."""
        env = {**ENV, "MAIL_RELAY_PORT": str(self.relay.port)}
        settings = load({"OPERATOR_MAIL": OPERATOR, "NODE_ID": "node-1", "DATA_DIR": str(self.node.journal.folder)})
        channels = make_channels(env, "https://gw.example.org")
        asked = (lambda: self.parked, lambda: self.at)
        return Operator(self.node.journal, self.node.reader, channels, settings, *asked, pressing=lambda: self.pressing)


@asynccontextmanager
async def an_office(folder: Path, url: str) -> AsyncIterator[Office]:
    async with running_relay() as relay, a_node(folder, url) as node:
        yield Office(node, relay, datetime(2026, 11, 22, 1, tzinfo=UTC))


async def test_once_a_day_across_restarts(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.node.pumped(mail(SPAM, 1, sender="promo@iklan.example.org"))
        for _ in range(3):
            await office.operator().look()
        assert len(office.relay.mails) == 1
        office.at += timedelta(days=1)
        await office.operator().look()
        assert len(office.relay.mails) == 2


async def test_it_says_what_waits_and_nobodys_data(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        head = "Subject: Promo 0811-0000-0456 budi@warga.example.org\n"
        await office.node.pumped(mail(SPAM, 1, sender="promo@iklan.example.org", head=head))
        office.parked = 3
        await office.operator().look()
        (told,) = office.relay.mails
        assert told.to == (OPERATOR,)
        assert told.sender == "<>"
        for words in ("tray release", "tray spam", "iklan.example.org", "Parked complaints and answers: 3"):
            assert words in told.text
        for words in ("promo@", "0811-0000", "budi@", "slot gacor"):
            assert words not in told.text
        assert b"Auto-Submitted: auto-generated" in told.raw


async def test_deadlines_are_told(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        office.parked, office.pressing = 2, {"late": 3.0, "at risk": 4.0}
        await office.operator().look()
        (told,) = office.relay.mails
        assert "Deadlines over: 3, at risk: 4: satupintu complaints delayed" in told.text
        assert b"Satu Pintu node-1: 7 waiting for you" in told.raw


async def test_nothing_waits_nothing_is_sent(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.operator().look()
        assert office.relay.mails == []
        assert office.node.reader.meta("digest") == "2026-11-22"


async def test_a_relay_that_is_away_is_tried_again(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.node.pumped(mail(SPAM, 1, sender="promo@iklan.example.org"))
        office.relay.fail(times=1)
        await office.operator().look()
        assert office.relay.mails == []
        assert not office.node.reader.meta("digest")
        await office.operator().look()
        assert len(office.relay.mails) == 1


async def test_an_address_that_is_refused_for_good_is_not_tried_all_day(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.node.pumped(mail(SPAM, 1, sender="promo@iklan.example.org"))
        office.relay.refuse_for_good(times=1)
        await office.operator().look()
        await office.operator().look()
        assert office.relay.attempts == 1


@pytest.mark.parametrize(("proof", "code"), [("proven dkim", True), ("unproven nothing", False)])
async def test_a_providers_question_is_told_at_once_and_once(
    tmp_path: Path, redis_url: str, proof: str, code: bool
) -> None:
    async with an_office(tmp_path, redis_url) as office:
        asks = "kades@example.org asks to forward. Code: 612345678 https://mail.google.com/mail/vf-1"
        await office.node.arrives(mail(asks, 9, sender="forwarding-noreply@google.com", head=GMAIL))
        await office.node.journal.mark(1, {"proof": proof})
        await office.node.pumped()
        office.at = office.at.replace(hour=17) - timedelta(days=1)  # past midnight there, before the digest
        for _ in range(2):
            await office.operator().look()
        (told,) = office.relay.mails
        assert ("612345678" in told.text, "https://mail.google.com/mail/vf-1" in told.text) == (code, code)
        assert "kades@" not in told.text


async def test_a_flood_of_made_up_questions_hides_no_real_one(tmp_path: Path, redis_url: str) -> None:
    """Nor does it fill the operator's mailbox."""
    async with an_office(tmp_path, redis_url) as office:
        asks = "kades@example.org asks to forward. Code: 612345678 https://mail.google.com/mail/vf-1"
        count = MOST_UNPROVEN + 20
        for place in range(1, count + 2):
            await office.node.arrives(mail(asks, place, sender="forwarding-noreply@google.com", head=GMAIL))
            proof = "proven dkim" if place > count else "unproven nothing"
            await office.node.journal.mark(place, {"proof": proof})
        await office.node.pumped()
        office.at = office.at.replace(hour=17) - timedelta(days=1)
        for _ in range(2):
            await office.operator().look()
        assert "612345678" in office.relay.mails[0].text
        assert len(office.relay.mails) == MOST_UNPROVEN + 1
        assert office.node.reader.untold() == []


async def test_a_question_that_cannot_be_told_does_not_keep_back_the_day(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.node.arrives(mail("asks to forward", 9, sender="forwarding-noreply@google.com", head=GMAIL))
        await office.node.journal.mark(1, {"proof": "unproven nothing"})
        await office.node.pumped()
        office.relay.fail(times=1)
        await office.operator().look()
        assert [told.to for told in office.relay.mails] == [(OPERATOR,)]
        assert office.node.reader.meta("digest") == "2026-11-22"


@pytest.mark.parametrize("change", [{"DIGEST_AT": "25:00"}, {"DIGEST_AT": "7"}, {"OPERATOR_MAIL": "a b"}])
def test_settings_that_are_wrong(change: dict[str, str]) -> None:
    with pytest.raises(SettingsFault, match=next(iter(change))):
        load(change)


def test_a_settings_time() -> None:
    assert load({"DIGEST_AT": "06:30"}).digest_time == time(6, 30)
