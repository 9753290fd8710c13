"""Whether a call for help is about somebody in need, or aid that somebody draws, and not about this service."""

from __future__ import annotations

import re

# "Need help elderly alone", "butuh bantuan lansia sendirian": of whom, and how they are.
_WHO = re.compile(
    r"\b(?:elderly|old (?:man|woman|lady|people|person|and)|alone|sick|ill|disabled|paraly[sz]ed|injured|hurt|hungry|"
    r"starving|homeless|widow\w*|orphan\w*|grand(?:ma|pa|mother|father)|patients?|victims?|"
    r"can ?(?:t|not) (?:walk|move|see|get up|eat)|"
    r"lansia|jompo|sendirian|sebatang kara|sakit|difabel|disabilitas|lumpuh|stroke|yatim|piatu|janda|korban|kelaparan|"
    r"terlantar|pingsan|nenek|kakek)\b"
)
# "Pakai nama orang lain untuk dapat bantuan": rice or money, in somebody's name.
_NAMED = re.compile(
    r"\b(?:pakai|pake|memakai|makai|gunakan|menggunakan|catut|mencatut|pinjam|meminjam|jual|menjual|atas|dengan|using|"
    r"uses?|in) (?:nama|data|ktp|kk|(?:my|someone else s|another|other people s|his|her) name)\b(?: \w+){0,6} "
    r"(?:bantuan|bansos|help|aid)\b|"
    r"\b(?:nama|data|ktp|kk)(?: \w+){0,3} (?:dipakai|dipake|digunakan|dicatut|dipinjam|dijual)\b(?: \w+){0,5} "
    r"(?:bantuan|bansos)\b"
)
# "Tolong ajarin nenek cara ngadu lewat hp": with this, after all.
_WITH_THIS = re.compile(r"\b(?:\w*lapor\w*|\w*ngadu\w*|\w*aduan|aplikasi\w*|report\w*|complain\w*|app)\b")


def of_need(said: str) -> bool:
    """`said` as `normalizer.text.folded` gives it."""
    if _WITH_THIS.search(said):
        return False
    return _WHO.search(said) is not None or _NAMED.search(said) is not None
