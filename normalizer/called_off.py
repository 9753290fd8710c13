"""Whether an order behind what is told is about the report: "tolong batalkan" may ask an office, unless a report is
named or it is said why one is called off.

"Tagihan PBB saya dobel. Tolong batalkan" is a complaint, "sudah beres. Tolong batalkan" is none. In two messages it is
the same, for whoever is taken for the writer of the first kind loses it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.phrases import HONORIFICS, OFFICES
from normalizer.places import facts
from normalizer.text import folded

# Only these words say what is not to be sent; "batalkan", "jangan dilanjutkan" and "cancel it" may be said of anything.
_OURS = re.compile(
    r"\b(?:(?:me|nge|di|ter)?(?:lapor|kirim|krim)\w*|\w*adu(?:an|kan|in)(?:nya|ku)?|(?:pesan|chat|sms|wa|pm)(?:ku|"
    r"nya)?|"
    r"(?:di)?sampaikan|keluhan(?:ku|nya)?|reports?|complaints?|messages?|send|submit|forward|(?:yang|yg) (?:tadi|td))\b"
)
_SELF = r"(?:saya|sy|sya|aku|ak|gue|gw|kami|kita|abdi|kulo|kula|ambo|awak|i|we|me|us|my)"
_KIN = r"(?:suami|istri|bojo|ayah|bapak|ibu|mama|papa|anak|keluarga|bos|boss|atasan|majikan|husband|wife|boss|family)"
_HARM = (
    r"(?:(?:akan |mau |bakal )?(?:di|n)?(?:bunuh|bacok|pukul|hajar|kejar|teror|intimidasi|labrak|datangi|cari|marah|"
    r"pecat|keluarkan)\w*|"
    r"preman|orang\w*|pelaku\w*|pak|bapak|kades|lurah|suami\w*|bos\w*|dia|mereka|ku|sama|oleh|karo|wong|terus)"
)
# "Kami diancam digusur" says what shall not be done, "saya diancam preman" why nothing is to be sent.
_FEARED = re.compile(
    rf"\b{_SELF}\b.*\b(?:takut|wedi|sieun|khawatir|dimarah\w*|didatang\w*|dikejar|diteror|diintimidasi|dilarang|"
    rf"di(?:ancam|ancem)(?: {_HARM}\b.*|$)|afraid|scared|threatened|in danger)|^(?:takut|wedi|sieun|afraid|scared)\b|"
    rf"\b(?:{_KIN}(?: (?:saya|sy|aku|gue|gw|kami)|ku)?|dia|mereka|he|she|they) (?:\w+ ){{0,2}}?(?:melarang|larang|"
    r"marah\w*|ngamuk|murka|ngancam|ngancem|mengancam|tahu|tau|bilang|angry|found out|will kill|will hurt|threat\w*)|"
    r"\bkal(?:au|o) (?:\w+ )?(?:diteruskan|dilanjut\w*|lapor|ketahuan|dikirim|tahu|tau)\b|\bketahuan\b"
)
_EASY = r"(?:(?:maaf|maap|sori|sorry|eh|oh|ternyata|tadi|td|ini|itu|pak|bu|min|kak|saya|sy|aku|karena|krn|soalnya) )*"
_AFTER = (
    r"(?: (?:pak|bu|min|kak|ya|kok|sendiri|tadi|td|itu|ini|semua|semuanya|lagi|alhamdulillah|makasih|terima|kasih))*$"
)
_SLIPPED = re.compile(
    rf"^{_EASY}(?:salah (?:kirim|pencet|ketik|sambung|nomor|nomer|no|orang|kamar|alamat kirim)|keliru(?: kirim)?|"
    rf"kepencet|"
    rf"ke ?kirim|berubah pikiran|(?:tidak|ga|gak|nggak|ndak) jadi|gajadi|batal|malas|males|capek|(?:sudah|udah) damai|"
    rf"wrong number|my mistake|by mistake|changed my mind|(?:i )?made a mistake){_AFTER}"
)
_SETTLED = re.compile(
    r"^(?:\w+ ){0,4}?(?:(?:sudah|sdh|udah|udh|dah|telah|sampun|wis|wes|geus|alah|is|was|been|already|now) (?:\w+ )?"
    r"(?:beres|selesai|kelar|rampung|diperbaiki|dibenerin|dibetulkan|ditangani|diurus|teratasi|diangkut|diangkat|"
    r"nyala|menyala|hidup|mengalir|ngalir|normal|ketemu|ditemukan|damai|aman|lancar|fixed|solved|resolved|done|found))"
    rf"{_AFTER}"
)
# "Batal" alone is said to us; these have an object, which may stand in the message before.
_TRANSITIVE = re.compile(
    r"\b(?:(?:di|mem|me|m|nge)?(?:batal|hapus|cabut|tarik|henti|anulir|abai|tutup|coret)(?:kan|in|kn|i)|dicabut|"
    r"ditarik|"
    r"cabut|tarik|hapus|dihapus|cancel(?: (?:it|this|that|them))?|withdraw|undo|void|scrap|drop)\b"
)
_BARE = re.compile(r"(?:cancel(?: it)?|batalkan|withdraw)(?: (?:ya|pak|bu|min|kak))?")
# What pleads to halt something, and says no more: "mohon dihentikan segera pak".
_PLEADING = re.compile(
    r"to?lo?n?g|tulung|mohon|mhn|memohon|dimohon|minta|meminta|harap|bantu|dibantu|please|pls|segera|sgera|langsung|"
    r"secepatnya|cepat|cepet|sekarang|skrg|juga|asap|now|saya|sy|aku|kami|kita|bisa|agar|supaya"
)
_HALTING = re.compile(r"(?:di|ber|diber|meng)?henti(?:kan|in|kn)|(?:di|nge)?stop(?:kan|in)|distop|disetop|halt")
# Whoever says STOP names nothing that does it: "stop this", "berhenti dia".
_STOPPING = re.compile(r"stop|setop|berhenti")
_HALTED = re.compile(r"ini|itu|mereka|dia|nya|semua|semuanya|this|that|them|him|her|these|those")
_BESIDE_HALTING = re.compile(r"dulu|saja|aja|ya|yah|dong|donk|deh|lah|nih|it|the|all|kak|min|be|to")
_PARTS = re.compile(r"[.,;:!?()\n–—]+|\s-\s")
# Whoever says why they call it off says little else.
_MOST_WORDS = 14


def names_report(order: str) -> bool:
    """Whether the order itself says what is not to be sent. Pure and total."""
    return _OURS.search(folded(order)) is not None


def says_why(told: str) -> bool:
    """Whether what stands beside an order is why a report is called off, and tells of nothing that is somewhere. Pure
    and total."""
    parts = [said for said in map(folded, _PARTS.split(told)) if said]
    if any(len(said.split()) > _MOST_WORDS for said in parts) or facts(told).found:
        return False
    return any(rule.search(said) for said in parts for rule in (_FEARED, _SLIPPED, _SETTLED))


def tells_anew(text: str) -> bool:
    """ "Batal, sudah diperbaiki, sekarang lampunya kedip": what was settled is told of again. Pure and total."""
    if len(text) > _LONGEST or not _CALLED_OFF.search(text):
        return False
    *before, now = _TURN.split(folded(text))
    left = [word for word in now.split() if word not in HONORIFICS | OFFICES and not _SMALL.fullmatch(word)]
    settled = any(_MENDED.search(said) for said in before)
    if not settled or not left or _MENDED.match(now) or _OURS.search(now):
        return False
    return not (_FEARED.search(now) or _SLIPPED.search(now) or _KINDRED.search(now))


_LONGEST = 300
_CALLED_OFF = re.compile(
    r"batal|cabut|tarik|cancel|withdraw|never ?mind|(?:tidak|gak|ga|nggak|tdk|ora|teu) (?:usah|jadi|perlu)",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:sekarang|skrg|skrang|skarang|saiki|ayeuna|kini|now|tapi|tp|tetapi|but|malah|malahan|cuma|cuman|hanya|eh|"
    r"ternyata|"
    r"namun)\b"
)
_MENDED = re.compile(
    r"\b(?:sudah|sdh|udah|udh|dah|telah|sampun|wis|wes|geus|is|was|been|already)? ?\b(?:beres|selesai|kelar|rampung|"
    r"diperbaiki|"
    r"dibenerin|dibetulkan|ditangani|diurus|teratasi|diangkut|diangkat|nyala|menyala|hidup|murup|urip|hurung|mengalir|"
    r"ngalir|"
    r"mili|normal|ditambal|dibersihkan|dikerjain|dikerjakan|aman|lancar|baik|bagus|fixed|solved|resolved|done|"
    r"repaired|mended|"
    r"cleaned|working|ok|oke)\b"
)
_SMALL = re.compile(
    r"juga|ya|yah|saja|aja|wae|lagi|sudah|udah|sdh|dong|deh|kok|terima|kasih|makasih|thanks|thank|you|it|is|s|laporan|"
    r"aduan|"
    r"semua|semuanya|alhamdulillah|batal\w*|dibatalkan|cancel|cabut|tarik"
)
_KINDRED = re.compile(rf"\b{_KIN}\b|\b{_SELF}\b(?! (?:kedip|mati))")


def may_ask_office(order: str) -> bool:
    """Whether an order to call something off may be about what was told before it, and not about the report. Pure and
    total."""
    said = folded(order)
    return bool(_TRANSITIVE.search(said)) and not (_BARE.fullmatch(said) or names_report(order) or says_why(order))


def halts_something(order: str) -> bool:
    """Whether something is to be stopped and it is not said what: "tolong hentikan", "please stop this". Whoever wants
    no messages of ours names them, or says STOP. Pure and total."""
    said = _halting(order)
    rules = (_PLEADING, _HALTING, _STOPPING, _HALTED, _BESIDE_HALTING)
    if not all(any(rule.fullmatch(word) for rule in rules) for word in said):
        return False
    halts, stops, pleads, names = (any(map(rule.fullmatch, said)) for rule in (_HALTING, _STOPPING, _PLEADING, _HALTED))
    return (halts and (pleads or names)) or (stops and not _OTHERS.isdisjoint(said))


_OTHERS = frozenset({"this", "that", "them", "him", "her", "these", "those", "mereka", "dia"})


def _halting(order: str) -> Sequence[str]:
    said = re.sub(r"\bdi (?=henti|stop|setop)", "di", folded(order)).split()
    return [word for word in said if word not in HONORIFICS | OFFICES]
