"""The same requests in regional languages: "ojo nyebut jenengku", "ulah bebeja", "tra usah sebut sa pu nama".

What forbids in these languages says something else in Indonesian ("ya ampun", "ulah preman", "biasa aja"): it counts
only with a verb of theirs and with whose name it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after, before, folded_in, sentence
from normalizer.flag_phrases import ANYBODY, FORBID
from normalizer.flag_words import ANONIM, RAHASIA
from normalizer.text import Word
from normalizer.word_lists import set_of

FORBID_HERE = set_of("ojo ojok aja ampun ulah jan jang unang dang")
# Denials; with what they deny before it is done.
_DENIALS_HERE = set_of("ora mboten teu henteu indak inda ndak nda tra tara kada sing seng dak sonde moh emoh")
_NOT_TO_BE = set_of("usah kenging kedah perlu parlu dadi hoyong gelem purun kudu sah pareng mi nio namuah handak")
# Beside the Indonesian word.
_NAMING_HERE = set_of("nyebat nyebutke nyebutno disebat disebutke disabuik disabuikan sabuik menyabuik sambat disambat")
_GIVING, _TO_KNOW = set_of("kasi kase kasih kasitau kastau"), set_of("tau tahu taw kasitau kastau")
_NAMING = set_of("""
    nyebut nyebat nyebutke nyebutno nyebutaken nyebutkeun disebut disebat disebutke disebutkeun sebut sebat sabuik
    disabuik disabuikan sambat disambat menyabuik kasi kase kasih dikasih bilang
""")
_SPREADING = set_of("""
    disebar disebarke disebarno disebarkeun disebaraken disebaan sebar sebarkeun sebarno sebarke nyebarke nyebarkeun
    disiarke dipublikasi dipublikasikeun
""")
_RECOGNISED = set_of(
    "dingerteni diweruhi dikonangi dipikanyaho dikanyahokeun kapikanyaho dikanyahoi dikatahui ditaui kanyahoan"
)
_REACHING = set_of("tekan nganti dugi nepi sampai sampe jatuh sampek ngasi cacak")
_TALKING = set_of("""
    ngomong ngomongke omong kondo kondho kandha crita cerito nyritakke bebeja beja bejakeun ngabejaan nyarios
    nyarioskeun dibejakeun dibeja
""")
KNOWING = set_of("ngerti reti weruh sumerep nyaho nyahoeun apal uninga ngartos terang")
_FOUND_OUT = set_of("konangan kanyahoan")
NAMES_HERE = set_of("jeneng jenengku jenengkulo asmo asma wasta nami ngaran ngaranna ngaranku aran nama namaku namo")
ANYBODY_HERE = set_of("""
    sapa sopo sapa2 sopo2 sapasapa soposopo saha sasaha saha2 sasahana sinten wong batur liyane
""")
ONESELF_HERE = set_of("aku kulo kula abdi kuring ingsun ambo awak denai ulun tiang beta sa saya")
HERE = FORBID | FORBID_HERE | _DENIALS_HERE | _RECOGNISED
# What else stands in a wish and tells nothing.
BESIDE_HERE = (
    (FORBID_HERE - {"aja"})
    | _NAMING
    | _TALKING
    | KNOWING
    | _FOUND_OUT
    | NAMES_HERE
    | ANYBODY_HERE
    | ONESELF_HERE
    | _DENIALS_HERE
    | _NOT_TO_BE
    | _SPREADING
    | _RECOGNISED
    | set_of("nganti ngasi nepi ka karo marang sing nu yo nggih nya atuh lapor pu punya da lai dugi tekan")
)


def hidden_here(found: Sequence[Word], at: int) -> Sequence[str]:
    """Of a word of `HERE`."""
    word = found[at].folded
    if word in _RECOGNISED:
        return (ANONIM,) if folded_in(before(found, at, 4)) & (FORBID_HERE | _DENIALS_HERE) else ()
    if word in _DENIALS_HERE and not folded_in(after(found, at, 2)) & _NOT_TO_BE:
        return ()
    near = folded_in(sentence(found, at, 5))
    following = {word.folded.removesuffix("2") for word in after(found, at, 8)}
    if word in FORBID - FORBID_HERE:
        return (ANONIM,) if following & _NAMING_HERE and near & NAMES_HERE and near & ONESELF_HERE else ()
    if following & _GIVING and following & _TO_KNOW and following & (ANYBODY_HERE | ANYBODY):
        return (ANONIM, RAHASIA)
    if folded_in(after(found, at, 3)) & _SPREADING and not folded_in(before(found, at, 1)) & {"ya", "aduh"}:
        return (ANONIM, RAHASIA) if near & NAMES_HERE else (RAHASIA,)
    if (
        near & NAMES_HERE
        and near & (ONESELF_HERE | _OWN_NAMES)
        and following & _REACHING
        and following & {"ka", "ke", "neng", "pak", "nang"}
    ):
        return (ANONIM,)
    if following & _NAMING and near & NAMES_HERE and found[at].folded != "aja":
        return (ANONIM,)
    if found[at].folded == "aja" and folded_in(after(found, at, 1)) & (_NAMING | _TALKING) and near & _OURS:
        return (ANONIM,)
    talks = following & _TALKING and following & (ANYBODY_HERE | ONESELF_HERE)
    knows = following & KNOWING and following & (ONESELF_HERE | {"saha", "sopo", "siapo"})
    if following & {"nganti", "ngasi", "nepi"} and "bocor" in following and not near & _ROOFS:
        return (RAHASIA,)
    return (ANONIM, RAHASIA) if talks or knows or following & _FOUND_OUT else ()


_ROOFS = frozenset({"atap", "genteng", "hateup", "pipa", "payon", "imah", "omah", "tong"})
_OWN_NAMES = frozenset({"jenengku", "namaku", "ngaranku"})
_OURS = NAMES_HERE | ANYBODY_HERE | ONESELF_HERE
