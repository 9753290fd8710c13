"""Whether something is told beside a question about reporting, or in it: "mau lapor kemana, anak saya dicabuli".

Who tells of violence, a bribe or a threat and gets a help text, or where an earlier report stands, may not write again.
"""

from __future__ import annotations

import re

from normalizer.likeness import gist
from normalizer.places import facts
from normalizer.questions import complains
from normalizer.sensitive import sensitive
from normalizer.text import folded

# "How do I report domestic violence?" tells of none; what stands in another clause is told.
_ASKED = re.compile(r"[^.,;:!?\n]*\?")
# What somebody is afraid of if they tell is not what they tell: "takut lapor, nanti kepala suku tahu nama sa".
_FEARED = re.compile(
    r"[^.,;:!?\n]*\b(?:nanti|ketahuan|(?:takut|khawatir|ragu) (?:me)?lapor|afraid to report)\b[^.,;:!?\n]*", re.I
)
_CLAUSES = re.compile(r"[.,;:!?\n]+")
_OF_REPORTING = re.compile(
    r"\b(?:\w*lapor\w*|\w*ngadu\w*|\w*aduan|kompl[ae]in|protes|report\w*|complain\w*|cara\w*|kemana|how|where)\b"
)
# "Laporan saya soal pungli": what it was about, and not what is told now.
_ABOUT = re.compile(
    r"\b(?:\w*lapor\w*|\w*aduan|report|complaint|ticket|tiket|kasus|soal|tentang|ttg|mengenai|perihal|about)\b"
    r"(?: (?!karena|krn|supaya|agar|because|after|setelah)\w+){1,4}"
)
# "Saya tinggal di Jl Melati RT 3, bagaimana cara lapor?": whose place it is, and nothing of it.
_LIVES = re.compile(
    r"(?:(?:halo|pak|bu|min|kak|permisi|maaf|kalau|kalo|klo|jika|nama) )*(?:(?:saya|sy|kami|aku|kulo|kula|abdi|i|we|"
    r"am|m) )*"
    r"(?:tinggal|domisili|berdomisili|beralamat|warga|orang|penduduk|asal|berasal|dari|alamat(?: saya| kami|nya|ku)?|"
    r"rumah (?:saya|kami|ku)|rumahku|live|from|stay|resident|di|my (?:address|house)|lenggah|linggih|bumi)\b"
)
_LEAST = 3


def tells_of_harm(text: str) -> bool:
    """Outside of a question that its mark closes. Pure and total, as all here."""
    return bool(sensitive(_FEARED.sub(" ", _ASKED.sub(". ", text))))


def harmed_beside_report(text: str) -> bool:
    """ "Saya diancam supaya laporan saya tidak diteruskan", whatever the earlier report was about."""
    return bool(sensitive(_ABOUT.sub(" ", folded(_ASKED.sub(". ", text)))))


def told_beside(text: str) -> bool:
    """Whether a clause that does not ask how to report says what there is, or where."""
    return tells_of_harm(text) or any(map(_is_told, _CLAUSES.split(_ASKED.sub(". ", text))))


def names_a_matter(clause: str) -> bool:
    return bool(gist(clause).matters)


def _is_told(clause: str) -> bool:
    said = folded(clause)
    if len(said.split()) < _LEAST or _OF_REPORTING.search(said):
        return False
    if names_a_matter(clause):
        return True
    return bool(facts(clause).found) and not (_LIVES.match(said) and not complains(said))
