"""Whether somebody asks if they are safe who tells this: "nanti ketahuan gak?", "will they know it was me?".

Who asks that wants it, as who asks "bisa anonim gak?" does: it is taken for the wish, alone or beside what is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.clauses import ended, sentence
from normalizer.flag_phrases import HARMS, IDENTITY, IF, MINE, WHO
from normalizer.flag_words import ANONIM, RAHASIA
from normalizer.likeness import gist
from normalizer.phrases import OFFICES
from normalizer.questions import complains
from normalizer.schema import Flags
from normalizer.sensitive import sensitive
from normalizer.text import Word, words
from normalizer.vowelless import voiced
from normalizer.word_lists import set_of

_SAFE = set_of(
    "aman amankah safe dijamin jamin jaminan terjaga terlindungi dilindungi terlindung dijaga secure protected"
)
_FOUND_OUT = set_of("ketahuan ketauan konangan kanyahoan kaweruhan diketahui")
_LEAKS = set_of("bocor dibocorkan dibocorin kebocoran leak leaked")
_KNOWS = set_of("""
    tahu tau taukah tahukah mengetahui ngerti weruh reti nyaho uninga kenal mengenali know knows find finds learn
    dikasih dikasi diberitahu told
""")
_SEES = set_of("""
    lihat liat ngeliat melihat baca membaca dibaca kelihatan keliatan terlihat ketok katingali muncul tampil ditampilkan
    dimunculkan dibuka see sees seen visible shown show appear appears read reads disebut disebutkan dikasih diberikan
    disclosed revealed shared public
""")
_TROUBLE = set_of("masalah dipanggil dituntut dipenjara dimarahi dicari diapain trouble")
ASKED_OF = _TROUBLE | _SAFE | _FOUND_OUT | _LEAKS | _KNOWS | _SEES
_TELLING = set_of("""
    lapor melapor melaporkan ngelapor dilaporkan lapornya laporan laporannya laporanku pelapor pelapornya ngadu mengadu
    pengadu aduan pengaduan mengadukan report reports reported reporting reporter complain complained complaining
    complaint wadul madul
""")
_TELLER = set_of(
    "pelapor pelapornya pengadu identitas identitasnya identitasku data datanya dataku reporter identity privasi"
)
_OURS = (
    MINE | set_of("namanya identitasnya identitasku nomorku dataku jenengku abdi kulo kula ambo ulun tiang kuring i it")
) - {"us", "our"}
_NAMES = WHO | IDENTITY | set_of("nami wasta namo ngaran jenengku nomorku nope data datanya")
_OPEN = set_of(
    "apakah apa apaan opo apo will would does do did can could is are am was bisa bisakah who siapa kah naha"
)
_NOT = set_of("ga gak nggak ngga enggak engga gk tidak tdk ndak tak ora mboten teu henteu indak kah kan or belum")
# "Kenapa nama saya tidak muncul di daftar PKH?"
_ELSEWHERE = set_of("""
    kenapa mengapa kok why kapan when daftar bansos pkh bpnt blt dtks penerima ktp bpjs kis bantuan sertifikat ijazah
    jembatan jalan air lift kabel listrik pinjol rekening bank pinjaman undangan jadwal hasil lowongan cpns pppk
