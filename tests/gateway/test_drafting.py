"""Pieces in the journals become one complaint in the ledger: over nodes, losses and settings, and each once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER, SEALER
from node_kit import NodeKit, a_node, answers_of, contact, facts_of, report, sms, telegram, until, whatsapp

from forwarder.items import LedgerAway
from forwarder.ledger import Ledger
from forwarder.seal import Sealer
from gateway.drafting import Drafting
from gateway.proof_pieces import Pieces
from gateway.proof_rows import account
from gateway.row_end import complaints_in
from gateway.settling import Drafts
from normalizer import codec
from normalizer.schema import Complaint, Flags, Medium, Raw

HASTY = Drafting({Medium.SMS: timedelta(seconds=0.4), Medium.CHAT: timedelta(seconds=0.4)})
SLOW = Drafting({Medium.SMS: timedelta(minutes=9), Medium.CHAT: timedelta(minutes=9)})
TRASH = "Sampah di Pasar Kayumas menumpuk sudah seminggu, baunya sampai ke sekolah"
ROAD = "Jalan di depan SD Negeri 3 Sukasari rusak parah, banyak lubang dalam dan ada korban jatuh"


def ago(raw: Raw, seconds: float) -> Raw:
    return replace(raw, received_at=datetime.now(UTC) - timedelta(seconds=seconds))


def photo(place: int, **more: str) -> Raw:
    url = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME" + "0" * 31 + str(place)
    return whatsapp("", place, NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg", **more)


async def open_drafts(node: NodeKit) -> int:
    return int(await node.redis.zcard(node.ledger.key("due:draft")))


async def whole(node: NodeKit, *raws: Raw) -> list[str]:
    """The ends of all rows, once nothing waits any more."""
    await node.arrives(*raws)
    async with node.at_work():
        return await all_closed(node)


async def all_closed(*nodes: NodeKit) -> list[str]:
    ends: list[str] = []
    for node in nodes:
        await until(lambda node=node: node.reader.meta("epoch"))  # type: ignore[misc]
        ends += await node.settled()
    async with asyncio.timeout(40):
        while await open_drafts(nodes[0]):  # noqa: ASYNC110 - as in `until`
            await asyncio.sleep(0.02)
    for node in nodes:
        await node.settled()
    return ends


async def became(node: NodeKit, end: str) -> str:
    """What the draft of a row became, as the journal has it."""
    name = end.removeprefix("draft:")
    facts = [fact for fact in node.reader.facts(0, 10_000, kind="draft") if fact.subject.startswith(f"{name}.")]
    assert len(facts) <= 1
    return facts[0].data.partition(" ")[0] if facts else ""


async def body_of(node: NodeKit, name: str) -> Complaint:
    redis: Any = node.redis
    sealer: Sealer = node.ledger.sealer
    sealed = await redis.hget(node.ledger.key(f"c:{name}"), "body")
    return codec.decode(Complaint, sealer.open(sealed, b"c:" + name.encode()))


async def complaints(node: NodeKit) -> list[str]:
    redis: Any = node.redis
    prefix = node.ledger.key("c:")
    return sorted([key.decode().removeprefix(prefix) async for key in redis.scan_iter(match=prefix + "*")])


async def texts(node: NodeKit) -> list[str]:
    return sorted([(await body_of(node, name)).text for name in await complaints(node)])


async def supplements(node: NodeKit) -> int:
    return int(await node.redis.zcard(node.ledger.key("due:supplement")))


@asynccontextmanager
async def hasty(folder: Path, url: str, name: str = "node-1") -> AsyncIterator[NodeKit]:
    async with a_node(folder, url, name, drafting=HASTY) as node:
        yield node


async def test_pieces_become_one_complaint_whatever_their_order(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        raws = [ago(whatsapp("RT 5 RW 2", 3), 9.7), ago(photo(2), 9.8), ago(whatsapp(TRASH, 1), 10)]
        ends = await whole(node, *raws)
        assert len(set(ends)) == 1
        (name,) = await complaints(node)
        assert (await became(node, ends[0])).startswith(f"complaint:{name}:")
        found = await body_of(node, name)
        assert found.text == f"{TRASH}\nRT 5 RW 2"
        assert len(found.attachments) == 1
        assert found.received_at == raws[2].received_at


async def test_a_wish_beside_thanks_holds_for_the_draft(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        thanks = whatsapp("Terima kasih sudah dibantu, mohon dirahasiakan ya", 2)
        ends = await whole(node, ago(whatsapp(TRASH, 1), 10), ago(thanks, 9.9))
        assert len(set(ends)) == 1
        (name,) = await complaints(node)
        found = await body_of(node, name)
        assert (found.text, found.flags) == (TRASH, Flags(rahasia=True))
        assert not [answer for answer in await answers_of(node.ledger) if "flag_alone" in str(answer)]


async def test_what_shall_not_be_sent_yet_is_not_sent_unless_more_is_told(tmp_path: Path, redis_url: str) -> None:
    short = replace(HASTY, cap=timedelta(seconds=1))
    async with a_node(tmp_path, redis_url, drafting=short) as node:
        held = [ago(whatsapp(TRASH, 1), 5), ago(whatsapp("jangan dikirim dulu ya", 2), 4.9)]
        ends = await whole(node, *held)
        assert len(set(ends)) == 1
        assert (await became(node, ends[0])).startswith("withdrawn:")
        assert await complaints(node) == []
        (answer,) = await answers_of(node.ledger)
        assert answer.startswith("whatsapp draft_cancelled")
        said = [(ROAD, 3.0), ("jangan dikirim dulu ya", 2.9), ("RT 5 RW 2", 2.2)]
        await whole(node, *(ago(telegram(text, at), seconds) for at, (text, seconds) in enumerate(said, 3)))
        assert await texts(node) == [f"{ROAD}\nRT 5 RW 2"]


async def test_what_is_told_with_not_yet_waits_for_its_word_and_is_whole_then(tmp_path: Path, redis_url: str) -> None:
    told = f"{ROAD}. Jangan dikirim dulu ya, saya tanya pak RT"
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, ago(whatsapp(told, 1), 700))
        assert await complaints(node) == []
        (answer,) = await answers_of(node.ledger)
        assert answer.startswith("whatsapp draft_cancelled")
        await whole(node, ago(telegram(told, 2), 6), ago(telegram("KIRIM", 3), 4))
        assert await texts(node) == [told]


async def test_who_is_in_danger_and_says_not_to_send_it_is_told_whom_to_call_and_nothing_is_sent(
    tmp_path: Path, redis_url: str
) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        afraid = whatsapp("jangan dikirim, saya diancam mau dibunuh", 2)
        await whole(node, ago(whatsapp(TRASH, 1), 700), ago(afraid, 699.9))
        assert await complaints(node) == []
        said = {answer.split(" ")[1].split(":")[0] for answer in await answers_of(node.ledger)}
        assert said == {"emergency", "draft_cancelled"}


async def test_what_an_office_shall_cancel_takes_nothing_with_it(tmp_path: Path, redis_url: str) -> None:
    """As the second piece it took the first complaint along, and was lost itself."""
    told = "Tagihan PBB saya di Desa Contoh dobel. Tolong batalkan."
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram(TRASH, 1), 10), ago(telegram(told, 2), 9.9))
        assert await texts(node) == [f"{TRASH}\n{told}"]


@pytest.mark.parametrize(
    "told",
    ["Tagihan PBB saya dobel", "Lapak saya mau dibongkar besok", "Anak saya dikeluarkan dari sekolah", TRASH],
)
async def test_what_an_office_shall_cancel_is_no_order_in_a_message_of_its_own(
    tmp_path: Path, redis_url: str, told: str
) -> None:
    """It goes on, and whoever meant the report is asked once."""
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram(told, 1), 10), ago(telegram("Tolong batalkan", 2), 9.9))
        assert await texts(node) == [f"{told}\nTolong batalkan"]
        assert "confirm_withdraw" in " ".join(await answers_of(node.ledger))


class Cut(Ledger):
    """The line to Redis breaks at the closing of a draft: before it, or behind it."""

    at = "before"
    broken = False

    async def run_many(self, calls: Iterable[tuple[str, Sequence[str | bytes | int]]], **more: Any) -> list[Any]:
        wanted = list(calls)
        closes = any(script == "draft+claim" for script, _ in wanted)
        if self.broken or (closes and self.at == "before"):
            raise LedgerAway("cut")
        found = await super().run_many(wanted, **more)
        self.broken = closes and bool(await self.redis.keys(self.key("c:*")))
        return found


@pytest.mark.parametrize("at", ["before", "behind"])
@pytest.mark.parametrize("more", [False, True])
async def test_whoever_was_not_asked_before_a_crash_is_asked_after_it(
    tmp_path: Path, redis_url: str, at: str, more: bool
) -> None:
    """The node ends before it closes the draft, or between that and asking whether it is called off."""
    async with hasty(tmp_path, redis_url) as node:
        whole_line = node.rebuild.make_ledger
        redis: Any = node.redis
        node.rebuild.make_ledger = cache(lambda living: cut(redis, living, at))
        await node.arrives(ago(telegram("Tagihan PBB saya dobel", 1), 10), ago(telegram("Tolong batalkan", 2), 9.9))
        async with node.pumping():
            await until(lambda: node.reader.meta("epoch"))
            async with asyncio.timeout(40):
                while not await redis.exists(node.ledger.key("asks" if at == "before" else "steps")):  # noqa: ASYNC110 - as in `until`
                    await asyncio.sleep(0.02)
        assert "confirm_withdraw" not in " ".join(await answers_of(node.ledger))
        node.rebuild.make_ledger = whole_line
        await whole(node, *([telegram("Mohon dibantu", 3)] if more else []))
        async with node.pumping(), asyncio.timeout(40):
            while await redis.exists(node.ledger.key("asks")) or await open_drafts(node):  # noqa: ASYNC110 - as in `until`
                await asyncio.sleep(0.02)
        assert " ".join(await answers_of(node.ledger)).count("confirm_withdraw") == 1


def cut(redis: Any, living: str, at: str) -> Cut:
    made = Cut(redis, living, SEALER)
    made.at = at
    return made


@pytest.mark.parametrize("order", ["Mohon dihentikan segera pak", "tlg di hentikan pak"])
async def test_what_an_office_shall_stop_silences_nothing(tmp_path: Path, redis_url: str, order: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        ends = await whole(node, ago(telegram(TRASH, 1), 10), ago(telegram(order, 2), 9.9))
        assert ends[-1].startswith("draft:")
        assert await texts(node) == [f"{TRASH}\n{order}"]


@pytest.mark.parametrize("order", ["STOP", "tolong hentikan pesan ini", "hentikan"])
async def test_who_wants_no_more_messages_is_heard_in_the_midst(tmp_path: Path, redis_url: str, order: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        ends = await whole(node, ago(telegram(TRASH, 1), 10), ago(telegram(order, 2), 9.9))
        assert not ends[-1].startswith("draft:")
        assert await texts(node) == [TRASH]


@pytest.mark.parametrize(
    "order",
    [
        *(
            "tolong dihentikan",
            "mohon distop pak",
            "harap di hentikan segera",
            "tolong hentikan",
            "hentikan segera pak",
        ),
        *("saya mohon hentikan", "please stop this"),
    ],
)
async def test_a_plea_that_something_be_stopped_silences_nobody(tmp_path: Path, redis_url: str, order: str) -> None:
    """Who writes it where nothing is told is asked."""
    async with hasty(tmp_path, redis_url) as node:
        stops = (await whole(node, telegram("STOP", 1), telegram("berhenti", 2)))[-1]
        pleading = (await whole(node, whatsapp(order, 3)))[-1]
        assert "unclear" in pleading
        assert pleading != stops
        assert "unclear" in " ".join(await answers_of(node.ledger))


@pytest.mark.parametrize("order", ["Tolong batalkan", "mohon dibatalkan pak", "tolong dicabut"])
async def test_what_may_be_said_of_a_photo_withdraws_nothing(tmp_path: Path, redis_url: str, order: str) -> None:
    """A letter's photo may be what is to be called off: it goes on, and whoever meant the report is asked once."""
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(photo(1), 10), ago(whatsapp(order, 2), 9.9))
        assert len(await complaints(node)) == 1
        assert "confirm_withdraw" in " ".join(await answers_of(node.ledger))


