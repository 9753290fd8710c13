"""Whether an advert names who sells, and for how much: "Dijual motor Beat 2019 mulus 9jt nego, hub Bu Rina"."""

from __future__ import annotations

import re

# Goods and work that are offered stand first.
_OFFERS = re.compile(
    r"(?:(?:\w+ ){0,3}?(?:jual|dijual|obral|sedia|tersedia|terima|menerima|melayani|jasa|sedot|servis|service|sewa|"
    r"disewakan|"
    r"dikontrakkan|rental|ready|promo|agen|katering|catering|les|kursus|bekas|second|murah|cuci gudang|open|paket|"
    r"pasang iklan|pinjaman|kredit|for sale|for rent|cheap|selling|loans?|kos|kost|bimbel|laundry)\b)"
)
_PRICE = re.compile(
    r"\b\d+(?: \d+)? ?(?:rb|ribu|rbu|jt|juta|k|million|thousand)\w*\b|\brp ?\d|\b(?:nego|murah|ekonomis|terjangkau|"
    r"cheap|"
    r"bergaransi|garansi|mulus|dp ringan|tanpa dp|dp|gratis (?:antar|ongkir)|no collateral|cepat cair)\b|"
    r"\b\d+ (?:ekor|kg|galon|"
    r"unit|toples|box|porsi|orang|org|bln|bulan|jam)\b"
)
# Whom to ask for it: a name, a shop, a number.
_CALLS = re.compile(
    r"\b(?:hub|hubungi|wa|whatsapp|kontak|contact|call|cp|order(?: ke)?|pesan(?: ke)?|cek(?: toko)?|minat|berminat|"
    r"chat|telp|dm|"
    r"inbox)(?: \w+)? (?!dengan\b|petugas|polisi|dinas|kantor|kelurahan|saya|kami)\w+|\b(?:0|62)8\d{6,}"
)
# Who tells of a wrong, of themselves or of an office.
_TOLD = re.compile(
    r"\b(?:saya|sy|aku|warga|tetangga|penipu\w*|tertipu|ditipu|menipu|korban|mohon|tolong|tlg|mhn|\w*lapor\w*|oknum|"
    r"pungli|kenapa|"
    r"mengapa|bagaimana|apakah|kok|padahal|resah\w*|meresahkan|subsidi|bansos|desa|dusun|rt|rw|lurah|kades|petugas|"
    r"pegawai|pejabat|"
    r"dinas|polisi|guru|sekolah|ketua|panitia|komite|wajib|tidak|tdk|gak|ga|nggak|belum|blm|masih|sudah bayar|ilegal|"
    r"liar|"
    r"kadaluarsa|kedaluwarsa|oplosan|palsu|miras|narkoba|mesum|judi|het|harga eceran|dijual (?:oleh|bebas|sama|ke)|my|"
    r"we|they|he|"
    r"she|not|never)\b"
)
_LONGEST = 300


def names_seller(told: str) -> bool:
    """told: folded. Goods first, a price, and whom to ask for it; nothing that citizens say. Pure and total."""
    said = told[:_LONGEST]
    # What it begins with is looked at first: that is quickly told, and it is hardly ever an offer.
    if not (_OFFERS.match(said) and _CALLS.search(said) and _PRICE.search(said)):
        return False
    return _TOLD.search(said) is None
