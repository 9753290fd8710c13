"""Whether somebody asks after what they reported before: "laporan saya minggu lalu sudah diproses belum"."""

from __future__ import annotations

import re

from normalizer.emergency import is_emergency
from normalizer.likeness import gist
from normalizer.questions import complains
from normalizer.text import folded
from normalizer.vowelless import voiced

_MOST_WORDS, _LONGEST = 18, 160
_REPORT = r"(?:laporan|aduan|pengaduan|keluhan|komplain|komplen|tiket|report|complaint|ticket)"
# Most messages have none of these, and are looked at no further.
_STEMS = ("lapor", "adu", "report", "compl", "kompl", "tiket", "ticket", "keluh")
# Somebody's own, or an earlier one; or who says that they reported.
_MINE = (
    r"(?:saya|sy|kami|kita|aku|gue|gw|abdi|kulo|ambo|awak|ku|yang|yg|kemarin|kmrn|kemaren|kmaren|tadi|tempo|minggu|"
    r"bulan|"
    r"tgl|tanggal|nomor|no|nmr|nomer|atas nama|\d{3,})"
)
_TOLD = re.compile(
    rf"\b(?:{_REPORT}(?:nya)?(?: \w+){{0,3}}? {_MINE}\b|{_REPORT}ku\b|(?:my|our|the|previous|last) {_REPORT}\b|"
    r"(?:saya|sy|kami|aku|gue|kemarin|kmrn|kemaren|pernah|sudah|sdh|udah|udh|i|we)(?: \w+){0,2} (?:lapor|ngelapor|"
    r"melapor|"
    r"laporkan|melaporkan|mengadu|ngadu|mengadukan|komplain|report|reported|complained)\b)"
)
# How far it is.
_GOES = re.compile(
    r"\b(?:kelanjutan\w*|perkembangan\w*|progres\w*|update\w*|kabar\w*|status\w*|tindak lanjut\w*|hasil\w*|"
    r"(?:sampai|sampe|smp|sejauh|nyampe)(?: di)? mana|any (?:news|update|progress|response|reply)|what happened|"
    r"what about|how about|how is|where is|where s|whats up with)\b"
)
_HANDLED = re.compile(
    r"\b(?:di(?:proses|tindak\w*|tangani|tanggapi|baca|balas|bales|terima|cek|respon|teruskan|kerjakan|kerjain|lihat|"
    r"jawab|verifikasi)|(?:jawaban|balasan|tanggapan|respon)\w*|selesai|beres|masuk|sampai|nyampe|processed|handled|"
    r"received|resolved|answered|done|seen|read|"
    r"(?:ada|dapat|dapet) (?:jawaban|balasan|tanggapan|respon|tindakan))\b"
)
_ASKED = re.compile(
    r"\b(?:apakah|apa|gimana|gmn|bagaimana|piye|pripun|kumaha|baa|kapan|kok|has|have|is|was|did|when|"
    r"(?:sudah|sdh|udah|udh|wis|wes|tos|alah|lah)(?: \w+){0,4} (?:belum|blm|belom|durung|apa|kah|ya|teu acan|acan|"
    r"alun)|"
    r"(?:belum|blm|belom|durung|ya|kah|gak|ga|nggak|tidak)(?: (?:ya|yah|pak|bu|min|kak|mas|mbak|bang|admin|pa))*$)\b"
)
_BARELY = re.compile(
    r"\b(?:gimana|gmn|gmana|bagaimana|piye|pripun|kumaha|bgmn)(?: (?:ya|yah|pak|bu|min|kak|mas|mbak|bang|nih|dong|"
    r"kabarnya|ini|jadinya|nasibnya))*$|^(?:\w+ ){0,2}?(?:gimana|gmn|bagaimana|piye|kumaha)\b"
)
# Whoever is tired of waiting complains, and tells why.
_COMPLAINS = re.compile(
    r"\b(?:percuma|padahal|tapi|tetapi|berkali\w*|berulang\w*|\d+ ?(?:x|kali)|tidak (?:pernah|ada|di\w+)|"
    r"(?:gak|ga|nggak|tdk|ngga) (?:pernah|ada|di\w+)|diabaikan|dicuekin|diam|kecewa|palsu|polisi|polsek|polres|cara\w*|"
    r"ignored|nothing|never|nobody|no one|still)\b"
)


