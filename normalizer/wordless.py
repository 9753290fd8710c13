"""What a person has to write down: scans, photos, encrypted and empty mails, and bytes that are no text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from normalizer.text import has_words

TO_TRANSCRIBE = "to-transcribe"
_LOOKED_AT = 4_000
_LEAST = 20  # visible characters below which nothing is said about their kind
_NO_TEXT = frozenset({"Cc", "Co", "Cn", "Cs"})
_LONGEST_WORD = 60  # German and chemistry included; base64 has lines of 76
_FEW_WORDS = 14
# With a file beside it such a text only points at it.
_POINTS = re.compile(
    r"\b(?:terlampir|lampiran\w*|dilampirkan|melampirkan|lampirkan|attach(?:ed|ment|ments)|enclosed|scan|pindaian|"
    r"berikut (?:ini )?(?:kami |saya )?(?:kirim\w*|sampaikan|foto|surat|file|berkas|dokumen)|"
    r"lihat (?:foto|file|berkas)|"
    r"see (?:the )?(?:photo|picture|file|document|attach\w*)|(?:foto|file|berkas|dokumen|surat)nya)\b",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"^[ \t]*(?:(?:dikirim|terkirim|diposkan) (?:dari|melalui)|sent (?:from|via|with)|get outlook|-- ?$|_{5,}).*",
    re.IGNORECASE | re.MULTILINE,
)


def to_transcribe(subject: str, text: str, doubts: Collection[str], *, files: bool) -> bool:
    """Whether what is told stands nowhere in words. `doubts` are the mail's; `files` whether something came along."""
    spoken = _PROGRAM.sub("", text[:_LOOKED_AT])
    if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----") or is_garbled(spoken):
        return True
    if not has_words(spoken):
        return files or "encrypted" in doubts or not has_words(subject)
    return files and len(spoken.split()) <= _FEW_WORDS and _POINTS.search(spoken) is not None


def is_garbled(text: str) -> bool:
    """Bytes that were shown as text, or encoded lines: what no person wrote and nobody can read."""
    seen = [sign for sign in text[:_LOOKED_AT] if not sign.isspace()]
    if len(seen) < _LEAST:
        return False
    odd = sum(1 for sign in seen if sign == "\ufffd" or unicodedata.category(sign) in _NO_TEXT)
    encoded = sum(len(word) for word in text[:_LOOKED_AT].split() if len(word) > _LONGEST_WORD and "://" not in word)
    return odd * 5 > len(seen) or encoded * 4 > len(seen) * 3
