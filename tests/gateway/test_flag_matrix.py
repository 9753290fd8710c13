"""anonim and rahasia: every channel, every kind of central system, every flag; pairs of roles: test_flag_roles.py.

The registries are asked, so a new channel or a new kind of central system is tested without a word here, or fails until
it has its line in a table.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from journal_samples import HASHER
from node_kit import ENV, NodeKit, a_node, mail, sms, telegram, whatsapp

from channels import ALL
from forwarder import acts
from forwarder.act_forward import Deeds
from forwarder.central import Central, Rejected
from forwarder.freezing import submission_of
from forwarder.items import Claim, ReplyLease
from forwarder.listener import Listener
from forwarder.protection import flags_of, protected
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.centrals import CENTRALS
from gateway.drafting import Drafting
from gateway.inbox import Row
from gateway.settings import Settings, load
from gateway.understand import Understanding
from gateway.understood import Asking, Spoken
from gateway.wiring import make_channels
from normalizer import codec
from normalizer.schema import ChannelName, Complaint, Flags, Medium, Raw

TOLD = "Sumur warga di Dusun Karangasem berbau solar sejak pabrik tapioka buka"
PERSONAL = ("Sari", "811-0000", "81100000001", "sari@warga.example.org", "620011001")
FLAGS = {"none": Flags(), "anonim": Flags(anonim=True), "rahasia": Flags(rahasia=True), "both": Flags(True, True)}
WORDS = {"none": "", "anonim": "ANONIM ", "rahasia": "RAHASIA ", "both": "ANONIM RAHASIA "}
LEASE_MS = 60_000
NUMBER, NATIONAL = "4021337508", "01916449"


# -- every channel ----------------------------------------------------------------------------------------------------


def _by_http(text: str, place: int = 1) -> Raw:
    query = urlencode({"from": "+6281100000001", "to": "1708", "text": text, "id": f"k{place}", "token": "made-up"})
    return Raw(ChannelName("sms_http"), datetime.now(UTC), f"https://gw.example.org/sms?{query}", (), b"")


# How somebody writes a text on each channel.
WRITTEN: dict[str, Callable[[str, int], Raw]] = {
    "sms": sms, "whatsapp": whatsapp, "telegram": telegram, "mail": mail, "sms_http": _by_http,
}  # fmt: skip
HTTP = {
    "SMS_HTTP_PROFILE": "kannel",
    "SMS_HTTP_SECRET": "made-up",
    "SMS_HTTP_SEND_URL": "http://127.0.0.1:1/",
}
EVERY_CHANNEL = [str(registered.name) for registered in ALL]


def understanding(**changes: Any) -> Understanding:
    made = make_channels({**ENV, **HTTP}, "https://gw.example.org")
    return replace(Understanding(made, None, HASHER, "node-1", 0), **changes)


@cache
def reads() -> Understanding:
    """For who only reads."""
    return understanding()


def item_of(raw: Raw) -> Any:
    row = Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", "")
    (item, *_) = reads().items(row, doubt=False)
    return item


def claim_of(channel: str, text: str) -> Claim:
    item = item_of(WRITTEN[channel](text, 1))
    assert isinstance(item, Claim)
    return item


def complaint_of(channel: str, flag: str) -> Complaint:
    return codec.decode(Complaint, claim_of(channel, WORDS[flag] + TOLD).body)


def test_no_channel_is_forgotten() -> None:
    assert set(EVERY_CHANNEL) == set(WRITTEN) == set(understanding().channels)


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
@pytest.mark.parametrize("flag", FLAGS)
def test_every_channel_understands_every_flag(channel: str, flag: str) -> None:
    claim = claim_of(channel, WORDS[flag] + TOLD)
    complaint = codec.decode(Complaint, claim.body)
    assert complaint.flags == FLAGS[flag]
    assert claim.flagged is bool(FLAGS[flag])
    assert Listener.decode(claim.listener).flags == FLAGS[flag]
    assert claim.copies == ()
    assert not [one for one in PERSONAL if one in repr(claim) or one in repr(complaint)], "nothing of it in a log"


COMMANDS = {"raise": "RAHASIA", "raise-a": "ANONIM", "lift": "BUKA", "withdraw": "BATAL", "erase": "HAPUS DATA"}


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
@pytest.mark.parametrize("deed", COMMANDS)
def test_every_channel_understands_every_command_about_what_is_there(channel: str, deed: str) -> None:
    item = item_of(WRITTEN[channel](COMMANDS[deed], 1))
    assert isinstance(item, Asking)
    assert item.act.deed == deed.partition("-")[0]
    assert item.act.word, "it can be confirmed"
    assert not [one for one in PERSONAL if one in repr(item)]
    assert not [one for one in PERSONAL if one in " ".join([item.act.who, *item.act.names, item.act.person])]


# -- every answer -----------------------------------------------------------------------------------------------------

SAID = ("number", "receipt", "linked", "supplement", "flag_set", "flag_lifted", "act_waits", "withdrawn", "offer",
        "confirm_lift", "confirm_withdraw")  # fmt: skip


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
@pytest.mark.parametrize("what", SAID)
@pytest.mark.parametrize("later", [False, True], ids=["from the beginning", "asked for later"])
def test_answers_to_the_protected_tell_nothing(channel: str, what: str, later: bool) -> None:
    """Whatever was noted of the listener when the complaint came in: a phone lies on the table."""
    claim = claim_of(channel, ("" if later else "RAHASIA ") + TOLD)
    listener = replace(Listener.decode(claim.listener), facts=(("word", "payung"), ("minutes", "15")))
    lease = ReplyLease(
        f"c1.{claim.who}.{what}", "1", what, "c1", b"", 0, False, False, False, NUMBER, NATIONAL, protected=later
    )
    answers = Answers("Satu Pintu", shipped())
    subject, text = answers.render(lease, listener, reads().channels[ChannelName(channel)].medium)
    assert not [word for word in TOLD.split() if len(word) > 5 and word in text + subject]
    assert not [word for word in ("anonim", "pengaduan", "aduan") if word in (text + subject).lower()]
    assert what == "offer" or "rahasia" not in (text + subject).lower()
    assert NUMBER not in subject
    assert NATIONAL not in subject


# -- every central system ---------------------------------------------------------------------------------------------

# What each kind needs to be made; nobody listens there.
CONFIGURED: dict[str, dict[str, str]] = {
    "open311": {"OPEN311_SERVICE": "001", "OPEN311_ADDRESS": "Kabupaten Contoh"},
    "mapped": {"CENTRAL_PROFILE": "contoh"},
}


def settings_of(kind: str) -> Settings:
    given = {
        "CENTRAL": kind,
        "CENTRAL_URL": "http://127.0.0.1:1/",
        "CENTRAL_KEY": "a-key-made-up-for-tests",
        "CENTRAL_INSTANCE": "desa",
    }
    return load({**given, **CONFIGURED.get(kind, {})})


@asynccontextmanager
async def a_central(kind: str) -> AsyncIterator[Central]:
    central = CENTRALS[kind](settings_of(kind))
    try:
        yield central
    finally:
        await central.close()


@pytest.mark.parametrize("kind", CENTRALS)
@pytest.mark.parametrize("channel", EVERY_CHANNEL)
@pytest.mark.parametrize("flag", FLAGS)
async def test_a_flag_reaches_every_central_system_or_the_complaint_waits(kind: str, channel: str, flag: str) -> None:
    async with a_central(kind) as central:
        complaint, flags = complaint_of(channel, flag), FLAGS[flag]
        submission = submission_of(complaint, NUMBER)
        keeps = (central.can.anonim or not flags.anonim) and (central.can.rahasia or not flags.rahasia)
        if not keeps:
            with pytest.raises(Rejected):
                central.freeze(submission)
            return
        case = central.freeze(submission)
        open_ = central.freeze(replace(submission, flags=Flags()))
        assert (case != open_) is bool(flags), "what it gets says so"
        # A protocol without a field for it must not name who it is; one with a field keeps the name to itself.
        if flags.anonim and b'anonim":true' not in case.replace(b" ", b"").lower():
            assert not [one for one in PERSONAL if one.encode() in case]


@pytest.mark.parametrize("asked", ["a", "r", "ar", "A", "aR"])
def test_what_is_asked_for_later_stands_above_what_it_came_with(asked: str) -> None:
    """That each central system is told of it, or a person: test_told_later.py."""
    came = complaint_of("sms", "both")
    told = protected(came, asked).flags
    assert told.anonim is ("A" not in asked)
    assert told.rahasia is ("R" not in asked)
    plain = protected(complaint_of("sms", "none"), asked).flags
    assert plain == flags_of(asked)


@pytest.mark.parametrize("kind", CENTRALS)
@pytest.mark.parametrize("command", ["RAHASIA", "ANONIM", "BATAL"])
async def test_what_a_central_system_cannot_be_told_waits_for_a_person(
    tmp_path: Path, redis_url: str, kind: str, command: str
) -> None:
    """Never lost, never said to hold: it is due until the system is back, or a person is alarmed."""
    async with a_node(tmp_path, redis_url) as node, a_central(kind) as central:
        await node.pumped(sms(TOLD, 1))
        await submitted(node)
        await node.pumped(sms(command, 2))
        if command == "BATAL":
            asked = next(one for one in await node.ledger.lease_reply(9, LEASE_MS) if one.what == "confirm_withdraw")
            await node.pumped(sms(dict(Listener.decode(asked.listener).facts)["word"], 3))
        deeds = Deeds(node.ledger, central, LEASE_MS)
        (lease,) = await deeds.take(5)
        await deeds.handle(lease)
        able = central.can.withdraw if command == "BATAL" else central.can.amend
        parked = await node.ledger.parked(5)
        assert [one.id for one in parked] == ([] if able else [f"{lease.id}~act"])
        assert await node.redis.zcard(node.ledger.key("due:act")) == int(able)
        said = [one.what for one in await node.ledger.lease_reply(9, LEASE_MS)]
        assert not {"flag_set", "withdrawn"} & set(said)
        if not able:
            assert "act_waits" in said
            assert "complaints settle" in parked[0].why
            assert command == "BATAL" or f"wants it {command.lower()} now" in parked[0].why
            assert await acts.retry(node.ledger, parked[0].id, done=True)
            said = [one.what for one in await node.ledger.lease_reply(9, LEASE_MS)]
            assert {"flag_set", "withdrawn"} & set(said)


async def submitted(node: NodeKit, number: str = NATIONAL) -> None:
    for place, lease in enumerate(await node.ledger.lease_forward(9, LEASE_MS)):
        assert await node.ledger.begin_forward(lease, LEASE_MS, b"the case")
        await node.ledger.numbered(lease, f"{number}{place or ''}", doubt=False)


async def test_rahasia_into_an_open_draft_protects_what_is_still_held_too(tmp_path: Path, redis_url: str) -> None:
    waiting = Drafting({Medium.SMS: timedelta(hours=1)})
    async with a_node(tmp_path, redis_url, hold_minutes=15) as node:
        (end,) = await node.pumped(sms("Kades minta uang untuk surat tanah di Dusun Tegalsari", 1))
        name = end.split(":")[1]
        node.rebuild.understanding = replace(node.rebuild.understanding, drafting=waiting)
        ends = await node.pumped(sms("Lampu jalan di Gang Kenanga padam", 2), sms("RAHASIA", 3))
        assert [one.partition(":")[0] for one in ends[1:]] == ["draft", "draft"]
        for _ in range(2):
            leases = {one.id: one.asked for one in await node.ledger.lease_forward(5, LEASE_MS)}
            assert leases == {name: "r"}, "at once, and protected"
            await node.redis.flushall()
            assert await node.pumped() == ends
            assert await node.redis.hget(node.ledger.key(f"c:{name}"), "asked") == b"r"


def test_a_draft_never_hides_what_a_chat_asks() -> None:
    """With quiet periods a command is a part of a conversation; behind it stands the act that it is if none is open."""
    waiting = understanding(drafting=Drafting({Medium.SMS: timedelta(seconds=8)}))
    for text in ("RAHASIA", "BATAL", "KIRIM"):
        raw = sms(text, 1)
        (item,) = waiting.items(Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", ""), doubt=False)
        assert isinstance(item, Spoken)
        assert isinstance(item.otherwise, Asking)
