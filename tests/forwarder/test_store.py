"""The store of attachments: every duty of the protocol, on a real folder and over real HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forwarder.seal import Hasher, Sealer
from forwarder.store import BlobStore, StoreAway, Vault
from forwarder.store_folder import Folder
from forwarder.store_s3 import S3
from gateway.simulator.s3 import StandInS3

NAME, OTHER = "a" * 26, "b" * 26
PHOTO = b"\xff\xd8 a photo of the bridge, foto-jembatan.jpg"
HASHER, SEALER = Hasher(bytes(range(32))), Sealer.of(bytes(range(1, 33)))
KINDS = ["folder", "s3"]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def s3_at(server: StandInS3, timeout: float = 5.0) -> S3:
    return S3(server.url, server.bucket, server.access_key, "made-up-secret", timeout=timeout)


@asynccontextmanager
async def a_store(kind: str, folder: Path) -> AsyncIterator[BlobStore]:
    if kind == "folder":
        yield Folder(folder / "attachments")
        return
    server = StandInS3()
    await server.start()
    try:
        yield s3_at(server)
    finally:
        await server.stop()


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_put_is_had_again_until_it_is_deleted(kind: str, tmp_path: Path) -> None:
    async with a_store(kind, tmp_path) as store:
        before = datetime.now(UTC) - timedelta(seconds=2)
        assert (await store.get(NAME), await store.written(NAME), list(await store.older(before))) == (None, None, [])
        await store.put(NAME, b"one")
        await store.put(NAME, b"two")
        assert await store.get(NAME) == b"two"
        written = await store.written(NAME)
        assert written
        assert before < written < datetime.now(UTC) + timedelta(seconds=2)
        assert list(await store.older(datetime.now(UTC) + timedelta(minutes=1))) == [NAME]
        await store.delete(NAME)
        await store.delete(NAME)
        assert await store.get(NAME) is None
        assert await store.check()


@pytest.mark.parametrize("kind", KINDS)
async def test_the_same_content_is_written_once(kind: str, tmp_path: Path) -> None:
    async with a_store(kind, tmp_path) as store:
        vault, since = Vault(store, HASHER, SEALER), datetime.now(UTC) - timedelta(minutes=1)
        assert await vault.keep(PHOTO, since)
        assert not await vault.keep(PHOTO, since), "written twice"
        assert len(await store.older(datetime.now(UTC) + timedelta(minutes=1))) == 1
        assert await vault.fetch(sha256(PHOTO)) == PHOTO
        assert await vault.fetch(sha256(b"another")) is None


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_that_a_younger_row_shares_outlives_the_older_one(kind: str, tmp_path: Path) -> None:
    async with a_store(kind, tmp_path) as store:
        vault, now = Vault(store, HASHER, SEALER), datetime.now(UTC)
        await vault.keep(PHOTO, now - timedelta(days=400))
        await vault.keep(b"of the old row alone", now - timedelta(days=400))
        await asyncio.sleep(1.1)  # S3 tells times in whole seconds
        young = datetime.now(UTC).replace(microsecond=0)
        assert await vault.keep(PHOTO, young), "its age must be that of the youngest row"
        assert await vault.purge(young) == 1
        assert await vault.fetch(sha256(PHOTO)) == PHOTO
        assert await vault.fetch(sha256(b"of the old row alone")) is None


def test_nothing_on_the_disk_tells_what_was_kept(tmp_path: Path) -> None:
    vault = Vault(Folder(tmp_path / "attachments"), HASHER, SEALER)
    asyncio.run(vault.keep(PHOTO, datetime.now(UTC)))
    [file] = [path for path in tmp_path.rglob("*") if path.is_file()]
    for secret in (PHOTO, b"jembatan", b"foto", sha256(PHOTO).encode(), bytes.fromhex(sha256(PHOTO))):
        assert secret not in file.read_bytes() + str(file).encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (file.parent, file.parent.parent)} == {0o700}
    assert Vault(Folder(tmp_path), Hasher(bytes(32)), SEALER).name(sha256(PHOTO)) != file.name, "a name to be guessed"


async def test_a_blob_under_another_name_or_another_key_is_not_taken_for_the_file(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    vault = Vault(store, HASHER, SEALER)
    await vault.keep(PHOTO, datetime.now(UTC))
    sealed = await store.get(vault.name(sha256(PHOTO)))
    assert sealed
    await store.put(vault.name(sha256(b"another")), sealed)
    assert await vault.fetch(sha256(b"another")) is None
    assert await replace(vault, sealer=Sealer.of(bytes(32))).fetch(sha256(PHOTO)) is None


async def test_what_a_crash_left_behind_is_swept_and_never_read(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    await store.put(NAME, b"whole")
    half = tmp_path / "aa" / f".{OTHER}.1.2"
    half.write_bytes(b"half")
    assert list(await store.older(datetime.now(UTC) + timedelta(days=1))) == [NAME]
    assert half.exists(), "it may be at work"
    os.utime(half, (time.time() - 100_000,) * 2)
    await store.older(datetime.now(UTC))
    assert not half.exists()


async def test_a_folder_that_cannot_be_written_is_away(tmp_path: Path) -> None:
    (tmp_path / "attachments").write_bytes(b"a file where the folder should be")
    store = Folder(tmp_path / "attachments")
    with pytest.raises(StoreAway, match="cannot be used"):
        await store.put(NAME, b"one")
    with pytest.raises(StoreAway):
        await store.check()


async def test_a_name_that_is_none_of_ours_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name"):
        await Folder(tmp_path).get("../../etc/passwd")


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("503", {"down": "refuse"}, "SlowDown"),
    ("no room", {"down": "full"}, "InsufficientStorage"),
    ("another key", {"access_key": "AKOTHER"}, "InvalidAccessKeyId"),
    ("another bucket", {"bucket": "lainnya"}, "NoSuchBucket"),
    ("no answer", {"down": "hang"}, "cannot be used"),
]


@pytest.mark.parametrize(("change", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
async def test_s3_that_cannot_be_used_is_away(change: dict[str, Any], words: str) -> None:
    server = StandInS3()
    await server.start()
    try:
        store = s3_at(server, timeout=0.5 if change.get("down") == "hang" else 20)
        for name, value in change.items():
            setattr(server, name, value)
        with pytest.raises(StoreAway, match=words) as told:
            await store.put(NAME, b"one")
        assert "made-up-secret" not in f"{told.value} {store!r}"
    finally:
        server.down = ""
        await server.stop()


async def test_s3_that_is_gone_is_away() -> None:
    server = StandInS3()
    await server.start()
    store = s3_at(server, timeout=0.5)
    await server.stop()
    with pytest.raises(StoreAway):
        await store.get(NAME)
