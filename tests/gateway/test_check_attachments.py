"""`satupintu check` tries the store and clamd, and settings that do not fit are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from forwarder.seal import new_key
from gateway import check_attachments
from gateway.finding import Level
from gateway.settings import Settings, SettingsFault, load
from gateway.simulator.clamd import StandInClamd
from gateway.simulator.s3 import StandInS3


def settings_in(folder: Path, **more: str) -> Settings:
    return load({"DATA_DIR": str(folder), "ID_KEY": new_key(), "ENCRYPTION_KEYS": new_key(), **more})


async def test_a_folder_and_a_bucket_are_tried(tmp_path: Path) -> None:
    [found] = await check_attachments.store(settings_in(tmp_path))
    assert found.level is Level.OK
    server = StandInS3()
    s3 = {"S3_URL": await server.start(), "S3_BUCKET": server.bucket, "S3_ACCESS_KEY": server.access_key}
    made = settings_in(tmp_path, **s3, S3_SECRET_KEY="made-up", S3_TIMEOUT_SECONDS="20")
    [found] = await check_attachments.store(made)
    assert (found.level, server.puts, server.objects) == (Level.OK, 1, {})
    server.down = "refuse"
    [found] = await check_attachments.store(made)
    assert found.level is Level.FAULT
    assert "made-up" not in str(found)
    await server.stop()


async def test_clamd_is_asked(tmp_path: Path) -> None:
    standin = StandInClamd()
    made = settings_in(tmp_path, CLAMD=await standin.start(), CLAMD_AWAY="pass")
    assert [one.level for one in await check_attachments.scan(made)] == [Level.OK, Level.WARNING]
    await standin.stop()
    assert [one.level for one in await check_attachments.scan(made)] == [Level.FAULT, Level.WARNING]
    assert await check_attachments.scan(settings_in(tmp_path)) == []


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"S3_URL": "http://127.0.0.1:9000"}, "S3_BUCKET"),
        ({"S3_URL": "http://127.0.0.1:9000", "S3_BUCKET": "lampiran"}, "S3_SECRET_KEY"),
        ({"S3_URL": "http://s3.example.org"}, "https"),
        ({"CLAMD": "clamd"}, "CLAMD"),
        ({"ATTACHMENT_MAX_MB": "0"}, "ATTACHMENT_MAX_MB"),
    ],
)
def test_settings_that_do_not_fit_are_told(tmp_path: Path, env: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsFault, match=words):
        settings_in(tmp_path, **env)
