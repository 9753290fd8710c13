"""Who writes to a SIM's line and is no citizen: names and short codes that cannot be answered, bank codes, "
"adverts."""

from __future__ import annotations

import re

from normalizer.alternatives import any_of
from normalizer.likeness import gist
from normalizer.machines import says_so
from normalizer.named_seller import names_seller
from normalizer.questions import complains
from normalizer.text import folded
from normalizer.told_by_people import told_by_people
from normalizer.vowelless import voiced
from normalizer.word_lists import set_of

# "123456", "77-31-05".
_DIGITS = r"\b(?:\d{4,8}|\d{2,4}(?: \d{2,4}){1,3})\b"
_CODE = re.compile(
    rf"\b(?:kode|code|otp|pin|token)\b(?: \w+){{0,8}} {_DIGITS}|{_DIGITS}(?: \w+){{0,5}} \b(?:kode|code|otp|pin)\b|"
    r"\b(?:kode|code) (?:otp|verifikasi|verification|rahasia|akses|keamanan|security|aktivasi)\b"
)
_NEVER_TELL = re.compile(
    r"\b(?:jangan|jgn|dilarang|rahasiakan|do not|don t|never) (?:\w+ ){0,4}(?:beri\w*|bagikan|sebarkan|share|"
    r"kepada siapa\w*|"
    r"siapa ?pun|anyone|berikan|disclose)\b|\b(?:berlaku|valid|expires?|kadaluarsa|kedaluwarsa)\b|"
    r"\b(?:masuk|login|log in|transaksi|verifikasi|akun|your) \b"
)
_OFFERS = re.compile(
    r"\b(?:jual|grosir|reseller|ready stok|cod|terpercaya|internet|\d+ ?gb|unlimited|masa aktif|"
    r"kta|bunga ringan|menangkan|iphone|\d+ ?jt|paket internet|limit|"
    r"trading|profit|cuan|passive income|penghasilan|omzet|tawarkan|menawarkan|penawaran|harga murah|terlaris|herbal|"
    r"garansi|ongkir|paket (?:nonton|nelpon|hemat|combo|malam|sms)|tanpa (?:dp|bi checking|riba|modal)|"
    r"gebyar|promo|diskon|cashback|bonus|voucher|gratis|hadiah|undian|pemenang|kuota|"
    r"paket data|pulsa|poin|kredit|"
    r"pinjaman|"
    r"pinjol|dana tunai|dana cepat|tanpa jaminan|tanpa agunan|bunga rendah|cair|slot|gacor|maxwin|togel|deposit|depo|"
    r"jackpot|investasi|cicilan|angsuran|flash sale|sale|member|isi ulang|lotre|btn|tabungan)\b"
)
_ACTS = re.compile(
    r"\b(?:khusus|terbatas|hari ini|sekarang|gabung|join|order|minat|pesan sekarang|ajukan|"
    r"beli di|rek|nasabah|cuma|klik|click|hubungi|hub|wa|whatsapp|call|telp|daftar|ketik|aktifkan|"
    r"beli|dapatkan|nikmati|download|"
    r"unduh|cek di|"
    r"kunjungi|info lengkap|info|s k|syarat ketentuan|skb|buruan|segera|claim|klaim|tukar\w*|balas|rp|hanya|mulai|"
    r"visit)\b"
)
_LINK = re.compile(
    r"https?://|\bwww\.|\b[a-z0-9-]+\.(?:com|co\.id|id|net|me|ly|link|xyz|top|site|vip|club|io)(?:/\S*)?\b", re.I
)
_LINKED = re.compile(r"\b(?:klik|click|kunjungi|buka|isi|di|via|lewat)(?: \w+){0,2} (?:link|tautan|situs)\b")
_PERCENT = re.compile(r"\d ?%")
_STAR_CODE = re.compile(r"\*\d{3}[*#\d]*#")
_PRIZE = re.compile(
    r"\b(?:selamat|slmt|congratulations?)\b(?: \w+){0,8} \b(?:pemenang|memenangkan|menang|(?:men)?dapat\w*|terpilih|"
    r"berhak|won|undian)\b|"
    r"\b(?:mama|papa) minta pulsa\b|\banda (?:terpilih|menang|berhak|mendapat)\w*(?: \w+){0,4} (?:hadiah|undian|"
    r"motor|mobil|juta|uang)\b|\bpin (?:pemenang|anda)\b|\b(?:nasabah|pelanggan|rek\w*|nomor|"
    r"no)\b(?: \w+){0,5} \b(?:menang|memenangkan|terpilih|pemenang)\b"
)
# A bank's word about an account.
_NOTICE = re.compile(
    r"\b(?:transaksi|trx|debit|kredit|transfer|saldo|mutasi|tagihan)\b(?: \w+){0,8} (?:rp|idr) ?\d|"
    r"\b(?:pulsa|kuota|paket|masa aktif|nomor)(?: \w+)? anda\b(?: \w+){0,4} (?:habis|berakhir|hangus|kadaluarsa|"
    r"kedaluwarsa)\b|"
    r"\bketik \w+(?: \w+){0,3} kirim ke \d{3,5}\b|"
    r"\bterima kasih (?:telah|sudah) (?:bertransaksi|berbelanja|melakukan|menggunakan|mengisi|berlangganan)\b|"
    r"\bpanggilan tak terjawab\b|\b(?:yth|pelanggan|nasabah)\b(?: \w+){0,8} \banda\b(?: \w+){0,6} (?:rp|idr) ?\d|"
    r"\bsisa pulsa anda\b"
)
# What a phone or an office's chat answers by itself.
_BY_ITSELF = re.compile(
    r"\b(?:pesan|chat|balasan|jawaban) otomatis\b|\bauto ?(?:reply|respon\w*)\b|"
    r"\bpesan (?:anda|kamu|kakak) (?:sudah|telah) (?:kami )?(?:di)?terima\b|"
    r"\bterima kasih (?:telah|sudah|atas) (?:menghubungi|pesan) (?:kami|anda|\w+)(?: \w+){0,4} (?:akan|segera)\b|"
    r"\bakan (?:segera )?(?:kami |saya )?(?:mem|di)?balas (?:pesan|chat|pada jam|pada hari|di jam|secepatnya|nanti)\b|"
    r"\bdi luar jam (?:kerja|operasional|layanan)(?: \w+){0,6} (?:balas|dibalas|membalas|kembali)\b"
)
_STEMS_BY_ITSELF = ("otomatis", "auto", "balas", "terima")
# A citizen who complains of them says so.
_OWN = any_of(
    r"saya|sy|kami|aku|warga|tetangga|penipu\w*|tertipu|ditipu|korban|mohon|tolong|tlg|mhn|lapor\w*|rusak|"
    r"jalan|jln|"
    r"desa|kelurahan|kecamatan|kec|dusun|dsn|kios|subsidi|bansos|pungli|kenapa|mengapa|bagaimana|apakah|resah\w*|"
    r"oknum|pak|bu|i|my|we"
)


