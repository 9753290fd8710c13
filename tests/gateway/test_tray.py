"""The tray: what is suspect waits, is the same when it is read again, and goes where a person sends it."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from journal_samples import SEALER
from node_kit import ENV, NodeKit, a_node, answers_of, mail
from prometheus_client import generate_latest

from forwarder.seal import new_key
from gateway import tray, tray_cli
from gateway.journal import JournalReader
from gateway.metrics import registry
from gateway.probes import tray_readings
from gateway.settings import Settings, load
from normalizer.schema import Raw

SPAM = "Situs slot gacor, bonus new member 100%, daftar sekarang di http://raja.example.xyz WA 0811-0000-0123"
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin, mohon diperbaiki"
GMAIL = "Subject: (#612345678) Gmail Forwarding Confirmation\n"


def spam(place: int = 1) -> Raw:
    return mail(SPAM, place, sender=f"promo{place}@iklan.example.org")


def request() -> Raw:
    asks = "k@example.org asks to forward. Code: 612345678 https://mail.google.com/mail/vf-1"
    return mail(asks, 9, sender="forwarding-noreply@google.com", head=GMAIL)


async def test_spam_is_neither_submitted_nor_answered_and_stays_so(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        first, second = await node.pumped(spam(), mail(LAMP, 2))
        assert (first.partition(":")[0], second.partition(":")[0]) == ("held", "complaint")
        assert len(await node.ledger.lease_forward(10, 1000)) == 1
        assert len(await answers_of(node.ledger)) == 1
        await node.journal.replay([1])
        assert (await node.pumped())[0] == first
        await node.redis.flushall()
        assert (await node.pumped())[0] == first


async def test_what_is_released_goes_its_way_once(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(spam())
        assert await tray.release(node.control, [1]) == 1
        (end,) = await node.pumped()
        assert end.startswith("complaint:")
        assert await tray.release(node.control, [1]) == 1
        assert await node.pumped() == [end]
        assert len(await node.ledger.lease_forward(10, 1000)) == 1


async def test_what_is_called_spam_keeps_its_bytes(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(spam())
        assert await tray.condemn(node.control, [1]) == 1
        assert await node.pumped() == ["spam"]
        assert node.reader.held() == (0, None)
        row = node.reader.row(1)
        assert row is not None
        assert row.raw is not None


async def test_a_providers_question_becomes_no_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        assert await node.pumped(request()) == ["verification:unproven"]
        assert await node.ledger.lease_forward(10, 1000) == []
        await node.journal.replay([1])
        await node.journal.mark(1, {"proof": "proven dkim"})
        assert await node.pumped() == ["verification:google"]


@pytest.mark.parametrize(
    ("marks", "end"),
    [
        ({"spam": "spam"}, "held"),
        ({"spam": "spam", "proof": "unproven nothing"}, "held"),
        ({"spam": "spam", "proof": "proven dkim"}, "complaint"),
        ({"spam": "doubtful"}, "complaint"),
        ({"spam": "away"}, "complaint"),
        ({"spam": "spam", "proof": "proven dkim forwarder"}, "complaint"),
    ],
)
async def test_a_filters_verdict_is_read_from_the_row(
    tmp_path: Path, redis_url: str, marks: dict[str, str], end: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.arrives(mail(LAMP))
        await node.journal.mark(1, marks)
        assert [found.partition(":")[0] for found in await node.pumped()] == [end]


async def test_it_is_counted_with_the_age_of_the_oldest(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(spam(), spam(2))
        count, oldest = node.reader.held()
        assert count == 2
        assert oldest is not None
        later = datetime.now(UTC) + timedelta(hours=2)
        text = generate_latest(registry(tray_readings(node.reader, lambda: later))).decode()
        assert "satupintu_held 2.0" in text
        age = float(next(line for line in text.splitlines() if line.startswith("satupintu_held_seconds ")).split()[1])
        assert 7100 < age < 7300


# -- the commands -------------------------------------------------------------------------------------------------


@pytest.fixture
def commanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name, value in {**ENV, "ENV_FILE": str(tmp_path / ".env")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Settings, "sealer", lambda _: SEALER)
    return load({"DATA_DIR": str(tmp_path / "node-1"), "ID_KEY": new_key(), "ENCRYPTION_KEYS": new_key()})


async def held(node: NodeKit) -> None:
    await node.pumped(spam(), mail(LAMP, 2))


async def test_list_and_show_tell_nobodys_data(
    tmp_path: Path, redis_url: str, commanded: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await held(node)
        tray_cli.list_rows(commanded, 10)
        assert tray_cli.show(commanded, 1, unmask=False) == 0
        told = capsys.readouterr().out
        assert "held:" in told
        assert "iklan.example.org" in told
        assert "adverts +" in told
        assert "promo1@" not in told
        assert "0811-0000" not in told
        assert not (commanded.data_dir / "audit.jsonl").exists()
        assert tray_cli.show(commanded, 1, unmask=True) == 0
        assert "slot gacor" in capsys.readouterr().out
        (line,) = (commanded.data_dir / "audit.jsonl").read_text().splitlines()
        assert (json.loads(line)["act"], json.loads(line)["rows"]) == ("tray show", [1])
        assert tray_cli.show(commanded, 99, unmask=False) == 1


async def test_show_tells_nothing_of_a_mail_that_never_was_in_the_tray(
    tmp_path: Path, redis_url: str, commanded: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await held(node)
        assert tray_cli.show(commanded, 2, unmask=False) == 1
        told = capsys.readouterr()
        assert "subject" not in told.out
        assert "journal show 2" in told.err
        assert tray_cli.show(commanded, 2, unmask=True) == 0
        assert (commanded.data_dir / "audit.jsonl").exists()


@pytest.mark.parametrize(("command", "end"), [("release", ""), ("spam", "spam")])
async def test_decisions_are_audited_and_only_for_rows_of_the_tray(
    tmp_path: Path,
    redis_url: str,
    commanded: Settings,
    capsys: pytest.CaptureFixture[str],
    command: str,
    end: str,
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await held(node)
        status = await asyncio.to_thread(getattr(tray_cli, command), commanded, [1, 2, 77])
        assert status == 1
        told = capsys.readouterr()
        assert "Row 2 is not in the tray" in told.err
        assert "\n1 " in told.out
        with closing(JournalReader.open(commanded.data_dir, SEALER)) as reader:
            first, second = reader.rows(body=False)
        assert first.end == end
        assert second.end.startswith("complaint:")
        (line,) = (commanded.data_dir / "audit.jsonl").read_text().splitlines()
        assert (json.loads(line)["act"], json.loads(line)["rows"]) == (f"tray {command}", [1])
