"""Whether an answer to the offer of RAHASIA asks back or puts off: "ok kok dibuka", "dibuka gak", "tunggu sebentar"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.offer_words import GRANTING
from normalizer.phrases import HONORIFICS
from normalizer.word_lists import set_of

_ASKING = set_of("""
    kenapa knp mengapa ngapa napa ngapain lho loh hah masa masak apa apakah siapa gimana gmn gimna bagaimana bgmn piye
    kumaha pripun kapan maksud maksudnya arti artinya berarti beda bedanya bingung ngerti mengerti paham mudeng jelaskan
    jelasin tanya nanya bertanya jelas kah why how what who when mean means understand explain difference happens
    tunggu tunggulah bentar sebentar sbentar bntr sek sekedap sakedap pikir mikir pikirkan pikirin think wait moment
""")
# Behind these "kok" only stresses: "boleh kok", "tidak usah kok", "kirim aja kok".
_STRESSED = GRANTING | set_of("saja aja tidak tdk gak ga gk nggak ngga enggak ndak no fine")
# What asks in the first place: "emang boleh dibuka", "harus dibuka ya".
_FIRST = set_of("memang emang emangnya memangnya jadi")
_MUST = set_of("harus mesti kudu musti")
# What asks in the last: "dibuka gak", "aman kan".
_TAGS = set_of("gak ga gk nggak ngga enggak engga ndak tidak tdk belum blm blom kan kah ora teu henteu durung right")
_BEHIND = HONORIFICS | set_of("ya yah sih nih to toh")


def asks_at(clause: Sequence[str], at: int, *, acted: bool, acts_next: bool) -> bool:
    """Whether the word there makes it one; acted: what may be done stands before it, and acts_next: right
    behind. Pure and total."""
    word, behind = clause[at], clause[at + 1 :]
    if word in _ASKING:
        return not (behind and behind[0] == "pun")
    if word in {"kok", "kog", "koq"}:
        return any(one not in HONORIFICS for one in behind) and not (at and clause[at - 1] in _STRESSED)
    if word in _FIRST and at == 0:
        return bool(behind) and (acts_next or behind[0] in GRANTING)
    if word in _MUST:
        return acts_next
    return acted and word in _TAGS and all(one in _BEHIND for one in behind)
