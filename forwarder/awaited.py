"""What a provider may still have to say of answers that left before the ledger was lost."""

from __future__ import annotations

from collections.abc import Iterable

from forwarder.epoch import FactEntry
from forwarder.reply import report_key
from forwarder.seal import Hasher
from normalizer.schema import ChannelName


def awaited(hasher: Hasher, ways: Iterable[ChannelName], fact: FactEntry) -> list[str]:
    """By each channel the fact's answer may have left by: that, and under what its reports would find it."""
    ids = {"answer_sent": fact.data, "answer_piece": fact.data.split(" ", 3)[-1]}
    if not (provider_id := ids.get(fact.kind)):
        return []
    return [one for way in ways for one in (way, report_key(hasher, way, provider_id))]
