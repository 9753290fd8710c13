"""Whether a person tells of what a machine or a swindler did: "kode OTP tidak terkirim ke nomor saya".

What they tell of stands in it word for word, and weighs like a machine's own words.
"""

from __future__ import annotations

import re

from normalizer.told_of_selling import told_of_selling

_ME = r"(?:saya|sya|sy|aku|aq|ku|gue|gua|gw|aye|abdi|kulo|kami|kita|warga|ortu|i|my|me)"
# A firm is "kami" where it writes to its customers.
_ONE = r"(?:saya|sya|sy|aku|aq|ku|gue|gua|gw|aye|abdi|kulo|my)"
_YOURS = r"(?! (?:anda|kamu|bapak|ibu|kakak|kak|your))"
# What a firm's own words go on with: "tidak terkirim? Hubungi …".
_HELPED = r"(?! (?:hubungi|silakan|silahkan|klik|cek|coba|contact|call))"
_NOT = r"(?:tidak|tdk|ga|gak|nggak|ngga|ndak|ora|belum|blm|gabisa|gagal|never|not)"
_NEWS = (
    r"(?:sms\w*|wa|whatsapp|pesan|telepon|telpon|telp|email|e mail|chat|undangan|kiriman|text|panggilan|link|tagihan)"
)
_GOT = (
    r"(?:dapat|dapet|dpt|terima|nerima|menerima|kenging|entuk|olih|oleh|dikirimi|dikirim|kemasukan|got|getting|"
    r"received)"
)
_COMES = (
    r"(?:terkirim|dikirim|dikirimkan|masuk|muncul|sampai|diterima|menerima|datang|dateng|bisa|ada|terverifikasi|"
    r"terbaca)"
)
_GREETED = r"(?:(?:halo|pak|bu|min|mas|mbak|kak|permisi|maaf|selamat \w+|assalamualaikum|izin|lapor) ){0,3}"
_THEY = r"(?:pinjol|rentenir|debt collector|depkolektor|dc|penipu|orang|mereka|dia|nomor|nomer)"
_MOLEST = r"(?:meneror|neror|menagih|nagih|mengancam|ngancam|menipu|sms|nelpon|wa|chat|mengirimi|ngirimin)"
_TOLD = [
    # Who does not get what a machine should send them.
    rf"\b(?:kode|otp|verifikasi|token|sms|link|aktivasi|akun|password)\b(?: \w+){{0,8}} {_NOT} {_COMES}\b{_HELPED}",
    rf"\b{_ONE}(?: \w+){{0,4}} (?:gagal|diblokir|terblokir|terkunci|di ?hack|dibobol|dibajak|hilang|terpotong|error)\b",
    (
        r"\b(?:kode|otp|verifikasi|token|link|login|pin)\b(?: \w+){0,5} (?:selalu|terus|masih) (?:salah|gagal|error|"
        r"expired|kadaluarsa)\b"
    ),
    r"\b(?:kode|otp)(?: \w+){0,4} (?:nyangkut|telat|nyasar|ditunggu|ditungguin|lama banget|salah terus|gagal terus)\b",
    # Of what is theirs, or was booked, and is gone.
    (
        r"\b(?:(?:pulsa|kuota|saldo|token|paket data) (?:\w+ )?(?:saya|sya|sy|aku|gue|gw|kami|ku)|pulsaku|kuotaku|"
        r"saldoku|kode booking)\b(?: \w+){0,4} "
        r"(?:tersedot|kesedot|disedot|hilang|hangus|kepotong|terpotong|dipotong|lenyap)\b"
        r"(?! (?:hubungi|silakan|silahkan|klik|cek|coba|isi|jika|dalam|besok|pada))"
    ),
    # Who got what a swindler sends.
    rf"^{_GREETED}(?:{_ME} (?:\w+ ){{0,2}}|ada (?:yang |yg )?)?{_GOT} (?:\w+ )?{_NEWS}\b{_YOURS}",
    rf"\b{_ME} (?:\w+ )?{_GOT} (?:\w+ ){{0,2}}{_NEWS}\b{_YOURS}",
    rf"\b{_NEWS} (?:dari|dr) (?:nomor|nomer|no|nmr|orang) (?:\w+ ){{0,4}}(?:ngaku|mengaku|katanya|minta)\b",
    (
        r"\b(?:mengaku|ngaku|ngakunya|ngaku2|berpura pura) (?:\w+ ){0,1}(?:petugas|pegawai|dari|dr|polisi|bank|pln|"
        r"bpjs|pajak|kelurahan|dinas|pak|bri|bca)\b"
    ),
    rf"\b{_THEY}\b(?: \w+){{0,4}} {_MOLEST}(?: \w+){{0,2}} {_ME}\b",
    rf"\b{_ME} (?:\w+ )?(?:diteror|ditipu|tertipu|kena tipu|kapusan|diperas|ditagih|di ?spam|terjebak|korban|rugi)\b",
    # Who wants a deed, or to know whether it is true.
    (
        r"\b(?:mohon|mhn|tolong|tlg|minta|harap|punten|please)\b(?: \w+){0,4} (?:ditindak\w*|tindak\w*|dilacak|diusut|"
        r"diselidiki|diblokir|blokir|dihentikan|ditangkap|diproses|ditertibkan|klarifikasi|diklarifikasi|dibekukan)\b"
    ),
    (
        r"\b(?:ini|itu|iki|eta) (?:penipuan|hoax|hoaks|bener|beneran|benar|asli|resmi|ngapusi|bohong|tipu\w*) ?(?:kan|"
        r"ya|gak|ga|ora|bukan|atau|tidak|apa|nggak|pak|bu|mohon)\b"
    ),
    # What was taken from them, and by whom.
    r"\b(?:over)?(?:charged|asked|cheated|refused) (?:me|us)\b",
    r"\b(?:tidak|tdk|ga|gak|nggak) masuk akal\b",
    r"\b(?:almarhum\w*|alm) (?:ayah|ibu|bapak|suami|istri|anak|orang tua) (?:saya|kami)\b",
    r"\b(?:ngapusi|boong ya|hoax kan|is it real|is this real|scam)\b",
]
_PEOPLE = re.compile("|".join(_TOLD))


def told_by_people(told: str) -> bool:
    """told: folded. Pure and total; its beginning is enough."""
    return _PEOPLE.search(told[:600]) is not None or told_of_selling(told)
