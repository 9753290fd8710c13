"""Whether somebody is named with their office, and what they did: "Kades Budi memakai mobil dinas"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizer.text import folded_of, places_of, words
from normalizer.word_lists import set_of

# One of these is read wherever somebody is named with an office: `normalizer.sensitive_read` shortens some.
OFFICES = set_of("""
    kades lurah camat kadus kadis kepsek bupati walikota gubernur sekdes carik kuwu kapolsek kapolres kepala rt rw dprd
    dewan polisi bripka aiptu briptu aipda bripda petugas pegawai staf guru dokter bidan
    """)
_TITLE = (
    r"(?i:kades|lurah|camat|kadus|kadis|kepsek|bupati|walikota|wali kota|gubernur|sekdes|carik|kuwu|kapolsek|kapolres|"
    r"kepala (?:desa|dusun|dinas(?: [\w&]+){0,3}|sekolah(?: \w+){0,3}|puskesmas(?: \w+)?)|ketua (?:rt|rw)(?: \d+)?|"
    r"(?:pak|bu) (?:rt|rw)(?: \d+)?|anggota (?:dprd|dewan)|"
    r"polisi|bripka|aiptu|briptu|aipda|bripda|petugas|pegawai|staf|guru|dokter|bidan)"
)
_RANK = r"(?:(?:Bapak|Ibu|Pak|Bu|Bpk|Drs?|Dra|Ir|H|Hj|dr|AKP|Bripka|Aiptu|Briptu)\.? )"
_HOUSE = (
    r"(?!(?:Dinas|Puskesmas|Kelurahan|Kecamatan|Desa|Kantor|Samsat|Pajak|Dukcapil|Disduk\w*|Dis\w+|Kesehatan|Kebersihan|"
    r"Rumah|Loket|Parkir|Pasar|Satpol|Honorer|Ngaji|Bahasa|Agama|Olahraga|Kota|Kabupaten|Lalu|Tidur)\b)"
)
_NAME = rf"(?:,? {_RANK}{{0,3}}{_HOUSE}[A-Z][a-z]+(?: [A-Z](?:[a-z]+|\.)){{0,2}}(?:,? S\.?\w{{0,3}}\.?)?,?)"
# What officials do in nobody's harm, and what begins a wish.
_KINDLY = (
    r"(?!me(?:n(?:yetujui|yampaikan|dukung|janjikan|gatakan|injau|erima laporan|yarankan|gusulkan|yuruh kami)|mbantu|"
    r"laporkan|respon|resmikan|layani|mperbaiki|mang|lalui|nurut|nuju|ninggal|minta (?:kami|saya|warga) (?:lapor|ke)|"
    r"ngenai|ngarahkan|mbuka|ngatur|ngajar|ngundang|ngadakan|ngumumkan|nyediakan|ngajak|nerbitkan|ngunjungi|"
    r"nunggu|lihat|rasa)\w*)"
)
_DEED = rf"(?:{_KINDLY}me[a-z]{{4,}}|diduga|jarang|bolos|galak|ngamuk|kasar|tilang|nilang)\b"
_DOES = rf"(?:(?:selalu|sering|suka|terus|malah|telah|diduga|kerap|pernah|yang) )*{_DEED}"
# Without a deed nothing is found, and a look for one costs a tenth.
_DONE = re.compile(f" {_DEED}")
_NAMED = re.compile(
    rf"\b{_TITLE}{_NAME} {_DOES}|"
    rf"\b(?:Bapak|Ibu|Pak|Bu|Bpk)\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?,? "
    rf"(?:yang |selaku |sebagai )?{_TITLE}(?: \w+){{0,3}}?,? {_DOES}"
)
_ROAD = re.compile(r"(?i:\b(?:jl|jln|jalan|gang|gg|jembatan|taman|lapangan|rumah|depan|dekat)\.? )$")


def names_an_official(text: str) -> bool:
    """Pure and total; a text in capitals or in none names nobody that could be told from other words."""
    return _DONE.search(text) is not None and any(
        _ROAD.search(text[max(0, found.start() - 12) : found.start()]) is None for found in _named(text)
    )


# Whatever is found begins with one of these.
_FIRST = (OFFICES - {"rt", "rw", "dprd", "dewan"}) | set_of("wali ketua anggota pak bu bapak ibu bpk")


def _named(text: str) -> Iterator[re.Match[str]]:
    """What `_NAMED` finds, in this order. In ASCII a word's place is that of its letters: looking only where one of
    those words stands takes a tenth of the time."""
    if not text.isascii():
        yield from _NAMED.finditer(text)
        return
    end = 0
    said = words(text)
    for word in map(said.__getitem__, places_of(_FIRST, folded_of(said))):
        if word.start >= end and (found := _NAMED.match(text, word.start)):
            yield found
            end = found.end()