# An advert says first what it is.
_OFFERED = re.compile(
    r"(?:(?:halo|kak|info|promo|murah|gan|bos) ){0,2}(?:dijual (?!bebas|di\b|belikan|oleh|sama|ke)|disewakan|"
    r"dikontrakkan|over kredit|open (?:order|po|"
    r"reseller)|ready stok|ready stock|terima jasa)\b"
)
_CALL_US = re.compile(
    r"\b(?:aplikasi|app|store|telegram|channel|grup|gerai|toko|outlet|produk|cabang|tim|web|website|situs|instagram|ig|"
    r"marketing|wa|hub|hubungi|kontak|chat|call|telp|whatsapp) kami\b"
)


def answers_itself(text: str) -> bool:
    """Whether a machine answers, in the words of thanks: "Terima kasih, pesan Anda sudah kami terima"."""
    seen = text[:300].casefold()
    if not any(stem in seen for stem in _STEMS_BY_ITSELF):
        return False
    told = voiced(folded(text[:300]))
    # "Saya lapor berkali-kali, cuma dapat balasan otomatis" complains.
    return _BY_ITSELF.search(told) is not None and not _SPEAKS.search(told) and not complains(told)


def robot_words(text: str) -> str:
    """ "otp" or "advert" for what machines send to a SIM's line; "" for all else. Pure and total."""
    told = voiced(folded(text[:1_000]))
    if says_so(told):
        return "says so"
    found = _machine(text, told)
    return "" if found and told_by_people(told) else found


def _machine(text: str, told: str) -> str:
    if (_OFFERED.match(told) and not complains(told)) or _to_be_called(text, told) or names_seller(told):
        return "advert"
    if _is_unlike(text, told) or _OWN.search(_CALL_US.sub(" ", told) if " kami" in told else told):
        return ""
    if _NOTICE.search(told):
        return "advert"
    if _CODE.search(told) and _NEVER_TELL.search(told):
        return "otp"
    return "advert" if _is_advert(text, told) or _to_anybody(text, told) else ""


# One of these stands in whatever the rules below call a notice, a code or an advert.
_THEIRS = set_of("""
    transaksi trx debit kredit transfer saldo mutasi tagihan pulsa kuota paket masa nomor ketik panggilan yth pelanggan
    nasabah sisa kode code otp pin token selamat slmt congratulations congratulation anda menang memenangkan terpilih
    pemenang kamu kuotamu pulsamu paketmu saldomu bunga dp tanpa dana flash isi kasih
    jual grosir reseller ready cod terpercaya internet unlimited kta menangkan iphone trading profit cuan passive
    penghasilan omzet tawarkan menawarkan penawaran harga terlaris herbal garansi ongkir gebyar promo diskon cashback
    bonus voucher gratis hadiah undian poin pinjaman pinjol cair slot gacor maxwin togel deposit depo jackpot investasi
    cicilan angsuran sale member lotre btn tabungan wd withdraw jp daftar main link login limit
    sebarkan sebarkanlah teruskan bagikan share forward kirimkan kirim
""")