_SENTENCES = re.compile(r"[.,;!?]+\s+|\n")
_LEAST_TOLD = 3
_OF_A_REPORT = re.compile(
    r"lapor|adu|report|compl|kompl|tiket|ticket|status|progres|proses|tindak|kabar|respon|tanggap|lp\w*ran|sta\w?us|\d{7}"
)


def asks_after(text: str) -> bool:
    """Pure and total."""
    if len(text) > _LONGEST:
        return False
    told = folded(text)
    if not any(stem in told for stem in _STEMS):
        return False
    told = voiced(told)
    if len(told.split()) > _MOST_WORDS or not _TOLD.search(told) or _COMPLAINS.search(told):
        return False
    asked = _ASKED.search(told) is not None or text.rstrip().endswith("?")
    goes = bool(_GOES.search(told)) or bool(_BARELY.search(told)) or (asked and bool(_HANDLED.search(told)))
    return goes and not tells_besides(text)


def tells_besides(text: str) -> bool:
    """Whether a sentence of its own tells what asking after a report does not explain: "Nama almarhum bapak saya ada di
    KK. Mohon tindak lanjut". Who asks and tells is taken, for what is told would be lost."""
    parts = _SENTENCES.split(text[: 4 * _LONGEST])
    return len(parts) > 1 and any(map(_is_told, parts))


def complains_besides(text: str) -> bool:
    """Whether a sentence of its own complains or calls for help: "Got mampet. Bisa lapor di sini?"."""
    parts = _SENTENCES.split(text[: 4 * _LONGEST])
    return len(parts) > 1 and any(map(_complains, parts))


def _complains(part: str) -> bool:
    said = folded(part)
    if len(said.split()) < _LEAST_TOLD or _OF_A_REPORT.search(said):
        return False
    return is_emergency(part) or complains(voiced(said))


def _is_told(part: str) -> bool:
    said = folded(part)
    if len(said.split()) < _LEAST_TOLD:
        return False
    told = is_emergency(part) or complains(voiced(said))
    if _OF_A_REPORT.search(said):
        return (
            told
            and _ANSWERED.search(said) is None
            and _REPORTS.match(said) is not None
            and _BEFORE.search(said) is None
        )
    return told or (_WAITING.search(said) is None and len(gist(part).weights) >= _LEAST_TELLING)


# "Kami lapor tembok roboh" tells it now, "kemarin kami lapor" told it before.
_REPORTS = re.compile(
    r"(?:(?:pak|bu|min|kak|halo|ini|kami|saya|sy|aku|mau|ingin|izin|warga) ){1,4}(?:me)?(?:lapor(?:kan)?|adukan|ngadu) "
)
_BEFORE = re.compile(
    r"\b(?:kemarin|kmrn|kemaren|tadi|lalu|sudah|sdh|udah|udh|telah|pernah|tgl|tanggal|minggu|bulan|hari|tahun|dulu|"
    r"sejak|yang|yg)\b"
)
_ANSWERED = re.compile(r"jawab|tanggap|respon|balas|bales|tindak")
# Who waits says since when, from where and for whom, and asks.
_WAITING = re.compile(
    r"\b(?:apa\w*|gimana|gmn|bagaimana|piye|pripun|kumaha|kapan|kok|mana|kenapa|mengapa|berapa|siapa|sudah|sdh|udah|udh|"
    r"belum|blm|belom|durung|nunggu|menunggu|tunggu|jawab\w*|balas\w*|bales\w*|cek|dicek|tanya|nanya|hari|minggu|bulan|"
    r"tahun|tgl|tanggal|kemarin|nomornya|atas nama|wa|sms|hp|kirim\w*|terkirim|dikirim dari|ingat|inget|janji\w*|"
    r"mohon|tolong|minta|info\w*|terima|makasih|lewat|hasil\w*|any|has|have|is|are|when|what|"
    r"kah|lupa|su|katanya|dibilang|bilang|diteruskan|koordinasi|dikoordinasikan|didisposisi\w*|lebaran|sekarang|skrg|"
    r"perkembangan\w*|takon|admin|sent|waiting|how|why|please)\b|^(?:soal|tentang|ttg|perihal|mengenai|about)\b|\d{5,}"
)
_LEAST_TELLING = 2
