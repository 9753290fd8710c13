"""What a text shows of who wrote it, where everybody may read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from central_kinds import CASE

from forwarder.unnamed import unnamed
from normalizer.schema import Party

SIGNED = [
    ("as the sender is called", "Siti Contoh", "Salam, Siti Contoh", "Salam, [nama]"),
    ("in capitals", "Siti Contoh", "SITI CONTOH (warga)", "[nama] (warga)"),
    ("on two lines", "Siti Contoh", "Salam,\nSiti\nContoh", "Salam,\n[nama]"),
    ("with more blanks", "Siti Aminah Contoh", "Siti  Aminah Contoh", "[nama]"),
    ("as the address book says it", "Contoh, Siti Aminah", "dari Siti Aminah Contoh.", "dari [nama]."),
    ("turned round", "Siti Contoh", "Contoh, Siti", "[nama]"),
    ("as a mail address is made of it", "siti.contoh", "Siti Contoh", "[nama]"),
    ("within another word", "Siti Contoh", "Sitisiti Contohan", "Sitisiti Contohan"),
    ("somebody else's", "Siti Contoh", "Siti Misal dan Budi Contoh", "Siti Misal dan Budi Contoh"),
    ("signs that mean something to a pattern", "S(i)ti+ [Contoh", "S(i)ti+ [Contoh", "[nama]"),
]


@pytest.mark.parametrize(("name", "words", "shown"), [row[1:] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_however_it_is_signed_no_name_is_shown(name: str, words: str, shown: str) -> None:
    assert unnamed(words, replace(CASE, reporter=Party("siti@example.org", name), submitted_by=Party(""))) == shown
