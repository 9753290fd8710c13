"""Reading anonim and rahasia out of a text: whoever seems to ask for protection gets it.

anonim hides the identity, rahasia the text. A word that names a flag sets it. Only a denial right before it ("tidak
perlu rahasia") takes it away, or, in lower case and in the middle of a sentence, an ordinary use ("sudah rahasia umum",
"akun anonim"). A wrong flag costs a clerk a minute; a missed one has brought people to the police.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from normalizer.clauses import after, before, broken, denied, ended, folded_in, sentence
from normalizer.flag_phrases import (
    AFTER_REQUEST,
    CHANGES,
    COMMONPLACE,
    CONTENT,
    DISCLAIMER,
    DISCLAIMER_NAME,
    IDENTITY,
    LEADS,
    MESSAGES,
    MINE,
    ORDINARY_BEFORE,
    OUR_WORDS,
    PLEAS,
    RAHASIA_COLLOCATIONS,
    UNCLEAR,
    WEAK,
    WHO,
    WISHES,
)
from normalizer.flag_words import ANONIM, RAHASIA, always_asks, flag_word, respelled
from normalizer.hiding import BEGINNINGS, hidden_at
from normalizer.not_asked import kept_by_office, without_unasked
from normalizer.others_secrets import kept_by_others, said_by_others
from normalizer.phrases import REPLY_PREFIXES
from normalizer.schema import UNPROTECTED, Flags
from normalizer.text import Word, folded_of, opening, places_of, readable, words
from normalizer.united import united
from normalizer.wish_told import wished

_BOTH = (ANONIM, RAHASIA)
_REACH = 6
# Real texts end at 8,471 characters. Beyond this only what stands around flag words is read.
_WHOLE, _AROUND, _MOST_WINDOWS = 50_000, 300, 60
_HINT = re.compile(
    r"r.?a?.?h.?a.?s|anon[iy]m|confid|konfid|identit|nama (?:saya|kami|pelapor|samaran)|my name|publi|hamba al",
    re.IGNORECASE,
)
_MOST_LEADS = 12
_LOUD = 4
_QUOTES = "\"'“”‘’«»„`"
_PARAGRAPH = re.compile(r"\n\s*\n")
# Mail programs break lines and put ">" before them.
_OURS = re.compile("|".join(r"[\s>|]+".join(map(re.escape, said.split())) for said in OUR_WORDS), re.IGNORECASE)


def flags_in(text: str, skip: int = 0) -> Flags:
    """The flags a text asks for; its first `skip` words (an agency keyword) do not count as its beginning."""
    if not text:
        return UNPROTECTED
    found = _read(text)
    return _exact(text, without_unasked(found), skip) or wished(found)


def exact_flags(text: str, skip: int = 0) -> Flags:
    """Those of them that rules find."""
    return _exact(text, without_unasked(_read(text)), skip)


def _read(text: str) -> Sequence[Word]:
    # One character may stand for a whole phrase (U+FDFA): cut again.
    return words(_own(readable(text[:_WHOLE])[: 2 * _WHOLE]))


def _exact(text: str, found: Sequence[Word], skip: int) -> Flags:
    flags = flags_among(found, skip)
    for window in _windows(text) if len(text) > _WHOLE else ():
        flags = united(flags, flags_among(words(window), start_counts=False))
    return flags


def lifted_in(text: str) -> Flags:
    """The flags a text denies ("tidak perlu anonim"); BUKA as its first word lifts both."""
    found = respelled(words(text[:_WHOLE]))
    if found and found[0].raw == "BUKA" and _loud(found, 0):
        return Flags(anonim=True, rahasia=True)
    lifted = {flag for at, word in enumerate(found) if (flag := flag_word(word.folded)) and denied(found, at)}
    return Flags(anonim=ANONIM in lifted, rahasia=RAHASIA in lifted)


def _own(text: str) -> str:
    """The text without our own words quoted, and without the sentences offices put below every mail."""
    # Every sentence of ours names one of these, every office's one of those; the search for all of them is dear.
    plain = text.casefold()
    text = _OURS.sub(".", text) if RAHASIA in plain or "dilindungi" in plain else text
    first = _PARAGRAPH.search(text) if RAHASIA in plain or "confidential" in plain else None
    if not first:
        return text
    return text[: first.end()] + DISCLAIMER.sub(_disclaimed, text[first.end() :])


def _disclaimed(found: re.Match[str]) -> str:
    """Nothing; but a sentence with a flag in capitals is a person's."""
    said = DISCLAIMER_NAME.sub("", found[0], count=1)
    return said if any(word.raw.isupper() and flag_word(word.folded) for word in words(said)) else ""


