"""Whether telling this in public is dangerous for whoever tells it: violence, children, bribes, threats, officials.

Protection is offered for such matters before they go on; a wrong offer costs a quarter of an hour, a missing one has
brought people to the police. Pure; time grows with the length of the text only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from operator import or_
from sys import intern

from normalizer.sensitive_name import OFFICES, names_an_official
from normalizer.sensitive_people import GENERAL, WEATHER
from normalizer.sensitive_read import read
from normalizer.sensitive_words import PHRASES

# A complaint of 8,471 characters is the longest seen.
_READ = 20_000
_BETWEEN = {"…": 4, "……": 8}

# How many words may stand before it, and which it is.
_Phrase = Sequence[tuple[int, frozenset[str]]]


def _phrase(text: str) -> _Phrase:
    places: list[tuple[int, frozenset[str]]] = []
    between = 0
    for part in text.split(" "):
        if part in _BETWEEN:
            between = _BETWEEN[part]
        else:
            places.append((between, _shared(frozenset(map(intern, part.split("|"))))))
            between = 0
    return places


@cache
def _shared(words: frozenset[str]) -> frozenset[str]:
    """The same thousand words of violence stand in a dozen phrases: they lie in memory once."""
    return words


_TOPICS = tuple(PHRASES)


# All phrases, the gravest first: the rank of its topic, and what has to follow its first word.
_ALL = [(rank, _phrase(text)) for rank, phrases in enumerate(PHRASES.values()) for text in phrases]


def _of_words(place: int) -> Mapping[str, int]:
    """In which phrases a word stands at that place, or at the last: a bit for each of `_ALL`. Of fifty phrases that
    begin as something in a text does, three have their next word anywhere in it."""
    found: dict[str, int] = {}
    for at, (_, phrase) in enumerate(_ALL):
        for word in phrase[min(place, len(phrase) - 1)][1]:
            found[word] = found.get(word, 0) | 1 << at
    # Thousands of words stand in few different sets of phrases: what is the same lies in memory once.
    shared = {many: many for many in found.values()}
    return {word: shared[many] for word, many in found.items()}


_BEGUN, _FOLLOWING = _of_words(0), _of_words(1)
_FIRST = frozenset(_BEGUN)
_OFFICIAL, _NONE = _TOPICS.index("official"), len(_TOPICS)


def sensitive(*texts: str) -> str:
    """The topic that makes it so (a constant of ours), the gravest first; "" when it is none."""
    # A title is most often the beginning of the text, cut.
    told = [text for text in texts if text and not any(text is not one and text.rstrip("…") in one for one in texts)]
    ranks = [rank for text in told or texts[:1] if (rank := _rank(text[:_READ])) is not None]
    return _TOPICS[min(ranks)] if ranks else ""


def _rank(text: str) -> int | None:
    said = read(text).split()
    spoken = frozenset(said)
    found = _OFFICIAL if not OFFICES.isdisjoint(spoken) and names_an_official(text) else _NONE
    going_on = reduce(or_, filter(None, map(_FOLLOWING.get, spoken)), 0)
    for word in spoken & _FIRST:
        if perhaps := _BEGUN[word] & going_on:
            found = _gravest(said, word, perhaps, found)
    return None if found == _NONE else found


def _gravest(said: Sequence[str], word: str, perhaps: int, found: int) -> int:
    """The rank of the gravest phrase, of those that `perhaps` names, that begins with this word and stands here;
    `found` where none is graver."""
    while perhaps:
        rank, (_, *rest) = _ALL[(perhaps & -perhaps).bit_length() - 1]
        if rank >= found:
            break
        if _stands(said, word, rank, rest):
            return rank
        perhaps &= perhaps - 1
    return found


def _stands(said: Sequence[str], first: str, rank: int, rest: _Phrase) -> bool:
    """Whether a phrase that begins with this word stands anywhere, and is meant."""
    at = -1
    for _ in range(said.count(first)):
        at = said.index(first, at + 1)
        if (end := _ends(said, at + 1, rest)) and _meant(said, at, end, rank):
            return True
    return False


def _ends(said: Sequence[str], at: int, rest: _Phrase) -> int:
    """Where a phrase ends whose next place may stand at `at`; 0 if it does not stand there."""
    if not rest:
        return at
    between, words = rest[0]
    for place in range(at, min(at + between + 1, len(said))):
        if said[place] in words and (end := _ends(said, place + 1, rest[1:])):
            return end
    return 0


_FORCE = {_TOPICS.index(topic) for topic in ("violence", "sexual", "child")}


def _meant(said: Sequence[str], at: int, end: int, rank: int) -> bool:
    """Not spoken of in general, and no house that the wind beat."""
    if not GENERAL.isdisjoint(said[max(0, at - 2) : at]):
        return False
    return rank not in _FORCE or WEATHER.isdisjoint(said[max(0, at - 2) : end + 2])
