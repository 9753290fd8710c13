"""Whether somebody is in danger now: fire, drowning, an accident, violence, in Indonesian and some regional words.

A danger counts when it is told as present; what is told of yesterday, of every year or of a slow fire brigade is a
complaint like any other. Who is told the emergency numbers for nothing loses a minute: in doubt near a danger, tell.
112 is the general number, 110 the police, 113 the fire brigade, 119 the ambulance.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.alternatives import any_of
from normalizer.dangers import PAST, danger
from normalizer.emergency_words import (
    CALL,
    COMMON,
    ELSEWHEN,
    HABIT,
    HARM,
    NAMES,
    NOW,
    SLIDES,
    STRIKES,
    SURE,
)
from normalizer.text import folded
from normalizer.vowelless import voiced

# A call for help is short; whoever writes a page is not standing before the fire. In characters: what is read at all;
# what may tell of two things that are a danger together; what tells of one plainly. In words: what barely tells it.
_LONGEST, _SHORT, _PLAIN, _FEW = 400, 180, 110, 9
# One of these is in a word of whatever the patterns find; looking for them costs a tenth.
_STEMS = (
    *("bakar", "kobong", "huruan", "tabaka", "ledak", "fire", "burning", "tenggelam", "hanyut"),
    *("lelep", "kerem", "titeuleum", "seret", "cemplung", "timbun", "timpa", "jepit", "jebak", "pingsan"),
    *("sadar", "kejang", "setrum", "sengat", "surup", "sekarat", "semaput", "sesak", "jantung", "abrak"),
    *("darah", "lahir"),
    *("drown", "trapped", "bunuh", "gantung", "lompat", "loncat", "celaka", "tabrak", "accident"),
    *("crash", "ambul", "damkar", "polisi", "police", "paramedic", "doctor", "longsor", "bandang"),
    *("tsunami", "racun", "tumbang", "ambruk", "rampok", "begal", "bacok", "keroyok", "aniaya", "pukul"),
    *("ngeroyok", "mukul", "nusuk", "nembak", "nimpa", "nimbun", "geletak", "jatuhan", "kritis", "luka", "kurung"),
    *("perangkap", "bayi", "siksa", "sandera"),
    *("sekap", "culik", "tusuk", "kosa", "ancam", "tembak", "tawuran", "bentrok", "hantam", "carok", "bom"),
    *("maling", "curi", "jahat", "copet", "parang", "golok", "celurit", "clurit", "senjata", "pisau"),
    *("badik", "samurai", "pistol", "amuk", "beaten", "robb", "attack", "stab", "rape", "kidnap", "gunshot"),
    *("shooting", "beating", "cekik", "hajar", "bleed", "unconscious", "breathing", "dying"),
    *("kebalik", "terbalik", "terguling", "goling", "crash", "overturn", "ledos", "jeblug", "leduk", "explo"),
    *("kekunci", "terkunci", "dikunci"),
    *("jurang", "kemasukan", "dimasuki", "didatangi", "satroni", "diserang", "dibobol", "kelebon"),
    *("nimpa", "ketiban", "kebruk", "ngebruk", "niban", "njejeg", "asap", "asep", "rising", "roof", "hakim", "gebuk"),
    *("knife", "gun", "machete", "tinggi", "meninggi"),
    *("hajar", "amuk", "kepung", "serbu", "lempari", "geruduk", "rambat", "jalar", "rembet", "nyamber", "sambar"),
    *("kobar", "mayat", "jasad", "jenazah"),
    *("sangkut", "jatuh", "nyungsep", "nyebur", "fell", "overdos", "kolaps", "collaps", "hilang", "sesat", "nyasar"),
    *("missing", "lost", "mesin", "karam", "ombang", "sink", "capsiz", "kontak", "ikuti", "kuntit", "buntut", "kejar"),
    *("cegat", "hadang", "todong", "follow", "chas", "break", "intrud", "burglar"),
    *("sesek", "ombak", "birth", "labor", "labour", "choking", "dragged", "strangl", "belum"),
    *("elpiji", "bocor", "nyemplung", "cebur", "penjahat"),
)  # fmt: skip
_STEM = re.compile(f"{'|'.join(_STEMS)}|^api|^arus|^laka")


@lru_cache(maxsize=2_048)  # citizens' words repeat
def _rouses(word: str) -> bool:
    return _STEM.search(word) is not None


# Nothing but a cry for help: what has happened stands nowhere.
_PLEA = re.compile(
    r"(?:(?:pak|bu|min|kak|please|ya|allah|tuhan) )*(?:tolo+ng(?:in|lah|i)?|selamatkan|selametin|save)"
    r" (?:saya|sy|aku|kami|kita|me|us|nyawa saya)(?: (?:pak|bu|min|kak|please|plis|cepat|cepetan|segera|dong|ya))*"
)
# "Jangan sampai dia tahu saya lapor": who must not know of it makes it no other time and no mere fear.
# Whom the public catches ("takut ketahuan warga") is told of.
_UNSEEN = any_of(
    r"(?:jangan sampai|takut)(?: (?!ada\b|warga\b)\w+){0,3}? (?:tahu|ketahuan|diketahui|dengar|curiga)"
    r"(?! (?:warga|masyarakat|polisi|petugas|orang|tidur)\b)(?: (?:kalau|bahwa))?",
    r"jangan (?:bilang|cerita|beritahu|kasih tahu)(?: \w+){0,3}? (?:kalau|bahwa)(?= (?:saya|aku|kami|ini|dari|yang)\b)",
)
# It happens now, also in a market called after a day: "kebakaran di Pasar Minggu sekarang".
_AT_PRESENT = any_of(NOW)
# What an office is asked to do is no call for help: "tolong ditertibkan".
_ASKED = re.compile(
    r"\b(?:tolong|mohon|minta|harap|segera|agar|supaya|bantu|please|cepat|mau)(?: \w+){0,3}? "
    r"(?:di(?!evakuasi|tolong|selamatkan|jemput|sini|mana|bantu|dalam|atas|rumah)\w{4,}|ditindak|tindak\w*|perbaik\w*|"
    r"perhati\w*|penertiban|solusi|perbaikan|cek|fix|repair|clean)\b"
)
_CALLED = any_of(
    NOW,
    r"tolo+ng\w*|tulu+ng\w*|cepat|cepet|cepetan|gancang|darurat|gawat|sos|help|urgent|emergency|hurry|butuh|panggil\w*|"
    r"kirim\w*|segera|buruan|lekas|quick|quickly|please|gimana ini|bagaimana ini|harus (?:apa|gimana|bagaimana)|"
    r"(?:send|call)(?: \w+){0,2} (?:police|ambulance|help|someone)",
)


@lru_cache(maxsize=2)
def is_emergency(text: str) -> bool:
    """Whether a message tells of danger to somebody at this moment. Pure and total."""
    if len(text) > _LONGEST:
        return False
    told = voiced(folded(text))
    if _PLEA.fullmatch(told):
        return True
    roused = any(map(_rouses, told.split())) or "jatuh ke" in told
    if roused and _is_told(_UNSEEN.sub(" ", NAMES.sub(" ", told)), text):
        return True
    found = danger(told) if len(told) <= _SHORT else 0
    if not found or not PAST.isdisjoint(told.split()) or COMMON.search(told):
        return False
    return found > 1 or _CALLED.search(_ASKED.sub(" ", told)) is not None


def _is_told(told: str, text: str) -> bool:
    # Most of what is told has its time, and a look at that is cheap.
    if ELSEWHEN.search(told) and not (_AT_PRESENT.search(told) and SURE.search(told) and not HABIT.search(told)):
        return False
    if not any(told_with.search(told) for told_with in (SURE, HARM, SLIDES)):
        return _is_barely_told(told)
    if len(told) <= _PLAIN and (SURE.search(told) or _is_barely_told(told)):
        return True
    return CALL.search(told) is not None or "!" in text


def _is_barely_told(told: str) -> bool:
    return len(told.split()) <= _FEW and any(told_with.search(told) for told_with in (HARM, STRIKES))
