"""What a complaint does not tell and somebody would have to ask for: what happened, or where."""

from __future__ import annotations

import re
from enum import StrEnum

from normalizer.likeness import gist
from normalizer.schema import Message
from normalizer.text import folded, has_words

_NO_PLACE = frozenset({"date", "weekday", "money", "plate", "customer"})
# Longer texts tell somewhere where it is, in words that no table knows.
_TELLS = 60
_SOMEWHERE = re.compile(
    r"\b(?:di|ke|dr|dari|dkt|dekat|depan|dpn|samping|belakang|seberang|sebelah|sekitar|area|wilayah|daerah|lokasi|"
    r"alamat|"
    r"arah|menuju|near|behind|opposite|front|street|road|village|district) (?!(?:sini|sana|situ|mana|jalan|desa|"
    r"rumah|"
    r"kampung|lingkungan|tempat|daerah|wilayah|depan|dekat|kami|saya|sy|kita|my|our|the|ini|perbaiki|atasi|"
    r"tindak)\b)\w{3,}|"
    r"\b(?:jl|jln|rt|rw|gg|gang|dusun|blok|km|sdn?|smpn?|sman?|pasar|puskesmas|perum\w*|kec|kel|kab)\b"
)


class Missing(StrEnum):
    NOTHING = ""
    WHAT = "what"
    WHERE = "where"


def missing(message: Message) -> Missing:
    """The one thing to ask for; what happened before where. Pictures and sounds speak for themselves; a place alone
    says where, an empty mail nothing."""
    text = f"{message.subject} {message.text}".strip()[:4_000]
    if message.attachments or message.origin:
        return Missing.NOTHING
    if not has_words(text):
        return Missing.WHAT
    placed = message.location or _SOMEWHERE.search(folded(text))
    # Understanding a text costs ten times what looking for a place does.
    if placed and len(text) > 2 * _TELLS:
        return Missing.NOTHING
    known = gist(text)
    if not known.weights and len(text) <= 2 * _TELLS:
        return Missing.WHAT
    told = placed or set(known.facts.found) - _NO_PLACE or known.size > _TELLS
    return Missing.NOTHING if told else Missing.WHERE
