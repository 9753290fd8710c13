"""Numbers that a message names: what may be the nomor laporan of a complaint, ours or the central system's."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

# As people group it, and each run of digits alone: "kamar 4 1234567".
_GROUPED = re.compile(r"(?<!\d)\d(?:[ .\-\u2010-\u2015]?\d){4,14}(?!\d)")
_RUN = re.compile(r"(?<!\d)\d{5,12}(?!\d)")
# Indonesian phones, which stand in many complaints.
_PHONE = re.compile(r"(?:0|62)8\d{7,}")
_LOOKED_AT = 4_000
_MOST = 12


def numbers_named(text: str) -> tuple[str, ...]:
    """In bare digits, each once and the first ones only; whether somebody's complaint has one, a ledger knows."""
    plain = unicodedata.normalize("NFKC", text[:_LOOKED_AT])
    found = ("".join(filter(str.isdigit, one)) for form in (_RUN, _GROUPED) for one in form.findall(plain))
    return tuple(islice((one for one in dict.fromkeys(found) if not _PHONE.fullmatch(one)), _MOST))
