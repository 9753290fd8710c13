"""Whether a machine or a shop writes in the words of courtesy: "Hai, pesananmu kami proses besok ya kak".

Who is taken for one is neither answered nor taken. What says in so many words what it is needs no more; of all else
two have to come together: words that weigh like a machine's (`normalizer.tenor`) and a sign that citizens do not write.
"""

from __future__ import annotations

import re

from normalizer.questions import complains
from normalizer.text import folded
from normalizer.vowelless import voiced

_LOOKED_AT = 300
_LINK = re.compile(
    r"https?://|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|co\.id|id|net|me|ly|link|xyz|top|site|vip|club|io|gl|to|shop|app|co)"
    r"(?:/\S*)?\b|\*\d{3}[*#\d]*#|\d ?%",
    re.I,
)
# "[Toko]" and "BANK:": a sender's name where a citizen would say to whom they speak.
_HEAD = re.compile(r"\W{0,2}(?:[\[<(][\w .&-]{2,24}[\]>)]|[A-Z][\w&]{1,15}(?: [A-Z]\w+)?:)")
_PHONE = re.compile(r"(?:\+62|\b62|\b0)8[\d -]{7,}|\b1[45]0\d{2,3}\b|\b0\d{2,3}[ -]?\d{6,8}\b")
# Whom a shop speaks to, and of what.
_CUSTOMER = re.compile(
    r"\b(?:anda|kamu|pelanggan|nasabah|customers?|konsumen|members?|your|kakak|kak)\b|"
    r"\b(?:pesanan|paket|kuota|pulsa|saldo|akun|poin|limit|voucher|tagihan|order|kartu|transaksi|langganan|tiket|"
    r"pembayaran|kode|promo|hp|wallet|dompet)mu\b"
)
_ITSELF = re.compile(
    r"\b(?:otomatis|otomatik|automat\w+|auto ?reply|no ?reply|(?:jangan|tidak perlu|do not) (?:di)?(?:balas|reply)|"
    r"mohon tunggu|akan (?:segera )?(?:kami )?(?:mem)?(?:balas|hubungi)\w*)\b"
)
_SELLS = re.compile(
    r"\b(?:(?:me)?nawar(?:kan|in)|penawaran|promo\w*|diskon|disc|jual|dijual|terima jasa|jasa|sewa|disewakan|rental|"
    r"open (?:order|po|bo|reseller)|ready|reseller|lowongan|loker|dibutuhkan|part ?time|freelance|cashback|bonus|"
    r"voucher|hadiah|undian|pemenang|pinjaman|dana tunai|kredit|depo\w*|slot|gacor|maxwin|togel|investasi|grosir|"
    r"katalog|garansi|ongkir|minat|berminat|pulsa|buruan)\b"
)
# Who tells of a wrong, asks, or wants a deed: what a machine did is told like this, too.
_CITIZEN = re.compile(
    r"\b(?:(?:me)?lapor\w*|(?:ng|meng)?adu\w*|warga|tetangga|penipu\w*|tertipu|ditipu|menipu|nipu|korban|oknum|pungli|"
    r"kenapa|mengapa|resah|meresahkan|kok|padahal|tindak\w*|ditindak|diblokir|blokir|bansos|desa|kelurahan|apakah|"
    r"bagaimana|gimana|berapa|kapan|mohon (?:bantu\w*|di\w+|info\w*|solusi|penjelasan)|tolong (?:di|bantu|info)\w*|"
    r"(?:saya|kami|aku|(?:ibu|bapak|anak|suami|istri) saya) (?:di\w+|ke\w+|ter\w+|dapat|dapet|terima|nerima|menerima|"
    r"sering|selalu|tidak|belum|mau|ingin|minta|mohon|butuh|sudah|kena|bingung|takut|curiga)|"
    r"scam|fraud|complain\w*|report(?:ing|ed)?|why)\b"
)
# Somebody's phone answers while they drive, meet or rest.
_AWAY = (
    r"(?:\w+ ){0,5}?(?:sedang|lagi|tengah|am|m|currently) (?:\w+ ){0,2}?"
    r"(?:mengemudi|menyetir|nyetir|rapat|meeting|cuti|sibuk|berkendara|driving|busy|leave|away|"
    r"(?:menjawab|mengangkat|menerima|angkat|terima) (?:telepon|telp|telpon|panggilan)) (?:\w+ ){0,8}?"
    r"(?:nanti|akan|segera|later|back|until|sampai|hubungi|balas|telepon|call|kembali)\b"
)
_HOUSES = (
    r"pt|cv|bank(?! sampah| darah| tanah| benih)|asuransi|leasing|koperasi|finance|toko|dealer|showroom|marketing|sales|agen|distributor|klinik|"
    r"kredit|pegadaian|telkom\w*|indihome|provider|developer"
)
_OFFER = r"(?:me)?nawar(?:kan|in) (?!diri|lahan|tanah|bantuan|solusi)\w+"
_SAYS_SO = re.compile(
    rf"(?:{_AWAY}|(?:auto ?reply )?(?:i am |i m )?(?:currently )?out of (?:the )?office\b|"
    rf"(?:\w+ ){{0,8}}?(?:kami|saya)(?: \w+)? (?:dari|dr) (?:\w+ ){{1,6}}?{_OFFER}|"
    rf"(?:\w+ ){{0,8}}?(?:kami|saya) (?:ingin |mau |hendak )?{_OFFER}|"
    r"(?:\w+ ){0,2}?(?:peringatan dini (?:cuaca|bmkg|tsunami|gelombang)|(?:info )?gempa mag|prakiraan cuaca)\b|"
    rf"(?:\w+ ){{0,3}}?selamat (?:ulang tahun|hari|tahun baru|natal|idul|berpuasa|menunaikan) .*"
    rf"(?:(?:segenap|keluarga besar|manajemen|direksi) (?:\w+ )?(?:{_HOUSES})\b|dari (?:{_HOUSES})(?: \w+){{0,3}}$)|"
    r".*\bbalas (?:ya|y|1|ok|yes) (?:\d|(?:atau|utk|untuk|jika|bila)\b)|"
    r"(?:\w+ ){0,3}?(?:terima ?kasih|makasih|thanks|thank you) (?:telah|sudah|for) "
    r"(?:menghubungi|hubungi|kontak|contacting|calling|chat|messaging|memilih|belanja|berbelanja|your order|"
    r"your purchase|your payment) (?!saya|kami|aku|us|me)|"
    r"(?:\w+ ){0,3}?(?:mama|papa|ibu|bapak|ayah|bunda|mamah)(?: \w+){0,5} (?:ganti (?:no|nomor|nomer|kartu)|pulsa)"
    r"\b.*\b(?:isi|kirim|transfer|beli)\w*\b)"
)
# In each of these rules stands one of these.
_STEMS = (
    *("sedang", "lagi ", "tengah", "busy", "leave", "away", "driving", "meeting", "office", "nawar", "dini", "gempa"),
    *("prakiraan", "selamat", "balas ", "telah ", "sudah ", "for ", "pulsa", "ganti n", "ganti k"),
)  # fmt: skip


def says_so(text: str) -> bool:
    """Whether a machine or a shop says what it is: who is away and answers later, who greets for a firm."""
    told = voiced(folded(text[:_LOOKED_AT]))
    if not any(map(told.__contains__, _STEMS)):
        return False
    return _SAYS_SO.match(told) is not None and not complains(told) and _CITIZEN.search(told) is None


def has_signs(text: str) -> bool:
    """Whether anything in it is as only machines and shops write, and nothing as citizens do. Pure and total."""
    seen = text[:_LOOKED_AT]
    told = voiced(folded(seen))
    if complains(told) or _CITIZEN.search(told):
        return False
    if _LINK.search(seen) or _HEAD.match(seen) or _PHONE.search(seen):
        return True
    return any(sign.search(told) for sign in (_CUSTOMER, _ITSELF, _SELLS))
