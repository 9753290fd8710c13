"""The same requests in Javanese and Sundanese: "ojo nyebut jenengku", "ampun nyebut asmo kulo", "ulah bebeja".

What forbids in these languages says something else in Indonesian ("ya ampun", "ulah preman", "biasa aja"): it counts
only with a verb of theirs and with whose name it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after, folded_in, sentence
from normalizer.flag_words import ANONIM, RAHASIA
from normalizer.text import Word


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORBID_HERE = _set("ojo ojok aja ampun ulah")
_NAMING = _set("nyebut nyebat nyebutke nyebutno nyebutaken nyebutkeun disebut disebat disebutke disebutkeun sebut")
_TALKING = _set("""
    ngomong ngomongke omong kondo kondho kandha crita cerito nyritakke bebeja beja bejakeun ngabejaan nyarios
    nyarioskeun dibejakeun dibeja
""")
_KNOWING = _set("ngerti reti weruh sumerep nyaho nyahoeun apal uninga ngartos terang")
_FOUND_OUT = _set("konangan kanyahoan")
NAMES_HERE = _set("jeneng jenengku jenengkulo asmo asma wasta nami ngaran ngaranna aran nama namaku")
ANYBODY_HERE = _set("""
    sapa sopo sapa2 sopo2 sapasapa soposopo saha sasaha saha2 sasahana sinten wong batur liyane
""")
ONESELF_HERE = _set("aku kulo kula abdi kuring ingsun")
# What else stands in a wish and tells nothing.
BESIDE_HERE = (
    (FORBID_HERE - {"aja"})
    | _NAMING
    | _TALKING
    | _KNOWING
    | _FOUND_OUT
    | NAMES_HERE
    | ANYBODY_HERE
    | ONESELF_HERE
    | _set("nganti ngasi nepi ka karo marang sing nu yo nggih nya atuh lapor")
)


def hidden_here(found: Sequence[Word], at: int) -> Sequence[str]:
    """Of a word of `FORBID_HERE`."""
    near, following = folded_in(sentence(found, at, 5)), folded_in(after(found, at, 6))
    if following & _NAMING and near & NAMES_HERE and found[at].folded != "aja":
        return (ANONIM,)
    if found[at].folded == "aja" and folded_in(after(found, at, 1)) & (_NAMING | _TALKING) and near & _OURS:
        return (ANONIM,)
    talks = following & _TALKING and following & (ANYBODY_HERE | ONESELF_HERE)
    knows = following & _KNOWING and following & ONESELF_HERE
    return (ANONIM, RAHASIA) if talks or knows or following & _FOUND_OUT else ()


_OURS = NAMES_HERE | ANYBODY_HERE | ONESELF_HERE
