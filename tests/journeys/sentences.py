"""Which sentence of the catalogue an answer is, and in which language: read back from what its provider holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from forwarder.words_file import shipped, tongues_of
from forwarder.words_rules import OPTIONAL, PLACEHOLDER, forms_of
from normalizer import gsm7

_FORM = {"mail": "mail", "sms": "sms", "sms_http": "sms"}


def sentence(way: str, text: str) -> str:
    """ "confirm_lift id"; of two that it could be, the one with more words of its own. Raise LookupError for what no
    catalogue says."""
    for name, pattern in _patterns(_FORM.get(way, "chat")):
        if pattern.fullmatch(text):
            return name
    raise LookupError(text)


@cache
def _patterns(form: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = sorted(_sentences(form), key=lambda one: -len(PLACEHOLDER.sub("", one[1])))
    return tuple((name, _pattern(text)) for name, text in found)


def _sentences(form: str) -> Iterator[tuple[str, str]]:
    catalogue = shipped()
    for kind in (kind for kind in catalogue if form in forms_of(kind)):
        for language in tongues_of(catalogue):
            text = catalogue[kind][language][form]
            yield f"{kind} {language}", gsm7.fold(text) if form == "sms" else text


def _pattern(text: str) -> re.Pattern[str]:
    """What is optional leaves its blanks and line breaks behind; below a mail stands who wrote it."""
    parts = [_open(part) for part in OPTIONAL.split(text)]
    optional = (f"(?:{part})?" if place % 2 else part for place, part in enumerate(parts))
    return re.compile("".join(optional) + r"(?:\s*– .*)?", re.DOTALL)


def _open(text: str) -> str:
    parts = PLACEHOLDER.split(text)[::2]
    return "(?:.+?)".join(r"\s*".join(map(re.escape, re.split(r"\s+", part))) for part in parts)
