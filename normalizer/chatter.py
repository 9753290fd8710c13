"""What people write to each other and not to an office: a wrong number, "kamu udah makan?", "tante, ini Lia"."""

from __future__ import annotations

import re

from normalizer.likeness import gist
from normalizer.questions import complains
from normalizer.text import folded
from normalizer.vowelless import voiced

_MOST_WORDS, _LONGEST = 8, 80
_YOU = r"(?:km|kamu|kmu|lu|lo|loe|elu|elo|u|kau|ente|koe|kowe|awakmu|sampeyan|situ|you)"
_MISTAKEN = re.compile(
    r"\b(?:salah (?:sambung|nomor|nomer|no|orang|kirim|pencet|chat|wa|sms|grup|kamar)|wrong (?:number|person|chat)|"
    r"(?:kepencet|kekirim|terkirim|kepencet kirim)(?: \w+)?$|nyasar (?:chat|wa|sms|kirim)\w*|not for you)\b"
)
_PRIVATE = re.compile(
    rf"\b(?:(?:udah|sudah|sdh|dah|uda|udh|wis|wes|tos|belum|blm) (?:makan|maem|mangan|tidur|turu|mandi|bangun|pulang|"
    r"otw|sampai rumah|sampe rumah|di rumah)|"
    rf"(?:lagi|lg|lgi|sedang) (?:apa|ap|apaan|ngapain|dimana|di mana|dmn)|ngapain|{_YOU} (?:dimana|di mana|dmn|kemana|"
    rf"lagi|lg|udah|jadi|jd|kok|sibuk|siapa|sehat|ngapain)|(?:dimana|dmn|di mana|where are|where r|nang ?endi) {_YOU}|"
    r"(?:jadi|jd) (?:ga|gak|nggak|tidak|g|kan)(?: \w+){0,2}$|(?:nanti|ntar|besok|entar|tar) (?:jadi|jd|ketemu|malam|"
    r"malem|sore|jemput|main|futsal|kumpul)|(?:jemput|jmpt)(?:in)? (?:jam|aku|saya|gue|gw|dong|adek|adik|aq)|"
    r"kangen|kenalan|(?:ini )?(?:no|nomor|nomer|hp|wa)(?:ku)? baru(?:ku| aku| saya)?(?: \w+)?$|simpan (?:no|nomor)\w*|"
    r"sayangku|sayang (?:kok|lagi|kamu|udah|dimana)|yank|yang lagi apa|beb|bebeb|cuy|gaes|"
    r"ngopi yuk|(?:i )?(?:love|miss) (?:you|u)|(?:aku|i) (?:cinta|sayang) \w+|what s up|whats up|wassup|sup bro|"
    r"what are you doing|how s it going|(?:adek|adik|kakak) (?:udah|sudah) (?:pulang|sampai|sampe)|balas dong|"
    r"kok (?:ga|gak|nggak|lama|tidak) (?:di)?(?:bales|balas|angkat|jawab)\w*|selamat tidur|"
    r"good night|met bobo|mimpi indah)\b"
)
# "Is this Budi?", "ini benar nomornya Bu Yanti?": somebody else is sought.
_SOUGHT = re.compile(
    r"(?:\w+ ){0,2}?(?:is this (?!number|service|the|working|a |an |report|lapor)\w+(?: \w+)?$|"
    r"(?:apa |apakah )?(?:ini )?(?:benar|betul|bener) (?:ini )?(?:nomor|nomer|no|hp|wa|dengan)\w* "
    r"(?:pak|bu|bapak|ibu|mas|mbak|kak|bang|mba|tante|om|ustadz?|dokter|dr)\b|"
    r"(?:hp|wa|nomor) siapa (?:ini|ya)$|ini \w+ kan$|"
    r"(?:dengan|ini) (?:pak|bu|bapak|ibu|mas|mbak|bang|mba|tante|om) \w+(?: \w+)? (?:ya|kan|kah|bukan)$)"
)
_SEASON = re.compile(
    r"(?:\w+ ){0,3}?(?:selamat|met|slamat) (?:hari )?(?:raya|natal|tahun baru|idul \w+|lebaran|nyepi|waisak|imlek|"
    r"galungan|puasa|berpuasa|paskah)\b(?!.*\b(?:semoga|tolong|mohon (?!maaf)|agar|harap)\b)"
)


def is_chatter(text: str) -> bool:
    """Whether somebody talks to somebody else, and tells nothing. Pure and total."""
    if len(text) > _LONGEST:
        return False
    told = voiced(folded(text))
    size = len(told.split())
    if size > _MOST_WORDS + 4:
        return False
    found = _MISTAKEN.search(told) or _SEASON.match(told)
    if found is None and size <= _MOST_WORDS:
        found = _PRIVATE.search(told) or _SOUGHT.match(told)
    return found is not None and not gist(text).matters and not complains(_MISTAKEN.sub(" ", told.replace("kok ", "")))
