"""`satupintu complaints show`: what came in, each piece, with what tells of people hidden; or whose journal has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from node_kit import ENV, NodeKit, a_node, mail, sms, telegram, whatsapp
from test_decide import Desk
from test_drafting import HASTY, ago, all_closed, whole

from gateway.audit import FILE as AUDIT
from gateway.complaint_raw import raw_lines
from gateway.inbox import Row
from gateway.redacted import Redactor
from gateway.row_end import complaints_in
from normalizer.schema import ChannelName, Raw

ZONE = ZoneInfo("Asia/Jakarta")
TRASH = "Sampah menumpuk di belakang Pasar Wage sejak minggu lalu"
PERSONAL = ("Wage", "Sari", "81100000001", "sari@", "620011001")


def row(raw: Raw | None, error: str = "") -> Row:
    return Row(7, b"k" * 32, ChannelName("sms"), datetime(2026, 11, 23, tzinfo=UTC), raw, "", error)


def shown(raw: Raw | None, *, unmask: bool = False, error: str = "") -> str:
    return "\n".join(raw_lines(row(raw, error), ZONE, Redactor.of(ENV), unmask=unmask))


SHAPES = [
    ("an SMS", sms(TRASH), [f"Body: [{len(TRASH)} characters]", "From: [14 characters]", "NumMedia: 0"]),
    ("a chat", telegram(TRASH, 3), [f'"text": "[{len(TRASH)} characters]"', '"message_id": 3', '"type": "private"']),
    ("a mail", mail(TRASH), ["subject: [", "MAIL FROM: [", "part 1: text/plain, "]),
    (
        "names that are words, and no form",
        Raw(ChannelName("sms_http"), datetime.now(UTC), "https://x/sms?0811-0000-1234=Sari", (), b"\xff" + b"Wage"),
        ["[14 characters]: [4 characters]", "[5 characters]"],
    ),
    (
        "JSON deeper than anybody writes",
        Raw(ChannelName("telegram"), datetime.now(UTC), "poll:", (), b"[" * 100_000),
        ["[100000 characters]"],
    ),
]


@pytest.mark.parametrize(("raw", "told"), [one[1:] for one in SHAPES], ids=[one[0] for one in SHAPES])
def test_its_shape_is_shown_without_anybody(raw: Raw, told: list[str]) -> None:
    text = shown(raw)
    assert [one for one in told if one not in text] == []
    assert [word for word in PERSONAL if word in text] == []


def provided(said: object) -> Raw:
    return Raw(ChannelName("sms_http"), datetime.now(UTC), "https://x/sms", (), json.dumps(said).encode())


NUMBER = "081100001234"
IN_PLAIN_NAMES: list[tuple[str, object, str]] = [
    ("a text", {"type": NUMBER}, '"type": "[12 characters]"'),
    ("a number", {"duration": int(f"62{NUMBER[1:]}")}, '"duration": "[13 characters]"'),
    ("deeper", {"a": [{"offset": f"+62 {NUMBER[1:]}"}]}, '"offset": "[15 characters]"'),
    ("a list", {"type": ["Sari", NUMBER]}, '"[4 characters]"'),
    ("behind a semicolon", {"mime_type": "image/jpeg; name=Sari"}, '"mime_type": "image/jpeg"'),
    ("a key", {NUMBER: 1, "081100004321": {"width": 2}}, '"[12 characters] 2": {'),
    ("a key of many words", {"Ibu Sari dari Wage": 1}, '"[18 characters] 1": "[1 characters]"'),
    ("a date", {"date": "2026-11-23 10:00:00 Sari"}, '"date": "[24 characters]"'),
    ("a good date", {"date": "2026-11-23T10:00:00+07:00"}, '"date": "Mon, 23 Nov 2026 10:00:00 +0700"'),
    ("a date in seconds", {"date": 1_790_000_000}, '"date": 1790000000'),
]


@pytest.mark.parametrize(("said", "told"), [one[1:] for one in IN_PLAIN_NAMES], ids=[one[0] for one in IN_PLAIN_NAMES])
def test_a_name_that_tells_nothing_of_people_may_hold_what_does(said: object, told: str) -> None:
    text = shown(provided(said))
    assert told in text
    assert [word for word in (*PERSONAL, NUMBER[1:], "81100004321") if word in text] == []


DATES = [
    ("Mon, 23 Nov 2026 10:00:00 +0700 (Sari Wage)", "Mon, 23 Nov 2026 10:00:00 +0700"),
    ("Sari, 23 Nov 2026 10:00:00 +0700", "Mon, 23 Nov 2026 10:00:00 +0700"),
    ("kemarin di Wage", "[15 characters]"),
    ("(Sari) Wage", "[11 characters]"),
    ("Mon, 99 Nov 2026 10:00:00 +0700 Wage", "[36 characters]"),
    ("x" * 900, "[900 characters]"),
]


@pytest.mark.parametrize(("date", "told"), DATES)
def test_of_a_date_nothing_but_the_date_is_shown(date: str, told: str) -> None:
    """A mail's is written by whoever sent it; comments may stand in it (RFC 5322, 3.3)."""
    text = shown(Raw(ChannelName("mail"), datetime.now(UTC), "smtp:", (), f"Date: {date}\r\n\r\nhalo".encode()))
    assert f"date: {told}\n" in text
    assert [word for word in PERSONAL if word in text] == []


