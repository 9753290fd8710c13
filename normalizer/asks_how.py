"""Whether somebody asks how to report, or to whom they speak, and reports nothing yet: "gimana cara lapor di sini"."""

from __future__ import annotations

import re

from normalizer.questions import LONGEST, MOST_BARE, TWO_CLAUSES, complains
from normalizer.text import folded
from normalizer.told_beside import names_a_matter, told_beside

_HOW_TO_REPORT = re.compile(
    r"\b(?:cara\w*|gimana|bagaimana|gmn|bgmn|kemana|ke mana|dimana|di mana|format\w*|contoh|apa (?:saja|aja)|"
    r"prosedur\w*|alur|bisa\w*|"
    r"how|where)\b(?: \w+){0,5} \b(?:lapor\w*|melapor\w*|mengadu\w*|ngadu\w*|komplain|komplen|"
    r"protes|laporan|pengaduan|aduan|dilaporkan|"
    r"report(?! (?:a |my |the )?(?:lost|stolen|missing))|complain|complaint)\b|"
    r"\b(?:lapor|melapor|mengadu|ngadu|komplain|komplen|laporan|"
    r"pengaduan)\w*(?: \w+){0,4} \b(?:gimana|bagaimana|gmn|caranya|kemana|"
    r"dimana|lewat mana)\b|"
    r"\b(?:mau|ingin|pengen|hendak|want to|like to) (?:\w+ )?(?:lapor|melapor|melaporkan|mengadu|ngadu|report|"
    r"complain) (?:sesuatu|something|hal|dong|nih|donk)(?: \w+){0,2}$|"
    r"\bapa (?:saja |aja )?(?:yang|yg) (?:bisa|dapat|boleh) (?:\w+ ){0,2}(?:di ?sini|dilaporkan|"
    r"diadukan|dibantu|lakukan)\b|"
    r"\b(?:what|who) (?:is this|are you)(?: \w+)?(?: for)?$|\bhow (?:does|do|can|"
    r"to)(?: \w+){0,3} (?:work|use this|use it)\b|\bwhat (?:can|should) i (?:report|do here)\b|"
    r"\b(?:talk|speak|chat) (?:to|with) (?:a |an )?(?:human|person|officer|agent|admin|operator)\b|"
    r"\b(?:bicara|ngobrol|ngomong|chat|bicara langsung|disambungkan|hubungkan)(?: \w+){0,2} (?:dengan|sama|ke|dgn) "
    r"(?:admin|petugas|operator|orang|manusia|cs)\b|"
    r"\b(?:nomor|sms|wa|layanan|chat|akun|bot|aplikasi)(?: \w+)? (?:ini )?(?:untuk|utk|buat) apa\b|"
    r"\b(?:apa|gimana|bagaimana)(?: \w+)? (?:guna|gunanya|fungsi|fungsinya|kegunaan|cara kerja|cara pakai|menggunakan|"
    r"memakai|pakai)(?: \w+){0,3} (?:ini|sini|layanan|nomor|lapor|aplikasi)\b|"
    r"\b(?:apa|apakah|is|does)(?: \w+){0,5} (?:dilayani|terlayani|termasuk|terjangkau|covered|served)\b|"
    r"^(?:(?:pak|bu|min|kak|halo|mas|mbak) )*(?:butuh|perlu|saya butuh|saya perlu|i need) "
    r"(?:bantuan|bantuannya|dibantu|help)(?: (?:saya|kami|sy|pak|bu|min|kak|dong|ya|nih|anda|bapak|ibu))*$|"
    r"\b(?:can|could) you help(?: me)?\b|\b(?:bisa|bisakah|boleh) (?:di|mem)?bantu\w*(?: saya| kami| sy)?$"
)
_MOST_HOW = 12


# "Laporan saya nanti dirahasiakan tidak?", "apakah identitas pelapor aman": about the telling, before it is told.
_HOW_SAFE = re.compile(
    r"(?:\w+ ){0,4}?(?:laporan|identitas|nama|data|pelapor|nomor|my (?:name|identity|number|report))\w*(?: \w+){0,4} "
    r"(?:rahasia|dirahasiakan|aman|terjaga|dijaga|terlindungi|dilindungi|bocor|ketahuan|diketahui|disebar|disebarkan|"
    r"secret|safe|confidential|anonymous|public)\b"
)
_WHETHER = re.compile(r"\b(?:apakah|apa|gak|ga|nggak|ngga|tidak|kah|will|is|are|does|can)\b")
# A stranger who finds the number in a phone: "ini siapa ya, kok ada di kontak saya".
_WHO = re.compile(
    r"(?:\w+ ){0,3}?(?:ini (?:nomor |nomer |no )?siapa|siapa (?:ini|ya|sih|nih)|(?:nomor|nomer|no) siapa|who is this|"
    r"who are you|whose number)\b"
)


def _asks_who(told: str) -> bool:
    return _WHO.match(told) is not None and not complains(told.replace(" kok ", " "))


def _asks_how_safe(told: str) -> bool:
    return _HOW_SAFE.match(told) is not None and _WHETHER.search(told) is not None and not complains(told)


