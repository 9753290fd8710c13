"""An operator's own program hears a file: what it says is kept within bounds, and so is what it may cost."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from waiting import until

from forwarder.suggest import MOST, Command, Limits, NotSuggested, written

LIMITS = Limits(20.0, 1_000_000_000)
VOICE = b"OggS" + bytes(range(256)) * 4


def program(folder: Path, lines: str, *arguments: str, limits: Limits = LIMITS) -> Command:
    path = folder / "transcribe"
    path.write_text(f"#!{sys.executable}\nimport os, subprocess, sys, time\n{lines}\n")
    path.chmod(0o700)
    return Command((str(path), *arguments), limits)


async def test_it_reads_standard_input_or_the_path_of_it(tmp_path: Path) -> None:
    streamed = program(tmp_path, "print(len(sys.stdin.buffer.read()), 'bytes  heard \\t', sys.argv[1])", "id id")
    assert await streamed.suggest(VOICE) == f"{len(VOICE)} bytes heard id id"
    sought = program(tmp_path, "f = open('/dev/stdin', 'rb'); f.seek(4); print(f.read() == bytes(range(256)) * 4)")
    assert await sought.suggest(VOICE) == "True"


async def test_it_finds_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ID_KEY", "not for strangers")
    lines = "print(*sorted(os.environ)); print(os.getcwd()); print(os.listdir('/proc/self/fd'))"
    names, folder, files = (await program(tmp_path, lines).suggest(VOICE)).splitlines()
    assert set(names.split()) <= {"PATH", "LC_ALL", "LC_CTYPE", "OMP_THREAD_LIMIT"}
    assert folder == "/"
    assert files == "['0', '1', '2', '3']", "the three that everybody has, and the list itself"


async def test_who_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    lines = "print(subprocess.Popen(['sleep', '600']).pid, file=open(sys.argv[1], 'w'), flush=True); time.sleep(600)"
    slow = program(tmp_path, lines, str(tmp_path / "pid"), limits=Limits(2.0, LIMITS.memory))
    with pytest.raises(NotSuggested, match="took longer than 2 s"):
        await slow.suggest(VOICE)
    child = Path("/proc") / (tmp_path / "pid").read_text().strip()
    await until(lambda: not child.exists() or "Z" in child.joinpath("stat").read_text().split()[2], 10)


async def test_who_leaves_somebody_behind_is_not_waited_for(tmp_path: Path) -> None:
    """As one that starts a server for the next time: it has the output, and is of another process group."""
    lines = "print(subprocess.Popen(['sleep', '600'], start_new_session=True).pid, file=open(sys.argv[1], 'w'))"
    leaves = program(tmp_path, f"{lines}; time.sleep(600)", str(tmp_path / "pid"), limits=Limits(3.0, LIMITS.memory))
    try:
        async with asyncio.timeout(30):
            with pytest.raises(NotSuggested, match="took longer than 3 s"):
                await leaves.suggest(VOICE)
    finally:
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


async def test_who_says_too_much_is_cut_short(tmp_path: Path) -> None:
    began = time.monotonic()
    said = await program(tmp_path, "while True: print('kata ' * 1000)").suggest(VOICE)
    assert MOST // 2 < len(said) <= MOST
    assert time.monotonic() - began < LIMITS.seconds


@pytest.mark.parametrize(
    ("label", "lines", "why"),
    [
        ("fails", "print('half'); sys.exit(7)", "exit status 7"),
        ("takes too much memory", "b'x' * 2_000_000_000", "exit status 1"),
        ("is killed", "os.kill(os.getpid(), 9)", "signal 9"),
    ],
)
async def test_who_fails_suggests_nothing(tmp_path: Path, label: str, lines: str, why: str) -> None:
    with pytest.raises(NotSuggested, match=f"transcribe could not read it \\({why}\\)"):
        await program(tmp_path, lines).suggest(VOICE)


async def test_processor_time_is_limited_too(tmp_path: Path) -> None:
    busy = program(tmp_path, "import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0])")
    assert await busy.suggest(VOICE) == "21"


async def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    there = program(tmp_path, "")
    assert await there.check() == "transcribe suggests words; it was not tried"
    (tmp_path / "transcribe").chmod(0o600)
    with pytest.raises(NotSuggested, match="is no program that this user may start"):
        await Command((str(tmp_path / "nobody"),), LIMITS).check()
    with pytest.raises(NotSuggested, match="nobody could not read it"):
        await Command((str(tmp_path / "nobody"),), LIMITS).suggest(VOICE)


def test_words_are_written_as_a_person_would_see_them() -> None:
    assert written(b"\n\nJalan\t rusak \x0c\n\n\n\xffdi pasar\r\n \n") == "Jalan rusak\n\n\ufffddi pasar"
