"""Whether somebody who tells of danger says that it shall not be sent: "jangan dikirim, saya diancam".

An order is one when every word of it is explained; here that is asked of a part of what is said, for the rest says why.
Who is told the emergency numbers for nothing loses a minute; whose words go out against their will may lose more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalizer.called_off import names_report, says_why
from normalizer.commands import Command
from normalizer.emergency import is_emergency
from normalizer.likeness import gist
from normalizer.not_yet import told_not_yet
from normalizer.prefilter import Prefiltered
from normalizer.questions import complains
from normalizer.sensitive import sensitive
from normalizer.short import short
from normalizer.text import folded, has_words
from normalizer.vowelless import voiced

_LONGEST = 400
# Nearly all that is told has none of these, and is looked at no further.
_MAYBE = Prefiltered(
    r"\b(?:jang|jangan|jgn|jng|jan|gausah|gosah|usah|perlu|kedah|ojo|aja|ulah|ampun|unang|don.?t|not|need|jadi|tidak|tdk|"
    r"ga|stop|never)"
    r"\b.{0,30}?(?:kirim|krim|send|submit|forward|terus|proses|tindak|lapor|sampai|aju|adu|lanjut)"
    r"|\b(?:di|mem)?batal|cancel|withdraw|drop (?:it|this|my)|never ?mind|forget it",
    re.IGNORECASE | re.DOTALL,
)
_CANCELLED = re.compile("batal|cancel|withdraw|drop|never ?mind|forget", re.IGNORECASE)
# Who gives up everything is not left alone because they give up their report, too.
_BY_THEIR_OWN_HAND = re.compile(
    r"(?:bunuh|gantung|bakar) diri|akhiri hidup|kill myself|suicid|end my life|hurt myself", re.IGNORECASE
)
_PARTS = re.compile(r"[.,;:!?()\n–—]+|\s-\s")
# What a reason begins with, where nobody sets a comma.
_REASON = (
    r"karena|krn|karna|soalnya|soale|sebab|because|cause|cuz|since|as|takut|nanti|ntar|mengko|engke|biar|tar|"
    r"saya|sy|sya|aku|gue|gw|kami|abdi|kulo|kula|ambo|awak|anak\w*|suami\w*|istri\w*|bojo\w*|ayah\w*|"
    r"bapak saya|ibu saya|"
    r"bos|bosku|dia|mereka|ada|orang\w*|preman\w*|my|i|he|she|they|we|someone|people"
)
# "Jangan kirim anak" sends somebody.
_WITHIN = re.compile(
    rf"(?<!\bkirim)(?<!\bsend)\s+(?=(?:{_REASON})\b)|\s+(?=(?:karena|krn|soalnya|sebab|because|cuz|nanti|saya|aku|i|he|they)\b)",
    re.IGNORECASE,
)
# What it may be said in one breath with.
_ORDERED = re.compile(
    r"\s+(?=(?:tolong|tlg|mohon|mhn|please|pls|plis|jadi|jangan|jgn|jng|ojo|ulah|ampun|gausah|ga usah|gak usah|"
    r"tidak usah|tdk usah|nggak usah|ora usah|don.?t|do not)\b)",
    re.IGNORECASE,
)
_FEARED = re.compile(
    r"\b(?:takut|wedi|sieun|di(?:ancam|kejar|bunuh|pukul|teror|intimidasi|cari|datangi|pecat|usir|marah|hajar|labrak)\w*|"
    r"diancem\w*|ngancam\w*|ngancem\w*|mengancam|ngamuk|marah\w*|afraid|scared|threat\w*|kill\w*|beat\w*|hurt\w*|"
    r"danger\w*|angry|fired)\b",
    re.IGNORECASE,
)
# "Tidak batal" denies it; "petugas jangan dikirim" says nothing of a report.
_NOT_OURS = re.compile(
    r"\b(?:tidak|tdk|tak|gak|ga|gk|nggak|ngga|ndak|bukan|belum|blm|jangan|jgn|ora|teu|not|don.?t|never|no|di|ter|"
    r"petugas|ambulan\w*|polisi|damkar|tim|bantuan|surat|beras|air|uang|mobil|tagihan|orang|dokter|tentara|"
    r"satpol|relawan|sembako|police|officers?|help|aid|ambulance|staff|team)(?:nya)?\s+(?:tolong |mohon )?$",
    re.IGNORECASE,
)


def kept_back(said: str) -> bool:
    """Whether nothing of what one message says shall be sent. Pure and total."""
    if len(said) > _LONGEST or not _MAYBE.found_in(said) or _BY_THEIR_OWN_HAND.search(said):
        return False
    afraid = is_emergency(said) or _FEARED.search(said)
    # Who tells something that shall wait says KIRIM later, and then it is all there.
    if not afraid and told_not_yet(said):
        return False
    if not (afraid or sensitive(said)):
        if _CANCELLED.search(said):
            return _is_called_off(said)
        if complains(voiced(folded(said))) or gist(said).matters:
            return False
    found = filter(_orders_it, filter(_MAYBE.found_in, dict.fromkeys(_candidates(said))))
    return any(_is_about_report(order, said.replace(order, " ", 1)) for order in found)


def in_danger(said: str) -> bool:
    """Whether danger is told beside that: the order's own words make a short call long. Pure and total."""
    return is_emergency(said) or (len(said) <= _LONGEST and any(map(is_emergency, _PARTS.split(said))))


def _is_called_off(said: str) -> bool:
    """ "Batalin aja pak, suami saya melarang": an order at one end, and nothing told at the other."""
    parts = list(filter(has_words, _PARTS.split(said)))
    for order, *rest in (parts, parts[::-1]):
        told = " ".join(rest)
        if rest and _orders_it(order) and not (complains(voiced(folded(told))) or gist(told).matters):
            return _is_about_report(order, ". ".join(rest))
    return False


def _is_about_report(order: str, told: str) -> bool:
    """ "Tagihan saya dobel. Tolong batalkan" asks an office: who is taken for the writer of that loses it."""
    return names_report(order) or says_why(told)


def _candidates(said: str) -> Iterator[str]:
    """Whole parts, and what they begin or end with."""
    for part in filter(has_words, _PARTS.split(said)):
        yield part
        for begun in _from_orders(part):
            yield begun
            yield from (begun[: found.start()] for found in _WITHIN.finditer(begun))


def _from_orders(part: str) -> Sequence[str]:
    places = [0, *(found.end() for found in _ORDERED.finditer(part))]
    return [part[at:] for at in places if not _NOT_OURS.search(part[:at])]


def _orders_it(part: str) -> bool:
    found = short("", part.strip(), 0, flagged=False)
    return found is not None and found.command is Command.CANCEL and not found.argument
