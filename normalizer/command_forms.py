"""One form for a word of an order, however it is shortened or inflected: "kirimin", "smsnya", "gk", "td".

For orders only: what a complaint says is never read through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from normalizer.short_forms import SHORT_FORMS
from normalizer.word_lists import set_of


def _table(lines: str) -> dict[str, str]:
    """One plain form a line, the others behind it."""
    rows = [line.split() for line in lines.splitlines() if line.strip()]
    return {other: plain for plain, *others in rows for other in others}


# Verbs take di-, men-, -kan, -in and -lah, nouns -nya and -ku.
_VERBS = set_of(
    "kirim batal buka stop setop cancel delete hapus tarik cabut send submit cek lacak undo balas ganti ubah urung"
)
_NOUNS = set_of("""
    laporan aduan pengaduan lapor pesan sms wa chat data akun identitas nama notifikasi notif balasan jawaban jawab
    kerahasiaan anonimitas petunjuk panduan menu bahasa status nomor report nomer bantuan
    pemberitahuan semua keluhan perintah pribadi riwayat telepon
""")
_BEFORE = ("di", "d", "")
# The last row: Javanese and Sundanese.
_AFTER_VERB = (
    *("kan", "kn", "in", "lah", "nya", ""),
    *("no", "ke", "ken", "keun", "en", "ake", "aken", "ne"),
)
_AFTER_NOUN = ("nya", "ny", "ku", "2")
# "no" is an answer, "dah" goodbye, "kaya" rich: no short forms here.
_OTHERWISE = set_of("no kaya smp jalanan bntuan")
_SAME: Mapping[str, str] = {short: long for short, long in SHORT_FORMS.items() if short not in _OTHERWISE} | _table("""
    tidak ngga nga gx engga g ora mboten kagak kaga tida tdak tdk dak ndk nda kada teu henteu nteu indak inda tra
    tidak trada tara sonde
    sudah wis wes uwis ws sampun geus enggeus parantos
    matikan matiin dimatikan dimatiin
    nonaktifkan nonaktifin dinonaktifkan
    nyalakan nyalain dinyalakan idupin idupkan hidupin hidupkan dihidupkan ngidupin
    aktifkan aktifin diaktifkan mengaktifkan ngaktifin
    itu tu
    lanjut lanjutkan lanjutin
    jangan ojo ulah jang jan unang dang bek
    hilangkan lenyapkan hilangin ilangin ilangkan dihilangkan dihilangin
    bersihkan bersihin dibersihkan dibersihin
    simpan menyimpan disimpan nyimpan simpen disimpen nyimpen
    balas bales membalas dibalas dibales ngebales
    proses diproses memproses diprosesin ditindaklanjuti tindaklanjuti dilanjut dilanjutkan
    proses diteruskan teruskan dilanjutin diurus urus ngurus diurusin diprosesin
    kirim kirim2 kirimkirim pengiriman
    batal pembatalan membatalkan wurung urung
    hapus penghapusan menghapus ngapus ngehapus apus diapus apusin diapusin
    cabut pencabutan mencabut
    drop didrop ngedrop
    kami kmi
    dari dri
    cari carikan dicarikan dicariin cariin nyari
    tarik penarikan menarik narik
    buka membuka ngebuka bukakan
    cek mengecek pengecekan dicekin
    usah ush
    saya sa beta ulun sy sya ak akuh aq q gue gw gua gwe ane aye ogut nyong inyong kulo abdi ambo
    dulu dlu dl dolo dlo
    semua smua smw smwa
    delete del hapusin
    hentikan dihentikan hentiin berhentikan berhentilah
    tadi td tdi tadii barusan brusan barusn baru2
    jadi jd jdi sido sios janten
    saja aja aj sj ajah ae wae doang mawon bae hungkul
    sekarang skarang skrang skr
    bisa bisakah
    boleh bolehkah bole bolehlah
    oke okelah okeh okay okey
    ya yak yaudah yasudah yaudh yowes yawes yaa yah yaaa iya iyaa iyah iy y yup
    please pls plz plis pliss plss
    maaf maap mf sorry sori sory
    kembali kmbali
    message msg msgs messages text texts
    dont dnt don
    not doesn doesnt isn isnt
    jangan jgn jangn jngn jng janganlah
    gausah gasah gakusah gosah
    lagi lg lgi anymore again more maneh meneh malih
    pesan pesen pesn psn
    kirim ngirim mengirim mengirimkan krim kirimken
    kirimi mengirimi dikirimi ngirimi
    notifikasi notif notip notification notifications pemberitahuan
    bahasa bhs bhsa boso basa baso
    ganti tukar alih switch change ubah rubah
    cancel kensel kansel cansel kencel kensl cancelled canceled
    cek ck checking cekin ngecek cekkan cex
    langsung lgsg lgsung lngsg lngsung lsg langsng
    laporan lap lprn lpran lporan lpor lapran
    sms ngesms smsan esemes
    hubungi hubungin ngehubungin menghubungi contact
""")


# What `plain` knows by heart.
INFLECTED = frozenset(_SAME) | {
    *(noun + end for noun in _NOUNS for end in _AFTER_NOUN[:-1]),
    *(before + verb + end for before in ("di", "") for verb in _VERBS for end in ("kan", "in", "nya")),
}


@lru_cache(maxsize=2_048)
def plain(word: str) -> str:
    """The same word where no other form is known. Pure and total."""
    if word in _SAME:
        return _SAME[word]
    if word[-1:] == "2" and len(word) > 3:  # "bales2"
        return plain(word[:-1])
    stem = next((stem for end in _AFTER_NOUN if (stem := word.removesuffix(end)) != word and stem in _NOUNS), "")
    stem = stem or _verb_in(word)
    return _SAME.get(stem, stem) or word


def _verb_in(word: str) -> str:
    for before in _BEFORE:
        if word.startswith(before):
            rest = word.removeprefix(before)
            found = next((stem for end in _AFTER_VERB if (stem := rest.removesuffix(end)) in _VERBS), "")
            if found:
                return found
    return ""


def stem_of(word: str) -> tuple[str, str]:
    """A word and the ending that it may have: "btalin", "lporannya"."""
    end = next((end for end in ("kan", "nya", "kn", "in", "lah", "ku") if word.endswith(end)), "")
    return word.removesuffix(end), end
