"""A shown list and the answer to it: what the official sees, and what OK or BUKAN means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from channels.base import Unreadable
from forwarder.questions import Said
from normalizer.quotes import own_words
from normalizer.schema import Flags, Language, Message, Origin

_SHOWN = 80
_YES = frozenset(
    re.findall(
        r"\w+",
        """ok oke okay okey okee okeh oks ya iya yaa yes yep yup y setuju sepakat benar betul bener sesuai lanjut
        lanjutkan confirm confirmed agree agreed correct right sip siap baik acc approved pisah pisahkan bagi split""",
    )
)
_NO = frozenset(
    re.findall(
        r"\w+",
        """bukan tidak tdk enggak nggak ngga gak ga tak no nope not jangan satu one single salah keliru wrong incorrect
        gabung gabungkan""",
    )
)
_FILL = frozenset(
    re.findall(
        r"\w+",
        """terima kasih makasih trims trim thanks thank you pak bu bapak ibu admin min mas mbak kak mohon diproses
        proses sudah itu ini semua semuanya laporan laporannya aduan pengaduan please kami saya dengan hormat selamat
        pagi siang sore malam assalamualaikum salam saja aja adalah merupakan it is that all of them s just only
        complaint complaints report reports the a an segera ditindaklanjuti dapat bisa dan and good morning""",
    )
)
# Below the answer a signature may stand, but nothing that takes part of the answer back.
_BUT = frozenset(
    re.findall(
        r"\w+",
        """tapi tetapi namun kecuali hanya but except only nomor no num number poin bagian part parts kurang tambah
        ubah ganti ralat koreksi salah keliru wrong bukan tidak tdk belum jangan change missing digabung pisah""",
    )
)
_MOST_WORDS = 14
_MOST_LINES = 12


def said_in(text: str) -> Said | None:
    """ "yes" or "no" when an answer's first line says that and nothing else, and nothing below it takes it back."""
    lines = [re.findall(r"[^\W_]+", line.casefold()) for line in text.splitlines()]
    spoken = [line for line in lines if line]
    at = next((place for place, line in enumerate(spoken) if set(line) & (_YES | _NO)), None)
    if at is None or len(spoken) > _MOST_LINES or any(set(line) - _FILL for line in spoken[:at]):
        return None
    said = set(spoken[at])
    below = {word for line in spoken[at + 1 :] for word in line}
    if len(spoken[at]) > _MOST_WORDS or said - _YES - _NO - _FILL or below & _BUT:
        return None
    if said & _YES and said & _NO:
        return None
    return "yes" if said & _YES else "no"


def shown(proposal: Sequence[Origin], flags: Flags, language: Language) -> str:
    """The parts as the official sees them, a line each; of what is anonim or rahasia neither name nor words."""
    unit = "words" if language is Language.ENGLISH else "kata"
    lines = []
    for place, part in enumerate(proposal, 1):
        told = f"({len(part.text.split())} {unit})" if flags else f"{part.author.name or '-'}: {_short(part.subject)}"
        lines.append(f"{place}. {told}")
    return "\n".join(lines)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rstrip()} …"


def answer_in(message: Message) -> Said:
    """What a proven official said to a shown split. Raise `Unreadable` when a person has to read it."""
    if not message.verified:
        raise Unreadable("an answer to a shown list came from nobody proven: compare it with the row it is about")
    said = said_in(own_words(message.text).text)
    if said is None:
        raise Unreadable("an answer to a shown list says neither OK nor BUKAN: read it beside the row it is about")
    return said
