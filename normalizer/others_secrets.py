"""Secrets that are not the writer's: "katanya rahasia", "dirahasiakan perangkat", "surat kaleng tanpa nama"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after, before, ended, folded_in, sentence
from normalizer.flag_phrases import CONTENT, FORBID, MINE, PLEAS
from normalizer.flag_words import always_asks
from normalizer.text import Word
from normalizer.word_lists import set_of

# Hearsay needs no speaker: "katanya rahasia".
_HEARSAY = set_of("katanya bilangnya dibilang dalihnya jawabnya dijawab ngakunya")
_SAY = set_of("kata bilang ngomong alasan alasannya dalih says said")
_SPEAKERS = set_of("""
    perangkat kades lurah camat bupati petugas pihak panitia kepala bendahara sekolah dinas pemerintah pemda pemkab
    pemkot pengurus ketua staf pegawai guru rt rw perusahaan kontraktor dlh polisi dokter rs rsud puskesmas samsat
    officer office they he she
""")
_THAT = set_of("itu ini it that this")
_OWN_REASONS = set_of("takut keamanan pribadi khawatir kuatir demi")
_BY, _ADDRESSED = set_of("oleh by sama"), set_of("ya yaa aja saja dong nih")
_SIR = set_of("pak bapak bu ibu")
# "Sengaja dirahasiakan dari warga".
_ON_PURPOSE = set_of("sengaja selalu sering")
# Whom one may speak to beside a secret: "posko aduan rahasia".
_PLACES = set_of("posko hotline layanan kanal loket")
_PAPERS, _MAYBE_PAPERS, _OF_PAPERS = (
    set_of("arsip file folder lemari brankas"),
    set_of("soal kode"),
    set_of("ujian file"),
)
_NAMELESS = set_of("""
    odgj mayat jenazah kaleng gelandangan pengemis bayi pengamen mobil motor truk kapal kuburan makam papan gang toko
    warung produk jamu paket selebaran spanduk tersangka pelaku petugas
""")
# The writer may be one of these.
_PERSONS = set_of("orang pria wanita lelaki perempuan korban")
_PICTURES = set_of("foto foto2 fotonya video videonya gambar gambarnya rekaman rekamannya photos pictures")
_HERE = set_of("ini itu tersebut this these")
_ACCOUNTS = set_of("akun website web situs medsos sosmed ig instagram fb facebook tiktok youtube halaman grup status")
_FAR = 12


def said_by_others(found: Sequence[Word], at: int) -> bool:
    """Whether what begins at `at` was said by somebody else: "petugas bilang itu rahasia"; not "kata istri …"."""
    lead = [word.folded for word in before(found, at, 8)]
    said = next((place for place in range(max(0, len(lead) - 3), len(lead)) if lead[place] in _HEARSAY | _SAY), None)
    if said is None or folded_in([*before(found, at, 4), *sentence(found, at, 3)]) & (MINE | PLEAS):
        return False
    if _is_order(found[at]):
        return said == len(lead) - 1 and lead[said] == "bilang" and speaks(lead[said - 1 : said])
    if lead[said] in _HEARSAY:
        return True
    if lead[said] in {"kata", "bilang", "ngomong", "says", "said"}:
        return speaks(lead[max(0, said - 2) :])
    # "Dikunci perangkat, alasannya rahasia kantor".
    near = [word.folded for word in sentence(found, at, 8)] if lead[said] == "alasannya" else lead[:said]
    told = speaks(near) or not _THAT.isdisjoint(lead[said + 1 :])
    return told and _OWN_REASONS.isdisjoint((*lead, *folded_in(after(found, at, 4))))


def speaks(said: Sequence[str]) -> bool:
    return any(word in _SPEAKERS or word.removesuffix("nya") in _SPEAKERS for word in said)


def _is_order(word: Word) -> bool:
    """ "Rahasiakan", "jangan …"."""
    return word.folded in FORBID or (always_asks(word.folded) and not word.folded.startswith("di"))


def kept_by_others(found: Sequence[Word], at: int) -> bool:
    """ "Dirahasiakan perangkat", "posko aduan rahasia", "arsip rahasia"; not "dirahasiakan dari sekolah"."""
    if folded_in(sentence(found, at, 8)) & (MINE | PLEAS):
        return False
    leading, near = folded_in(before(found, at, 1)), folded_in(before(found, at, 2))
    paper = leading & _PAPERS or (near & _MAYBE_PAPERS and (near | folded_in(after(found, at, 1))) & _OF_PAPERS)
    if paper or near & _PLACES:
        return True
    if not found[at].folded.startswith("di") or folded_in(sentence(found, at, 6)) & CONTENT:
        return False
    behind = [word.folded for word in after(found, at, 5)]
    if not _ADDRESSED.isdisjoint(behind):
        return False
    # "Dirahasiakan pak lurah", and nothing behind it, speaks to him.
    sir = behind[:1] and behind[0] in _SIR and at + 2 < len(found) and not ended(found[at + 2].after or ".")
    by = sir or (behind[:1] and behind[0] in _BY)
    return bool(leading & _ON_PURPOSE) or (bool(leading or by) and speaks(behind[1:3] if by else behind[:1]))


def nameless(found: Sequence[Word], at: int) -> bool:
    """ "ODGJ tanpa identitas", of what begins at "tanpa"; "saya orang tanpa nama" signs."""
    who = folded_in(before(found, at, 1))
    if who & _PERSONS:
        return not folded_in(before(found, at, 4)) & (MINE | {"dari"})
    return bool(who & _NAMELESS)


def pictures_of_others(found: Sequence[Word], at: int) -> bool:
    """ "Jangan dipublikasikan foto anak-anak di akun dinas", of what begins at "jangan": where it is theirs to show."""
    said = [word.folded for word in sentence(found, at, _FAR) if word.start > found[at].start]
    if _PICTURES.isdisjoint(said[:3]) or (MINE | _HERE) & set(said):
        return False
    return any(word in _ACCOUNTS and speaks(said[place + 1 : place + 3]) for place, word in enumerate(said))
