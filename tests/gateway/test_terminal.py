"""What is typed in a test is what an operator would see: a process of its own with its own surroundings."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from terminal import satupintu

pytestmark = pytest.mark.process

BARE = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "SSL_CERT_FILE": os.devnull}
TYPED = [
    ("an answer", ("--version",), {}),
    ("an unknown command", ("serves",), {}),
    ("a missing argument", ("complaints", "show"), {}),
    ("settings that are wrong", ("complaints", "list"), {"CENTRAL_TIMEOUT_SECONDS": "x", "COLUMNS": "60"}),
    ("no server", ("complaints", "list"), {"REDIS_URL": "redis://127.0.0.1:9/0"}),
    ("help", ("journal", "--help"), {"COLUMNS": "70"}),
]


async def by_itself(*words: str, env: dict[str, str], cwd: Path) -> tuple[int, str, str]:
    pipe = asyncio.subprocess.PIPE
    path = str(Path(__file__).parents[2])
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", *words), env={**env, "PYTHONPATH": path}, cwd=cwd, stdout=pipe, stderr=pipe
    )
    out, errors = await child.communicate()
    return child.returncode or 0, out.decode(), errors.decode()


@pytest.mark.parametrize(("words", "env"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED])
async def test_says_what_a_command_says_that_was_started_by_itself(
    words: tuple[str, ...], env: dict[str, str], tmp_path: Path
) -> None:
    assert await satupintu(*words, env=BARE | env, cwd=tmp_path) == await by_itself(
        *words, env=BARE | env, cwd=tmp_path
    )


async def test_many_at_once_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    texts = ("halo", "STATUS 1916449", "lampu mati di gang 3")
    for place, text in enumerate(texts):
        (tmp_path / str(place)).write_text(text + "\n")
    said = await asyncio.gather(
        *(satupintu("explain", "--texts", str(place), env=BARE, cwd=tmp_path) for place in range(3)),
        satupintu("explain", "--texts", "0", env=BARE, cwd=tmp_path / "there"),
    )
    assert [status for status, _, _ in said] == [0, 0, 0, 1]
    found = [out.partition('"kind": "')[2].partition('"')[0] for _, out, _ in said[:3]]
    assert found == ["greeting", "status", "complaint"]
    assert "No such file" in said[3][2]


async def test_all_that_was_said_in_its_order() -> None:
    status, said, errors = await satupintu("complaints", "list", env=BARE | {"WORKERS": "x"}, together=True)
    assert (status, errors) == (2, "")
    assert said