@pytest.mark.parametrize("order", ["BATAL", "batalkan laporan saya", "tidak jadi"])
async def test_what_can_only_be_meant_of_the_report_withdraws_a_photo(
    tmp_path: Path, redis_url: str, order: str
) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(photo(1), 10), ago(whatsapp(order, 2), 9.9))
        assert await complaints(node) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tagihan PBB saya dobel", "BATAL"),
        ("Tagihan PBB saya dobel", "batalkan laporan saya"),
        ("Tagihan PBB saya dobel", "tidak jadi"),
        ("Lampunya sudah diperbaiki", "Tolong batalkan"),
    ],
)
async def test_what_can_only_be_meant_of_the_report_withdraws_it(
    tmp_path: Path, redis_url: str, first: str, second: str
) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram(first, 1), 10), ago(telegram(second, 2), 9.9))
        assert await texts(node) == []


async def test_what_was_taken_is_not_withdrawn_by_what_may_be_said_to_an_office(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram("Tagihan PBB saya dobel", 1), 60))
        ends = await whole(node, telegram("Tolong batalkan", 2))
        assert "ask_withdraw" in ends[-1]
        assert len(await complaints(node)) == 1


async def test_an_erasure_is_called_off_by_it(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram("Tagihan PBB saya dobel", 1), 60))
        await whole(node, telegram("HAPUS DATA", 2))
        ends = await whole(node, telegram("Tolong batalkan", 3))
        assert ends[-1].endswith(":dropped")
        assert len(await complaints(node)) == 1


