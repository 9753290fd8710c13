"""Whether somebody says that what they wrote shall not be sent: at all ("tidak usah dikirim"), or not yet ("jangan
dikirim dulu"). Every word must be explained: "jangan dikirim ke kades" asks for something else.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from normalizer import command_words as said
from normalizer.command_spoken import spoken
from normalizer.word_lists import set_of

_MOST_WORDS = 14
_DENIED = said.SHAKEN | {"not"}
_SENT = set_of("""
    kirim send sent submit submitted proses forward forwarded dilaporkan laporkan diadukan dilapor dikirimkan
    disampaikan sampaikan diajukan ajukan terkirim ditindak ditindaklanjuti tindaklanjuti process processed
""")
_HELD = set_of("tahan ditahan tunda ditunda pending hold postpone")
_NOT_YET = set_of("""
    dulu nanti tunggu sebentar bentar bntar sementara yet wait sekarang now until sampai sebelum moment sabar
    sek sik dhisik disik disit dhisek heula rumiyin
""")
_UNREADY = said.WANTED | {"siap", "ready"}
_WILLING = said.WANTED | {"jadi"}
_PLEAS = set_of("mohon minta harap tolong please agar supaya")
# Between a denial and what it denies.
_BETWEEN = said.REPORT | set_of("""
    dulu jadi mau ingin pengen pengin siap usah perlu be to want ready di saya aku ini itu yang my the this it sampai
    langsung segera please mi lah atuh
""")
_REPORT = said.REPORT - {"pesan", "message", "tiket", "ticket"}
_BESIDE = (
    _DENIED
    | _SENT
    | said.LITTLE
    | _REPORT
    | set_of("""
    tidak saya aku gue gw kami yang tadi ini itu it that this my the jadi be do sudah maaf batal cancel akan
    """)
)
_WHY = set_of("salah keliru takut ragu berubah pikiran changed mind afraid mistake wrong scared")
# "Sudah beres": nothing is left to complain of; "belum beres" tells.
_DONE = set_of(
    "beres selesai kelar rampung diperbaiki dibenerin dibetulkan ditangani teratasi fixed solved resolved done"
)
_ALREADY = set_of("sudah already now been is s")
_MATTER = set_of("masalah masalahnya urusan urusannya soalnya semua semuanya")
# Why it shall wait.
_MORE = set_of("""
    masih belum ada kurang lengkap lengkapi tambah tambahin tambahan foto fotonya bukti data selesai nulis
    ngetik ketik mikir pikir cek lagi not finished done still more photo add want writing saya kasih kabari
    bilang until i tell you am m karena soalnya baca edit perbaiki benerin diperbaiki dicek photos picture
""")


def not_sent(words: Sequence[str], polite: Set[str]) -> str:
    """ "cancel", "hold", or "" for anything else. Folded words, corrected, without numbers. Pure and total."""
    if not 1 < len(words) <= _MOST_WORDS:
        return ""
    found = spoken(words)
    waits = not _NOT_YET.isdisjoint(found)
    held = waits and not _HELD.isdisjoint(found) and said.DENIALS.isdisjoint(_without_not_yet(found))
    # "Tidak mau kirim" may be said of anybody.
    ours = not _REPORT.isdisjoint(found) or any(word.startswith("di") for word in words)
    if not (held or _is_denied(found, ours=ours)):
        return ""
    waits = waits or "belum" in found
    if not waits:
        found = _without_what_is_done(found)
    beside = _BESIDE | ((_NOT_YET | _MORE | _HELD) if waits else _WHY)
    if any(word not in beside and word not in polite for word in found):
        return ""
    return "hold" if waits else "cancel"


def denies_sending(words: Sequence[str]) -> bool:
    """Whatever stands beside it: who says "don't send it" sends nothing."""
    return _is_denied(spoken(words), ours=True)


def _is_denied(found: Sequence[str], *, ours: bool) -> bool:
    """Whether it is the sending that is denied: "tidak usah tunggu foto, kirim saja" orders it."""
    for at, word in enumerate(found):
        following = found[at + 1 : at + 2]
        wished = word == "tidak" and not (_WILLING if ours else {"jadi"}).isdisjoint(following)
        wished = wished or (word == "belum" and not _UNREADY.isdisjoint(following))
        # "Mohon tidak dikirim".
        wished = wished or (word == "tidak" and not _PLEAS.isdisjoint(found[max(0, at - 2) : at]))
        if not (wished or word in _DENIED):
            continue
        verb = next((other for other in found[at + 1 :] if other not in _BETWEEN), "")
        if verb in _SENT:
            return True
    return False


def _without_not_yet(found: Sequence[str]) -> Sequence[str]:
    return [word for at, word in enumerate(found) if word != "not" or found[at + 1 : at + 2] != ["yet"]]


def _without_what_is_done(found: Sequence[str]) -> Sequence[str]:
    done = any(one in _ALREADY and other in _DONE for one, other in pairwise(found))
    return [word for word in found if word not in _DONE | _MATTER | _ALREADY] if done else found
