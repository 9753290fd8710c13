"""The longest text a complaint may have: more is kept by the gateway, and whoever reads the complaint is told so."""

from __future__ import annotations

from dataclasses import replace

from normalizer.schema import Complaint, Language

LONGEST = 100_000  # characters the central system takes, docs/central-api.yaml
CUT = "text-cut"
_NOTES = {
    Language.INDONESIAN: "[Teks dipotong: aslinya {length} huruf. Naskah lengkap disimpan oleh gerbang pengaduan.]",
    Language.ENGLISH: "[Text cut: it has {length} characters. The complaint gateway keeps the whole of it.]",
}


def within_limit(complaint: Complaint) -> Complaint:
    """The complaint with at most `LONGEST` characters of text and a closing line in its language that says so; the
    doubt `text-cut` then. Every word stays in the message as it came, in the gateway's journal."""
    length = len(complaint.text)
    if length <= LONGEST:
        return complaint
    note = "\n\n" + _NOTES[complaint.language].format(length=length)
    text = complaint.text[: LONGEST - len(note)].rstrip() + note
    return replace(complaint, text=text, doubts=tuple(dict.fromkeys((*complaint.doubts, CUT))))
