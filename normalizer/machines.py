"""Whether a machine or a shop writes in the words of courtesy: "Hai, pesananmu kami proses besok ya kak".

Who is taken for one is neither answered nor taken. What says in so many words what it is needs no more; of all else
two have to come together: words that weigh like a machine's (`normalizer.tenor`) and a sign that citizens do not write.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from normalizer.questions import complains
from normalizer.text import folded
from normalizer.vowelless import voiced
from normalizer.word_lists import set_of

_LOOKED_AT = 300
_LINK = re.compile(
    r"https?://|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|co\.id|id|net|me|ly|link|xyz|top|site|vip|club|io|gl|to|shop|app|co)"
    r"(?:/\S*)?\b|\*\d{3}[*#\d]*#|\d ?%",
    re.I,
)
# "[Toko]" and "BANK:": a sender's name where a citizen would say to whom they speak.
_HEAD = re.compile(r"\W{0,2}(?:[\[<(][\w .&-]{2,24}[\]>)]|[A-Z][\w&]{1,15}(?: [A-Z]\w+)?:)")
_PHONE = re.compile(r"(?:\+62|\b62|\b0)8[\d -]{7,}|\b1[45]0\d{2,3}\b|\b0\d{2,3}[ -]?\d{6,8}\b")
# Whom a shop, a school or a firm speaks to, and of what.
_CUSTOMER = re.compile(
    r"\b(?:anda|kamu|pelanggan|nasabah|customers?|konsumen|members?|your|kakak|kak|ananda|parents|ayah bunda|"
    r"(?:wali|orang tua) (?:murid|siswa|wali)|(?!bertemu|ketemu|ditemu|menemu)\w{4,}mu|"
    r"you (?:have|are|won|can)|free|claim|enjoy|congrats\w*|congratulations|thanks for|thank you for)\b"
)
_ITSELF = re.compile(
    r"\b(?:otomatis|otomatik|automat\w+|auto ?reply|no ?reply|(?:jangan|tidak perlu|do not) (?:di)?(?:balas|reply)|"
    r"mohon tunggu|akan (?:segera )?(?:kami )?(?:mem)?(?:balas|hubungi)\w*)\b"
)
_SELLS = re.compile(
    r"\b(?:(?:me)?nawar(?:kan|in)|penawaran|promo\w*|diskon|disc|jual|dijual|terima jasa|jasa|sewa|disewakan|rental|"
    r"open (?:order|po|bo|reseller)|ready|reseller|lowongan|loker|dibutuhkan|part ?time|freelance|cashback|bonus|"
    r"voucher|hadiah|undian|pemenang|pinjaman|dana (?:tunai|cepat)|kredit|depo\w*|slot|gacor|maxwin|togel|investasi|"
    r"grosir|katalog|garansi|ongkir|minat|berminat|pulsa|buruan|(?:me)?nerima (?:pesanan|gadai|order|jahitan|servis)|"
    r"les privat|terapis|panggilan|bpkb|gadai|kavling|dicicil|lamaran|cv|kerja dari rumah|hiring|followers|suplemen|"
    r"khodam|tumbal|agen|nonton|unreg|nsp|stok|resi|orderan|customer service|kartu atm|transfer|modal|untung\w*|"
    r"jutaan|earn|crypto|cuma rp|mulai \d+|only \d+)\b"
)
# What is sent to everybody at once, and what apparatus reports.
_BROADCASTS = re.compile(
    r"\b(?:(?:meng|me)?himbau\w*|imbau\w*|mengimbau|waspada\w*|gempa mag|pengumuman|pengingat|reminder|coblos|caleg|"
    r"relawan|pemenangan|segenap|masa aktif|jatuh tempo|paling lambat|check ?in|login|kode|code|password|mms|voicemail|"
    r"status pengiriman|delivery|selamat datang|pilih menu|survei|beri nilai|masukan anda|pesan gratis|angsuran|"
    r"sensor|alarm|alert|backup|battery|baterai|runtime|kamera \d|zona \d|kwh|lat|suhu|level|offline|online)\b"
)
# Who tells of a wrong, asks, or wants a deed: what a machine did is told like this, too.
_CITIZEN = re.compile(
    r"\b(?:(?:me)?lapor\w*|(?:ng|meng)?adu\w*|warga|tetangga|penipu\w*|tertipu|ditipu|menipu|nipu|korban|oknum|pungli|"
    r"kenapa|mengapa|resah|meresahkan|kok|padahal|tindak\w*|ditindak|diblokir|blokir|bansos|desa|kelurahan|apakah|"
    r"bagaimana|gimana|berapa|kapan|mohon (?:bantu\w*|di\w+|info\w*|solusi|penjelasan)|"
    r"(?:tolong|tlg|tulung) (?!kirim|transfer|isi|beli|balas|klik|hub|tele?pon|konfirm|reply|tunggu|maaf)\w{4,}|"
    r"(?<!rek )(?:mama|papa|ayah|ibu|bapak|nenek|kakek|om|tante|paman|bibi|adik|kakak|anak|suami|istri|mertua) "
    r"(?:saya|kami)(?! hormati)|"
    r"(?:charged|overcharged|asked|told|refused|cheated|ignored) (?:me|us|my)|pemerasan|memeras|diperas|masuk akal|"
    r"ke (?:nomor|nomer|no|hp|rumah|alamat) (?:saya|kami)|(?:saya|kami|aku)(?: \w+){0,5} belum (?:masuk|cair|terima)|"
    r"(?:saya|kami|aku|(?:ibu|bapak|anak|suami|istri) saya) (?:di\w+|ke\w+|ter\w+|dapat|dapet|terima|nerima|menerima|"
    r"sering|selalu|tidak|belum|mau|ingin|minta|mohon|butuh|sudah|kena|bingung|takut|curiga)|"
    r"my (?!colleague|assistant|secretary|team)|your (?:officers?|staff|office|team|people|service)|(?:bisa|boleh) "
    r"(?:bayar|bawa|urus|bikin|daftar|ambil|"
    r"beli|pakai|lewat)|tapi|namun|nolak|menolak|ditolak|scam|fraud|complain\w*|report(?:ing|ed)?|why)\b"
)
# Somebody's phone answers while they drive, meet or rest.
_AWAY = (
    r"(?:\w+ ){0,5}?(?:sedang|lagi|tengah|am|m|currently) (?:\w+ ){0,2}?"
    r"(?:mengemudi|menyetir|nyetir|rapat|meeting|cuti|sibuk|berkendara|driving|busy|leave|away|"
    r"(?:menjawab|mengangkat|menerima|angkat|terima) (?:telepon|telp|telpon|panggilan)) (?:\w+ ){0,8}?"
    r"(?:nanti|akan|segera|later|back|until|sampai|hubungi|balas|telepon|call|kembali)\b"
)
_HOUSES = (
    r"(?:pt|cv|bank(?! sampah| darah| tanah| benih)|asuransi|leasing|koperasi|finance|toko|dealer|showroom|marketing|"
    r"sales|agen|distributor|klinik|kredit|pegadaian|telkom\w*|indihome|provider|developer)"
)
_OFFER = r"(?:me)?nawar(?:kan|in) (?!diri|lahan|tanah|bantuan|solusi)\w+"
_WANTS = r"(?:ingin|mau|hendak|izin|bermaksud)"
# Each with what stands in whatever it finds, which is cheaper to look for.
_RULES: Sequence[tuple[Collection[str], re.Pattern[str]]] = [
    (
        set_of("emudi etir rapat meeting cuti sibuk kendara driving busy leave away panggilan telepon telp"),
        re.compile(_AWAY),
    ),
    (("office",), re.compile(r"(?:auto ?reply )?(?:i am |i m )?(?:currently )?out of (?:the )?office\b")),
    (
        ("nawar",),
        re.compile(
            rf"(?:\w+ ){{0,8}}?(?:kami|saya|aku|kita)(?: \w+)? (?:dari|dr) "
            rf"(?:(?:\w+ ){{1,6}}?{_WANTS} |{_HOUSES} (?:\w+ ){{0,5}}?){_OFFER}|"
            rf"(?:\w+ ){{0,8}}?(?:kami|saya|aku) {_WANTS} {_OFFER}"
        ),
    ),
    (("dear",), re.compile(r"dear (?:valued |loyal )?(?:customer|member|client|user)s?\b")),
    (
        ("tutup", "libur", "offline", "closed"),
        re.compile(
            r"(?:\w+ ){0,6}?(?:kami|toko|kantor|we) (?:sedang |are )?(?:tutup|libur|offline|closed)\b.*"
            r"\b(?:jam (?:operasional|kerja|buka)|respon|balas|reply|hours)\b"
        ),
    ),
    (
        ("peringatan dini", "gempa mag", "prakiraan"),
        re.compile(
            r"(?:\w+ ){0,2}?(?:peringatan dini (?:cuaca|bmkg|tsunami|gelombang)|(?:info )?gempa mag|prakiraan cuaca)\b"
        ),
    ),
    (
        ("selamat",),
        re.compile(
            rf"(?:\w+ ){{0,3}}?selamat (?:ulang tahun|hari|tahun baru|natal|idul|berpuasa|menunaikan) .*(?:"
            rf"(?:segenap|keluarga besar|manajemen|direksi) (?:\w+ )?{_HOUSES}\b|dari {_HOUSES}(?: \w+){{0,3}}$)"
        ),
    ),
    (("balas ",), re.compile(r".*\bbalas (?:ya|y|1|ok|yes) (?:\d|(?:atau|utk|untuk|jika|bila)\b)")),
    (
        ("kasih", "thank"),
        re.compile(
            r"(?:\w+ ){0,3}?(?:terima ?kasih|makasih|thanks|thank you) (?:telah|sudah|for) (?:menghubungi|hubungi|"
            r"kontak|contacting|calling|chat|messaging|memilih|belanja|berbelanja|your order|"
            r"your purchase|your payment) "
            r"(?!saya|kami|aku|us|me)"
        ),
    ),
    (
        ("pulsa", "ganti n", "ganti k"),
        re.compile(
            r"(?:\w+ ){0,3}?(?:mama|papa|ibu|bapak|ayah|bunda|mamah)(?: \w+){0,5} "
            r"(?:ganti (?:no|nomor|nomer|kartu)|pulsa)\b.*\b(?:isi|kirim|transfer|beli)\w*\b"
        ),
    ),
]


def says_so(told: str) -> bool:
    """Whether a machine or a shop says what it is: who is away and answers later, who greets for a firm."""
    told = told[:_LOOKED_AT]
    for stems, rule in _RULES:
        if any(map(told.__contains__, stems)) and rule.match(told):
            return not complains(told) and _CITIZEN.search(told) is None
    return False


def has_signs(text: str) -> bool:
    """Whether anything in it is as only machines and shops write, and nothing as citizens do. Pure and total."""
    seen = text[:_LOOKED_AT]
    told = voiced(folded(seen))
    if complains(told) or _CITIZEN.search(told):
        return False
    if _LINK.search(seen) or _HEAD.match(seen) or _PHONE.search(seen):
        return True
    return any(sign.search(told) for sign in (_CUSTOMER, _ITSELF, _SELLS, _BROADCASTS))
