"""The longest text a complaint may have: more is kept by the gateway, and whoever reads the complaint is told so."""

from __future__ import annotations

from dataclasses import replace

from normalizer.schema import Complaint, Language

LONGEST = 100_000  # characters the central system takes, docs/central-api.yaml
LONGEST_NOTE = 50_000
CUT = "text-cut"
_NOTES = {
    Language.INDONESIAN: "[Teks dipotong: aslinya {length} huruf. Naskah lengkap disimpan oleh gerbang pengaduan.]",
    Language.ENGLISH: "[Text cut: it has {length} characters. The complaint gateway keeps the whole of it.]",
}


def within_limit(complaint: Complaint) -> Complaint:
    """The complaint with at most `LONGEST` characters of text and `LONGEST_NOTE` of a forwarder's note, each with a
    closing line in its language that says so, and the doubt `text-cut` then. Every word stays in the message as it
    came, in the gateway's journal."""
    text, note = (
        _cut(words, most, complaint.language)
        for words, most in ((complaint.text, LONGEST), (complaint.note, LONGEST_NOTE))
    )
    if (text, note) == (complaint.text, complaint.note):
        return complaint
    return replace(complaint, text=text, note=note, doubts=tuple(dict.fromkeys((*complaint.doubts, CUT))))


def _cut(words: str, most: int, language: Language) -> str:
    if len(words) <= most:
        return words
    closing = "\n\n" + _NOTES[language].format(length=len(words))
    return words[: most - len(closing)].rstrip() + closing