def _windows(text: str) -> Iterator[str]:
    """Of a book-length text: its end, and what stands around the first flag words."""
    yield text[-_AROUND:]
    for hit in islice(_HINT.finditer(text, _WHOLE), _MOST_WINDOWS):
        yield text[max(0, hit.start() - _AROUND) : hit.end() + _AROUND]


def flags_among(found: Sequence[Word], skip: int = 0, *, start_counts: bool = True) -> Flags:
    start = skip + opening(found[skip:]) if start_counts else len(found)
    if not start_counts or start < len(found):
        head, tail = found[:start] if start_counts else (), found[start:] if start_counts else found
        found = [*head, *respelled(tail)]
    folded = folded_of(found)
    hints = BEGINNINGS.intersection(folded).union(filter(flag_word, folded))
    asked: set[str] = set()
    for at in places_of(hints, folded) if hints else ():
        asked.update(_asked_at(found, at, start))
        if len(asked) == 2:
            break
    return Flags(anonim=ANONIM in asked, rahasia=RAHASIA in asked)


def _asked_at(found: Sequence[Word], at: int, start: int) -> Sequence[str]:
    flag = flag_word(found[at].folded)
    if not flag:
        return hidden_at(found, at)
    if denied(found, at):
        return ()
    marked = _marked(found, at, start)
    if not marked and (said_by_others(found, at) or kept_by_others(found, at) or kept_by_office(found, at)):
        return ()
    if not (marked or always_asks(found[at].folded) or _meant(found, at, flag)):
        return ()
    return (ANONIM,) if flag == ANONIM else _kinds(found, at, marked=marked)


# -- whether it is an instruction --------------------------------------------------------------------------------------


def _marked(found: Sequence[Word], at: int, start: int) -> bool:
    """Whether its place or its form makes it an instruction, whatever stands beside it."""
    return _begins(found, at, start) or _loud(found, at) or _tagged(found[at]) or _heads(found, at, start)


def _begins(found: Sequence[Word], at: int, start: int) -> bool:
    """The first word of the text or of a sentence, behind "LAPOR", "Re:", "Surat" or another flag at most."""
    low = at
    while low > max(start, at - _MOST_LEADS) and not ended(found[low].before) and _leads(found[low - 1]):
        low -= 1
    unknown_keyword = low == start + 1 and found[at].raw.isupper() and len(found[at].raw) >= _LOUD
    return low <= start or ended(found[low].before) or unknown_keyword


def _leads(word: Word) -> bool:
    return word.folded in LEADS or word.folded in REPLY_PREFIXES or bool(flag_word(word.folded))


def _loud(found: Sequence[Word], at: int) -> bool:
    """In capitals among words that are not."""
    if not found[at].raw.isupper() or len(found[at].raw) < _LOUD:
        return False
    others = [word.raw for word in (*found[max(0, at - 4) : at], *found[at + 1 : at + 5])]
    others = [raw for raw in others if len(raw) > 1 and raw.isalpha() and not flag_word(raw.casefold())]
    return sum(map(str.isupper, others)) * 2 <= len(others)


def _tagged(word: Word) -> bool:
    """ "#anonim", "RAHASIA:", "(rahasia)", "*rahasia*", ", rahasia,"."""
    if word.before.endswith("#") or word.after.startswith((":", " :")):
        return True
    return broken(word.before) and (not word.after or broken(word.after))


def _heads(found: Sequence[Word], at: int, start: int) -> bool:
    """A line or sentence of its own with one word before it: "Akun anonim."."""
    return ended(found[at].after) and (at <= start + 1 or ended(found[at - 1].before))


