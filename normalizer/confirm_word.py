"""The everyday words that confirm what weakens or destroys: short, of one meaning, no place, name, order or scam word.

Two of them are never one slip apart, so that a slip of the thumb still tells which was meant.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from normalizer.flag_words import one_slip


def _set(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = _set("""
    angklung anggur angsa bangku batik bebek biola blender bolpoin buncis cermin cincin dompet durian
    engsel ember gelang gelas gergaji gitar guling gunting handuk jagung jambul jendela jeruk jungkat kaktus kancing
    kapas kardus karpet kelinci kendang kerang kertas ketan ketupat klepon kompor kopiah koper kurma kursi lampion
    lemper lentera lilin lontong mangga manggis mangkuk melon mentega mesin monyet nampan nangka obeng oncom onde padi
    panci payung pelangi pensil penyu perahu piring plester pulpen putri rambutan ransel rantang raket
    sandal sapu sarung sawi selimut semangka sendok serbet siput sisir stroberi sukun taplak tempe termos toples topi
    tomat tupai ulekan vas wajan wayang wortel zebra
""")
_KNOWN = frozenset(WORDS)
# In the place of one: whoever only says yes, or some other word; whoever says no.
OTHER_WORD, BARE_NO = "+", "-"
# Whoever says more says something else.
_MOST_WORDS = 5
# "Kata: payung", "payung ya pak".
AGREES = frozenset(_set("ya iya iyaa iyaaa yaa iye iyo yes yup yoi mau inggih nggih enggih muhun leres yo"))
_BESIDE = frozenset(_set("kata katanya balas jawab jawaban jawabannya ya iya pak bu bapak ibu min admin ini saya word"))


def confirm_word(digest: bytes) -> str:
    """The word of a keyed hash (at least 8 bytes)."""
    return WORDS[int.from_bytes(digest[:8], "big") % len(WORDS)]


def confirm_word_in(words: Sequence[str], polite: Set[str] = frozenset()) -> str:
    """The one word of the table that a short message is, with at most one slip; "" when it says anything else. `words`
    are folded; `polite` may stand beside it."""
    if len(words) > _MOST_WORDS:
        return ""
    left = [word for word in words if word not in _BESIDE and word not in polite]
    return _meant(left[0]) if len(left) == 1 else ""


def _meant(word: str) -> str:
    if word in _KNOWN:
        return word
    near = [known for known in WORDS if len(known) > 4 and one_slip(word, known)]
    return near[0] if len(near) == 1 else ""