""")
PIPES = set_of("pipa atap ban gas genteng keran selang tangki tabung plafon ledeng pdam got")
_NEAR = 9


def asks_only_that(spoken: str) -> Flags:
    """What such a question wishes for that nothing is told beside. `spoken`: a dozen words at most."""
    found = words(spoken)
    asked = {flag for at, word in enumerate(found) if word.folded in ASKED_OF for flag in asked_safe(found, at)}
    if not asked or sensitive(spoken) or any(map(_is_told, _PARTS.split(spoken))):
        return Flags()
    rest = " ".join(word.folded for word in found if word.folded not in _TELLING | ASKED_OF | OFFICES)
    if complains(voiced(rest)) or gist(rest).matters:
        return Flags()
    return Flags(anonim=ANONIM in asked, rahasia=RAHASIA in asked)


_PARTS = re.compile(r"[.,;:!?()\n–—]+")


def _is_told(part: str) -> bool:
    """ "Mandor nyolong semen, apa dia bakal tau …": a part that asks for nothing and speaks of no report."""
    said = part.casefold().split()
    if _OF_OTHERS.issubset(said):  # "muncul nama orang lain di profil saya"
        return _TELLING.isdisjoint(said)
    return len(said) > 2 and (ASKED_OF | _TELLING).isdisjoint(said)


_OF_OTHERS = set_of("orang lain muncul")


def asked_safe(found: Sequence[Word], at: int) -> Sequence[str]:
    """The flags that a question with this word of `ASKED_OF` wishes for."""
    near = sentence(found, at, _NEAR)
    said = {word.folded for word in near}
    word = found[at].folded
    # "I could lose my job if they know it's me".
    if word in _KNOWS and said & IF and said & HARMS and _is_of_teller(said, telling=False):
        return (ANONIM,)
    if not _ELSEWHERE.isdisjoint(said) or not _asks(found, at, near, said):
        return ()
    # Whether it was read yet is asked of a report that is there.
    if word in {"dibaca", "baca", "dilihat", "read", "seen"} and not _SO_FAR.isdisjoint(said):
        return ()
    named = bool(said & _NAMES and said & _OURS) or not _TELLER.isdisjoint(said)
    telling = not _TELLING.isdisjoint(said)
    if word in _FOUND_OUT or (word in _LEAKS and "ke" in said and PIPES.isdisjoint(said)):
        return (ANONIM, RAHASIA) if telling or named or said & _OURS or len(near) <= _FEW else ()
    if word in _SAFE and (named or telling):
        return (ANONIM,) if named else (ANONIM, RAHASIA)
    # "Boleh tau laporan saya sampai mana" asks something else.
    wants = at > 0 and found[at - 1].folded in _WANTS
    if word in _KNOWS and not wants and _is_of_teller(said, telling=telling):
        return (ANONIM,)
    if word in _SEES and named:
        return (ANONIM,)
    if word in _TROUBLE and telling and said & _OURS:
        return (ANONIM, RAHASIA)
    # "Laporannya dibaca pak lurah juga gak?"
    read = word in {"dibaca", "dilihat", "read", "seen"} and said & OFFICES
    mine = telling and bool((said & {"who", "siapa"} and said & _OURS) or read)
    return (RAHASIA,) if word in _SEES and mine else ()


_FEW = 6
_SO_FAR = set_of("sudah sdh udah udh belum blm wis already yet has")
_WANTS = set_of("mau boleh ingin pengen pengin pingin cuma to i saya belum gak ga tidak nggak")


def _is_of_teller(said: set[str], *, telling: bool) -> bool:
    """ "Apa dia tahu saya yang lapor", "will he know it was me"; not "apakah lurah tahu soal laporan itu"."""
    if telling and said & (_OURS | {"siapa", "who", "sopo", "saha"}):
        return True
    return {"it", "me"} <= said or bool(said & {"itu", "dari", "ini"} and said & {"saya", "aku", "gue", "gw", "sy"})


def _asks(found: Sequence[Word], at: int, near: Sequence[Word], said: set[str]) -> bool:
    if "?" in near[-1].after or any(word.folded.endswith("kah") for word in near):
        return True
    first = next((word.folded for word in near), "")
    following = [word.folded for word in found[at + 1 : at + 3]] if not ended(found[at].after) else []
    denied_behind = (
        not _NOT.isdisjoint(following)
        or near[-1].folded in _NOT
        or (len(near) > 1 and near[-1].folded in _LAST and near[-2].folded in _NOT)
    )
    return denied_behind or first in _OPEN or (not _OPEN.isdisjoint(said - {"apa"}) and first in _SOON)


_LAST = set_of("ya pak bu min kak mas mbak bang yah nih sih dong admin")
_SOON = set_of("nanti ntar kalau kalo klo if when mau pak bu min kak halo")