def _meant(found: Sequence[Word], at: int, flag: str) -> bool:
    """In running text: a plain name is meant unless it is an ordinary use; a weak one only with a plea."""
    word = found[at]
    following = found[at + 1].folded if at + 1 < len(found) else ""
    pleas = folded_in(sentence(found, at, _REACH)) & PLEAS
    if following in AFTER_REQUEST or folded_in(before(found, at, 1)) & PLEAS:
        return True
    if WEAK.fullmatch(word.folded):
        return bool(pleas) or bool(folded_in(sentence(found, at, 3)) & (WHO | {"keep", "kept", "remain", "treat"}))
    if flag == RAHASIA and following in COMMONPLACE:
        return False
    wished = folded_in(before(found, at, 2)) & WISHES or _changed(found, at)
    return bool(pleas or wished) or not (_ordinary(found, at, flag) or _quoted(word))


def _changed(found: Sequence[Word], at: int) -> bool:
    """ "Ubah laporan saya jadi rahasia"; "dokumen itu diubah jadi rahasia" is told."""
    clause = before(found, at, 5)
    first = next((place for place, word in enumerate(clause) if word.folded in CHANGES), None)
    return first is not None and (first == 0 or bool(folded_in(clause[:first]) & (PLEAS | MINE | CONTENT)))


def _ordinary(found: Sequence[Word], at: int, flag: str) -> bool:
    following = folded_in(after(found, at, 1))
    if flag == RAHASIA and following & RAHASIA_COLLOCATIONS:
        return True
    leading = folded_in(before(found, at, 1))
    if folded_in(before(found, at, 2)) & {"akun", "account"}:  # "akun facebook anonim"
        return True
    own = bool(leading & MESSAGES) and broken(found[at - 1].before)
    return bool(leading & ORDINARY_BEFORE) and not own


def _quoted(word: Word) -> bool:
    """Somebody else's word: 'a folder that says "rahasia"'."""
    return word.before[-1:] in _QUOTES and word.after[:1] in _QUOTES and bool(word.before and word.after)


# -- what it asks for --------------------------------------------------------------------------------------------------


def _kinds(found: Sequence[Word], at: int, *, marked: bool) -> Sequence[str]:
    """RAHASIA hides the text; "rahasiakan nama saya" and "nama saya rahasia" who wrote it; in doubt both."""
    if always_asks(found[at].folded) or WEAK.fullmatch(found[at].folded):
        return _objects(found, at)
    clause = folded_in(before(found, at, 3))
    if not marked and _names_writer(clause):
        return _BOTH if clause & CONTENT else (ANONIM,)
    if at and found[at].before.strip() == ":" and found[at - 1].folded in WHO:  # a form: "Nama: rahasia"
        return _BOTH
    following = folded_in(after(found, at, 2))
    return _BOTH if following & WHO and following & MINE else (RAHASIA,)


def _objects(found: Sequence[Word], at: int) -> Sequence[str]:
    if any(map(str.isdecimal, folded_in(before(found, at, 6)))) and _names_report(found, at):
        return (RAHASIA,)
    near = folded_in(sentence(found, at, 4))
    clause = folded_in([*before(found, at, 4), *after(found, at, 4)])
    if _names_writer(clause) and not near & CONTENT:
        return (ANONIM,)
    if near & CONTENT and not near & (IDENTITY | UNCLEAR):
        return (RAHASIA,)
    bare = found[at].folded.startswith("rahasia") and not folded_in(before(found, at, 1)) & {"di"}
    ours = WEAK.fullmatch(found[at].folded) and folded_in(after(found, at, 1)) & MINE  # "kerahasiaan saya"
    return _BOTH if near & (IDENTITY | UNCLEAR) or bare or ours else (RAHASIA,)


def _names_report(found: Sequence[Word], at: int) -> bool:
    """ "Laporan saya nomor 1916449 mohon dirahasiakan": whose number that is, is said."""
    clause = [word.folded for word in before(found, at, 8)]
    number = next((place for place, word in enumerate(clause) if word.isdecimal()), len(clause))
    named = clause[: number - 1] if clause[number - 1 : number] and clause[number - 1] in _NUMBER else clause[:number]
    beside = {*named, *clause[number:], *folded_in(after(found, at, 4))}
    return bool(CONTENT & set(named)) and not beside & (WHO | IDENTITY)


_NUMBER = frozenset({"nomor", "nomer", "no", "number"})


def _names_writer(clause: set[str]) -> bool:
    return bool(clause & WHO or (clause & IDENTITY and clause & MINE))
