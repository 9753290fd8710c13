"""Whoever asked for protection is told so, in each channel: as it stands at the central system when the answer goes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from central_kinds import KINDS, desk
from journal_samples import HASHER
from node_kit import ENV, NodeKit, a_node, mail
from supplement_kit import a_desk, first_mail
from test_flag_matrix import EVERY_CHANNEL, FLAGS, HTTP, TOLD, WORDS, WRITTEN, submitted
from test_told_later import entered

from forwarder.act_forward import Deeds
from forwarder.listener import Listener
from forwarder.redis_server import text
from forwarder.status_word import word_for
from forwarder.wish_now import with_wish
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.simulator.town_processes import MAILBOX
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Medium, Raw

CHANNELS = make_channels({**ENV, **HTTP}, "https://gw.example.org")
ANSWERS = Answers("Satu Pintu", shipped(), hasher=HASHER)
KEPT, WAITS = "sesuai permintaan", "BELUM berlaku"
LEASE_MS = 60_000


async def said(node: NodeKit, what: str) -> str:
    """The words of the answer of that kind, as they would go now. The number's is due again at once."""
    (lease,) = [one for one in await node.ledger.lease_reply(50, 1) if one.what == what]
    listener = Listener.decode(lease.listener)
    lease = await with_wish(node.ledger, lease, listener)
    _, text = ANSWERS.render(lease, listener, CHANNELS[listener.channel].medium)
    if what != "number":
        assert await node.ledger.sent(lease, f"id-{lease.id}", f"r-{lease.id}")
    return text


async def asked_back(node: NodeKit) -> str:
    """The word that BUKA is confirmed with."""
    (word,) = [
        dict(Listener.decode(one.listener).facts)["word"]
        for one in await node.ledger.lease_reply(50, 1)
        if one.what == "confirm_lift"
    ]
    return word


def stands(text: str) -> str:
    """What it says of protection."""
    assert text
    assert not (KEPT in text and WAITS in text)
    return "kept" if KEPT in text else "waits" if WAITS in text else ""


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
@pytest.mark.parametrize("flag", [name for name in FLAGS if name != "none"])
@pytest.mark.parametrize("what", ["receipt", "number"])
async def test_it_is_confirmed_in_the_first_answer(
    tmp_path: Path, redis_url: str, channel: str, flag: str, what: str
) -> None:
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node:
        await node.pumped(WRITTEN[channel](WORDS[flag] + TOLD, 1))
        if what == "number":
            await submitted(node)
        else:
            await hurried(node)
        told = await said(node, what)
        assert stands(told) == "kept"
        assert "27/2022" in told
        assert not [word for word in ("lapor", "anonim", "rahasia") if word in told.lower()]


async def hurried(node: NodeKit) -> None:
    """As if nothing had come of it for as long as a receipt waits."""
    due = node.ledger.key("due:reply")
    for name, _ in await node.redis.zrange(due, 0, -1, withscores=True):
        await node.redis.zadd(due, {name: 1})


# What a chat writes of it, one after the other, and how it stands then: before the central system was told, and behind.
COURSE = (
    ("RAHASIA", "waits", "kept"),
    ("ANONIM", "waits", "kept"),
    ("BUKA", "waits", ""),
    ("RAHASIA", "waits", "kept"),
)


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
async def test_asked_for_later_it_is_told_as_it_stands(tmp_path: Path, redis_url: str, channel: str) -> None:
    """The number says that it holds only while it does, and STATUS says how it stands."""
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node, desk(KINDS[0], tmp_path) as at:
        places, ends = itertools.count(1), list[str]()

        async def writes(text: str) -> None:
            ends[:] = await node.pumped(WRITTEN[channel](text, next(places)))

        await writes(TOLD)
        await entered(node, at)
        ours = ends[0].split(":")[2]
        asks, deeds = f"STATUS {ours} {word_for(HASHER, ours)}", Deeds(node.ledger, at.central, LEASE_MS)
        for command, before, behind in COURSE:
            await writes(command)
            if command == "BUKA":
                await writes(await asked_back(node))
            for state in (before, behind):
                if state == behind:
                    (lease,) = await deeds.take(5)
                    await deeds.handle(lease)
                short = CHANNELS[ChannelName(channel)].medium is Medium.SMS
                told = stands(await said(node, "number"))
                assert told == ("" if short and state == "waits" else state), (command, state)
                await writes(asks)
                assert stands(await said(node, "status")) == state, (command, state)


