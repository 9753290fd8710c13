"""Deliveries, keys and folders the journal's tests share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from forwarder.seal import Hasher, Sealer
from gateway.disk import Probe, free_bytes
from gateway.journal import Journal, JournalReader
from normalizer.schema import ChannelName, Raw

HASHER = Hasher(b"i" * 32)
SEALER = Sealer.of(b"e" * 32)
SMS = ChannelName("sms")
AT = datetime(2026, 11, 21, 8, 30, 0, 123456, tzinfo=UTC)

WORDS = ("Jembatan", "Kalibening", "ambrol", "0000-4471", "Sutinah", "wrote-by-hand.example.org")
BODY = b"From=%2B62811-0000-4471&ProfileName=Sutinah&Body=Jembatan+di+Kalibening+ambrol"


def delivery(body: bytes = BODY, channel: ChannelName = SMS, at: datetime = AT) -> Raw:
    headers = (("X-From", "wrote-by-hand.example.org"), ("X-Odd", "\udcff\udc80"), ("Cookie", ""), ("cookie", "a=b"))
    return Raw(channel, at, "https://gw.example.org/twilio/sms?from=Sutinah", headers, body)


def open_journal(folder: Path, *, reserve: int = 0, probe: Probe = free_bytes) -> Journal:
    return Journal.open(folder, node="desa-1", hasher=HASHER, sealer=SEALER, reserve=reserve, probe=probe)


def open_reader(folder: Path) -> JournalReader:
    return JournalReader.open(folder, SEALER)
