"""Whoever tells of danger now is told whom to call: the table of emergencies, message by message, through a node."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from node_kit import CHAT, NodeKit, a_node, answers_of, mail, sms, telegram, understanding, whatsapp
from test_drafting import HASTY, ago, became, complaints, whole

from forwarder.items import Note
from forwarder.listener import Listener
from forwarder.sayings import Saying
from forwarder.words import render
from forwarder.words_rules import LONGEST
from gateway.drafting import Drafting
from gateway.inbox import Row
from gateway.understood import Item
from normalizer.schema import Kind, Language, Medium, Raw

TABLE = Path(__file__).parents[1] / "cases" / "openings.jsonl"
ROWS: list[tuple[str, Kind, str]] = [
    (half, Kind(kind), text) for half, kind, text in map(json.loads, TABLE.read_text("utf-8").splitlines())
]
CALLS = [text for _, kind, text in ROWS if kind is Kind.EMERGENCY]
# All that was never read for a rule, and a twentieth of the rest.
OTHERS = [
    text
    for at, (half, kind, text) in enumerate(ROWS)
    if kind is not Kind.EMERGENCY and (half == "held" or at % 20 == 0)
]
CALLED = "answered:emergency"
# Of what is no emergency triage takes so many for one: 25 of 17,687, counted on the whole table.
FALSE = 0.003

QUIET = Drafting({Medium.SMS: timedelta(seconds=8), Medium.CHAT: timedelta(seconds=45)})
WAYS: Sequence[Callable[[str, int], Raw]] = (
    lambda text, at: sms(text, at, phone=f"+6281100{at:06d}"),
    lambda text, at: whatsapp(text, at, phone=f"+6281100{at:06d}"),
    lambda text, at: telegram(text, at, chat=CHAT + at),
    lambda text, at: mail(text, at, sender=f"warga{at}@warga.example.org"),
)


def everybody(texts: Sequence[str]) -> list[Raw]:
    """Each by somebody else, by each channel in turn."""
    return [WAYS[at % len(WAYS)](text, at) for at, text in enumerate(texts, 1)]


async def ends_of(node: NodeKit, texts: Sequence[str]) -> list[str]:
    await node.pumped(*everybody(texts))
    return [row.end for row in node.reader.rows(0, len(texts) + 1, body=False)]


@pytest.mark.once
@pytest.mark.parametrize(
    ("drafting", "texts"), [(QUIET, CALLS), (Drafting(), CALLS[::5])], ids=["in pieces", "each for itself"]
)
async def test_every_emergency_of_the_table_is_told_whom_to_call(
    tmp_path: Path, redis_url: str, drafting: Drafting, texts: list[str]
) -> None:
    async with a_node(tmp_path, redis_url, drafting=drafting) as node:
        ends = await ends_of(node, texts)
        assert [text for text, end in zip(texts, ends, strict=True) if not end.endswith(f" {CALLED}")] == []
        assert await called(node) == len(texts)


def test_the_table_is_worth_its_name() -> None:
    assert len(CALLS) >= 1_500


@pytest.mark.once
async def test_hardly_anything_else_is(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await ends_of(node, OTHERS)
        called = [text for text, end in zip(OTHERS, ends, strict=True) if CALLED in end]
        assert len(called) <= FALSE * len(OTHERS), called


SHIP = ("kapal kami mesin mati kemasukan air", "di dekat pulau Samalona, 9 orang")
TOGETHER = [
    ("the second piece", [sms("Selokan di Jalan Kenari tersumbat", 1), sms("kebakaran di sebelah, tolong", 2)], 1),
    ("both pieces together", [whatsapp(text, at) for at, text in enumerate(SHIP, 1)], 1),
    ("what was edited", [telegram("Rumah di Jalan Kenari", 1), telegram("Rumah terbakar, tolong!", 1, edited=True)], 1),
    ("two calls", [sms("rumah terbakar tolong", 1), sms("apinya makin besar, tolong!", 2)], 2),
    ("neither", [sms("Selokan di Jalan Kenari tersumbat", 1), sms("dekat pos ronda", 2)], 0),
]


@pytest.mark.parametrize(("label", "raws", "calls"), TOGETHER, ids=[row[0] for row in TOGETHER])
async def test_the_pieces_of_a_draft_may_tell_of_danger_only_together(
    tmp_path: Path, redis_url: str, label: str, raws: list[Raw], calls: int
) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, *(ago(raw, 5 - at / 10) for at, raw in enumerate(raws)))
        assert await called(node) == calls, label
        await node.redis.flushall()
        await whole(node)
        assert await called(node) == calls, label


PROTECTION = TABLE.with_name("protection.jsonl")
BEATEN = "tetangga saya memukuli istrinya sekarang di RT 4"


def asks_for(found: Sequence[Item]) -> list[str]:
    """What the answers that name the emergency numbers ask for."""
    calls = [item for item in found if isinstance(item, Note) and item.what == "emergency"]
    return [dict(Listener.decode(call.listener).facts).get("asking", "") for call in calls]


@pytest.mark.parametrize("drafting", [QUIET, Drafting()], ids=["in pieces", "each for itself"])
def test_what_is_dangerous_in_public_as_well_is_offered_protection_beside_the_numbers(drafting: Drafting) -> None:
    here = understanding(hold_minutes=15, drafting=drafting)
    told = [text for _, topic, text in map(json.loads, PROTECTION.read_text("utf-8").splitlines()) if topic]
    asked = [asks_for(here.items(row_of(raw), doubt=False)) for raw in everybody([*told, BEATEN])]
    assert asked[-1] == ["rahasia"]
    assert Counter(map(tuple, asked)) == {(): len(told) - 30, ("rahasia",): 31}


OPEN = [
    ("nothing dangerous", sms("kebakaran di Pasar Baru, tolong"), 15),
    ("protected", sms(f"RAHASIA {BEATEN}"), 15),
    ("anonim", sms(f"ANONIM {BEATEN}"), 15),
    ("nothing is offered here", sms(BEATEN), 0),
]


@pytest.mark.parametrize(("label", "raw", "minutes"), OPEN, ids=[row[0] for row in OPEN])
def test_else_it_is_not(label: str, raw: Raw, minutes: int) -> None:
    here = understanding(hold_minutes=minutes)
    assert asks_for(here.items(row_of(raw), doubt=False)) == [""], label


def row_of(raw: Raw) -> Row:
    return Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", "")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("saying", [Saying.EMERGENCY, Saying.EMERGENCY_OFFER, Saying.EMERGENCY_UNSENT])
def test_the_answer_names_every_number(saying: Saying, medium: Medium, language: Language) -> None:
    said = render(saying, language, medium, brand="LAPOR! Kab. Contoh", write_to=LONGEST["write_to"]).text
    assert all(re.search(rf"\b{number}\b", said) for number in (110, 112, 113, 119))
    assert ("RAHASIA" in said) is (saying is Saying.EMERGENCY_OFFER)


async def called(node: NodeKit) -> int:
    return sum(name.split()[1] == "emergency" for name in await answers_of(node.ledger))


async def test_what_is_added_to_a_complaint_may_call_for_help_too(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        ends = await whole(node, ago(telegram("Rumah di Jalan Kenari retak", 1), 60))
        await whole(node, telegram("Rumah di Jalan Kenari terbakar sekarang, tolong!", 1, edited=True))
        assert len(await complaints(node)) == 1
        assert (await became(node, ends[0])).startswith("complaint:")
        assert await called(node) == 1
