"""A text for a system that shows it to everybody, or does not know that its author wants to stay unknown.

Every word that is taken out leaves a mark in its place; the whole text stays with the gateway's operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from normalizer.privacy import NIK, mask
from normalizer.schema import Complaint, Submission

NAME: Final = "[nama]"
NO_NOTE: Final = "[Catatan penerus tidak disertakan: pelapor anonim]"
_NIK: Final = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?![ .-]?\d)")
# A name of one or two letters stands in other words, too.
_SHORTEST_NAME: Final = 3
_MOST_WORDS: Final = 8
_BETWEEN: Final = r"[\W_]{1,3}"


def without_nik(words: str) -> str:
    """Phones and addresses stay: who wrote them wants an answer."""
    return _NIK.sub(NIK, words)


def unnamed(words: str, submission: Submission) -> str:
    """Without NIK, phones, mail addresses and the names of those who wrote; other people's names stay."""
    return without(writers(submission), words)


def without(names: Iterable[str], words: str) -> str:
    """As `unnamed`, of whoever is called so."""
    for name in names:
        if len(name) >= _SHORTEST_NAME:
            words = re.sub(rf"(?<!\w)(?:{_written(name)})(?!\w)", NAME, words, flags=re.IGNORECASE)
    return mask(words)


def writers(told: Submission | Complaint) -> tuple[str, ...]:
    """How those who wrote are called, each once."""
    return tuple(dict.fromkeys(filter(None, (told.reporter.name, told.submitted_by.name))))


def _written(name: str) -> str:
    """A pattern for a name as it stands there, and for its words as a signature has them: in capitals, on two lines, or
    in their order where an address book says "Contoh, Siti"."""
    found = re.findall(r"\w+", name)[:_MOST_WORDS]
    orders = dict.fromkeys(tuple(found[at:] + found[:at]) for at in (0, 1, -1)) if len(found) > 1 else {}
    return "|".join([re.escape(name), *(_BETWEEN.join(map(re.escape, order)) for order in orders)])
