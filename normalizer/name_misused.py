"""Whether somebody asks that their name is not misused ("jangan pakai nama saya untuk pinjol"), which is no wish for
protection; any other purpose is one, "jangan pakai nama saya untuk keselamatan saya".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.clauses import after, before, folded_in
from normalizer.flag_phrases import IDENTITY, MINE
from normalizer.text import Word, folded_of
from normalizer.word_lists import set_of

_USES = re.compile(
    r"(?:di|me|mem|meng|men|ng)?(?:pakai?|pake|makai?|make|guna|salah ?guna|catut|nyatut|atasnama|bawa|bawa2|pinjam)"
    r"(?:kan|in|i)?|ngg?an?ggo|dienggo|us(?:e|es|ing|ed)"
)
_WRITES = re.compile(r"(?:di)?(?:tulis|masuk|cantum|daftar)(?:kan|in)?")
_WAS_USED = set_of("dipakai dipake dicatut disalahgunakan digunakan dipinjam")
_AS = set_of("sebagai jadi")
_INTO = _AS | set_of("di ke dalam")
_LISTS = set_of("daftar penerima anggota utang hutang kredit pinjaman list")
_NAMES = IDENTITY | set_of("ngaran jeneng asma nami data")
OWNED = MINE | set_of("abdi kulo kula kuring ku ambo awak keluarga anak istri suami bapak ibu")
_FOR = set_of("untuk utk buat bwt kanggo kangge keur for to as sebagai jadi nge pas waktu")
_OF_REPORTING = set_of("""
    laporan lapor melapor melaporkan aduan pengaduan pelapor report reports reporting complaint surat publik umum berita
    medsos media internet fb facebook apapun apa ini itu website web pengumuman konten keperluan kepentingan hal siapa
    siapapun anything this that saksi sumber narasumber informan pengadu
""")
_FALSE = set_of("fiktif palsu bohong")
# What names are misused for. A purpose that is none of these ("untuk keselamatan saya", "jadi saya aman") wishes.
_MISUSES = set_of("""
    pinjol pinjaman pinjam minjam meminjam peminjam utang hutang ngutang ngutangin berutang berhutang kredit cicilan
    nyicil leasing paylater judi judol slot arisan gadai jaminan agunan penjamin rekening perdana simcard kuitansi
    kwitansi spj proposal proyek fiktif palsu partai parpol kampanye caleg nyaleg pemilu pilkada ormas koperasi
    penerima bansos blt bpnt pkh bantuan promosi iklan jualan bisnis menipu nipu penipuan loan loans debt debts
    borrow borrowing credit gambling fraud scam scams campaign campaigning
""")
_AFRAID = set_of("""
    takut khawatir kuatir kawatir cemas aman keamanan keselamatan selamat bahaya scared afraid safe safety fear
    rahasia rahasiakan dirahasiakan anonim
""")
_AGAIN = set_of("lagi ya yah pak bu bapak ibu min kak dong tolong mohon sembarangan please again pls nya") | _MISUSES
TELLS = re.compile(
    r"lapor|^(?:ng|meng)?adu|bocor|cerita|omong|bicara|sampai(?:kan|in)|[kg]irim|tulis|nulis|beri|kasi|rekam|foto|video|"
    r"kontak|hubung|wadul|komplain|curhat|ungkap|bongkar|bilang|sebar|protes|report|tell|complain"
)
_LEAD = 20
_ENDS = _NAMES | OWNED | _AGAIN


def misused(found: Sequence[Word], at: int) -> int:
    """How far "jangan pakai nama saya untuk pinjol" reaches; 0 where nothing of the kind is said."""
    said = [word.folded for word in after(found, at, 10)]
    verb = next((at for at, word in enumerate(said[:3]) if _USES.fullmatch(word) or _WRITES.fullmatch(word)), None)
    if verb is None:
        return 0
    used = _USES.fullmatch(said[verb]) is not None
    named = {*said[verb + 1 : verb + 5], *folded_in(before(found, at, 3))}
    if named.isdisjoint(_NAMES) or named.isdisjoint(OWNED):
        return 0
    aims = _FOR if used else _INTO
    aim = next((place for place in range(verb + 1, len(said) - 1) if said[place] in aims), None)
    if aim is None:
        return _used_before(found, at, said, verb) if used else 0
    purpose = [word for word in said[aim + 1 :] if word not in _FOR]
    if not used and said[aim] not in _AS and _LISTS.isdisjoint(purpose[:2]):
        return 0
    if _MISUSES.isdisjoint(purpose[:4]) or not _AFRAID.isdisjoint(said):
        return 0
    reports = not _OF_REPORTING.isdisjoint(purpose[: 1 if used else 3]) or any(map(TELLS.search, purpose))
    return 0 if reports and _FALSE.isdisjoint(purpose[1:3]) else aim + 1


def _used_before(found: Sequence[Word], at: int, said: Sequence[str], verb: int) -> int:
    """ "Nama saya dipakai orang buat pinjol, tolong jangan pakai nama saya"."""
    lead = folded_of(found[max(0, at - _LEAD) : at])
    behind = said[verb + 1 :]
    misused = any(
        word in _WAS_USED and _NAMES & {*lead[max(0, place - 4) : place]} and _MISUSES & {*lead[place + 1 : place + 6]}
        for place, word in enumerate(lead)
    )
    return verb + 1 + sum(word in _NAMES | OWNED for word in behind[:2]) if misused and _ENDS.issuperset(behind) else 0
