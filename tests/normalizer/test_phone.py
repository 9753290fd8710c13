"""Phones: every writing of one number is one number, and what is none stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.phone import e164, local, phone, phone_uri

ONE = "+6281100001234"

WRITINGS = [
    ("already E.164", "+6281100001234"),
    ("national", "081100001234"),
    ("without the zero", "81100001234"),
    ("country code without plus", "6281100001234"),
    ("international dialling", "006281100001234"),
    ("blanks", "0811 0000 1234"),
    ("hyphens", "0811-0000-1234"),
    ("dots", "0811.0000.1234"),
    ("plus and blanks", " +62 811 0000 1234 "),
    ("hyphenated country", "+62-811-0000-1234"),
    ("brackets", "(+62) 811-0000-1234"),
    ("zero kept after the country", "+62 (0) 811 0000 1234"),
    ("zero kept, no plus", "62081100001234"),
    ("zero kept after 00", "0062 0811 0000 1234"),
    ("no-break blanks", "0811\u00a00000\u00a01234"),
    ("copied from a contact list", "\u202a+62 811-0000-1234\u202c"),
    ("en dashes", "0811–0000–1234"),
    ("full-width digits", "０８１１００００１２３４"),
]

RAW = [
    ("short code", "1708", "1708", "tel:1708"),
    ("short code with blanks", " 1708 ", "1708", "tel:1708"),
    ("alphanumeric sender", "TELKOMSEL", "TELKOMSEL", "sender:TELKOMSEL"),
    ("sender name with a blank", "BANK CONTOH", "BANK CONTOH", "sender:BANK%20CONTOH"),
    ("name with digits", "INFO3", "INFO3", "sender:INFO3"),
    ("empty", "", "", "sender:"),
    ("NIK, not a phone", "3273010101900001", "3273010101900001", "tel:3273010101900001"),
    ("too long", "0" * 500, "0" * 500, "tel:" + "0" * 500),
]

ABROAD = [
    ("Singapore with plus", "+65 8123 4567", "+6581234567"),
    ("Malaysia without plus", "60123456789", "+60123456789"),
    ("Malaysia dialled", "0060 12-345 6789", "+60123456789"),
    ("Jakarta landline", "(021) 3456789", "+62213456789"),
]


@pytest.mark.parametrize(("label", "written"), WRITINGS, ids=[row[0] for row in WRITINGS])
def test_every_writing_is_one_number(label: str, written: str) -> None:
    assert (e164(written), phone(written), phone_uri(written)) == (ONE, ONE, f"tel:{ONE}")


@pytest.mark.parametrize(("label", "written", "kept", "uri"), RAW, ids=[row[0] for row in RAW])
def test_what_is_no_number_is_kept_raw(label: str, written: str, kept: str, uri: str) -> None:
    assert (e164(written), phone(written), phone_uri(written)) == (None, kept, uri)


@pytest.mark.parametrize(("label", "written", "expected"), ABROAD, ids=[row[0] for row in ABROAD])
def test_other_numbers(label: str, written: str, expected: str) -> None:
    assert e164(written) == expected


def test_local_form() -> None:
    assert (local(ONE), local("+6581234567"), local("1708")) == ("081100001234", "+6581234567", "1708")


@given(st.text(max_size=60))
def test_any_text_is_answered_and_twice_is_once(text: str) -> None:
    found = phone(text)
    assert phone(found) == found
    phone_uri(text).encode("ascii")


@given(st.text("0123456789+-. ()", max_size=30))
def test_a_number_found_is_found_again(text: str) -> None:
    found = e164(text)
    assert found is None or e164(found) == found
