"""HAPUS DATA is called off: "batal hapus data", "gak jadi dihapus", "don't delete my data"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from normalizer import command_words as said
from normalizer.command_spoken import spoken
from normalizer.word_lists import set_of

# Why a message is taken for it (`Triage.why`).
KEEPS_DATA = "keep data"

_ERASING = set_of("hapus hapuskan hapusin dihapus penghapusan delete deletion erase erasure remove wipe")
_CALLED_OFF = set_of("batal batalkan dibatalkan membatalkan pembatalan cancel undo abort anulir urung")
_BESIDE = (
    said.BESIDE_ERASE
    | said.LITTLE
    | _ERASING
    | _CALLED_OFF
    | said.SHAKEN
    | said.NOT
    | set_of("jadi tidak not do dont perlu usah permintaan proses perintah request order dulu saja lagi please")
)
_AND = set_of("dan and lalu terus trus then sekalian juga")
_MOST = 9
# "Jangan disimpan, hapus data saya", "jangan lupa hapus data saya" want it erased.
_WANTS = said.KEPT | set_of("lupa forget simpan tunda lama")


def keeps_data(words: Sequence[str], polite: Set[str]) -> bool:
    """Of words as `commands.ordered` takes them. Pure and total."""
    found = spoken(words)
    at = next((at for at, word in enumerate(found) if word in _ERASING), -1)
    if at < 0 or len(found) > _MOST + 4 or not _WANTS.isdisjoint(found) or not _denied(found, at):
        return False
    # A report's or a name's: "jangan hapus nama kami" is of a list somewhere.
    if not (said.REPORT | {"nama", "name"}).isdisjoint(found) and said.DATA.isdisjoint(found):
        return False
    if _is_wanted(found, at):
        return False
    own = [word for word in found if word not in polite or word in _BESIDE]
    return len(own) <= _MOST and all(word in _BESIDE for word in own)


def _is_wanted(found: Sequence[str], at: int) -> bool:
    """ "Jangan batalkan penghapusan", "jangan tidak hapus", "batalkan laporan dan hapus data": the erasure stays."""
    no = said.NOT | said.SHAKEN
    for place, word in enumerate(found):
        if word in _CALLED_OFF and not no.isdisjoint(found[max(0, place - 2) : place]):
            return True
    if any(one in said.SHAKEN and other in said.NOT for one, other in pairwise(found)):
        return True
    return not (_CALLED_OFF.isdisjoint(found) or (said.REPORT | _AND).isdisjoint(found))


def _denied(found: Sequence[str], at: int) -> bool:
    if not _CALLED_OFF.isdisjoint(found):
        return True
    if "jadi" in found:
        return not said.NOT.isdisjoint(found)
    return not said.SHAKEN.isdisjoint(found[:at])