# Little words beside such a question, and what it may be about: a matter's bare name, nobody's.
_LITTLE = (
    r"(?:(?:halo|hai|min|admin|pak|bapak|bu|ibu|kak|mas|mbak|mau|ingin|pengen|tanya|nanya|permisi|maaf|numpang|tolong|"
    r"dong|ya|yah|"
    r"sih|nih|saya|sy|aku|kami|kita|i|we|one|kulo|abdi|bisa|boleh|harus|mesti|bade|arep|nek|upami|kalau|kalo|klo|jika|"
    r"untuk|"
    r"utk|buat|can|could|should|do|to|must|may|does|if|want|please|excuse|me|sir|hi|hello|in|at|on|the|ini|sini|di) )*"
)
_REPORTS = r"(?:me|nge?|di)?lapor(?:kan|in|no|ke)?|(?:ng|meng)?adu(?:kan|in)?|komplain|report|complain"
_NOBODYS = (
    r"(?: (?:a|an|the|soal|tentang|about|masalah|kasus|against|adanya|ada))?"
    r"(?: (?!saya|sy|kami|aku|my|our|anak|suami|istri|ibu|bapak|pak|bu|dan|karena|krn|kok|tapi|dia|mereka|he|she|they|"
    r"lost|stolen|missing|hilang|kehilangan|kemarin|tadi|sudah|udah|di|ke|yang|yg|jl|jln|rt|rw|gang|desa|ter\w+|di\w+|"
    r"\d+)[a-z]+){0,3}"
)
_WHERETO = (
    r"(?:ke ?mana|di ?mana|dmn|kmn|gimana|bagaimana|gmn|pripun|kumaha|piye|kamana|nang ?endi|ning ?endi|teng ?pundi|"
    r"(?:cara|carane|carana|caranya)(?: (?:gimana|bagaimana|apa))?|(?:ke|lewat|di) (?:nomor|nomer|no|siapa|mana|"
    r"apa)(?: berapa| mana)?|"
    r"where|how)"
)
_LAST = (
    r"(?: (?:ya|yah|pak|bu|min|kak|sih|dong|nih|gan|mas|mbak|admin|caranya|please|here|disini|sini|tolong|aja|saja|"
    r"to))*"
)
_BARELY_HOW = re.compile(
    rf"{_LITTLE}{_WHERETO} {_LITTLE}(?:{_REPORTS}){_NOBODYS}{_LAST}|"
    rf"{_LITTLE}(?:{_REPORTS}){_NOBODYS} {_WHERETO}{_LAST}|"
    rf"(?:is this|apakah ini|apa ini|ini)(?: \w+){{0,4}} (?:to|for|untuk|buat) (?:{_REPORTS}|"
    rf"reporting){_NOBODYS}{_LAST}|"
    rf"{_LITTLE}(?:apa|apakah|bisa|bisakah|boleh|can)(?: \w+){{0,3}} (?:{_REPORTS}){_NOBODYS} (?:di ?sini|here)"
    rf"(?: (?:gak|ga|nggak|tidak|ya|pak|bu|kah))*"
)


def asks_barely_how(text: str) -> bool:
    """Whether all of it asks where or how to report, with a matter's name perhaps and nobody's: "where can i report
    corruption". Pure and total."""
    told = folded(text[:LONGEST])
    return len(told.split()) <= _MOST_HOW and TWO_CLAUSES.search(text) is None and bool(_BARELY_HOW.fullmatch(told))


def asks_how(text: str) -> bool:
    """Whether somebody asks how to report, or who this is, and reports nothing yet."""
    told = folded(text[:LONGEST])
    if len(told.split()) <= _MOST_HOW and (_asks_who(told) or _asks_how_safe(told)):
        return True
    return len(told.split()) <= _MOST_HOW and _HOW_TO_REPORT.search(told) is not None and not _tells(text, told)


def tells_beside_how(text: str) -> bool:
    """ "Apa bisa lapor di sini? Tetangga saya bakar sampah tiap malam"."""
    told = folded(text[:LONGEST])
    asked = _HOW_TO_REPORT.search(told) or _MAY_REPORT.search(told)
    return asked is not None and told_beside(text)


_MAY_REPORT = re.compile(r"\b(?:can|may|could) (?:i|we) (?:report|complain)\b")


def _tells(text: str, told: str) -> bool:
    """ "Suami saya dipecat, ngadu kemana": told, and asked beside it."""
    beside = TWO_CLAUSES.search(text) is not None or len(told.split()) > MOST_BARE
    if _REPORTED.search(told) is not None or (beside and complains(told)) or told_beside(text):
        return True
    opened = _OPENED.search(told)
    return opened is not None and (names_a_matter(opened[1]) or complains(opened[1]))


# "Mau lapor nih kades judi".
_OPENED = re.compile(r"\b(?:sesuatu|something|hal|dong|nih|donk) (\w+ \w+)$")
_REPORTED = re.compile(
    r"\b(?:saya|sy|kami) (?:sudah|sdh|udah)|\b(?:\d{4,}|tidak ditanggapi|tidak direspon|ditolak|belum (?:ada|"
    r"di\w+)|gunanya lapor\w*|kok|tapi(?! (?:bingung|ga|tidak|nggak|belum|blm|tdk))|kenapa)\b"
)


# "Just checking if this works", "cuma ngetes nomornya doang".
_TRIES = re.compile(
    r"(?:\w+ ){0,5}?(?:cuma|cuman|cm|hanya|just|only|sekedar|sekadar|iseng|lagi|sedang|maaf)(?: \w+)? "
    r"(?:nge ?tes\w*|nge ?test|tes|test|testing|ngecek|mengecek|nyoba\w*|mencoba|checking|trying|coba coba)\b"
)


def only_tries(text: str) -> bool:
    """Whether somebody says that they only try the number out."""
    told = folded(text[:LONGEST])
    if not any(stem in told for stem in ("tes", "cek", "coba", "check", "try")):
        return False
    return len(told.split()) <= MOST_BARE and _TRIES.match(told) is not None and not complains(told)
