"""The short run of `make fuzz`, and that a damaged mail can be made again from its seed and number."""

from __future__ import annotations

import random

import pytest
from mail_fuzz import Fault, Outcome, outcome, read, several
from mail_mutations import MUTATIONS, cases, mutated

pytestmark = pytest.mark.once

INPUTS = 600
SEED = 20_261_121


@pytest.mark.parametrize("part", range(6))
def test_no_damaged_mail_breaks_a_reader(part: int) -> None:
    found = several(SEED, range(part, INPUTS, 6))
    assert len(found) == INPUTS // 6
    assert [f"{one.number}: {one.fault}" for one in found if one.fault] == []


def test_the_same_seed_and_number_give_the_same_mail() -> None:
    mails = cases()
    first = [mutated(7, number, mails) for number in range(40)]
    assert [mutated(7, number, mails) for number in range(40)] == first
    assert [mutated(8, number, mails) for number in range(40)] != first
    assert len(set(first)) > 30


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_each_damage_does_something(mutation: object) -> None:
    mails = cases()
    mail = next(case for case in mails if b"boundary=" in case and b"charset=" in case)
    assert callable(mutation)
    assert any(mutation(mail, random.Random(number), mails) != mail for number in range(20))


@pytest.mark.parametrize("data", [b"", b"\0", b"From: \xff\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n" * 40])
def test_hardly_a_mail(data: bytes) -> None:
    read(data)


def test_a_broken_reader_would_be_seen() -> None:
    def broken(data: bytes, twice: bool) -> None:
        read(data, twice)
        raise Fault("a mail became no message")

    seen = outcome(3, b"From: siti@example.id\r\n\r\njalan rusak", broken)
    assert isinstance(seen, Outcome)
    assert seen.fault.rstrip().endswith("a mail became no message")
