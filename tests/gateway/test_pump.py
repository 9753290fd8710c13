"""The pump: every row comes to its end, and whatever a row does to us it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from journal_samples import HASHER
from node_kit import SECRET, a_node, answers_of, callback, facts_of, mail, report, sms, telegram, until, whatsapp

from forwarder.callback import signed
from forwarder.listener import Listener
from forwarder.reply import report_key
from forwarder.status_word import word_for
from normalizer.schema import ChannelName, Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
WELL = "Air PDAM di Dusun Tegalsari tidak mengalir tiga hari"
GARBAGE = b"\xff\xfe{"


def odd(raw: Raw) -> Raw:
    return Raw(raw.channel, raw.received_at, raw.url, raw.headers, GARBAGE)


ROWS: list[tuple[str, Raw, str]] = [
    ("a complaint", sms(LAMP, 1), "complaint:"),
    ("the same words over another channel", whatsapp(LAMP, 2), "linked:"),
    ("the same words by somebody else", whatsapp(LAMP, 3, phone="+6281100000002"), "complaint:"),
    ("another complaint by mail", mail(WELL, 4), "complaint:"),
    ("a greeting", telegram("Selamat pagi", 5), "answered:help"),
    ("a question without a number", telegram("STATUS", 6), "answered:status_ask"),
    ("a question about an unknown number", telegram("STATUS 1234567", 7), "answered:status_unknown"),
    ("a flag and nothing else", telegram("RAHASIA", 8), "answered:flag_alone"),
    ("a robot", mail("Saya sedang cuti", 9, head="Auto-Submitted: auto-replied\n"), "robot"),
    ("an edit", telegram(LAMP, 5, edited=True), "edited"),
    ("a report of a message that is not ours", report("SM" + "9" * 32), "report:foreign"),
    ("half an update", odd(telegram("", 10)), "quarantined"),
]


async def test_each_kind_of_row_has_its_end(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(*(raw for _, raw, _ in ROWS))
        wrong = [(label, end) for (label, _, wanted), end in zip(ROWS, ends, strict=True) if not end.startswith(wanted)]
        assert not wrong
        assert node.reader.offered() == len(ROWS)
        assert await node.pumped() == ends, "a second pump understood a row again"


async def test_a_poisoned_row_stops_nobody_and_its_error_names_nobody(tmp_path: Path, redis_url: str) -> None:
    bad = sms(LAMP, 1, phone="+6281100000001", NumMedia="1")
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(odd(telegram("", 1)), bad, sms(WELL, 3))
        assert ends[0] == "quarantined"
        assert ends[2].startswith("complaint:")
        row = node.reader.row(1)
        assert row
        assert row.error
        assert "6281100000001" not in row.error


async def test_a_row_of_a_channel_that_is_off_is_read_after_it_was_switched_on(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, channels={}) as node:
        assert await node.pumped(sms(LAMP)) == ["quarantined"]
        row = node.reader.row(1)
        assert row
        assert "switched off" in row.error
    async with a_node(tmp_path, redis_url) as node:
        async with node.pumping():
            assert (await node.settled()) == ["quarantined"]
            assert await node.control.replay([1]) == 1
            await until(lambda: (row := node.reader.row(1)) and row.end.startswith("complaint:"))
        row = node.reader.row(1)
        assert row
        assert row.error == ""


async def test_rows_that_come_while_it_runs_are_taken_at_once(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, node.pumping():
        for place in range(1, 4):
            await node.arrives(sms(f"{LAMP} nomor {place}", place))
            await node.settled()
        assert await node.redis.llen("rq:queue:satupintu-forward") == 1, "one bell is enough"


async def test_a_delivery_at_two_nodes_is_one_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as one, a_node(tmp_path, redis_url, "node-2") as two:
        (first,) = await one.pumped(sms(LAMP))
        assert first.startswith("complaint:")
        assert await two.pumped(sms(LAMP)) == ["again"]
        assert await one.redis.zcard(one.ledger.key("due:forward")) == 1


def _number(end: str) -> tuple[str, str]:
    _, name, number = end.split(":")
    return name, number


async def test_a_report_reaches_its_answer(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(LAMP))
        (lease,) = await node.ledger.lease_reply(1, 60_000)
        sid = "SM" + "7" * 32
        assert await node.ledger.sent(lease, sid, report_key(HASHER, ChannelName("sms"), sid))
        ends = await node.pumped(report(sid), report(sid, "sent"))
        assert ends[1:] == ["report", "report"]
        assert (await facts_of(node.ledger, lease.id))["delivery"] == "delivered"


async def test_a_report_quicker_than_our_note_is_early_and_counts_with_it(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(LAMP))
        (lease,) = await node.ledger.lease_reply(1, 60_000)
        assert await node.ledger.begin_reply(lease, 60_000)
        sid = "SM" + "7" * 32
        ends = await node.pumped(report(sid), report(sid, "sent"))
        assert ends[1:] == ["report:early", "report:early"]
        assert await node.ledger.sent(lease, sid, report_key(HASHER, ChannelName("sms"), sid))
        assert (await facts_of(node.ledger, lease.id))["delivery"] == "delivered"


async def test_a_callback_brings_the_number_and_tells_the_citizen(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(LAMP))
        name, _ = _number(end)
        event = {"id": "ev-1", "reference": name, "occurred_at": "2026-11-21T04:00:00Z", "type": "number.assigned"}
        told = [callback(json.dumps({**event, **more}).encode(), signed) for more in (
            {"number": "01916449"}, {"id": "ev-2", "number": "777", "reference": "nobody-knows-this"},
            {"id": "ev-3", "type": "status.changed", "status": "diproses"},
        )]  # fmt: skip
        assert (await node.pumped(*told))[1:] == ["report", "report:foreign", "news:progress"]
        assert (await facts_of(node.ledger, name))["national"] == "01916449"
        assert await answers_of(node.ledger) == {f"sms number {name}": "due", f"sms receipt {name}": "superseded"}
        assert SECRET not in repr(node.rebuild.understanding)


@pytest.mark.parametrize("asked", ["ours", "national"])
@pytest.mark.parametrize(
    ("words", "who", "heard"),
    [
        (LAMP, "own", "status"),
        (LAMP, "own, over WhatsApp", "status"),
        (LAMP, "a stranger", "status_unknown"),
        (f"RAHASIA. {LAMP}", "own", "status_word"),
        (f"RAHASIA. {LAMP}", "own, with its word", "status"),
        (f"RAHASIA. {LAMP}", "own, with another word", "status_word"),
        (f"RAHASIA. {LAMP}", "another phone with its word", "status"),
        (f"RAHASIA. {LAMP}", "a stranger with another word", "status_unknown"),
        (f"ANONIM. {LAMP}", "own", "status"),
        (f"ANONIM. {LAMP}", "own, with another word", "status"),
        (f"ANONIM. {LAMP}", "another phone with its word", "status"),
        (f"ANONIM. {LAMP}", "a stranger with another word", "status_unknown"),
        (f"ANONIM. {LAMP}", "a stranger", "status_unknown"),
        (LAMP, "another phone with its word", "status_unknown"),
        (f"RAHASIA. {LAMP}", "own, over WhatsApp", "status_unknown"),
        (f"RAHASIA. {LAMP}", "a stranger", "status_unknown"),
    ],
)
async def test_only_who_wrote_it_hears_where_it_stands(
    tmp_path: Path, redis_url: str, words: str, who: str, heard: str, asked: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(words))
        name, number = _number(end)
        await node.ledger.told_number(name, "1916449")
        shown = number if asked == "ours" else "1916449"
        question, word = f"STATUS {shown}", word_for(HASHER, number)
        raw = {
            "own, with its word": sms(f"{question} {word.upper()}", 2),
            "own, with another word": sms(f"{question} {word[::-1][1:]}a", 2),
            "another phone with its word": sms(f"cek {shown} {word}", 2, phone="+6281100000002"),
            "a stranger with another word": sms(f"{question} bababa", 2, phone="+6281100000002"),
            "own": sms(question, 2),
            "own, over WhatsApp": whatsapp(question, 2),
            "a stranger": sms(question, 2, phone="+6281100000002"),
        }[who]
        ends = await node.pumped(raw)
        assert ends[1] == f"answered:{heard}"
        leases = {lease.what: lease for lease in await node.ledger.lease_reply(10, 60_000)}
        told = dict(Listener.decode(leases[heard].listener).facts)
        known = {"number": number, "national": "1916449", "status": ""}
        if heard == "status":
            assert {name: told[name] for name in known} == known
        else:
            assert told == {"asked": shown}, "a stranger hears nothing of it"
