"""Forwards of many mail programs beside what must be read from them: tests/cases/forwarded/PROGRAM.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from normalizer.forwarded import Forward, read_text

CASES = Path(__file__).parents[1] / "cases" / "forwarded"
WIB = ZoneInfo("Asia/Jakarta")
ROWS: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}: {row['label']}", row)
    for path in sorted(CASES.glob("*.toml"))
    for row in tomllib.loads(path.read_text())["case"]
]
FORWARDS = [row for row in ROWS if "text" in row[1]]
OTHERS = [row for row in ROWS if "text" not in row[1]]


def described(found: Forward) -> dict[str, Any]:
    """The fields as a case names them."""
    return {
        "name": found.reporter.name,
        "address": found.reporter.address,
        "inner": found.subject,
        "date": found.date_raw,
        "at": found.date.isoformat() if found.date else None,
        "note": found.note,
        "text": found.text,
        "confidence": found.confidence,
        "chain": [hop.author.address for hop in found.chain],
        "notes": [hop.note for hop in found.chain],
        "to": [party.address for party in found.chain[-1].to],
        "cc": [party.address for party in found.chain[-1].cc],
    }


@pytest.mark.parametrize(("label", "row"), FORWARDS, ids=[row[0] for row in FORWARDS])
def test_forward(label: str, row: dict[str, Any]) -> None:
    found = read_text(row["subject"], row["body"], WIB)
    assert found is not None
    wanted = {"confidence": "high"} | {
        key: value for key, value in row.items() if key not in ("label", "subject", "body")
    }
    seen = described(found)
    assert {key: seen[key] for key in wanted} == wanted


@pytest.mark.parametrize(("label", "row"), OTHERS, ids=[row[0] for row in OTHERS])
def test_no_forward(label: str, row: dict[str, Any]) -> None:
    assert read_text(row["subject"], row["body"], WIB) is None


def test_there_are_enough_cases() -> None:
    assert len({(row["subject"], row["body"]) for _, row in ROWS}) == len(ROWS)
    assert len(FORWARDS) >= 150
    assert len(OTHERS) >= 40
