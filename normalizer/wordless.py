"""What a person has to write down: scans, photos, encrypted and empty mails, and bytes that are no text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from normalizer.flag_words import flag_word
from normalizer.schema import Message
from normalizer.text import has_words, words

TO_TRANSCRIBE = "to-transcribe"
_LOOKED_AT = 4_000
_FLAGS = 40  # characters that words of protection alone take at most
_LEAST = 20  # visible characters below which nothing is said about their kind
_NO_TEXT = frozenset({"Cc", "Co", "Cn", "Cs"})
_LONGEST_WORD = 60  # German and chemistry included; base64 has lines of 76
_MOST_WORDS, _MOST_TELLING = 40, 1
# With a file beside it, a text of these words only points at it.
_POINTING = frozenset(
    re.findall(
        r"\w+",
        """terlampir lampiran lampirannya dilampirkan melampirkan lampirkan kami saya kirim kirimkan kirimi mengirim
        mengirimkan dikirim sampaikan menyampaikan disampaikan berikut ini itu foto fotonya surat suratnya file filenya
        berkas berkasnya dokumen dokumennya gambar video pdf scan hasil pindaian laporan laporannya aduan pengaduan
        keluhan warga masyarakat dari desa kelurahan lihat mohon ditindaklanjuti tindak lanjut lanjuti lanjutnya
        diproses diperiksa segera diterima terima kasih trims atas perhatian perhatiannya bantuan kerjasama kerja sama
        yth bapak ibu pak bu admin dengan hormat selamat pagi siang sore malam assalamualaikum salam wr wb di pada yang
        untuk dan bersama sebagaimana tersebut satu lembar please see find the a attached attachment attachments is are
        in enclosed report reports complaint letter letters from of citizen citizens our thank thanks you for your dear
        sir madam photo picture document scanned kind best regards hello hi""",
    )
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
    said = re.findall(r"[^\W_]+", spoken.casefold())[: _MOST_WORDS + 1]
    telling = sum(1 for word in said if word not in _POINTING)
    return files and len(said) <= _MOST_WORDS and telling <= _MOST_TELLING


def files_alone(message: Message) -> Message:
    """With the doubt where a voice note, a picture or a document is all that tells something: beside it stands nothing,
    or how it shall be protected. What an official passed on is judged where it is read."""
    alone = message.attachments and not (message.origin or message.robot or tells(message.text) or message.subject)
    if not alone or TO_TRANSCRIBE in message.doubts:
        return message
    return replace(message, doubts=(*message.doubts, TO_TRANSCRIBE))


def tells(text: str) -> bool:
    """Whether there are words besides RAHASIA and ANONIM."""
    return has_words(text) and not (len(text) <= _FLAGS and all(flag_word(word.folded) for word in words(text)))


def points(text: str) -> bool:
    """Whether there is nothing but what points at a file, asks for protection, or what a telephone writes below."""
    said = words(_PROGRAM.sub("", text[:_LOOKED_AT]))
    return len(said) <= _MOST_WORDS and all(word.folded in _POINTING or flag_word(word.folded) for word in said)


def is_garbled(text: str) -> bool:
    """Bytes that were shown as text, or encoded lines: what no person wrote and nobody can read."""
    words = text[:_LOOKED_AT].split()
    seen = "".join(words)
    if len(seen) < _LEAST:
        return False
    odd = sum(seen.count(sign) for sign in set(seen) if sign == "\ufffd" or unicodedata.category(sign) in _NO_TEXT)
    encoded = sum(len(word) for word in words if len(word) > _LONGEST_WORD and "://" not in word)
    return odd * 5 > len(seen) or encoded * 4 > len(seen) * 3
