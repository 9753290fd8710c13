"""HAPUS DATA and what providers report: rows that name the person go, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from node_kit import ACCOUNT, OURS, NodeKit, a_node, whatsapp

from forwarder.listener import Listener
from gateway.erase import Erasing
from gateway.inbox import Row
from gateway.named_in import Names
from gateway.simulator.twilio_api import Sent
from gateway.simulator.twilio_forms import status_form
from normalizer.schema import ChannelName, Raw

SHORT, LONG = "+628110000001", "+62811000000123"
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
ROAD = "Jalan di depan pasar Kliwon berlubang besar dan licin"


def ago(raw: Raw, minutes: float) -> Raw:
    return replace(raw, received_at=datetime.now(UTC) - timedelta(minutes=minutes))


def reported(place: int, phone: str) -> Raw:
    form = status_form(ACCOUNT, Sent(f"SM{place + 50_000:032x}", OURS, phone, "", "delivered"))
    url = "https://gw.example.org/twilio/sms/status"
    return Raw(ChannelName("sms"), datetime.now(UTC), url, (), urlencode(form).encode())


async def word_of(node: NodeKit) -> str:
    leases = await node.ledger.lease_reply(50, 60_000)
    (asked,) = [one for one in leases if one.what == "confirm_erase"]
    return dict(Listener.decode(asked.listener).facts)["word"]


async def erased(node: NodeKit, folder: Path) -> None:
    erasing = Erasing(node.reader, node.control, node.rebuild.understanding, folder, node.name)
    assert await erasing.settle(node.ledger, datetime.now(UTC) + timedelta(days=2)) == 1


def bodies(node: NodeKit) -> list[int]:
    return [row.seq for row in node.reader.rows() if row.raw is not None]


async def test_reports_of_a_longer_number_stay(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(ago(whatsapp(LAMP, 1, phone=SHORT), 60), ago(whatsapp(ROAD, 2, phone=LONG), 60))
        await node.pumped(reported(1, SHORT), reported(2, LONG), ago(whatsapp("HAPUS DATA", 3, phone=SHORT), 5))
        word = await word_of(node)
        ends = await node.pumped(ago(whatsapp(word, 4, phone=SHORT), 4), reported(5, SHORT))
        assert all(end.startswith("report") for end in ends[2:4])
        assert ends[-2].endswith(":erase")
        await erased(node, tmp_path)
        assert bodies(node) == [2, 4]


async def test_what_they_tell_later_stays_with_the_reports_of_its_answers(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(ago(whatsapp(LAMP, 1, phone=SHORT), 60), ago(whatsapp("HAPUS DATA", 2, phone=SHORT), 5))
        word = await word_of(node)
        await node.pumped(ago(whatsapp(word, 3, phone=SHORT), 4), ago(reported(4, SHORT), 3))
        ends = await node.pumped(ago(whatsapp(ROAD, 5, phone=SHORT), 2), ago(reported(6, SHORT), 1))
        assert ends[4].startswith("complaint:")
        await erased(node, tmp_path)
        assert bodies(node) == [5, 6], "the report of the answer to HAPUS DATA itself goes"


def row(body: str, url: str = "https://gw.example.org/x") -> Row:
    raw = Raw(ChannelName("sms"), datetime.now(UTC), url, (), body.encode())
    return Row(1, b"", raw.channel, raw.received_at, raw, "report", "")


@pytest.mark.parametrize(
    ("name", "body", "found"),
    [
        ("628110000001", "To=%2B628110000001&x=1", True),
        ("628110000001", "To=whatsapp%3A%2B628110000001", True),
        ("628110000001", "to=%20628110000001", True),
        ("628110000001", r'{"to": "\u002b628110000001"}', True),
        ("628110000001", "To=%2B6281100000012", False),
        ("628110000001", "To=%2B1628110000001", False),
        ("620011001", '{"chat_id":620011001}', True),
        ("620011001", '{"chat_id":6200110011}', False),
        ("620011001", '{"chat_id":1620011001}', False),
        ("-1006200", '{"chat_id":-1006200}', True),
        ("-1006200", '{"chat_id":-10062001}', False),
        ("ani@x.example.org", "Final-Recipient: rfc822;Ani@x.example.org\r\n", True),
        ("ani@x.example.org", "<ani@x.example.org>: mailbox full", True),
        ("ani@x.example.org", "No such user: ani@x.example.org.\r\n", True),
        ("ani@x.example.org", "'ani@x.example.org' is unknown", True),
        ("ani@x.example.org", "to=ani%40x.example.org", True),
        ("ani@x.example.org", "rani@x.example.org", False),
        ("ani@x.example.org", "budi.ani@x.example.org", False),
        ("ani@x.example.org", "to=budi%2Bani%40x.example.org", False),
        ("ani@x.example.org", "d'ani@x.example.org", False),
        ("ani@x.example.org", "éani@x.example.org", False),
        ("ani@x.example.org", "ani@x.example.organic", False),
        ("ani@x.example.org", "ani@x.example.org.id", False),
        ("ani@x.example.org", "ani@x.example.org-desa.id", False),
        ("", "anything", False),
    ],
)
def test_an_address_within_a_longer_one_is_anothers(name: str, body: str, found: bool) -> None:
    assert Names.of([name.encode()]).are_in(row(body)) is found


def test_a_second_mention_counts() -> None:
    assert Names.of([b"ani@x.example.org"]).are_in(row("rani@x.example.org, ani@x.example.org"))
    assert Names.of([b"620011001"]).are_in(row("", "https://gw.example.org/x?to=620011001"))
