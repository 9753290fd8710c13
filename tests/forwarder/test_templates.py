"""Templates keep WhatsApp's rules, and the file of approvals is read as it changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forwarder.approved import FILE, ApprovedFile, Held
from forwarder.templates import TEMPLATE_OF, Template, faults, templates_of
from forwarder.words_file import load, shipped
from forwarder.words_rules import REQUIRED
from normalizer.schema import Language

BRAND = "LAPOR! Kab. Contoh"
NUMBER = next(one for one in templates_of(BRAND, shipped()) if one.key == "number.id")
SID = "HX" + "a" * 32


def test_every_kind_ships_in_both_languages_without_a_fault() -> None:
    found = templates_of(BRAND, shipped())
    assert {one.kind for one in found} == {"number", "status", "question"} == set(TEMPLATE_OF.values())
    assert len(found) == 6
    assert len({one.name for one in found}) == 6
    for one in found:
        assert list(faults(one)) == []
        assert BRAND in one.text
        assert (one.category, "tiket" in one.text.lower()) == ("UTILITY", False)


FAULTS = [
    ("opens with a variable", {"text": "{{1}} adalah nomor laporan Bapak/Ibu ya."}, "open or close"),
    ("closes with one", {"text": "Nomor laporan Bapak/Ibu adalah {{1}}"}, "open or close"),
    ("two touch", {"text": "Satu dua tiga empat lima enam {{1}} {{2}} tujuh.", "variables": ("a", "b"),
                   "samples": ("a", "b")}, "touch"),
    ("a gap", {"text": "Nomor laporan Bapak/Ibu adalah {{2}} ya."}, "numbered"),
    ("one too many is named", {"variables": ("a", "b"), "samples": ("a", "b")}, "numbered"),
    ("no sample", {"samples": ()}, "sample"),
    ("an empty sample", {"samples": (" ",)}, "sample"),
    ("too long", {"text": "kata " * 300 + "{{1}} ya"}, "1024"),
    ("too few words", {"text": "Nomor {{1}} ya"}, "too few words"),
    ("a run of blanks", {"text": NUMBER.text.replace(" ", "     ", 1)}, "runs of blanks"),
    ("no category of theirs", {"category": "SERVICE"}, "category"),
    ("a name they refuse", {"kind": "Nomor-1"}, "small letters"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "changes", "says"), FAULTS, ids=[row[0] for row in FAULTS])
def test_what_whatsapp_would_refuse(label: str, changes: dict[str, object], says: str) -> None:
    assert any(says in fault for fault in faults(replace(NUMBER, **changes)))  # type: ignore[arg-type]


def test_filled() -> None:
    text, variables = NUMBER.filled({"national": "19\n16\t 449", "number": "x"})
    assert variables == (("1", "19 16 449"),)
    assert "Nomor laporan: 19 16 449." in text
    long = Template("question", Language.ENGLISH, "UTILITY", "a {{1}} b", ("question",), ("x",))
    assert len(long.filled({"question": "y" * 5000})[1][0][1]) == 600
    for missing in ({}, {"national": " "}):
        with pytest.raises(KeyError):
            NUMBER.filled(missing)


def test_another_brand_is_another_template() -> None:
    assert {one.name for one in templates_of(BRAND, shipped())}.isdisjoint(
        one.name for one in templates_of("LAPOR! Kota Contoh", shipped())
    )


def test_an_operators_words_are_another_template(tmp_path: Path) -> None:
    """They must be approved anew: WhatsApp approves words, not names."""
    own = tmp_path / "id.po"
    own.write_text(
        'msgid "template_status.template"\nmsgstr "Nomor {number} di {brand} kini: {status}. Terima kasih."\n'
    )
    catalogue = load(own)
    found = {one.key: one for one in templates_of(BRAND, catalogue)}
    assert found["status.id"].text == f"Nomor {{{{1}}}} di {BRAND} kini: {{{{2}}}}. Terima kasih."
    assert (list(faults(found["status.id"])), found["status.id"].variables) == ([], ("number", "status"))
    before = {one.key: one for one in templates_of(BRAND, shipped())}
    assert {key for key, one in found.items() if one != before[key]} == {"status.id"}
    file = ApprovedFile(tmp_path, BRAND, catalogue)
    file.keep([Held(one.name, SID, "approved") for one in before.values()])
    assert file.usable("status", Language.INDONESIAN) is None
    assert file.usable("status", Language.ENGLISH) == (before["status.en"], SID)


def test_each_variable_is_a_placeholder_of_its_words() -> None:
    for one in templates_of(BRAND, shipped()):
        assert ("brand", *one.variables) == REQUIRED[f"template_{one.kind}"]


def test_only_what_is_approved_is_used(tmp_path: Path) -> None:
    file = ApprovedFile(tmp_path / "data", BRAND, shipped())
    assert file.usable("number", Language.INDONESIAN) is None
    for status, usable in (("pending", False), ("approved", True), ("paused", False)):
        file.keep([Held(NUMBER.name, SID, status)])
        found = file.usable("number", Language.INDONESIAN)
        assert found == ((NUMBER, SID) if usable else None)
        assert file.usable("number", Language.ENGLISH) is None
    assert (
        ApprovedFile(tmp_path / "data", "LAPOR! Kota Contoh", shipped()).usable("number", Language.INDONESIAN) is None
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', '{"a": {"name": "a"}}', "null"])
def test_a_broken_file_approves_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert ApprovedFile(tmp_path, BRAND, shipped()).usable("number", Language.INDONESIAN) is None


def test_a_content_sid_that_is_none_is_passed_over(tmp_path: Path) -> None:
    file = ApprovedFile(tmp_path, BRAND, shipped())
    file.keep([Held(NUMBER.name, "HX1", "approved")])
    assert file.usable("number", Language.INDONESIAN) is None
