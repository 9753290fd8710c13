"""`satupintu complaints settle`, `pause` and `resume`: what they do and say, and the line in the audit trail."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path

import pytest
from ledger_kit import KEY, LEASE_MS, NOTE, answers, living
from test_acts_ledger import ACT, MINE, done, leased, submitted

from forwarder import acts, switches
from gateway import acts_cli, switches_cli
from gateway.audit import FILE, NotAudited
from gateway.settings import Settings, load

WISH = "complaint1~act"


@pytest.fixture
def settings(redis_url: str, tmp_path: Path) -> Settings:
    keys = {"ENCRYPTION_KEYS": base64.urlsafe_b64encode(KEY).decode()}
    return load({"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), **keys})


def audited(settings: Settings) -> list[str]:
    return [json.loads(line)["act"] for line in (settings.data_dir / FILE).read_text().splitlines()]


async def test_what_a_person_saw_to_waits_no_more_and_who_asked_is_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with living(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([MINE, NOTE])
        await submitted(ledger)
        await done(ledger, ACT)
        (lease,) = await leased(ledger)
        await acts.park(ledger, lease, "cannot be told")
        answer = next(one for one in await ledger.lease_reply(10, LEASE_MS) if one.what == "help")
        assert await ledger.park(answer, "nobody can tell")
        assert await asyncio.to_thread(acts_cli.settle, settings, [WISH, answer.id, "nobody"]) == 1
        out, errors = capsys.readouterr()
        assert out == "2 settled; those who asked are told that it holds.\n"
        assert errors.startswith("nobody: no act, answer or supplement that is parked")
        assert await ledger.parked(10) == []
        assert (await answers(ledger))["complaint1.sms-a.flag_set." + "k" * 26] == "due"
        assert await asyncio.to_thread(acts_cli.settle, settings, [WISH]) == 1, "once is enough"
    assert audited(settings) == [f"complaints settle {WISH} {answer.id} nobody", f"complaints settle {WISH}"]


async def test_nothing_is_settled_that_cannot_be_audited(settings: Settings) -> None:
    (settings.data_dir / FILE).mkdir()
    async with living(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([NOTE])
        (lease,) = await ledger.lease_reply(1, LEASE_MS)
        await ledger.park(lease, "nobody can tell")
        with pytest.raises(NotAudited):
            await asyncio.to_thread(acts_cli.settle, settings, [lease.id])
        assert [one.id for one in await ledger.parked(10)] == [lease.id]


async def test_a_switch_is_told_and_audited(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    async with living(settings.redis_url.get_secret_value()) as ledger:
        for what in ("forward", "replies", "telegram"):
            assert await asyncio.to_thread(switches_cli.pause, settings, what) == 0
        assert [one.what for one in await switches.held(ledger)] == ["forward", "replies", "telegram"]
        assert await asyncio.to_thread(switches_cli.resume, settings, "replies", False) == 0
        assert await asyncio.to_thread(switches_cli.pause, settings, "fax") == 2
        capsys.readouterr()
        assert await asyncio.to_thread(switches_cli.pause, settings, "") == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["forward", "telegram"]
    assert audited(settings) == ["pause forward", "pause replies", "pause telegram", "resume replies"]
