"""Whole mails beside what must be read from them, tests/cases/mail/NAME.eml and NAME.toml, and that there are enough.

What is expected was written from what was put into each mail and how its program forwards, never from what was read.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gateway.explain import explain
from normalizer.forwarded import Forward, read_forwards
from normalizer.mime import parse

CASES = Path(__file__).parents[1] / "cases" / "mail"
WANTED: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text()) for path in sorted(CASES.glob("*.toml"))
}
FORWARDS = [name for name, case in WANTED.items() if case["forwarded"]]
OTHERS = [name for name, case in WANTED.items() if not case["forwarded"]]
FORMS = (
    "gmail",
    "outlook-desktop",
    "outlook-separator",
    "outlook-web",
    "outlook-mobile",
    "apple",
    "thunderbird",
    "yahoo",
    "zimbra",
    "roundcube",
    "evolution",
    "samsung",
    "k9",
    "claws",
    "mutt",
    "ionos",
    "hubspot",
    "missive",
    "mailmate",
)
VARIANTS = ("plain", "quoted", "html")


def words(text: str, case: dict[str, Any]) -> str:
    """HTML has no lines of its own: there only the words and their order count."""
    return " ".join(text.split()) if case["variant"] == "html" else text


def described(found: Forward, case: dict[str, Any]) -> dict[str, Any]:
    return {
        "reporter": {"address": found.reporter.address, "name": found.reporter.name},
        "submitted_by": {"address": found.forwarder.address, "name": found.forwarder.name},
        "subject": found.subject,
        "text": words(found.text, case),
        "note": words(found.note, case),
        "date": found.date_raw,
        "chain": [hop.author.address or hop.author.name for hop in found.chain],
        "notes": [words(hop.note, case) for hop in found.chain],
        "confidence": found.confidence,
        "attachments": [file.name for file in found.attachments],
    }


def expected(case: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    texts = {key: words(one[key], case) for key in ("text", "note") if key in one}
    return one | texts | ({"notes": [words(note, case) for note in one["notes"]]} if "notes" in one else {})


@pytest.mark.parametrize("name", FORWARDS)
def test_forward(name: str) -> None:
    case, data = WANTED[name], (CASES / f"{name}.eml").read_bytes()
    found = read_forwards(parse(data))
    several = case.get("complaints", [case])
    assert len(found) == len(several)
    for forward, one in zip(found, several, strict=True):
        seen = described(forward, case)
        wanted = {key: value for key, value in expected(case, one).items() if key in seen}
        assert {key: seen[key] for key in wanted} == wanted


def _more(told: dict[str, object]) -> list[Any]:
    more = told.get("more", [])
    return more if isinstance(more, list) else []


@pytest.mark.parametrize("name", WANTED)
def test_explained(name: str) -> None:
    case, data = WANTED[name], (CASES / f"{name}.eml").read_bytes()
    told = explain("mail", data, {})
    every: list[Any] = [told, *_more(told)]
    several = case.get("complaints", [case])
    assert len(every) == len(several)
    for seen, one in zip(every, several, strict=True):
        assert seen["kind"] == case["kind"]
        assert seen["forwarded"] is case["forwarded"]
        # Where the forward does not tell whose words these are, they are the forwarder's.
        assert seen["reporter"] == (one["reporter"] if any(one["reporter"].values()) else one["submitted_by"])
        assert seen["submitted_by"] == one.get("submitted_by", case["reporter"])
        assert words(str(seen["text"]), case) == words(one["text"], case)
        assert words(str(seen["note"]), case) == words(one.get("note", ""), case)
        assert seen["flags"] == one.get("flags", {"anonim": False, "rahasia": False})


@pytest.mark.parametrize("name", OTHERS)
def test_no_forward(name: str) -> None:
    assert read_forwards(parse((CASES / f"{name}.eml").read_bytes())) == ()


def test_there_are_enough_mails() -> None:
    """Counted from what the cases say of themselves, so that nobody can take a form away unseen."""
    assert len({path.read_bytes() for path in CASES.glob("*.eml")}) >= 250
    expected = {path.stem for ending in ("toml", "json") for path in CASES.glob(f"*.{ending}")}
    assert {path.stem for path in CASES.glob("*.eml")} == expected
    assert sum(case["language"] == "id" for case in WANTED.values()) >= 100
    assert len(OTHERS) >= 40


def test_every_form_is_there_in_every_variant() -> None:
    forwards = Counter((case["form"], case["variant"]) for case in WANTED.values() if case["forwarded"])
    assert [f"{form} {variant}" for form in FORMS for variant in VARIANTS if not forwards[form, variant]] == []
    whole = ("attached", "nested", "automatic", "resent")
    assert {form for form, _ in forwards} >= set(whole)
    assert sum(count for (form, _), count in forwards.items() if form in whole) >= 40
