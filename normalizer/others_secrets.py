"""Secrets that are not the writer's: "katanya rahasia", "dirahasiakan perangkat", "surat kaleng tanpa nama"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after, before, folded_in, sentence
from normalizer.flag_phrases import CONTENT, MINE, PLEAS
from normalizer.text import Word


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAY = _set(
    "katanya kata bilang bilangnya dibilang alasannya alasan dalihnya dalih jawabnya dijawab ngakunya says said"
)
_BY_WHOM = _set("""
    oleh perangkat kades lurah camat bupati petugas pihak panitia kepala bendahara sekolah dinas pemerintah pemda pemkab
    pemkot pengurus ketua staf pegawai guru rt rw perusahaan kontraktor by dari dr sama terus dlh
""")
# Whom one may speak to beside a secret: "posko aduan rahasia".
_PLACES = _set("posko hotline layanan kanal loket")
_PAPERS = _set("arsip soal kode file folder lemari brankas")
_NAMELESS = _set("""
    odgj mayat jenazah orang pria wanita lelaki perempuan kaleng gelandangan pengemis bayi korban pengamen mobil motor
    truk kapal kuburan makam papan gang toko warung produk jamu paket selebaran spanduk tersangka pelaku petugas
""")
_PICTURES = _set("foto foto2 video gambar rekaman photos pictures")
_HERE = _set("ini itu tersebut this these")


def said_by_others(found: Sequence[Word], at: int) -> bool:
    """Whether what begins at `at` was said by somebody else: "petugas bilang itu rahasia"; not "saya bilang …"."""
    clause = before(found, at, 2)
    said = next((place for place, word in enumerate(clause) if word.folded in _SAY), None)
    if said is None:
        return False
    return not folded_in([*before(found, at, 4), *sentence(found, at, 3)]) & (MINE | PLEAS)


def kept_by_others(found: Sequence[Word], at: int) -> bool:
    """ "Dirahasiakan perangkat", "posko aduan rahasia", "arsip rahasia"."""
    leading = folded_in(before(found, at, 1))
    if leading & _PAPERS or folded_in(before(found, at, 2)) & _PLACES:
        return True
    kept = found[at].folded.startswith("di") and folded_in(after(found, at, 2)) & _BY_WHOM
    return bool(kept) and not folded_in(sentence(found, at, 6)) & (MINE | PLEAS | CONTENT)


def nameless(found: Sequence[Word], at: int) -> bool:
    """ "ODGJ tanpa identitas", of what begins at "tanpa"."""
    return bool(folded_in(before(found, at, 1)) & _NAMELESS)


def pictures_of_others(said: Sequence[str], verb: int) -> bool:
    """ "Jangan dipublikasikan foto anak-anak di akun dinas"."""
    behind = set(said[verb + 1 : verb + 5])
    return not _PICTURES.isdisjoint(said[verb + 1 : verb + 2]) and not behind & (MINE | _HERE)