async def test_a_contact_of_somebody_else_is_a_piece_whatever_their_name(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        shared = contact("6281100000002", 620_011_009, 2)
        shared = replace(shared, body=shared.body.replace(b"Sari", b"Bagas"))
        await whole(node, ago(telegram(TRASH, 1), 10), ago(shared, 9.9))
        assert await texts(node) == [f"{TRASH}\nBagas 6281100000002"]


async def test_a_greeting_is_answered_and_no_piece(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        ends = await whole(node, telegram("Selamat pagi", 1), telegram(f"Selamat pagi pak, {TRASH}", 2))
        assert ends[0] == "answered:help"
        assert await texts(node) == [f"Selamat pagi pak, {TRASH}"]


async def test_an_open_draft_has_no_number_yet(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        (end,) = await node.pumped(sms(TRASH, 1))
        assert end.startswith("draft:")
        assert await complaints(node) == []
        assert await open_drafts(node) == 1
        assert await answers_of(node.ledger) == {}


async def test_a_photo_after_the_number_goes_to_the_same_complaint(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        first = await whole(node, whatsapp(TRASH, 1))
        second = await whole(node, photo(2))
        assert (await became(node, second[1])).startswith(f"supplement:{first[0].removeprefix('draft:')}:")
        assert (len(await complaints(node)), await supplements(node)) == (1, 1)
        assert any(name.startswith("whatsapp supplement") for name in await answers_of(node.ledger))


async def test_a_new_matter_after_the_number_is_a_complaint_of_its_own(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, whatsapp(TRASH, 1))
        await whole(node, whatsapp(ROAD, 2))
        assert await texts(node) == sorted([TRASH, ROAD])
        assert await supplements(node) == 0


async def test_rahasia_as_the_last_word_protects_all_of_it(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, *(ago(raw, 5 - n / 10) for n, raw in enumerate([sms(TRASH, 1), sms("RAHASIA", 2)])))
        (name,) = await complaints(node)
        assert (await body_of(node, name)).flags.rahasia
        assert (await facts_of(node.ledger, name))["flagged"] == "1"
        assert (await body_of(node, name)).text == TRASH


async def test_rahasia_before_it_protects_it_too(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(sms("RAHASIA", 1), 30), ago(sms(TRASH, 2), 10))
        (name,) = await complaints(node)
        assert (await body_of(node, name)).flags.rahasia


async def test_an_edit_of_what_nobody_protected_keeps_what_its_chat_asked_for_a_moment_ago(
    tmp_path: Path, redis_url: str
) -> None:
    """It asked for another complaint by its number."""
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram(TRASH, 1), 60))
        (first,) = await complaints(node)
        assert await node.ledger.told_number(first, "0012345")
        await whole(node, ago(telegram(ROAD, 2), 40))
        (second,) = set(await complaints(node)) - {first}
        await whole(node, ago(telegram(f"RAHASIA {(await facts_of(node.ledger, second))['number']}", 3), 20))
        asked = [(await facts_of(node.ledger, name)).get("flagged", "") for name in (first, second)]
        assert asked == ["", "1"]
        await whole(node, telegram(f"{TRASH}, yang membuang Pak RT 5", 1, edited=True))
        assert (len(await complaints(node)), await supplements(node)) == (2, 1)
        assert (await facts_of(node.ledger, first))["flagged"] == "1"
        await node.redis.flushall()
        await whole(node)
        assert (await facts_of(node.ledger, first))["flagged"] == "1"


async def test_kirim_does_not_wait(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        ends = await whole(node, sms(TRASH, 1), sms("kirim", 2))
        assert len(set(ends)) == 1
        assert await texts(node) == [TRASH]


async def test_batal_withdraws_it_and_says_so(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        ends = await whole(node, sms(TRASH, 1), sms("BATAL", 2))
        assert await became(node, ends[0]) == f"withdrawn:{ends[0].removeprefix('draft:')}"
        assert await complaints(node) == []
        assert [lease.what for lease in await node.ledger.lease_reply(10, 60_000)] == ["draft_cancelled"]


async def test_an_edit_counts_while_it_is_open_and_is_added_then(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(telegram("Sampah di Pasar Kayunas", 7), 5), ago(edited(7, TRASH, 1), 4.9))
        assert await texts(node) == [TRASH]
        await whole(node, edited(7, f"{TRASH}, RT 5", 2))
        assert (await texts(node), await supplements(node)) == ([TRASH], 1)


def edited(place: int, text: str, number: int) -> Raw:
    raw = telegram(text, place, edited=True)
    update = json.loads(raw.body)
    update["edited_message"]["edit_date"] += number
    return replace(raw, body=json.dumps(update).encode())


async def test_somebody_in_danger_does_not_wait(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        ends = await whole(node, sms("Tolong ada kebakaran rumah di Jalan Melati 5", 1))
        assert ends[0].startswith("draft:")
        assert len(await complaints(node)) == 1


# -- several nodes -------------------------------------------------------------------------------------------------


async def test_one_person_on_two_gateways_at_once_has_one_draft(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as one, hasty(tmp_path, redis_url, "node-2") as other:
        async with one.pumping(), other.pumping():
            await until(lambda: one.reader.meta("epoch") and other.reader.meta("epoch"))
            at = datetime.now(UTC) + timedelta(seconds=2)  # time for a slow disk to keep them all
            raws = [
                replace(sms(f"kata {n}", n + 1), received_at=at + timedelta(milliseconds=20 * n)) for n in range(12)
            ]
            await asyncio.gather(*((one, other)[n % 2].arrives(raw) for n, raw in enumerate(raws)))
            ends = await all_closed(one, other)
        assert await texts(one) == ["\n".join(f"kata {n}" for n in range(12))]
        assert all(end.startswith("draft:") for end in ends)


async def test_nobody_closes_before_the_other_node_took_in_its_rows(tmp_path: Path, redis_url: str) -> None:
    """A pump that lags: its piece came in time, and is looked at late."""
    async with hasty(tmp_path, redis_url) as one, hasty(tmp_path, redis_url, "node-2") as other:
        await one.pumped()
        await other.pumped()
        await other.arrives(ago(sms("RT 5", 2), 30))
        mark = int((datetime.now(UTC) - timedelta(seconds=31)).timestamp() * 1000)
        async with one.pumping():
            lagging = asyncio.create_task(lags(other, mark))
            await one.arrives(ago(sms(TRASH, 1), 30.1))
            await one.settled()
            await asyncio.sleep(1.2)
            assert await complaints(one) == []
            lagging.cancel()
            async with other.pumping():
                await all_closed(one, other)
        assert await texts(one) == [f"{TRASH}\nRT 5"]


async def lags(node: NodeKit, mark: int) -> None:
    from forwarder import drafts

    while True:
        await drafts.due(node.ledger, node.name, mark, 600_000, 1)
        await asyncio.sleep(0.1)


async def test_the_same_delivery_at_another_node_is_known(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as one, hasty(tmp_path, redis_url, "node-2") as other:
        await whole(one, sms(TRASH, 1))
        await one.pumped()
        assert await whole(other, sms(TRASH, 1)) == ["again"]
        assert len(await complaints(one)) == 1


async def test_a_row_that_is_read_again_has_the_same_end(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        ends = await whole(node, sms(TRASH, 1), sms("RT 5", 2))
        await node.control.replay([1, 2])
        assert await whole(node) == ends
        assert len(await complaints(node)) == 1


# -- losses --------------------------------------------------------------------------------------------------------


async def test_after_flushall_an_open_draft_is_open_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        ends = await node.pumped(sms(TRASH, 1), sms("RT 5", 2))
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert (await open_drafts(node), await complaints(node)) == (1, [])
        await whole(node, sms("KIRIM", 3))
        assert await complaints(node) == [ends[0].removeprefix("draft:")]
        assert await texts(node) == [f"{TRASH}\nRT 5"]


async def test_after_flushall_what_was_closed_is_there_with_its_id_number_and_members(
    tmp_path: Path, redis_url: str
) -> None:
    async with hasty(tmp_path, redis_url) as node:
        ends = await whole(node, whatsapp(TRASH, 1), photo(2), telegram(ROAD, 3))
        ends = await whole(node, photo(4))
        before = {name: await facts_of(node.ledger, name) for name in await complaints(node)}
        told = await answers_of(node.ledger)
        await node.redis.flushall()
        assert await whole(node) == ends
        assert await complaints(node) == sorted(before)
        for name, row in before.items():
            after = await facts_of(node.ledger, name)
            assert (after["number"], after["owner"], after["doubt"]) == (row["number"], row["owner"], "1")
        assert len(await texts(node)) == 2
        assert (await supplements(node), await open_drafts(node)) == (1, 0)
        assert set(await answers_of(node.ledger)) >= {name for name in told if "receipt" in name}
        assert len(node.reader.facts(0, 100, kind="draft")) == 3


async def test_after_flushall_the_conversation_goes_on(tmp_path: Path, redis_url: str) -> None:
    """What is added within the window still finds its complaint."""
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, whatsapp(TRASH, 1))
        await node.redis.flushall()
        await whole(node, photo(2))
        assert (len(await complaints(node)), await supplements(node)) == (1, 1)


async def test_pieces_in_two_journals_come_back_as_one_draft(tmp_path: Path, redis_url: str) -> None:
    """The node that closed it holds the fact, the other one a piece: whoever is replayed first."""
    async with hasty(tmp_path, redis_url) as one, hasty(tmp_path, redis_url, "node-2") as other:
        async with one.pumping(), other.pumping():
            await until(lambda: one.reader.meta("epoch") and other.reader.meta("epoch"))
            at = datetime.now(UTC) + timedelta(seconds=2)
            await one.arrives(replace(sms(TRASH, 1), received_at=at))
            await other.arrives(replace(sms("RT 5", 2), received_at=at + timedelta(milliseconds=100)))
            await all_closed(one, other)
            before = {name: await facts_of(one.ledger, name) for name in await complaints(one)}
            await one.redis.flushall()
            old = one.reader.meta("epoch")
            await until(lambda: one.reader.meta("epoch") != old and other.reader.meta("epoch") != old)
            await all_closed(one, other)
        assert await complaints(one) == sorted(before)
        assert [(await facts_of(one.ledger, name))["number"] for name in before] == [
            row["number"] for row in before.values()
        ]
        assert await texts(one) == [f"{TRASH}\nRT 5"]


async def test_large_facts_come_to_the_journal_in_parts(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        stream = node.ledger.key("facts:node-1")
        for place in range(40):
            fields = {"kind": "draft", "subject": f"id-{place}.sms-w1", "at": place, "data": "x" * 600_000}
            await node.redis.xadd(stream, fields)
        assert await node.rebuild.take_facts(node.ledger, block_ms=1, most=500) == 40
        assert await node.redis.xlen(stream) == 0
        assert [fact.at_ms for fact in node.reader.facts(0, 100, kind="draft")] == list(range(40))


async def test_replaying_twice_changes_nothing(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, whatsapp(TRASH, 1), photo(2))
        await node.redis.flushall()
        await whole(node)
        once = (await complaints(node), await answers_of(node.ledger), await open_drafts(node))
        await node.rebuild.replay(node.ledger)
        await node.rebuild.replay(node.ledger)
        assert (await complaints(node), await answers_of(node.ledger), await open_drafts(node)) == once


async def test_what_was_withdrawn_stays_withdrawn(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await whole(node, sms(TRASH, 1), sms("BATAL", 2))
        await node.redis.flushall()
        await whole(node)
        assert (await complaints(node), await open_drafts(node)) == ([], 0)
        assert [lease.what for lease in await node.ledger.lease_reply(10, 60_000)] in ([], ["draft_cancelled"])


async def test_a_flag_from_before_comes_back_with_the_draft(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, ago(sms("RAHASIA", 1), 30), ago(sms(TRASH, 2), 10))
        await node.redis.flushall()
        await whole(node)
        (name,) = await complaints(node)
        assert (await body_of(node, name)).flags.rahasia


# -- settings ------------------------------------------------------------------------------------------------------


async def test_what_waits_when_quiet_periods_are_switched_off_is_sent(tmp_path: Path, redis_url: str) -> None:
    """When its time has come."""
    async with a_node(tmp_path, redis_url, drafting=Drafting({Medium.SMS: timedelta(seconds=3)})) as node:
        await node.pumped(sms(TRASH, 1))
    async with a_node(tmp_path, redis_url) as node:
        await whole(node, sms(ROAD, 2))
        assert await texts(node) == sorted([TRASH, ROAD])


async def test_rows_come_back_as_they_were_whatever_the_settings_are_now(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await whole(node, sms(TRASH, 1))
    async with hasty(tmp_path, redis_url) as node:
        ends = await whole(node, sms(ROAD, 2))
        before = await complaints(node)
        await node.redis.flushall()
        assert await whole(node) == ends
        assert await complaints(node) == before
    async with a_node(tmp_path, redis_url) as node:
        await node.redis.flushall()
        assert await whole(node) == ends
        assert await complaints(node) == before
        assert complaints_in(" ".join(ends))


async def test_without_quiet_periods_nothing_is_drafted(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await whole(node, sms(TRASH, 1), telegram(ROAD, 2), report("SM" + "9" * 32))
        assert [end.partition(":")[0] for end in ends] == ["complaint", "complaint", "report"]
        redis: Any = node.redis
        assert [key async for key in redis.scan_iter(match=node.ledger.key("D:*"))] == []


async def test_the_books_agree_on_what_pieces_became(tmp_path: Path, redis_url: str) -> None:
    since, ahead = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, whatsapp(TRASH, 1), sms(ROAD, 3), sms("BATAL", 4))
        await whole(node, photo(2))
        pieces = Pieces(node.reader, node.ledger, HASHER, node.rebuild.understanding.channels)
        found = await account(pieces, since, ahead)
        assert found.differences == []
        (name,) = await complaints(node)
        assert (list(found.complaints), found.in_pieces) == ([name], {name})
        await node.redis.delete(node.ledger.key(f"c:{name}"))
        lost = (await account(pieces, since, ahead)).differences
        assert [(one.kind, one.about) for one in lost] == [("lost", name)]


async def test_a_piece_that_nobody_has_in_hand_is_a_loss(tmp_path: Path, redis_url: str) -> None:
    """A conversation that is gone from the ledger is found by the rows of its pieces, on every channel."""
    since, ahead = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        assert len(await node.pumped(whatsapp(TRASH, 1), sms(ROAD, 2), telegram(TRASH, 3))) == 3
        pieces = Pieces(node.reader, node.ledger, HASHER, node.rebuild.understanding.channels)
        found = await account(pieces, since, ahead)
        assert (found.differences, found.sums["pieces that wait for the rest"]) == ([], 3)
        redis: Any = node.redis
        for key in [key async for key in redis.scan_iter(match=node.ledger.key("D:*"))]:
            await redis.delete(key)
        lost = (await account(pieces, since, ahead)).differences
        assert [(one.kind, one.about) for one in lost] == [("lost", f"row {seq}") for seq in (1, 2, 3)]


# -- many, and at once -----------------------------------------------------------------------------------------------


async def test_one_that_cannot_be_closed_stops_no_other(tmp_path: Path, redis_url: str) -> None:
    """Nor does one that Redis itself cannot go on with."""
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await node.pumped(*(sms(f"{TRASH} di RT {n}", n, phone=f"+6281100000{n:03}") for n in range(1, 151)))
        assert await open_drafts(node) == 150
        redis: Any = node.redis
        whos = [who.decode() for who in await redis.zrange(node.ledger.key("due:draft"), 0, -1)]
        await redis.hset(node.ledger.key(f"D:{whos[3]}"), "state", b"nobody can open this")
        await redis.delete(node.ledger.key(f"D:{whos[90]}"))
        await redis.set(node.ledger.key(f"D:{whos[90]}"), "no conversation")
        drafts = Drafts(node.reader, node.rebuild.understanding, lambda: datetime.now(UTC) + timedelta(minutes=20))
        assert await drafts.settle(node.ledger) == {"forward", "reply"}
        assert len(await complaints(node)) == 148
        left = await redis.zrange(node.ledger.key("due:draft"), 0, -1)
        assert sorted(who.decode() for who in left) == sorted([whos[3], whos[90]])


async def test_a_clock_that_was_wrong_keeps_no_draft_open_for_a_day(tmp_path: Path, redis_url: str) -> None:
    """A gateway whose clock was a day ahead took a piece in; it is right again."""
    async with hasty(tmp_path, redis_url) as node:
        await node.pumped(ago(sms(TRASH, 1), -86_400))
        redis: Any = node.redis
        (who,) = [one.decode() for one in await redis.zrange(node.ledger.key("due:draft"), 0, -1)]
        drafts = Drafts(node.reader, node.rebuild.understanding, _look_again=0.0)
        assert await drafts.settle(node.ledger) == frozenset(), "more may come"
        await redis.hincrby(node.ledger.key(f"D:{who}"), "v", -1_300_000)
        drafts = Drafts(node.reader, node.rebuild.understanding, _look_again=0.0)
        assert await drafts.settle(node.ledger) == {"forward", "reply"}
        assert await open_drafts(node) == 0
        assert await texts(node) == [TRASH]


async def test_who_says_kirim_does_not_wait_for_a_tick(tmp_path: Path, redis_url: str) -> None:
    """With a tick of half an hour it is closed all the same, and by whichever of two nodes."""
    async with (
        a_node(tmp_path, redis_url, drafting=SLOW) as node,
        a_node(tmp_path, redis_url, "node-2", drafting=SLOW) as other,
    ):
        await other.pumped()
        await node.pumped(sms(TRASH, 1))
        both = [asyncio.create_task(ticking(one)) for one in (node, other)]
        await node.pumped(sms("KIRIM", 2))
        async with asyncio.timeout(30):
            while await open_drafts(node):  # noqa: ASYNC110 - as in `until`
                await asyncio.sleep(0.02)
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        assert len(await complaints(node)) == 1


async def ticking(node: NodeKit) -> None:
    drafts = Drafts(node.reader, node.rebuild.understanding)
    while True:
        await drafts.settle(node.ledger)
        await drafts.pause(node.ledger, 1800)