def _is_unlike(text: str, told: str) -> bool:
    return _THEIRS.isdisjoint(told.split()) and "#" not in text and not _AMOUNT.search(told)


_AMOUNT = re.compile(r"\d ?(?:gb|jt)")


# "Order wa 0813…", "minat hub. 08…": where to call, and nothing to complain of.
_CALL_AT = re.compile(
    r"\b(?:wa|whatsapp|hub|hubungi|order|pesan|pemesanan|minat|berminat|call|telp|tlp|telepon|sms|cp|chat|info|kontak|"
    r"daftar|reservasi|booking|me|di|ke)(?: \w+){0,2} (?:0|62)8?\d{2,}"
)
_YOURS = frozenset({"anda", "kamu", "kuotamu", "pulsamu", "paketmu", "saldomu"})
# What is only written to customers.
_CUSTOMERS = re.compile(
    r"\b(?:kuota|pulsa|paket|poin|tagihan|pinjaman|limit|saldo|rekening|akun|pesanan|voucher|hadiah|"
    r"undian|masa aktif|cashback|diskon|promo|kode|otp|verifikasi|"
    r"kartu kredit|langganan|transaksi|cicilan|angsuran|pengajuan|kurir|resi|nomor virtual|virtual account)\b"
)
_PASSED_ON = frozenset({"sebarkan", "sebarkanlah", "teruskan", "bagikan", "share", "forward", "kirimkan", "kirim"})
_CHAIN = re.compile(
    r"\b(?:sebarkan|sebarkanlah|teruskan|bagikan|share|forward|kirimkan|kirim)(?: \w+){0,3} (?:ke|kepada) \d+ "
    r"(?:orang|teman|kontak|grup|nomor)\b"
)


# Who tells of themselves or asks for something is no advert.
_SPEAKS = re.compile(
    r"\b(?:saya|sy|aku|warga|tetangga|penipu\w*|tertipu|ditipu|korban|mohon|tolong|lapor\w*|oknum|"
    r"pungli|kenapa|mengapa|"
    r"bagaimana|apakah|resah\w*|pak|bu|i|my|we|desa|rt|rw)\b"
)
_PHONE = re.compile(r"\b(?:0|62)8\d{2,}\w*")
_SELLING = re.compile(
    r"\b(?:bergaransi|sedot|servis|service|melayani|panggilan|24 jam|kursus|les privat|katering|catering|"
    r"order|promo|diskon|murah|termurah|terlaris|original|garansi|ongkir|ready|stok|jasa|jual|"
    r"dijual|sewa|disewakan|"
    r"rental|cicilan|kredit|dp|gaji|lowongan|loker|minat|berminat|tawarkan|menawarkan|herbal|gratis|bonus|unit)\b"
)
# Bookmakers are called by a name and a number.
_BETS = re.compile(r"\b[a-z]{3,12}(?:88|77|99|4d|303|138|777|66|168)\b")
_STAKES = frozenset({
    *("deposit", "depo", "bonus", "daftar", "main", "link", "wd", "withdraw", "jp", "jackpot", "slot", "menang"),
    *("gacor", "login"),
})  # fmt: skip


def _to_be_called(text: str, told: str) -> bool:
    if " 0" not in told and " 62" not in told:
        return False
    if _CALL_AT.search(told) is None and (_PHONE.search(told) is None or len(set(_SELLING.findall(told))) < 2):
        return False
    if _SPEAKS.search(_CALL_US.sub(" ", told)):
        return False
    sold = set(_SELLING.findall(told))
    # Who repairs for money names what is broken: "sedot wc mampet, murah, bergaransi".
    return len(sold) > 1 or (not complains(told) and (bool(sold) or not gist(text).matters))


def _to_anybody(text: str, told: str) -> bool:
    if _STAR_CODE.search(text):
        return True
    said = told.split()
    if not _YOURS.isdisjoint(said) and _CUSTOMERS.search(told):
        return True
    if not _PASSED_ON.isdisjoint(said) and _CHAIN.search(told):
        return True
    return not _STAKES.isdisjoint(said) and _BETS.search(told) is not None


def _is_advert(text: str, told: str) -> bool:
    if _PRIZE.search(told):
        return True
    offers = len(set(_OFFERS.findall(told)))
    pulls = (
        bool(_LINK.search(text) or _LINKED.search(told))
        + bool(_PERCENT.search(text))
        + bool(_STAR_CODE.search(text))
        + bool(_ACTS.search(told))
    )
    return offers >= 3 or (offers >= 2 and pulls >= 1) or (offers == 1 and pulls >= 2)
