"""Whether somebody asks how to report, or to whom they speak, and reports nothing yet: "gimana cara lapor di sini"."""

from __future__ import annotations

import re

from normalizer.questions import LONGEST, MOST_BARE, TWO_CLAUSES, complains
from normalizer.text import folded

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
    r"^(?:(?:pak|bu|min|kak|halo|mas|mbak) )*(?:butuh|perlu|saya butuh|saya perlu|i need) "
    r"(?:bantuan|bantuannya|dibantu|help)(?: (?:saya|kami|sy|pak|bu|min|kak|dong|ya|nih|anda|bapak|ibu))*$|"
    r"\b(?:can|could) you help(?: me)?\b|\b(?:bisa|bisakah|boleh) (?:di|mem)?bantu\w*(?: saya| kami| sy)?$"
)
_MOST_HOW = 12


def asks_how(text: str) -> bool:
    """Whether somebody asks how to report, and reports nothing yet."""
    told = folded(text[:LONGEST])
    return len(told.split()) <= _MOST_HOW and _HOW_TO_REPORT.search(told) is not None and not _tells(text, told)


def _tells(text: str, told: str) -> bool:
    """ "Suami saya dipecat, ngadu kemana": told, and asked beside it."""
    beside = TWO_CLAUSES.search(text) is not None or len(told.split()) > MOST_BARE
    return _REPORTED.search(told) is not None or (beside and complains(told))


_REPORTED = re.compile(
    r"\b(?:saya|sy|kami) (?:sudah|sdh|udah)|\b(?:\d{4,}|tidak ditanggapi|tidak direspon|ditolak|belum (?:ada|"
    r"di\w+)|gunanya lapor\w*|kok|tapi(?! (?:bingung|ga|tidak|nggak|belum|blm|tdk))|kenapa)\b"
)
