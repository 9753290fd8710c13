"""Every part of `satupintu bench` runs and counts something; how much is nobody's business here."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway import bench
from gateway.bench import machine
from gateway.bench.figures import Figure, Goal, Part, Plan

# A disk may take a third of a second for its first commits. Processor time is counted in hundredths of a second, and a
# bare server takes one for three hundred requests.
SHORT = Plan(
    rounds=1, seconds=1.0, requests=1_000, connections=4, rows=40, cases=40, mail_connections=2, messages=40,
    backlog=300,
)  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize("name", bench.PARTS)
def test_runs_and_counts(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    part = bench.measure(name, SHORT)
    assert part.figures
    assert {figure.label: figure.median for figure in part.figures if figure.median <= 0} == {}
    assert not list((tmp_path / "data").iterdir())


def test_no_such_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(only="x") == 2
    assert "No such part: x" in capsys.readouterr().out


def test_medians_goals_and_every_round_are_printed() -> None:
    figures = (Figure("mails", "/s", [1500, 900, 1100]),)
    told = Part(
        "f: mail", figures, (Goal("share", 0.6, 0.5), Goal("memory", 95, 90, most=True)), ("a note",)
    ).markdown()
    assert "| mails | 1,100 /s | 1,500, 900, 1,100 |" in told
    assert "| share | 0.6 | >= 0.5 | yes |" in told
    assert "| memory | 95 | <= 90 | no |" in told
    assert told.endswith("a note")


def test_machine_is_described() -> None:
    told = machine.described()
    assert all(f"- {word}" in told for word in ("date", "processor", "kernel", "disk", "load"))
