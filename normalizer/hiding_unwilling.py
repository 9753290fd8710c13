"""Who is unwilling to be named: "saya keberatan nama saya disebut", "saya tidak berani sebut nama"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after, before, denied, folded_in
from normalizer.flag_phrases import CLOSERS, FORBID, MINE, NEGATIONS, WHO
from normalizer.flag_words import ANONIM
from normalizer.hiding_reach import listed
from normalizer.text import Word

_MIND = frozenset({"keberatan"})
_WANTS = frozenset({"mau", "ingin", "pengen", "pengin", "pingin", "berani", "bersedia"})
_IN_IT = frozenset({"tercantum", "tertulis", "tercatat"})
UNWILLING = _MIND | _WANTS | _IN_IT
_NAMED = frozenset({
    *("disebut", "disebutkan", "diketahui", "dicantumkan", "ditampilkan", "dimuat", "muncul", "ditulis", "dikenali"),
    *("dipublikasikan", "disebarkan", "disebar", "dibuka", "tercantum", "diungkap", "diumumkan", "diberitahukan"),
})  # fmt: skip
_NAMES = frozenset({"sebut", "sebutkan", "menyebut", "menyebutkan", "nyebut", "tulis", "cantumkan", "mencantumkan"})
_IF = frozenset({"kalau", "kalo", "bila", "jika", "apabila", "bahwa", "jikalau"})


def not_named(found: Sequence[Word], at: int) -> Sequence[str]:
    """The flags that one of `UNWILLING` asks for."""
    word, lead = found[at].folded, [one.folded for one in before(found, at, 5)]
    if word in _MIND:
        asked = not denied(found, at) and _minds(found, at)
    elif word in _IN_IT:
        named = {*lead} & WHO and {*lead} & MINE
        asked = bool(named and lead[-1] in FORBID and not listed(folded_in(after(found, at, 6))))
    else:
        asked = bool(lead and lead[-1] in NEGATIONS and {*lead} & MINE) and _unnamed(found, at)
    return (ANONIM,) if asked else ()


def _minds(found: Sequence[Word], at: int) -> bool:
    """ "Keberatan nama saya disebut", "keberatan kalau disebut"."""
    said = [word.folded for word in after(found, at, 6)]
    told = next((place for place, word in enumerate(said) if word in _NAMED), 0)
    return told > 0 and {*said[:told]} <= WHO | MINE | _IF and not listed({*said})


def _unnamed(found: Sequence[Word], at: int) -> bool:
    """ "Tidak ingin disebut", "tidak berani sebut nama", and nothing behind it: of oneself."""
    said = [word.folded for word in after(found, at, 4)]
    if said[:1] and said[0] in _NAMED - {"muncul", "ditulis"}:
        return {*said[1:2]} <= CLOSERS
    return bool(said) and said[0] in _NAMES and {*said[1:2]} <= WHO and len(said) > 1 and {*said[2:3]} <= MINE | CLOSERS
