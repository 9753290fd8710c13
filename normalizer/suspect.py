"""Whether a mail is suspect, and why: signs are weighed against what makes it a complaint.

Nobody is turned away: what is suspect waits for a person. So a sign alone never suffices, but for a verdict of a filter
and for programs; and words of a nuisance do not count against who complains of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from normalizer.mime import ParsedMail
from normalizer.suspect_adverts import ADVERTS
from normalizer.suspect_honest import GRIEVANCE, PLACE, REPORTING, REQUEST
from normalizer.suspect_languages import ENGLISH, INDONESIAN
from normalizer.suspect_lists import CONTACT, PRICE
from normalizer.suspect_signs import PLAIN, Sign, bulk, envelope, strange_links
from normalizer.suspect_text import Letter, folded, letter

HELD_FROM = 5
_VERDICTS = {"spam": 10, "doubtful": 2, "ham": -1}
# Different advertising phrases, and their weight.
_ADVERT_WEIGHTS = ((10, 7), (8, 6), (6, 5), (4, 4), (3, 3), (2, 2), (1, 1))
_MOST_EACH = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What was found out elsewhere. proven: whether the sender really is who From says; None when nobody looked.
    verdict: `spam`, `doubtful`, `ham` of a filter, or "". ours: our addresses, lower case. answers: it names an
    answer of ours, and proves to."""

    proven: bool | None = None
    forwarder: bool = False
    verdict: str = ""
    ours: tuple[str, ...] = ()
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`signs` by weight, the heaviest first; `reason` is the name of the first, a token without personal data."""

    held: bool
    score: int
    signs: tuple[Sign, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """How many different phrases of each kind stand in a letter."""

    adverts: int
    group: str
    grievance: int
    request: int
    place: int
    count: int
    reporting: int = 0

    @property
    def complaining(self) -> int:
        return self.grievance + self.request + self.place

    @property
    def kinds(self) -> int:
        return sum(1 for number in (self.grievance, self.request, self.place) if number)

    @property
    def like_complaint(self) -> bool:
        """Two of grievance, request and place, and as many words of them as its length makes likely."""
        return self.kinds >= 2 and self.complaining >= min(2 + self.count // 40, 8)

    @property
    def praised(self) -> int:
        """Advertising phrases, but for those that are told of as a nuisance."""
        return self.adverts // 2 if self.reporting >= 2 else self.adverts

    @property
    def plain_complaint(self) -> bool:
        """A complaint whatever else it is: an advert has more to say of its goods than of what is broken."""
        enough = self.grievance and self.kinds >= 2 and self.complaining >= 4
        return self.like_complaint and bool(enough) and 2 * self.praised <= self.complaining


def suspicion(data: bytes, mail: ParsedMail, known: Known) -> Suspicion:
    """Judge a mail as it came and as it was read. Total; the same for the same arguments."""
    seen = letter(data, mail)
    words = words_of(seen)
    signs = _merged([*_signs(seen, known), *_weighed(seen, words, known)])
    score = sum(weight for _, weight in signs)
    pardoned = known.forwarder or (known.proven is True and words.plain_complaint)
    heaviest = signs[0][0] if signs else ""
    return Suspicion(score >= HELD_FROM and not pardoned, score, signs, heaviest)


def words_of(seen: Letter) -> Words:
    reporting = _different(REPORTING, seen.said)
    found = {name: _different(pattern, seen.said) for name, pattern in ADVERTS.items()}
    return Words(
        adverts=sum(found.values()),
        group=max(found, key=lambda name: found[name]),
        grievance=_different(GRIEVANCE, seen.said) + reporting,
        request=_different(REQUEST, seen.said),
        place=_different(PLACE, seen.said),
        count=seen.count,
        reporting=reporting,
    )


def complains(text: str) -> bool:
    """Whether anything in it says that something is amiss."""
    return GRIEVANCE.search(folded(text)) is not None


def _different(pattern: re.Pattern[str], text: str) -> int:
    found: set[str] = set()
    for match in pattern.finditer(text):
        found.add(match[0])
        if len(found) >= _MOST_EACH:
            break
    return len(found)


def _signs(seen: Letter, known: Known) -> Iterator[Sign]:
    for rule in PLAIN:
        yield from rule(seen)
    yield from envelope(seen, known.ours)
    if known.verdict in _VERDICTS:
        yield "verdict", _VERDICTS[known.verdict]
    if known.answers:
        yield "answer", -4
    if known.proven is False:
        yield "unproven", 1


def _weighed(seen: Letter, words: Words, known: Known) -> Iterator[Sign]:
    if weight := next((weight for least, weight in _ADVERT_WEIGHTS if words.adverts >= least), 0):
        yield "adverts", weight
    listed = any(name == "list" for name, _ in bulk(seen))
    if words.plain_complaint and (words.request or not listed):
        yield "complaint", -4
    elif words.like_complaint and not listed and 2 * words.praised < max(2, words.complaining):
        yield ("links", 1) if strange_links(seen) else ("complaint", -2)
    elif words.count >= 6:
        yield from _no_complaint(seen, words)


def _no_complaint(seen: Letter, words: Words) -> Iterator[Sign]:
    """What would be odd in a complaint is odder in what is none; who wants something of an office says so."""
    yield "no-complaint", 2 if words.grievance or words.request or seen.count < 14 else 3
    if strange_links(seen):
        yield "links", 1
    if seen.count >= 12 and CONTACT.search(seen.said):
        yield "trade", 1
    if PRICE.search(seen.said):
        yield "trade", 1
    if _english_only(seen):
        yield "no-complaint", 2 if seen.count >= 12 else 1


def _english_only(seen: Letter) -> bool:
    return len(ENGLISH.findall(seen.said[:4000])) >= 3 and not INDONESIAN.search(seen.said)


def _merged(signs: list[Sign]) -> tuple[Sign, ...]:
    """One entry a name: the weights of its signs together."""
    sums: dict[str, int] = {}
    for name, weight in signs:
        sums[name] = sums.get(name, 0) + weight
    return tuple(sorted(sums.items(), key=lambda sign: -sign[1]))
