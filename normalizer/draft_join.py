"""The one message that the pieces of a draft are: their words line by line, their files, their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from normalizer.draft import Draft, Piece, Role
from normalizer.schema import Attachment, Language, Location, Message

# "1/3", "(2/3)", "[3/3]" at either end: a text that its writer's phone or program sent in parts.
_PART = re.compile(r"^\s*[(\[]?([1-9])\s?/\s?([2-9])[)\]]?(?=[\s:.]|$)|(?<=[\s.])[(\[]([1-9])\s?/\s?([2-9])[)\]]\s*$")
_GOES_ON = re.compile(r"^\W*(?:lanjutan|sambungan|continued)\b", re.IGNORECASE)
_EDITED = {
    Language.INDONESIAN: "[Pesan sebelumnya diubah, sekarang berbunyi:]",
    Language.ENGLISH: "[An earlier message was changed, it now reads:]",
}
_PLACE = {Language.INDONESIAN: "[Lokasi: {}]", Language.ENGLISH: "[Location: {}]"}


@dataclass(frozen=True, slots=True)
class _Told:
    """A piece as it reads at last, at the place of its first form. alone: its first form is not among these."""

    piece: Piece
    when: tuple[datetime, int, str]
    alone: bool = field(default=False)


def joined(draft: Draft) -> Message:
    """Pure and total. It has the delivery of the piece that gave the draft its id, and came in with the first."""
    told = _in_order(draft.pieces)
    first = told[0].piece.message
    named = next(piece.message for piece in draft.pieces if piece.own == draft.id)
    pins = [one.piece.message.location for one in told if one.piece.message.location]
    return replace(
        first,
        delivery=named.delivery,
        received_at=draft.pieces[0].at,
        text="\n".join(filter(None, (*map(_words, told), *_other_pins(pins, draft.pieces[-1].language)))),
        attachments=_files(told),
        location=pins[-1] if pins else None,
        thread=told[-1].piece.message.thread,
        group="",
        edited=False,
        doubts=tuple(dict.fromkeys(doubt for one in told for doubt in one.piece.message.doubts)),
    )


def _in_order(pieces: Sequence[Piece]) -> list[_Told]:
    """By the provider's time and number; numbered parts by their numbers. What is told stands in some piece: without
    any, the first one speaks for all."""
    telling = [piece for piece in pieces if piece.role in (Role.TEXT, Role.EDIT)] or list(pieces[:1])
    edited = {piece.place for piece in telling if piece.role is Role.EDIT}
    found: dict[str, _Told] = {}
    for piece in sorted(telling, key=_version):
        name = piece.place if piece.place in edited else piece.name
        known = found.get(name)
        first = known.when if known else _when(piece)
        alone = known.alone if known else piece.role is Role.EDIT
        found[name] = _Told(piece, first, alone)
    return _gone_on(_numbered(sorted(found.values(), key=lambda told: told.when)))


def _version(piece: Piece) -> tuple[bool, datetime, datetime, str]:
    """Later forms of a message last."""
    return piece.role is Role.EDIT, piece.message.sent_at or piece.at, piece.at, piece.name


def _when(piece: Piece) -> tuple[datetime, int, str]:
    number = int(piece.message.thread) if piece.message.thread.isdecimal() and len(piece.message.thread) < 19 else 0
    return piece.message.sent_at or piece.at, number, piece.name


def _numbered(told: list[_Told]) -> list[_Told]:
    """ "2/2" before "1/2" is put right where all parts of it are here, each once."""
    parts = {place: part for place, one in enumerate(told) if (part := _part(one.piece.message.text))}
    for total in sorted({of for _, of in parts.values()}):
        places = [place for place, (_, of) in parts.items() if of == total]
        if sorted(parts[place][0] for place in places) == list(range(1, total + 1)):
            right = [told[place] for place in sorted(places, key=lambda place: parts[place][0])]
            for place, one in zip(places, right, strict=True):
                told[place] = one
    return told


def _gone_on(told: list[_Told]) -> list[_Told]:
    """ "Lanjutan: …" stands behind what it goes on from, where no provider's time says that it came first."""
    texts = [place for place, one in enumerate(told) if one.piece.message.text]
    begun = next((place for place in texts if not _GOES_ON.match(told[place].piece.message.text)), None)
    if begun is not None and begun != texts[0] and told[texts[0]].piece.message.sent_at is None:
        told.insert(texts[0], told.pop(begun))
    return told


def _part(text: str) -> tuple[int, int] | None:
    found = _PART.search(text)
    number, total = (found[1] or found[3], found[2] or found[4]) if found else ("", "")
    return (int(number), int(total)) if number and int(number) <= int(total) else None


def _words(one: _Told) -> str:
    text = one.piece.message.text
    return f"{_EDITED[one.piece.language]}\n{text}" if one.alone and text else text


def _files(told: Sequence[_Told]) -> tuple[Attachment, ...]:
    return tuple(file for one in told for file in one.piece.message.attachments)


def _other_pins(pins: Sequence[Location], language: Language) -> list[str]:
    """A complaint has one place, the last that was shown; the others stand in its words."""
    seen = [f"{pin.latitude:.6f}, {pin.longitude:.6f} {pin.label}".strip() for pin in pins]
    return [_PLACE[language].format(one) for one in dict.fromkeys(seen[:-1]) if one != seen[-1]]
