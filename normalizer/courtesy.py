"""Courtesy in whole sentences: who introduces themselves and says no more, who thanks for what was done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.alternatives import any_of
from normalizer.flag_phrases import FORBID
from normalizer.likeness import gist
from normalizer.likeness_words import WEAK
from normalizer.phrases import HONORIFICS
from normalizer.questions import complains
from normalizer.spelling_words import KNOWN
from normalizer.text import Word, folded, folded_of, opening
from normalizer.vowelless import voiced

THANKING = re.compile(
    r"\b(?:terima ?kasih|trima ?kasih|terimakasih|makasih|mksh|trims|tks|thx|thanks|thank (?:you|u)|mengapresiasi|"
    r"matur (?:suwun|"
    r"nuwun)|hatur nuhun|"
    r"suwun|nuhun|tq|trimakasih|tarimo kasih|mauliate|"
    r"suksma|mantap|keren|hebat|alhamdulillah|syukron|apresiasi|grateful|berterima ?kasih|mantul|jos+|well done|kudos|"
    r"(?:good|great|nice|excellent|awesome|wonderful|amazing) (?:job|work|service)|appreciate\w*|wonderful|beautiful|"
    r"angkat topi|jempol\w*|salut|bangga|puas|memuaskan|(?:allah|tuhan|gusti|god)(?: \w+)? (?:mem)?(?:balas|berkat\w*|"
    r"berkah\w*|bless)|barakallah|jazak\w+|puji (?:tuhan|syukur)|syukurlah|luar biasa|"
    r"hormat (?:saya|kami) (?:untuk|buat|kepada)|"
    r"respect|thumbs up|so kind|very (?:kind|happy|helpful)|love the|terbantu|jempolan|baik baik|excellent)\b"
)
_DONE = re.compile(
    r"\b(?:sudah|sdh|udah|udh|telah|sampun|mpun|geus|wis|wes|alah|atas|karena|for|"
    r"has been|have been|already|is now|now|fixed|repaired|restored|working|kini|sekarang|respon\w*|"
    r"bantuan\w*)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:tapi|tetapi|tp|namun|belum|blm|masih|tidak|tdk|gak|ga|nggak|mohon|mhn|tolong|tlg|minta|lagi|kembali|"
    r"cuma|cuman|padahal|malah|kayak|rekor|buat apa|sayang\w*|kenapa|berulang|terulang|kambuh|sering|"
    r"mengapa|rusak|bagaimana|gimana|but|still|not|please|however|again|kapan|rahasia|anonim|ingin|mau|melaporkan|"
    r"lapor|semoga segera|"
    r"perhatian\w*|sebelumnya|izin|ijin|agar|supaya|demikian)\b"
)
# "Airnya sudah ngalir lagi": again, as it should be.
_BACK = re.compile(
    r"\b(?:sudah |sdh |udah )?(?:tidak|tdk|gak|ga|nggak) ada (?:masalah|kendala|keluhan)(?: lagi)?\b|"
    r"\b(?:sudah|sdh|udah|udh|telah|sampun|geus|wis|wes)(?: \w+){0,2} (?:lagi|kembali|maneh|deui)\b"
)
_MOST_WORDS = 18
_NAMES = re.compile(
    r"(?:perkenalkan |kenalkan )?(?:nama )?(?:saya|sy|aku|kami|my name is|i am|im|i m|this is|ini saya|ini aku|ini)$"
)
_NAMING = frozenset(re.findall("[a-z]+", _NAMES.pattern))
_FROM = frozenset(
    [
        "dari",
        "dr",
        "from",
        "warga",
        "desa",
        "kelurahan",
        "kecamatan",
        "rt",
        "rw",
        "dusun",
        "kampung",
        "kota",
        "kab",
        "kabupaten",
        "jl",
        "jalan",
        "blok",
    ]
)


# Thanks or praise to begin with; with these it is a jest.
_THANKS_FIRST = re.compile(
    rf"(?:(?:{'|'.join(sorted(HONORIFICS))}|wah|wow|halo|kami|saya|sy|i|we) ){{0,3}}(?:terima ?kasih|makasih|makasi|"
    rf"mksh|"
    r"trims|thanks|thank (?:you|u)|thx|tq|matur (?:suwun|nuwun)|suwun|hatur nuhun|nuhun|tarimo kasih|"
    r"mauliate|suksma|salut|"
    r"keren|mantap|mantul|hebat|top|jempol|bravo|good job|great job|apresiasi|mengapresiasi|alhamdulillah|bangga|"
    r"puas|senang|sukses|appreciate|berterima ?kasih|jos+|well done|kudos|angkat topi|(?:good|great|excellent|awesome) "
    r"(?:job|work|service)|semoga (?:allah|tuhan)|(?:allah|tuhan|gusti|god)(?: \w+)? (?:mem)?(?:balas|berkat\w*|bless)|"
    r"(?:saya |kami )?(?:meng)?ucap\w* terima|ucapan terima|barakallah|puji (?:tuhan|syukur)|syukurlah|"
    r"luar biasa|hormat (?:saya|kami) (?:untuk|buat|kepada)|"
    r"respect (?:to|for|buat|untuk)|two thumbs|thumbs up|(?:we |i )?(?:am |are )?very happy|"
    r"(?:we |i )?love the)\b"
)
_MOCKS = any_of(
    r"janji\w*|pejabat\w*|ya pemerintah|katanya|sampai sekarang|dari dulu|bertahun|sekali bayar|kalau|kalo|"
    r"jika|yang|yg|lagi|nunggu|menunggu|disuruh|sambil|rusak\w*|"
    r"apa|mana|sampah|cuma|tiap"
)
# "Makasih sudah bikin jalan kami jadi kolam".
_JEERS = re.compile(
    r"\b(?:bikin|buat|jadikan|membuat|menjadikan)(?: \w+){1,4} (?:jadi|menjadi|kayak|seperti|susah|sengsara|miskin|"
    r"stres\w*)\b"
)


# "Cuma mau bilang terima kasih": nothing else is wanted; "petugas yang kemarin menolong": it tells of whom.
_WANTS_TO_THANK = re.compile(
    r"\b(?:(?:cuma|cuman|hanya|sekedar|sekadar|just) )?(?:mau|ingin|hendak|izin|ijin|want to|wanted to|would like to) "
    r"(?:\w+ )?(?:bilang|mengucap\w*|ucap\w*|ngucap\w*|menyampaikan|sampaikan|berterima|say|thank)\b ?|"
    r"\b(?:yang|yg) (?=sudah |telah |udah |kemarin |tadi |semalam |selalu |dengan |sigap |cepat |mau |siap )"
)


# Looking for one of these costs a tenth of looking for all of what stands above.
_STEMS_OF_THANKS = ("yang ", "yg ", "bilang", "ucap", "ampaikan", "berterima", "say ", "thank")


def is_thanks(text: str) -> bool:
    """ "Alhamdulillah lampunya sudah nyala, terima kasih": thanks for what was done, and no wish left."""
    told = voiced(folded(text[:400]))
    if any(map(f"{told} ".__contains__, _STEMS_OF_THANKS)):
        told = _WANTS_TO_THANK.sub("", told)
    if len(told.split()) > _MOST_WORDS:
        return False
    if not THANKING.search(told) and not _THANKS_FIRST.match(told):
        return False
    if _NOT_DONE.search(_BACK.sub("sudah", told)) or complains(told) or _JEERS.search(told):
        return False
    if _THANKS_FIRST.match(told) and not _MOCKS.search(told):
        return True
    return _DONE.search(told) is not None or not gist(told).weights


def introduces(found: Sequence[Word]) -> bool:
    """ "Selamat pagi, saya Budi dari RT 3": a greeting or an introduction with a name, and nothing told."""
    at = opening(found)
    rest = folded_of(found[at:])
    if not rest:
        return at > 0
    if at and len(rest) <= _MOST_GREETED and _is_empty(rest):
        return True
    if at and len(rest) <= 8 and rest[0] in _SPEAKERS and rest[1:2] and rest[1] in _FROM and not _tells(rest):
        return True
    sizes = (4, 3, 2, 1) if rest[0] in _NAMING else ()
    size = next((size for size in sizes if _NAMES.fullmatch(" ".join(rest[:size]))), 0)
    named = at > 0 or size > 1 or (bool(size) and _comes_from(found[at + size :]))
    # "Nama saya dicatut" tells what was done, "nama saya jangan dihapus" what shall not be.
    done = any(_DONE_TO.fullmatch(word.raw) for word in found[at + size : at + size + 1])
    done = done or not FORBID.isdisjoint(rest[size:])
    return bool(size) and named and not done and _is_name(rest[size:]) and not _tells(rest[size:])


_DONE_TO = re.compile(r"di[a-z]{4,}")
_SPEAKERS = frozenset({"saya", "sy", "kami", "kita", "aku", "ambo", "kulo", "abdi", "this", "here"})
_MOST_GREETED = 7
_TURNS = frozenset(
    {"tolong", "tlg", "lapor", "melapor", "help", "test", "tes", "coba", "cek", "stop", "batal", "kirim"}
)


def _is_empty(rest: Sequence[str]) -> bool:
    """Behind a greeting: "hallo ka", "helo admin yg baik", and not a word that tells of anything."""
    told = " ".join(rest)
    found = gist(told)
    if found.matters or len(found.weights) > (len(rest) == 1) or not _TURNS.isdisjoint(rest):
        return False
    return not complains(told) and not any(word.isdecimal() for word in rest)


def _comes_from(name: Sequence[Word]) -> bool:
    """ "Saya Dewi dari Karangasem": written large, and from somewhere."""
    after = [word.folded for word in name[1:4]]
    return bool(name) and name[0].raw.istitle() and not {"dari", "dr", "warga", "from"}.isdisjoint(after)


def _tells(rest: Sequence[str]) -> bool:
    """ "Saya Joko RT 2, keluhan: air mati" does not only introduce himself."""
    told = " ".join(rest)
    return complains(told) or bool(gist(told).matters) or not WEAK.isdisjoint(rest)


def _is_name(rest: Sequence[str]) -> bool:
    """One to four words nobody knows, and perhaps where from."""
    rest = [word for word in rest if word not in HONORIFICS]
    far = next((at for at, word in enumerate(rest) if word in _FROM), len(rest))
    if not 0 < far <= 4 or len(rest) - far > 8:
        return False
    return not any(word in KNOWN and len(word) > 2 for word in rest[:far])
