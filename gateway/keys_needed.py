"""Whether this node has the encryption keys that its journal needs: without one of them its pump waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

import structlog

from forwarder.seal import decode_key, key_id
from gateway.journal_reader import JournalReader
from gateway.settings import Settings, split_keys
from gateway.supervise import Children

HOW = "Add that key again, after the first"
LOST = "if it is lost for ever: `satupintu journal give-up-key`"


def sealed(messages: int, facts: int) -> str:
    return f"{messages} message{'s' * (messages != 1)} and {facts} fact{'s' * (facts != 1)}"


def missing(keys: Iterable[str], bodies: Mapping[str, int], facts: Mapping[str, int]) -> dict[str, str]:
    """What is sealed with each key (its id) that is not among `keys`, in words."""
    have = {key_id(decode_key(key)).hex() for key in keys}
    return {
        key: f"{sealed(bodies.get(key, 0), facts.get(key, 0))} are sealed with encryption key {key},"
        " which is not among ENCRYPTION_KEYS"
        for key in sorted({*bodies, *facts} - have)
    }


@dataclass(eq=False)
class Opening:
    """`why` is a sentence as long as the pump waits for a key; a start with that key lets it go on."""

    settings: Settings
    why: str = ""

    async def run(self, pump: Children) -> None:
        """The pump, unless it lacks a key for what it would have to read: then this returns."""
        self.why = await asyncio.to_thread(self._look)
        if self.why:
            structlog.get_logger("serve").error("encryption_key_missing", why=self.why)
            return
        await pump.run()

    def _look(self) -> str:
        """Reads the whole table of facts. What has its end and no facts is read by nobody but `satupintu journal`."""
        with closing(JournalReader.open(self.settings.data_dir, self.settings.sealer())) as reader:
            keys = split_keys(self.settings.encryption_keys)
            given_up = {key.hex() for key in reader.given_up()}
            facts = {key: count for key, count in reader.fact_keys().items() if key not in given_up}
            found = missing(keys, reader.sealing_keys(waiting=True), facts)
        told = "; ".join(found.values())
        return f"Messages are kept and wait: {told}. {HOW}, and start the gateway again; {LOST}." if told else ""
