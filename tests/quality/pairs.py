"""Pairs of complaints with what they are: made from self-written texts, deterministic by seed. Knows no rule."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from variants import ALONE, appended, forwarded, mistyped, polite

CASES = Path(__file__).parent / "cases"
_START = datetime(2026, 11, 14, 8, 0, tzinfo=UTC)
_VILLAGES = ("Sumberpasir", "Tanjungsari", "Mekarwangi", "Cikaret", "Bojongloa", "Tegalsiwalan", "Kertosari")
_LANES = ("Jambu", "Rambutan", "Cempaka", "Flamboyan", "Rajawali", "Kutilang", "Mahoni", "Sawo")
# Where a number or a name can be another one: kind → pattern with the word in front, and what is changed.
_SPOTS = {
    "RT": r"\b(RT|rt)(\s?)(0?\d{1,2})\b",
    "RW": r"\b(RW|rw)(\s?)(0?\d{1,2})\b",
    "house": r"\b(nomor|no)(\s)(\d{1,3})\b",
    "block": r"\b(blok [A-Z])()(\d{1,2})\b",
    "km": r"\b(km)(\s)(\d{1,2})\b",
    "school": r"\b(SDN|SMPN|SMAN|SMKN|SD Negeri|SMP Negeri|SMA Negeri)(\s)(\d{1,2})\b",
    "pole": r"\b(trafo|tiang nomor|petak|kios)(\s)(\d{1,2})\b",
    "date": r"\b(tanggal)(\s)(\d{1,2})\b",
    "lane": r"\b(Gang|gang)(\s)([A-Z][a-z]+)\b",
    "street": r"\b(Jalan|Jl)(\s)([A-Z][a-z]+)\b",
    "village": r"\b(Desa|Kelurahan|Dusun|Kampung|Kecamatan)(\s)([A-Z][a-z]+)\b",
}
_PLACE = re.compile(
    r"\b(?:Gang|Jalan|Jl|Dusun|Desa|Kelurahan|Perum|Perumahan|Kampung|Komplek|Pasar) [A-Z]\w+(?: [A-Z]\w+)*"
    r"(?: nomor \d+| blok [A-Z]\d+)?(?: RT \d+)?(?: RW \d+)?(?: (?:Desa|Kelurahan) [A-Z]\w+)?"
)
# Matters by the words that must not stand in the first complaint.
_ELSE = {
    "lampu|gelap|penerangan|pju|bohlam": "Lampu penerangan di {} sudah lama mati. Mohon diganti segera.",
    "sampah|bau|kotor|kebersihan|lalat": "Sampah di {} menumpuk dan tidak diangkut. Mohon truk datang.",
    "lubang|aspal|hancur|jalan|paving|motor": "Jalan di {} berlubang dalam, mohon ditambal aspal.",
    "pdam|air|sumur|ledeng|banjir|pipa": "Air PDAM di {} kecil sekali hanya menetes. Mohon dicek pipanya.",
    "berisik|musik|suara|keras|karaoke|orkes": "Ada yang karaoke keras sampai larut malam di {}, susah tidur.",
    "anjing|gigit|ternak": "Banyak anjing liar di {} mengejar anak-anak yang pulang mengaji, mohon ditangkap.",
    "nyamuk|dbd|fogging|demam": "Banyak warga kena demam berdarah di {}, kami mohon diadakan fogging nyamuk.",
    "judi|maling|curi|miras|mabuk": "Di {} ada tempat judi sabung ayam tiap sore, mohon polisi menggerebek.",
}
_OWN = re.compile(
    r"\b(saya|sy|aku|anakku|ku|ibu|bapak|ayah|nenek|mbah|emak|pelanggan|idpel|kios tani)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    reworded: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    kind: str
    a: dict[str, str]
    b: dict[str, str]
    same_person: bool
    same_problem: bool


def cases(half: str) -> Sequence[Case]:
    """ "tuned" or "heldout": `=` is the same complaint in other words, `!` another one at the same place."""
    made: list[Case] = []
    for line in (CASES / f"{half}.txt").read_text().splitlines():
        if line.startswith("= "):
            made[-1] = Case(made[-1].text, line[2:], made[-1].other)
        elif line.startswith("! "):
            made[-1] = Case(made[-1].text, made[-1].reworded, line[2:])
        elif line:
            made.append(Case(line))
    return made


def pairs(found: Sequence[Case], seed: int) -> Iterator[Pair]:
    for at, case in enumerate(found):
        draw = random.Random(f"{seed} {at}")
        yield from _same(case, at, draw)
        yield from _others(case, at, draw)
        yield from _apart(case, at, draw)
        yield from _unrelated(case, at, found, draw)


def _side(text: str, channel: str, sender: str, at: datetime) -> dict[str, str]:
    return {"text": text, "channel": channel, "sender": sender, "at": at.isoformat()}


def _phone(at: int, who: int = 0) -> str:
    return f"+62811000{(at * 10 + who) % 10_000:04d}"


def _later(draw: random.Random) -> datetime:
    return _START + timedelta(minutes=draw.choice((1, 7, 45, 300, 1500, 4000, 9000)))


def _same(case: Case, at: int, draw: random.Random) -> Iterator[Pair]:
    first = _side(case.text, "sms", _phone(at), _START)
    for kind, change in ALONE.items():
        second = _side(change(case.text, draw), "whatsapp", f"whatsapp:{_phone(at)}", _later(draw))
        yield Pair(kind, first, second, True, True)
    address = f"warga{at}@example.com"
    mail = _side(polite(case.text, draw), "mail", address, _START)
    passed_on = _side(forwarded(case.text, draw, address), "mail", "desa@example.id", _later(draw))
    yield Pair("forwarded", mail, passed_on, True, True)
    if case.reworded:
        other = _side(case.reworded, "whatsapp", _phone(at), _later(draw))
        yield Pair("reworded", first, other, True, True)
        noisy = _side(polite(mistyped(case.reworded, draw), draw), "sms_http", "0" + _phone(at)[3:], _later(draw))
        yield Pair("reworded with slips", first, noisy, True, True)


def _others(case: Case, at: int, draw: random.Random) -> Iterator[Pair]:
    """Strangers who tell of the same; where somebody tells of his own need, the same words are another's need."""
    if _OWN.search(case.text) or not _PLACE.search(case.text):
        return
    first = _side(case.text, "sms", _phone(at), _START)
    for kind, text in (
        ("copied by another", case.text),
        ("changed by another", ALONE["several at once"](case.text, draw)),
        ("reworded by another", case.reworded if not _OWN.search(case.reworded) else ""),
    ):
        if text:
            yield Pair(kind, first, _side(text, "whatsapp", _phone(at, 3), _later(draw)), False, True)


