"""A text for a system that shows it to everybody, or does not know that its author wants to stay unknown.

Every word that is taken out leaves a mark in its place; the whole text stays with the gateway's operator.
"""

from __future__ import annotations

import re
from typing import Final

from normalizer.privacy import NIK, mask
from normalizer.schema import Submission

NAME: Final = "[nama]"
NO_NOTE: Final = "[Catatan penerus tidak disertakan: pelapor anonim]"
_NIK: Final = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?![ .-]?\d)")
# A name of one or two letters stands in other words, too.
_SHORTEST_NAME: Final = 3


def without_nik(words: str) -> str:
    """Phones and addresses stay: who wrote them wants an answer."""
    return _NIK.sub(NIK, words)


def unnamed(words: str, submission: Submission) -> str:
    """Without NIK, phones, mail addresses and the names of those who wrote; other people's names stay."""
    for party in (submission.reporter, submission.submitted_by):
        if len(party.name) >= _SHORTEST_NAME:
            words = re.sub(rf"(?<!\w){re.escape(party.name)}(?!\w)", NAME, words, flags=re.IGNORECASE)
    return mask(words)
