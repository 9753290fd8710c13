"""A gateway that was started without an old encryption key takes messages, says what it lacks, and passes none on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from typed import typed
from waiting import a_town, until

from forwarder.seal import Sealer, decode_key, key_id, new_key
from gateway.journal_reader import JournalReader
from gateway.keys_needed import missing
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node

PHONE = "+6281100004801"
FIRST, SECOND = "Saluran irigasi di Desa Sukamulya jebol", "Jembatan bambu di RT 9 hanyut semalam"


async def health(node: Node) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{node.private}/health/ready") as answer,
    ):
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


async def lacks_a_key(node: Node) -> dict[str, Any]:
    """Its health, once it has looked: it accepts before."""
    async with asyncio.timeout(90):
        while "ENCRYPTION_KEYS" not in str((said := await health(node))["wrong"]):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
    return said


def facts(town: Town) -> Mapping[str, int]:
    """How many facts of its journal each key has sealed."""
    with closing(JournalReader.open(town.nodes[0].folder, Sealer.of(decode_key(town.keys[1])))) as reader:
        return reader.fact_keys()


def test_a_key_that_nothing_needs_is_not_missed() -> None:
    assert missing([new_key()], {}, {}) == {}
    assert list(missing([new_key()], {"00000000": 2}, {"00000000": 1, "11111111": 1})) == ["00000000", "11111111"]


async def written_under_two_keys(town: Town, new: str) -> None:
    """One complaint is answered; another comes when the gateway has been started with the new key alone."""
    node = town.nodes[0]
    url = f"{node.url}/twilio/sms"
    await town.twilio.phone_sends(url, PHONE, FIRST)
    await until(lambda: words_to(town, "sms", PHONE))
    # Redis has them first: a journal without any needs no old key.
    await until(lambda: facts(town))
    await town.workers[0].stop()
    await node.serve.stop()
    node.serve.env["ENCRYPTION_KEYS"] = new
    await node.start()
    status, _ = await town.twilio.phone_sends(url, PHONE, SECOND)
    assert status == 200


@pytest.mark.process
async def test_what_comes_is_kept_and_nothing_is_passed_on_until_the_key_is_there(tmp_path: Path) -> None:
    async with a_town(tmp_path / "town", NUMBER_WAIT_SECONDS="0") as town:
        node, old, new = town.nodes[0], town.keys[1], new_key()
        await written_under_two_keys(town, new)
        said = await lacks_a_key(node)
        assert (said["accepting"], said["forwarding"]) == (True, False)
        assert any(
            "which is not among ENCRYPTION_KEYS. Add that key again, after the first" in one for one in said["wrong"]
        )
        assert "child_ended" not in node.serve.last_words()
        await node.serve.stop()

        node.serve.env["ENCRYPTION_KEYS"] = f"{new},{old}"
        await node.start()
        await town.add_workers(1)
        await until(lambda: len(town.central.store.in_order) == 2)
        assert "ENCRYPTION_KEYS" not in str((await health(node))["wrong"])


@pytest.mark.process
async def test_what_was_sealed_with_a_lost_key_keeps_nothing_else_back_once_it_is_given_up(tmp_path: Path) -> None:
    async with a_town(tmp_path / "town", NUMBER_WAIT_SECONDS="0") as town:
        node, old = town.nodes[0], town.keys[1]
        await written_under_two_keys(town, new_key())
        status, told = await typed(node.serve.env, "journal", "give-up-key", key_id(decode_key(old)).hex(), "--yes")
        assert status == 0, told
        await node.serve.stop()
        await node.start()
        await town.add_workers(1)
        await until(lambda: len(town.central.store.in_order) == 2)
        assert "ENCRYPTION_KEYS" not in str((await health(node))["wrong"])
