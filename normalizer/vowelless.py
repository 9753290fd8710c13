"""Words written without their vowels, as on phones: "kpn jdwl vksin", "mhn dbrtkn" are read by their consonants.

Only words that decide what a message is are here, and only what has no vowel at all is read so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_VOWELS = re.compile("[aeiou]")
# "Dbuatkan", "dperbaiki": the first letter is spoken as "di".
# A pattern that begins with a letter is looked for where that letter stands, and not at each.
_PASSIVE = re.compile(r"d(?<=\bd)(?=[bcdfgklmnpqst]\w*[aeiou]\w{2})")
# Where two words have the same consonants, the first one counts.
_WORDS = """
    kapan berapa dimana kemana kenapa mengapa apakah siapa jadwal syarat persyaratan surat pendaftaran mendaftar daftar
    berkas formulir dokumen kartu keluarga nomor alamat kantor kontak vaksin puskesmas pelayanan layanan informasi
    prosedur mengurus perpanjang perpanjangan pembuatan pindah domisili gratis beasiswa lowongan pelatihan program
    rusak mati padam bocor lubang berlubang hancur macet mampet banjir longsor roboh tumbang menumpuk busuk pungli
    korupsi lambat gelap hilang dicuri kotor jorok susah sulit mahal langka dipotong ditolak sakit diperbaiki diangkut
    ditangani kebakaran terbakar tenggelam hanyut kecelakaan tabrakan tertabrak tolong darurat sekarang cepat segera
    pingsan polisi ambulans perampok maling korban kesetrum
    terima kasih makasih mendapat hadiah pemenang undian pinjaman pulsa kuota
    usul saran sebaiknya semoga dibangun dibuatkan dibuat tambah ditambah ditambahkan sediakan disediakan adakan
    diadakan bangun taman
    selamat siang malam pagi belum sudah tidak bantuan
"""
# Short forms that drop more than the vowels.
_SHORTER = """
    bagaimana=gmn,bgmn,gmna
    berapa=brp
    kapan=kpn
    dimana=dmn
    kemana=kmn
    kenapa=knp
    mengapa=mngp
    apakah=apkh
    bisa=bs
    kalau=klo,kl,klu
    tolong=tlg,tlng
    mohon=mhn
    mendapat=mndpt
    syarat=syrt,sarat
    surat=srt
    nomor=nmr
    mana=mn
    minta=mnt
    tanya=tny
    cara=cr
    ya=y
    di=d
    pengen=pgn
    hilang=hlg
    sekarang=skrg,skrng
"""


def _skeleton(word: str) -> str:
    return _VOWELS.sub("", word)


def _table() -> Mapping[str, str]:
    # Three consonants are an office's name as often: "pkh" is no "apakah".
    read = {_skeleton(word): word for word in reversed(_WORDS.split()) if len(_skeleton(word)) > 3}
    for line in _SHORTER.split():
        long, shorts = line.split("=")
        read.update((short, long) for short in shorts.split(","))
    return read


_READ = _table()


@lru_cache(maxsize=8)  # one message is looked at from several sides
def voiced(told: str) -> str:
    """A folded text with such words written in full. Pure and total."""
    said = told.split()
    if not _READ.keys().isdisjoint(said):
        told = " ".join([_READ.get(word, word) for word in said])
    return _PASSIVE.sub("di", told)