async def test_an_answer_to_status_that_waits_tells_how_it_stands_when_it_goes(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as at:
        places = itertools.count(1)

        async def writes(text: str) -> str:
            ends = await at.node.pumped(first_mail(text, mark=f"m-{next(places)}", subject=""))
            return ends[-1]

        async def stood() -> str:
            (told,) = [one.text for one in await at.answer() if "Nomor nasional" in one.text]
            return stands(told)

        ours = (await writes(TOLD)).split(":")[2]
        await at.forward()
        await at.answer()
        asks = f"STATUS {ours} {word_for(HASHER, ours)}"
        await writes(f"RAHASIA {ours}")
        await writes(asks)
        await at.act()
        assert await stood() == "kept", "BELUM berlaku was true when it was asked"
        await writes(asks)
        await writes(f"BUKA {ours}")
        await writes(await asked_back(at.node))
        await at.act()
        assert await stood() == "", "it is kept no longer"


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
async def test_who_repeats_it_with_a_wish_is_told_how_that_stands(tmp_path: Path, redis_url: str, channel: str) -> None:
    """Also the second time, after BUKA."""
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node, desk(KINDS[0], tmp_path) as at:
        places = itertools.count(1)

        async def writes(text: str) -> str:
            return (await node.pumped(WRITTEN[channel](text, next(places))))[-1]

        name = (await writes(TOLD)).split(":")[1]
        await entered(node, at)
        deeds = Deeds(node.ledger, at.central, LEASE_MS)
        short = CHANNELS[ChannelName(channel)].medium is Medium.SMS
        for times in range(2):
            assert await writes(f"RAHASIA {TOLD}") == f"linked:{name}"
            assert stands(await said(node, "linked")) == ("" if short else "waits")
            await hurried(node)
            assert stands(await said(node, "act_waits")) == "waits"
            (lease,) = await deeds.take(5)
            await deeds.handle(lease)
            assert at.bench.flags(0) == (False, True), times
            assert "sudah berlaku" in await said(node, "flag_set")
            if not times:
                await writes("BUKA")
                await writes(await asked_back(node))
                (lease,) = await deeds.take(5)
                await deeds.handle(lease)
                assert at.bench.flags(0) == (False, False)


@pytest.mark.parametrize("gone", [False, True], ids=["before the receipt", "behind the receipt"])
async def test_a_wish_with_a_repeat_of_what_never_went_is_confirmed_at_once(
    tmp_path: Path, redis_url: str, gone: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(WRITTEN["sms"](TOLD, 1))
        await hurried(node)
        if gone:
            assert stands(await said(node, "receipt")) == ""
        await node.pumped(WRITTEN["sms"](f"ANONIM {TOLD}", 2))
        if gone:
            assert "sudah berlaku" in await said(node, "flag_set")
        else:
            assert stands(await said(node, "receipt")) == "kept"
        assert await node.ledger.lease_reply(9, LEASE_MS) == []


async def test_a_repeats_wish_outlasts_a_flush(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(WRITTEN["sms"](TOLD, 1))
        name = end.split(":")[1]
        await submitted(node)
        await node.pumped(WRITTEN["sms"](f"RAHASIA {TOLD}", 2))
        await node.pumped(WRITTEN["sms"]("BUKA", 3))
        await node.pumped(WRITTEN["sms"](await asked_back(node), 4))
        await node.pumped(WRITTEN["sms"](f"RAHASIA {TOLD}", 5))
        for _ in range(2):
            assert await node.redis.hget(node.ledger.key(f"c:{name}"), "asked") == b"Ar"
            owed = [text(field).split(".")[0] for field in await node.redis.hkeys(node.ledger.key(f"X:{name}"))]
            assert "raise" in owed
            await node.redis.flushall()
            await node.pumped()


STAFF = "staf@desa.example.org"


def several(*texts: str) -> Raw:
    """One mail with others attached: one complaint for each, and one answer."""
    parts = [
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: Warga <w{place}@warga.example.org>\r\nSubject: Laporan\r\n\r\n{text}\r\n"
        for place, text in enumerate(texts)
    ]
    head = f"From: Staf <{STAFF}>\r\nTo: {MAILBOX}\r\nSubject: Fwd: laporan\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTerlampir.\r\n'
    return replace(mail("", 1, sender=STAFF), body=(head + "".join(parts) + "--b--\r\n").encode())


async def test_of_several_in_one_mail_it_is_told_while_it_holds_of_each(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node:
        (end,) = await node.pumped(several(f"RAHASIA {TOLD}", "Lampu jalan di Gang Kenanga padam"))
        await hurried(node)
        assert stands(await said(node, "receipts")) == "kept"
        ours = end.rpartition(":")[2]
        await node.pumped(mail(f"BUKA {ours}", 2, sender=STAFF))
        await node.pumped(mail(await asked_back(node), 3, sender=STAFF))
        await submitted(node)
        numbers = await said(node, "numbers")
        assert stands(numbers) == "", "of one of them it was lifted"
        assert "27/2022" in numbers