def test_whole_it_is_without_secrets() -> None:
    raw = Raw(
        ChannelName("telegram"), datetime.now(UTC), "poll:", (("X-Telegram-Bot-Api-Secret-Token", "abc"),), b"halo"
    )
    text = shown(raw, unmask=True)
    assert "halo" in text
    assert "abc" not in text
    long = shown(sms("x" * 30_000), unmask=True)
    assert "journal show 7 --unmask" in long
    assert len(long) < 25_000


def test_what_came_by_get_is_shown_with_its_words() -> None:
    """Kannel's and many aggregators' messages have no body."""
    url = "https://lapor.example/sms?secret=geheim&from=%2B6281100001111&text=Tanggul+retak%0Adi+RT+3&%ff%fe=1"
    raw = Raw(ChannelName("sms_http"), datetime.now(UTC), url, (("Accept", "*/*"),), b"")
    whole = shown(raw, unmask=True)
    for words in ("from: +6281100001111", "text: Tanggul retak\\ndi RT 3", "secret: [secret]", "\\xff\\xfe: 1"):
        assert words in whole
    assert "geheim" not in whole
    assert [word for word in ("Tanggul", "6281100001111", "geheim") if word in shown(raw)] == []


def test_what_was_purged_or_cannot_be_opened_is_told() -> None:
    assert shown(None).endswith("its bytes were purged")
    assert shown(None, error="no such key").endswith("no such key")


async def shown_by(node: NodeKit, url: str, name: str, *more: str) -> str:
    status, out, errors = await Desk(node, url).types("show", name, *more)
    assert status == 0, errors
    return out


@pytest.mark.process
async def test_every_piece_is_shown(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        ends = await whole(node, ago(whatsapp(TRASH, 1), 10), ago(whatsapp("RT 5 RW 2", 2), 9.7))
        (name,) = set(complaints_in(ends[0]) + complaints_in(ends[1]))
        out = await shown_by(node, redis_url, name)
        assert f"Body: [{len(TRASH)} characters]" in out
        assert "Body: [9 characters]" in out
        assert [word for word in PERSONAL if word in out] == []
        assert not (node.journal.folder / AUDIT).exists()
        out = await shown_by(node, redis_url, name, "--unmask")
        assert "RT+5+RW+2" in out
        (line,) = (node.journal.folder / AUDIT).read_text().splitlines()
        assert json.loads(line)["rows"] == [1, 2], "whose words were looked at"


@pytest.mark.process
async def test_another_node_is_named(tmp_path: Path, redis_url: str) -> None:
    """One piece came here, one there; whichever closed the draft knows of both, the other of the one that closed it."""
    async with (
        a_node(tmp_path, redis_url, "node-1", drafting=HASTY) as one,
        a_node(tmp_path, redis_url, "node-2", drafting=HASTY) as other,
    ):
        await one.arrives(ago(whatsapp(TRASH, 1), 1))
        await other.arrives(ago(whatsapp("RT 5 RW 2", 2), 0.9))
        async with one.pumping(), other.pumping():
            ends = await all_closed(one, other)
        (name,) = {found for end in ends for found in complaints_in(end)}
        here, there = await shown_by(one, redis_url, name), await shown_by(other, redis_url, name)
    assert "also in the journal of node-2: `satupintu complaints show`" in here
    assert "also in the journal of node-1: `satupintu complaints show`" in there
    assert (here.count("\nraw "), there.count("\nraw ")) == (1, 1)


@pytest.mark.process
async def test_of_what_came_to_another_node_alone_that_one_is_named(tmp_path: Path, redis_url: str) -> None:
    async with (
        a_node(tmp_path, redis_url, "node-1") as one,
        a_node(tmp_path, redis_url, "node-2") as other,
        one.pumping(),
    ):
        ends = await other.pumped(sms(TRASH))
        out = await shown_by(one, redis_url, complaints_in(ends[0])[0])
    assert "row            in the journal of node-2: `satupintu complaints show`" in out
    assert "\nraw " not in out
