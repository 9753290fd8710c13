"""Verify, keep, say yes: and what is counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from intake_samples import LATER, SIGNED, make_intake, signature
from journal_samples import AT, open_reader
from prometheus_client import CollectorRegistry

from channels.base import Unauthentic
from gateway.journal import JournalBroken, JournalFull
from normalizer.schema import ChannelName, Raw


def signed(body: bytes, channel: ChannelName = SIGNED) -> Raw:
    url = f"https://gw.example.org/{channel}"
    return Raw(channel, AT, url, (("x-signature", signature(url, body)),), body)


def counted(registry: CollectorRegistry) -> dict[tuple[str, str], float]:
    return {
        (sample.labels["channel"], sample.labels["outcome"]): sample.value
        for metric in registry.collect()
        for sample in metric.samples
        if sample.name == "satupintu_intake_deliveries_total" and sample.value
    }


async def test_every_outcome_is_raised_and_counted(tmp_path: Path) -> None:
    registry = CollectorRegistry()
    free = [10**9]
    intake = make_intake(tmp_path, registry, lambda _: free[0])
    await asyncio.gather(*(intake.accept(signed(b"%d" % (n % 2))) for n in range(10)))
    with pytest.raises(Unauthentic):
        await intake.accept(replace(signed(b"a"), body=b"b"))
    free[0] = 0
    intake.journal._writer.reserve._looked = float("-inf")
    await intake.accept(signed(b"sms"))
    with pytest.raises(JournalFull):
        await intake.accept(signed(b"later", LATER))
    reader = open_reader(tmp_path)
    assert sorted(row.raw.body for row in reader.open_rows() if row.raw) == [b"0", b"1", b"sms"]
    reader.close()
    intake.journal.close()
    with pytest.raises(JournalBroken):
        await intake.accept(signed(b"closed"))
    assert counted(registry) == {
        (SIGNED, "kept"): 11,
        (SIGNED, "unauthentic"): 1,
        (SIGNED, "broken"): 1,
        (LATER, "full"): 1,
    }


async def test_nothing_shown_of_an_intake_holds_a_secret(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, CollectorRegistry())
    shown = repr(intake) + repr(intake.journal)
    intake.journal.close()
    assert "secret" not in shown
    assert "eeee" not in shown
    assert "iiii" not in shown
