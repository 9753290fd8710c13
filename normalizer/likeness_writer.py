"""Where a text says who wrote it ("Saya Budi Santoso."): people share names, and problems have none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.phrases import HONORIFICS
from normalizer.places_words import NAMED
from normalizer.text import Word, folded_of, places_of
from normalizer.word_lists import set_of

_SELF = set_of("saya sy aku nama name namaku")
# Between the word and the name: "nama saya adalah Budi", "my name is Budi".
_BETWEEN = set_of("saya sy aku adalah is yaitu")
# What goes on behind a name that is written small.
_GOES_ON = set_of("dari dr warga umur usia alamat tinggal ingin mau hendak mohon melapor melaporkan lapor from want")
_ORDINARY = EMPTY | WEAK | frozenset(SAME) | frozenset(SAME.values()) | frozenset(MATTERS) | NAMED.keys() | _GOES_ON
_MOST = 3


def introduced(found: Sequence[Word], spoken: Collection[str]) -> frozenset[int]:
    """The places of its words. spoken: the text's words, folded."""
    if _SELF.isdisjoint(spoken):
        return frozenset()
    return frozenset(place for at in places_of(_SELF, folded_of(found)) for place in _name(found, at))


def _name(found: Sequence[Word], head: int) -> Iterator[int]:
    at = head + 1
    while at < len(found) and found[at].folded in _BETWEEN:
        at += 1
    while at < len(found) and found[at].folded in HONORIFICS:
        at += 1
    run = list(_unknown(found, at))
    if not run:
        return
    following = found[run[-1] + 1].folded if run[-1] + 1 < len(found) else ""
    ends = not following or _breaks(found[run[-1]]) or following in _GOES_ON
    large = [found[place].raw.istitle() for place in run]
    # "Saya Melihat Jalan Rusak": where all is written large, large letters say nothing.
    if (all(large) and (ends or not found[run[-1] + 1].raw[0].isupper())) or (ends and found[head].folded in _NAMING):
        yield from run


_NAMING = set_of("nama name namaku")


def _unknown(found: Sequence[Word], at: int) -> Iterator[int]:
    """Words nobody knows, until a sign ends them."""
    for place in range(at, min(at + _MOST, len(found))):
        if found[place].folded in _ORDINARY or not found[place].folded.isalpha():
            return
        yield place
        if _breaks(found[place]):
            return


def _breaks(word: Word) -> bool:
    return bool(word.after.strip()) or "\n" in word.after