def _apart(case: Case, at: int, draw: random.Random) -> Iterator[Pair]:
    first = _side(case.text, "sms", _phone(at), _START)
    for kind, text in elsewhere(case.text, draw):
        text = draw.choice((lambda one, _: one, polite, appended))(text, draw)
        for who in (0, 3):
            second = _side(text, "whatsapp", _phone(at, who), _later(draw))
            yield Pair(f"another {kind}, {'same person' if who == 0 else 'another'}", first, second, False, False)
    for text in filter(None, (case.other, *_other_matters(case.text, draw))):
        for who in (0, 3):
            second = _side(text, "whatsapp", _phone(at, who), _later(draw))
            yield Pair(f"other matter there, {'same person' if who == 0 else 'another'}", first, second, False, False)
    month = _side(case.text, "sms", _phone(at), _START + timedelta(days=draw.choice((9, 30, 285))))
    yield Pair("recurrence", first, month, False, False)
    hidden = _side(case.text + " RAHASIA", "whatsapp", _phone(at), _later(draw))
    yield Pair("protected", first, hidden, False, False)


def elsewhere(text: str, draw: random.Random) -> Iterator[tuple[str, str]]:
    """The same text with one number or name changed."""
    for kind, pattern in _SPOTS.items():
        found = re.search(pattern, text)
        if found:
            old = found.group(3)
            new = _number(old, draw) if old.isdigit() else draw.choice(_LANES if kind != "village" else _VILLAGES)
            if old.isdigit():
                yield kind, text[: found.start(3)] + new + text[found.end(3) :]
            elif new != old:
                yield kind, re.sub(rf"\b{old}\b", new, text)


def _number(old: str, draw: random.Random) -> str:
    top = 28 if len(old) < 3 else 400
    new = draw.choice([one for one in range(1, top) if one != int(old)])
    return str(new).zfill(len(old))


def _other_matters(text: str, draw: random.Random) -> Iterator[str]:
    place = _PLACE.search(text)
    free = [said for words, said in _ELSE.items() if not re.search(words, text, re.IGNORECASE)]
    if place and free:
        yield draw.choice(free).format(place.group())


def _unrelated(case: Case, at: int, found: Sequence[Case], draw: random.Random) -> Iterator[Pair]:
    first = _side(case.text, "sms", _phone(at), _START)
    for other in draw.sample([one for one in found if one is not case], min(8, len(found) - 1)):
        text = draw.choice(list(filter(None, (other.text, other.reworded))))
        who = draw.choice((0, 3))
        second = _side(text, "whatsapp", _phone(at, who), _later(draw))
        yield Pair(f"unrelated, {'same person' if who == 0 else 'another'}", first, second, False, False)
