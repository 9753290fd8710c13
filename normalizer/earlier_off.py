"""An earlier report that is called off in the midst of something new: "laporan saya yang kemarin soal lampu tolong
dibatalkan, sekarang yang ini: jalan rusak di …"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from normalizer.called_off import says_why
from normalizer.likeness import gist
from normalizer.places import facts
from normalizer.text import folded

_LONGEST = 2_000
_PARTS = re.compile(
    r"[.,;:!?()\n–—]+|\s-\s|\s(?=(?:sekarang|skrg|skrng|saiki|ayeuna|ganti|now|instead)\b)", re.IGNORECASE
)
_REPORT = re.compile(r"\b(?:laporan|lap|aduan|pengaduan|keluhan|report|complaint)(?:ku|nya)?\b")
_BEFORE = re.compile(
    r"\b(?:kemarin|kmrn|kemaren|kmaren|wingi|kamari|semalam|tadi|td|barusan|sebelumnya|pertama|lama|lalu|dulu|"
    r"yesterday|previous|earlier|last|first|old|before)\b"
)
_OFF = re.compile(
    r"\b(?:(?:di|mem|m|nge)?batal(?:kan|in|no|ke|aken)?|(?:di|men|ny)?cabut|(?:di|men|n)?tarik|"
    r"(?:di|meng)?abai(?:kan|in)|cancel|withdraw|(?:tidak|gak|ga|nggak|ora|teu) (?:jadi|sido)|gajadi)\b"
)
# What is told of one that was called off, of another's, or of accounts; and what forbids it.
_TOLD = re.compile(
    r"\b(?:kenapa|mengapa|kok|padahal|tanpa|sepihak|oleh|petugas|admin|tetangga|teman|istri|suami|warga|keuangan|kas|"
    r"jangan|jgn|don t|not|never|belum|blm|rapat|was|were|izin|tidak di|kapan|apakah|why)\b"
)
_ASKED = re.compile(
    r"\b(?:tolong|tlg|mohon|mhn|minta|harap|saja|aja|wae|ya|yah|dong|please|pls|pak|bu|min|saya|sy|kami|aku)\b"
)
_ORDERED = re.compile(
    r"\b(?:batal(?:kan|in|no)?|cabut|tarik|abai(?:kan|in)|cancel|withdraw|gajadi|(?:ga|gak|tidak) jadi)\b"
)
_OF_REPORTING = re.compile(
    r"\b(?:(?:di|mem|m|nge)?batal\w*|(?:di|men|ny)?cabut|(?:di|men|n)?tarik|\w*abai\w*|cancel|withdraw|\w*lapor\w*|"
    r"\w*aduan\w*|keluhan\w*|report|complaint)\b"
)


def calls_off_earlier(text: str) -> str:
    """What is said of the earlier report that shall be withdrawn; "" where none shall. Pure and total."""
    about, _ = _parted(text)
    return about


def tells_something_new(text: str) -> bool:
    """Whether a matter or a place is told beside that. Pure and total."""
    about, rest = _parted(text)
    return bool(about) and bool(gist(rest).matters or facts(rest).found) and not says_why(rest)


def _parted(text: str) -> tuple[str, str]:
    """What is said of the earlier report, and what stands beside it."""
    if len(text) > _LONGEST or not _OFF.search(folded(text)):
        return "", text
    parts = [(part, plain) for part in _PARTS.split(text) if (plain := folded(part))]
    said = [plain for _, plain in parts]
    for at, part in enumerate(said):
        # "Yang kemarin soal lampu sudah nyala, laporan itu dibatalkan saja".
        about = f"{said[at - 1]} {part}" if at and not _BEFORE.search(part) else part
        named = _REPORT.search(part) and _BEFORE.search(about)
        if named and _OFF.search(part) and not _TOLD.search(part) and (_ORDERED.search(part) or _ASKED.search(about)):
            first = at if about == part else at - 1
            return about, ". ".join(raw for raw, _ in (*parts[:first], *parts[at + 1 :]))
    return "", text


def meant_of(said: str, earlier: Mapping[str, str]) -> str:
    """Which of these (by name, their words) it surely means: the only one of the matter it names, or the only one where
    it names none; else "". Pure and total."""
    matters = gist(_OF_REPORTING.sub(" ", said)).matters
    fits = [name for name, words in earlier.items() if not matters or _shares(matters, words)]
    return fits[0] if len(fits) == 1 else ""


def _shares(matters: Collection[str], words: str) -> bool:
    return not gist(words).matters.isdisjoint(matters)
