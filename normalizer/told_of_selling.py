"""Whether a person accuses somebody of selling what is not theirs to sell: "ada jual beli kursi ppdb, 15 jt".

Prices, and that something is to be had, stand in it as in an advert; whom to call does not.
"""

from __future__ import annotations

from normalizer.prefilter import Prefiltered
from normalizer.sensitive import sensitive

# Its dots are blanks where it is folded.
_CALLED = Prefiltered(
    r"\b(?:0|62) ?8\d{2,}|\b(?:https?|www|com|net|link|xyz|top|site|vip|club)\b|"
    r"\b(?:minat|berminat|nego|ready|reseller|ongkir|bergaransi|grosir|hubungi|hub|unit|strategis|"
    r"(?:rumah|perumahan) subsidi)\b"
)
_SELLS = (
    r"(?:(?:di|men|nge|ter|pen)?jual(?:an|kan|in|nya|belikan)?|diperjual\w*|(?:di|men)?tawar(?:kan|in)|nawar(?:kan|in)|"
    r"dihargai|diborong|dikavling|tarif(?:nya)?|setor\w*|selling|sells?|sold)"
)
# Offices and places, votes, aid, drugs, people, papers, and what belongs to all.
_GOODS = (
    r"(?:jabatan|formasi|kelulusan|mutasi|(?<!pesan )suara|perkara|tuntutan|vonis|"
    r"(?:kursi|bangku|jatah|posisi|lowongan|loker) "
    r"(?:\w+ ){0,3}?(?:ppdb|spmb|sma\w*|smp\w*|smk\w*|sd\w*|mts\w*|sekolah|pns|cpns|asn|pppk|p3k|honorer|satpol|"
    r"perangkat|dewan|haji|kepala)|"
    r"bansos|raskin|rastra|bantuan|subsidi|sembako|jatah|sabu\w*|narkoba|ganja|ekstasi|inex|koplo|miras|ciu|arak|"
    r"oplosan|obat (?:keras|terlarang|daftar g)|tanpa resep|"
    r"(?:tanah|lahan) (?:bengkok|kas|desa|wakaf|negara|adat|ulayat|hibah|sengketa)|hutan|sempadan|fasum|"
    r"(?:ijazah|sim|ktp|sertifikat|surat|akta|uang|sktm) palsu|blanko|kunci jawaban|soal ujian|bocoran|"
    r"(?:nomor|nomer|no) (?:antri\w*|antre\w*)|bayi|anak di bawah umur|psk|perempuan|gadis|satwa|penyu|kukang|"
    r"trenggiling|(?:data|nik) (?:warga|kk|ktp|penduduk|nasabah)|aset|inventaris|drugs|votes|seats?|aid)"
)
_WHO = (
    r"(?:oknum|kades|kadus|lurah|camat|bupati|sekdes|perangkat|guru|kepsek|kepala (?:desa|sekolah|dusun|pasar|dinas|"
    r"\w+)|panitia|petugas|pegawai|staf|bidan|perawat|dokter|polisi|aparat|satpam|pengurus|ketua|bendahara|komite|calo|"
    r"preman|tetangga|bandar|mucikari|pengedar|orang dalam|pak (?:rt|rw)|officials?|officers?|teachers?)"
)
_TOLD = Prefiltered(
    rf"\b{_SELLS}(?: \w+){{0,5}}? {_GOODS}\b|\b{_GOODS}(?: \w+){{0,6}}? {_SELLS}\b|"
    rf"\b{_GOODS}(?: \w+){{0,4}}? \d+ ?(?:jt|juta)\b|"
    rf"\b{_WHO}(?: \w+){{0,4}}? {_SELLS}\b|"
    r"\bada (?:yang |yg |orang |oknum |praktek |praktik |transaksi |dugaan )*(?:(?:men|nge)?jual(?:an)?|jual beli)\b|"
    rf"\b{_SELLS} (?:lagi |kembali )?(?:oleh|sama|kepada) \w"
)
# Somebody who is named sells; or it is told as others say it. Whom to call may stand in that, too.
_ACCUSES = Prefiltered(
    rf"\b{_WHO}(?: \w+){{0,2}}? {_SELLS}\b|"
    rf"\bada (?:yang |yg |orang |oknum )+(?:(?:men|nge)?jual(?:an)?)(?: \w+){{0,2}}? {_GOODS}\b"
)
_LONGEST = 600


def told_of_selling(told: str) -> bool:
    """told: folded. Pure and total; its beginning is enough."""
    said = told[:_LONGEST]
    return _TOLD.found_in(said) and (not _CALLED.found_in(said) or _ACCUSES.found_in(said) or _is_official(said))


def _is_official(said: str) -> bool:
    return sensitive(said) == "official"
