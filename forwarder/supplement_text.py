"""The words of a supplement as the central system gets them: the same whenever they are made again."""

from __future__ import annotations

from normalizer.longest import LONGEST
from normalizer.schema import Attachment, Language, Location
from normalizer.text import writable

_FILES = {Language.INDONESIAN: "[Lampiran: {}]", Language.ENGLISH: "[Attached: {}]"}
_LATE = {Language.INDONESIAN: "Lampiran yang menyusul:", Language.ENGLISH: "Attachments that come later:"}
_PLACE = {Language.INDONESIAN: "[Lokasi: {}]", Language.ENGLISH: "[Location: {}]"}
_CUT = {
    Language.INDONESIAN: "[Teks dipotong: naskah lengkap disimpan oleh gerbang pengaduan.]",
    Language.ENGLISH: "[Text cut: the complaint gateway keeps the whole of it.]",
}
_MOST_FILES = 50


def supplement_text(
    words: str, attachments: tuple[Attachment, ...], location: Location | None, language: Language
) -> str:
    """What was added, then what came with it: kind and size of each file. File names may say who took a photo, and the
    complaint may be anonim."""
    beside = [_FILES[language].format(_file(one)) for one in attachments[:_MOST_FILES]]
    if location:
        beside.append(_PLACE[language].format(f"{location.latitude:.6f}, {location.longitude:.6f}"))
    below = "\n".join(beside)
    room = LONGEST - len(below) - 200
    said = writable(words).strip()
    if len(said) > room:
        said = f"{said[:room].rstrip()}\n\n{_CUT[language]}"
    return "\n\n".join(filter(None, (said, below)))


def late_text(attachments: tuple[Attachment, ...], language: Language) -> str:
    """Over files that their complaint did not wait for."""
    return f"{_LATE[language]}\n\n{supplement_text('', attachments, None, language)}"


def _file(one: Attachment) -> str:
    size = f", {max(1, round(one.size / 1024))} kB" if one.size else ""
    return f"{one.media_type}{size}"
