"""Whether somebody who speaks of their report asks after it, or tells what was done to it: "laporan saya ditolak"."""

from __future__ import annotations

from normalizer.command_forms import plain
from normalizer.phrases import HOW_GOES, STATUS_CORE
from normalizer.text import folded
from normalizer.word_lists import set_of

_QUESTIONS = set_of(
    "kapan mana dimana kenapa mengapa kok bagaimana gimana gmana gmn what when where why how piye kumaha"
)
_CUES = (
    STATUS_CORE
    | HOW_GOES
    | set_of("""
    sampai apa apakah berapa belum blm belom kabar kabarnya hasil hasilnya lanjut lanjutannya tanya nanya menanyakan
    bertanya lihat info infonya informasi jawaban tanggapan respon respons nasib nunggu menunggu tunggu kejelasan stuck
    mandek have is any did pripun baa durung dereng lom masih lama
""")
)
_AGAINST = set_of("padahal katanya nyatanya bohong ternyata malah")


def asks_of_report(written: str) -> bool:
    """Pure and total."""
    said = {form for word in folded(written).split() for form in (word, plain(word))}
    if "?" in written or not _QUESTIONS.isdisjoint(said):
        return True
    return not _CUES.isdisjoint(said) and _AGAINST.isdisjoint(said)
