"""A mail is parsed once for sorting and reading; a large one is not held after that."""

from __future__ import annotations

import pytest

from channels.mail_latest import Latest

HEAD = b"From: sari@warga.example.org\r\nTo: lapor@kab.example.go.id\r\nSubject: Jalan\r\n\r\n"


@pytest.mark.parametrize(("size", "held"), [(1_000, True), (400_000, False)])
def test_only_a_small_one_is_held_when_it_was_read(size: int, held: bool) -> None:
    latest, body = Latest(), HEAD + b"rusak " * (size // 6)
    parsed = latest.parse(body, None)
    assert latest.parse(body, None) is parsed
    latest.let_go(body)
    assert (latest._known is not None) is held
