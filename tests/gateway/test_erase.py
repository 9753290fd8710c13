"""HAPUS DATA from the first word to the last byte: asked back, a day to think, and nothing left but a line."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER, SEALER
from node_kit import NodeKit, mail, sms, until
from supplement_kit import SARI, Desk, a_desk, first_mail

from forwarder.store import Vault
from forwarder.store_folder import Folder
from gateway import audit
from gateway.attach import Keeper
from gateway.erase import Erasing
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


async def test_what_did_not_leave_yet_never_goes(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as (desk, erasing, _):
        await desk.node.pumped(first_mail(LAMP))
        await desk.answer()
        await confirmed(desk)
        assert await erasing.settle(desk.ledger, datetime.now(UTC) + 2 * DAY) == 1
        await desk.forward()
        assert desk.cases == []


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
    import hashlib

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
