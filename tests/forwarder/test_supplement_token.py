"""A token proves one complaint under one key, in any case, and nothing else does."""

from __future__ import annotations

import re
import secrets

import pytest

from forwarder.seal import Hasher
from forwarder.supplement_token import complaint_of, token_of

HASHER, OTHER = Hasher(bytes(range(32))), Hasher(bytes(32))
NAME = "k3v7q2m5x4b6n7p2r3s4t5u6w7"
TOKEN = token_of(HASHER, NAME)


def test_it_fits_into_an_address_and_folds() -> None:
    assert re.fullmatch(r"[a-z0-9]{42}", TOKEN)
    assert complaint_of(HASHER, TOKEN) == NAME
    assert complaint_of(HASHER, TOKEN.upper()) == NAME
    assert complaint_of(HASHER, TOKEN.title()) == NAME


@pytest.mark.parametrize("name", ["", "a", "a b c d e", "A" * 26, "ab-cd", "x" * 43, "é" * 10])
def test_what_is_no_complaint_has_no_token(name: str) -> None:
    assert token_of(HASHER, name) == ""


def test_every_other_sign_in_it_spoils_it() -> None:
    for place in range(len(TOKEN)):
        other = "2" if TOKEN[place] != "2" else "3"
        assert complaint_of(HASHER, TOKEN[:place] + other + TOKEN[place + 1 :]) == ""


BAD = [
    "",
    "a",
    NAME,
    TOKEN[1:],
    TOKEN[:-1],
    TOKEN + "a",
    "a" + TOKEN,
    TOKEN[26:] + TOKEN[:26],
    "é" * 42,
    TOKEN[:-1] + "é",
]


@pytest.mark.parametrize("token", BAD)
def test_nothing_else_proves_anything(token: str) -> None:
    assert complaint_of(HASHER, token) == ""


def test_another_key_proves_nothing() -> None:
    assert complaint_of(HASHER, token_of(OTHER, NAME)) == ""


def test_one_complaints_proof_is_no_proof_of_another() -> None:
    another = token_of(HASHER, "z" + NAME[1:])
    assert complaint_of(HASHER, NAME + another[-16:]) == ""


def test_guessing_finds_nothing() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    for _ in range(5_000):
        assert complaint_of(HASHER, NAME + "".join(secrets.choice(letters) for _ in range(16))) == ""
