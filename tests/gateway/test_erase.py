"""HAPUS DATA from the first word to the last byte: asked back, a day to think, and nothing left but a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER, SEALER
from node_kit import NodeKit, a_node, mail, sms, until
from supplement_kit import SARI, Desk, a_desk, a_reply, first_mail

from forwarder.erasing import Remains, forget
from forwarder.store import Vault
from forwarder.store_folder import Folder
from forwarder.store_s3 import S3
from gateway import audit
from gateway.attach import Keeper
from gateway.erase import Erasing
from gateway.simulator.s3 import StandInS3
from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
ROAD = "Jalan di depan pasar Kliwon berlubang besar dan licin"
DAY = timedelta(hours=24)
BUDI = "budi@warga.example.org"


@asynccontextmanager
async def an_office(folder: Path, url: str) -> AsyncIterator[tuple[Desk, Erasing, Vault]]:
    async with a_desk(folder, url) as desk:
        vault = Vault(Folder(folder / "files"), HASHER, SEALER)
        desk.node.keeper = Keeper(vault, desk.node.control)
        node = desk.node
        erasing = Erasing(node.reader, node.control, node.rebuild.understanding, folder, node.name, vault)
        yield desk, erasing, vault


async def confirmed(desk: Desk, mark: str = "w") -> list[str]:
    """HAPUS DATA, and the word that is asked back."""
    await desk.node.pumped(first_mail("HAPUS DATA", mark=f"erase-{mark}", subject=""))
    (asked,) = await desk.answer()
    found = re.search(r"satu kata: (\w+)", asked.text)
    assert found
    return await desk.node.pumped(first_mail(found[1].upper() + "!", mark=f"word-{mark}", subject=""))


async def keys(node: NodeKit) -> dict[str, dict[str, str]]:
    """All that is a hash in Redis."""
    found: dict[str, dict[str, str]] = {}
    redis: Any = node.redis
    async for key in redis.scan_iter(match=node.ledger.key("*")):
        if await redis.type(key) == b"hash":
            row = await redis.hgetall(key)
            found[key.decode().split(":", 2)[2]] = {one.decode(): value.decode("latin-1") for one, value in row.items()}
    return found


def bodies(node: NodeKit) -> list[int]:
    return [row.seq for row in node.reader.rows() if row.raw is not None]


async def test_what_a_person_wrote_is_gone_a_day_later_and_nothing_else(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, erasing, _):
        await desk.complaint(first_mail(LAMP))
        await desk.complaint(first_mail(ROAD, sender=BUDI, mark="budi-1"))
        ends = await confirmed(desk)
        assert ends[-1].startswith("act:-:")
        assert ends[-1].endswith(":erase")
        (said,) = await desk.answer()
        assert "24 jam" in said.text
        now = datetime.now(UTC)
        assert await erasing.settle(desk.ledger, now + DAY - timedelta(minutes=1)) == 0
        assert bodies(desk.node) == [1, 2, 3, 4]
        assert await erasing.settle(desk.ledger, now + DAY + timedelta(minutes=1)) == 1
        assert bodies(desk.node) == [2], "Budi's stays"
        assert await erasing.settle(desk.ledger, now + 2 * DAY) == 0
        complaint = ends[0].split(":")[1]
        left = await keys(desk.node)
        assert {"body", "case", "owner", "who"} & left[f"c:{complaint}"].keys() == set()
        assert left[f"c:{complaint}"]["national"] == desk.cases[0].number, "nothing is submitted or told twice"
        who = f"mail-{HASHER.short('who', 'mail', SARI)[:16]}"
        assert not [name for name, row in left.items() if who in name or any(who in value for value in row.values())]
        assert [case.status for case in desk.cases] == ["terkirim"] * 2 or not desk.central.store.counts.withdrawn
        line = (tmp_path / audit.FILE).read_text()
        assert "[1, 3, 4]" in line
        assert SARI not in line


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_what_was_told_of_what_they_wrote_afterwards_stays_noted(
    tmp_path: Path, redis_url: str, elsewhere: bool
) -> None:
    """A rebuild would tell it once more; of what went nothing is told, and nothing is noted."""
    async with an_office(tmp_path, redis_url) as (desk, erasing, _), a_node(tmp_path, redis_url, "node-9") as other:
        await other.pumped()
        await desk.complaint(first_mail(LAMP))
        await confirmed(desk)
        await desk.answer()
        await desk.complaint(first_mail(ROAD, mark="later"))
        ends = [row.end for row in desk.node.reader.rows()]
        first, later = ends[0].split(":")[1], ends[-1].split(":")[1]
        await desk.node.pumped()
        node = other if elsewhere else desk.node
        if elsewhere:
            await other.journal.facts(desk.node.reader.facts())
        assert await erasing.settle(desk.ledger, datetime.now(UTC) + 2 * DAY) == 1
        await node.pumped()
        await desk.node.pumped()
        answered = {name: [one.kind for one in node.reader.facts_of(name)] for name in (first, later)}
        assert "answer_sent" in answered[later]
        assert "answer_sent" not in answered[first]
        assert not [one for one in node.reader.facts() if "erase" in one.subject.partition(".")[2]]
        if not elsewhere:
            await desk.node.redis.flushall()
            async with other.pumping():
                await desk.node.pumped()
            assert await desk.answer() == []


async def test_what_did_not_leave_yet_never_goes(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, erasing, _):
        await desk.node.pumped(first_mail(LAMP))
        await desk.answer()
        await confirmed(desk)
        assert await erasing.settle(desk.ledger, datetime.now(UTC) + 2 * DAY) == 1
        await desk.forward()
        assert desk.cases == []


async def test_what_another_added_to_it_goes_on(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, _, __):
        told = await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(a_reply(told, ROAD))
        own = frozenset({desk.cases[0].reference})
        assert await forget(desk.ledger, Remains(own=own))
        await desk.add()
        assert desk.added() == [ROAD]
        assert await desk.ledger.parked(5) == []


async def test_batal_within_the_day_keeps_everything(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, erasing, _):
        await desk.complaint(first_mail(LAMP))
        await confirmed(desk)
        await desk.answer()
        ends = await desk.node.pumped(first_mail("BATAL", mark="batal", subject=""))
        assert ends[-1].endswith(":revoke")
        (said,) = await desk.answer()
        assert "Tidak ada yang dihapus" in said.text
        assert await erasing.settle(desk.ledger, datetime.now(UTC) + 2 * DAY) == 0
        assert len(bodies(desk.node)) == 4
        assert desk.central.store.counts.withdrawn == 0, "it was not the complaint that was meant"


@pytest.mark.parametrize("when", ["before", "after"])
async def test_it_outlives_the_loss_of_redis(tmp_path: Path, redis_url: str, when: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, erasing, _):
        await desk.complaint(first_mail(LAMP))
        await confirmed(desk)
        later = datetime.now(UTC) + 2 * DAY
        if when == "after":
            assert await erasing.settle(desk.ledger, later) == 1
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        assert await erasing.settle(desk.ledger, later) == (1 if when == "before" else 0)
        assert bodies(desk.node) == []
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        assert not [row for name, row in (await keys(desk.node)).items() if name.startswith("c:") and "body" in row]
        assert await erasing.settle(desk.ledger, later) == 0


def photographed(text: str, sender: str, mark: str, photo: bytes) -> Raw:
    raw = first_mail(text, sender=sender, mark=mark)
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    made = message_from_bytes(raw.body, policy=policy.default)
    assert isinstance(made, EmailMessage)
    made.add_attachment(photo, maintype="image", subtype="jpeg", filename="foto.jpg")
    return replace(raw, body=made.as_bytes())


async def test_files_go_too_but_for_those_that_others_sent(tmp_path: Path, redis_url: str) -> None:
    own, shared = b"\xff\xd8\xff\xe0" + b"own" * 900, b"\xff\xd8\xff\xe0" + b"all" * 900
    async with an_office(tmp_path, redis_url) as (desk, erasing, vault):
        await desk.node.pumped(
            photographed(LAMP, SARI, "one", own),
            photographed(ROAD, SARI, "two", shared),
            photographed(ROAD + " juga", BUDI, "three", shared),
        )
        await desk.answer()
        await confirmed(desk)
        for one in (own, shared):
            assert await vault.fetch(hashlib.sha256(one).hexdigest()) == one
        assert await erasing.settle(desk.ledger, datetime.now(UTC) + 2 * DAY) == 1
        assert await vault.fetch(hashlib.sha256(own).hexdigest()) is None
        assert await vault.fetch(hashlib.sha256(shared).hexdigest()) == shared


async def test_of_a_store_that_nodes_share_goes_what_no_node_needs_for_another(tmp_path: Path, redis_url: str) -> None:
    own, shared, lately = (b"\xff\xd8\xff\xe0" + kind * 900 for kind in (b"own", b"all", b"new"))
    server = StandInS3()
    await server.start()
    store = S3(server.url, server.bucket, server.access_key, "made-up", timeout=20)
    vault = Vault(store, HASHER, SEALER, timedelta(days=7))
    try:
        async with a_desk(tmp_path, redis_url) as desk, a_node(tmp_path, redis_url, "node-9") as other:
            ours = erasing_of(desk.node, tmp_path, vault)
            theirs = erasing_of(other, tmp_path, vault)
            await other.pumped(photographed(ROAD + " juga", BUDI, "three", shared))
            await desk.node.pumped(photographed(LAMP, SARI, "one", own), photographed(ROAD, SARI, "two", shared))
            await desk.answer()
            await confirmed(desk)
            later = datetime.now(UTC) + 2 * DAY
            assert await ours.settle(desk.ledger, later) == 1
            assert await kept(vault, own, shared) == [True, True], "the other node did not look yet"
            for _ in range(3):
                await theirs.settle(desk.ledger, later)
                await ours.settle(desk.ledger, later)
            assert await kept(vault, own, shared) == [False, True]
            assert not await desk.node.redis.exists(desk.ledger.key("due:files"))
            # Whoever needs one again after that has put it anew.
            await vault.keep(lately, datetime.now(UTC))
            name = vault.name(hashlib.sha256(lately).hexdigest())
            assert not await vault.erase_named(name, datetime.now(UTC) - timedelta(minutes=10))
            assert await kept(vault, lately) == [True]
            assert await vault.erase_named(name, datetime.now(UTC) + timedelta(minutes=1))
            assert await kept(vault, lately) == [False]
    finally:
        await server.stop()


def erasing_of(node: NodeKit, folder: Path, vault: Vault) -> Erasing:
    """Of a node that keeps files there, too. Files of a moment ago count as old ones."""
    node.keeper = Keeper(vault, node.control)
    made = Erasing(node.reader, node.control, node.rebuild.understanding, folder, node.name, vault)
    made.clocks = -timedelta(minutes=1)
    return made


async def kept(vault: Vault, *files: bytes) -> list[bool]:
    return [await vault.fetch(hashlib.sha256(one).hexdigest()) == one for one in files]


async def test_the_wrong_person_and_the_wrong_word_erase_nothing(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, erasing, _):
        await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(first_mail("HAPUS DATA", mark="e", subject=""))
        (asked,) = await desk.answer()
        found = re.search(r"satu kata: (\w+)", asked.text)
        assert found
        wrong = "sendok" if found[1] != "sendok" else "payung"
        ends = await desk.node.pumped(
            first_mail(wrong, mark="wrong", subject=""), mail(found[1], 77, sender=BUDI), sms(found[1], 78)
        )
        assert ends[2].endswith(":wrong")
        assert not [end for end in ends if end.endswith(":erase")]
        assert await erasing.settle(desk.ledger, datetime.now(UTC) + 2 * DAY) == 0
        await until(lambda: len(bodies(desk.node)) == 5)
