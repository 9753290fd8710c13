"""Numbers that a message names: what may be the nomor laporan of a complaint, ours or the central system's."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from normalizer.number import is_ours

# As people group it, and each run of digits alone: "kamar 4 1234567". Digits are few: a pattern that begins with one,
# and looks then what stands before it, is found in a third of the time.
_GROUPED = re.compile(r"\d(?<!\d\d)(?:[ .\-\u2010-\u2015]?\d){4,14}(?!\d)")
_RUN = re.compile(r"\d(?<!\d\d)\d{4,11}(?!\d)")
# LAPOR!'s have seven or eight digits; a year and a running number have nine.
_LONGEST_NATIONAL = 9
_LOOKED_AT = 4_000
_MOST = 12


def numbers_named(text: str) -> tuple[str, ...]:
    """In bare digits, each once and the first ones only; whether somebody's complaint has one, a ledger knows. It is
    not asked for accounts, phones and NIK: ours have a check digit, and national ones are short."""
    plain = unicodedata.normalize("NFKC", text[:_LOOKED_AT])
    found = ("".join(filter(str.isdigit, one)) for form in (_RUN, _GROUPED) for one in form.findall(plain))
    return tuple(islice(filter(_may_name, dict.fromkeys(found)), _MOST))


def _may_name(digits: str) -> bool:
    return len(digits) <= _LONGEST_NATIONAL or is_ours(digits)
