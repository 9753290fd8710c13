"""When two complaints are the same: of one person, or of two about one problem.

Thresholds and weights were set on a part of the cases in tests/quality; docs/quality.md tells what others reach.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from normalizer.likeness import Gist, Likeness, compare
from normalizer.likeness_day import DAY, days_apart
from normalizer.likeness_met import Pair
from normalizer.likeness_retold import RETOLD
from normalizer.likeness_score import BAR, named, score
from normalizer.likeness_signs import contained, signs, told_again
from normalizer.likeness_signs_told import repeated
from normalizer.places_people import SELF
from normalizer.places_persons import others
from normalizer.places_words import LANDMARKS
from normalizer.schema import Location

WINDOW = timedelta(days=7)
_NEAR_METRES, _FAR_METRES = 100.0, 1_000.0
_EARTH_METRES = 6_371_000.0
_SHORT = 10
# What happens to one person; the same words of another are another's need.
_PERSONAL = frozenset({"identity", "aid", "land", "health"})
_SAME_FILE, _SAME_WORDS = "same person, same file", "same person, same words"
_ALL = 0.999
_SURE = frozenset({_SAME_FILE, _SAME_WORDS})


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint as it is compared. `person` as `normalizer.identity.person` gives it, `chat` the channel and address
    it came by, `flagged` whether it asks for protection, `files` the hashes of its attachments."""

    gist: Gist = field(repr=False)
    person: str = field(default="", repr=False)
    chat: str = field(default="", repr=False)
    at: datetime | None = None
    flagged: bool = False
    place: Location | None = None
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` says which rule decided, without any words of theirs. Of one person implies the same problem."""

    same_person: bool
    same_problem: bool
    why: str


def verdict(a: Told, b: Told, window: timedelta = WINDOW) -> Verdict:
    """Judge two complaints; symmetric, pure and total."""
    refused = _apart(a, b, window)
    if refused:
        return Verdict(False, False, refused)
    if a.person and a.person == b.person and not _lent(a, b):
        return _of_one(a, b, compare(a.gist, b.gist, one_person=True))
    like = compare(a.gist, b.gist)
    refused = _conflict(a, b, like, same=False)
    if refused:
        return Verdict(False, False, refused)
    why = _by_two(a, b, like)
    return Verdict(False, bool(why), why or _unlike(like))


def _apart(a: Told, b: Told, window: timedelta) -> str:
    if (a.flagged or b.flagged) and (a.chat != b.chat or not a.chat):
        return "protected: a rahasia or anonim complaint is never linked across chats"
    if a.at and b.at and abs(a.at - b.at) > window:
        return f"recurrence: more than {window.days} days lie between them"
    if on_other_days(a, b):
        return "recurrence: each tells of a day of its own"
    metres = metres_between(a.place, b.place)
    return "another place: the locations are far apart" if metres is not None and metres > _FAR_METRES else ""


def on_other_days(a: Told, b: Told) -> bool:
    """Whether each tells of its own "hari ini". The same photo is of one day, whatever the words say."""
    if a.at is None or b.at is None or a.files & b.files:
        return False
    return DAY in a.gist.facts.marks and DAY in b.gist.facts.marks and days_apart(a.at, b.at)


def recurs(mine: Told, older: Told, window: timedelta = WINDOW) -> bool:
    """The same person's same matter once more, behind the window or on another day: it was mended and broke, or never
    was."""
    if mine.at is None or older.at is None or mine.at <= older.at:
        return False
    late = mine.at - older.at > window or on_other_days(mine, older)
    return late and verdict(replace(mine, at=None), older).same_person


def _lent(a: Told, b: Told) -> bool:
    """One phone, two people who name themselves: "Nama: Siti Aminah", "Nama: Sri Wahyuni"."""
    left, right = (told.gist.facts.marks.get(SELF) for told in (a, b))
    return bool(left and right and others(left, right))


def _of_one(a: Told, b: Told, like: Likeness) -> Verdict:
    """Facts that differ decide; then a rule that nothing speaks against, then the sum of all signs."""
    refused = _conflict(a, b, like, same=True)
    if like.differ:
        return Verdict(False, False, refused)
    why = "" if refused else _by_one(a, b, like)
    if why in _SURE or (why and like.about is not False and like.part >= _ALL and repeated(a.gist.flat, b.gist.flat)):
        return Verdict(True, True, why)
    pair = Pair.of(a.gist, b.gist)
    if (why and contained(pair)) or (not refused and told_again(pair)):
        return Verdict(True, True, why or "same person, the same telling words")
    found = signs(pair, like._replace(place=_spot(a, b, like)))
    sum_ = score(found)
    if sum_ >= BAR:
        return Verdict(True, True, why or f"same person, the signs weigh {sum_:.1f}: {named(found, speaking_for=True)}")
    against = named(found, speaking_for=False)
    return Verdict(False, False, refused or f"same person, too little alike (the signs weigh {sum_:.1f}: {against})")


def _conflict(a: Told, b: Told, like: Likeness, *, same: bool) -> str:
    if like.differ:
        return f"another place, person, thing or day: {', '.join(sorted(like.differ))} differ"
    if like.near and not same:
        return f"perhaps another place: {', '.join(sorted(like.near))} differ by a letter"
    if RETOLD in like.near:
        return f"perhaps another place: {', '.join(sorted(like.near - {RETOLD}))} read differently"
    if like.elsewhere and (like.part < 0.75 or (_landmarks(a) and _landmarks(b))) and not like.prefix:
        return "another place: both name one, and none in common"
    if like.about is False and like.part < 0.75:
        return "another matter"
    return ""


def _landmarks(told: Told) -> bool:
    return any(kind in LANDMARKS or kind.startswith(("school", "name of")) for kind in told.gist.facts.found)


def _by_one(a: Told, b: Told, like: Likeness) -> str:
    """Why one person's two texts are one complaint; "" when they are not for certain."""
    if a.files & b.files and (like.about or like.shared == 0 or like.part >= 0.3):
        return _SAME_FILE
    if like.equal:
        return _SAME_WORDS
    if like.shortest <= _SHORT:
        return _by_one_short(a, b, like)
    if like.prefix or (like.part >= 0.7 and like.shared >= 2):
        return "same person, the words of the one are in the other"
    if like.part >= 0.5 and like.shared >= 2.5 and (like.whole >= 0.3 or _spot(a, b, like) >= 0.5):
        return "same person, most words the same"
    if like.about and _spot(a, b, like) >= 0.5 and (like.part >= 0.25 or like.rare):
        return "same person, same matter and place in other words"
    if like.about is not False and _spot(a, b, like) >= 0.5 and like.part >= 0.4 and like.shared >= 1.2:
        return "same person, place agrees, alike"
    if like.about and like.part >= 0.4 and like.rare >= 1 and like.shared >= 2 and like.whole >= 0.25:
        return "same person, same matter in other words"
    return ""


def _by_one_short(a: Told, b: Told, like: Likeness) -> str:
    if like.part >= 0.6 and like.shared >= 1 and (_spot(a, b, like) >= 0.5 or like.rare >= 2 or like.whole >= 0.8):
        return "same person, short but alike"
    if like.about and _spot(a, b, like) >= 0.5 and like.part >= 0.4 and (like.shared >= 1 or like.place >= 1.2):
        return "same person, short, same matter and place"
    return ""


def _by_two(a: Told, b: Told, like: Likeness) -> str:
    """Why two people's texts tell of one problem; "" when they do not for certain."""
    spot = _spot(a, b, like)
    personal = (a.gist.personal or b.gist.personal) and a.gist.matters & _PERSONAL and b.gist.matters & _PERSONAL
    if personal:
        return ""
    if a.files & b.files and (like.about or like.part >= 0.5):
        return "others' problem as well: same file"
    if like.shortest > _SHORT and like.equal and spot >= 0.5:
        return "others' problem as well: same words"
    if spot < 0.2 and (a.gist.here or b.gist.here or like.whole < 0.8):
        return ""
    if like.shortest <= _SHORT:
        sure = spot >= 1.2 or (spot >= 0.5 and like.rare and like.shared >= 1.5 and like.part >= 0.7)
        return "others' problem as well: same place, alike" if sure and like.about and like.part >= 0.6 else ""
    if like.part >= 0.7 and like.shared >= 2 and spot >= 0.5:
        return "others' problem as well: alike, place agrees"
    if like.part >= 0.6 and like.shared >= 2 and (spot >= 0.6 or (spot > 0 and like.rare >= 2) or like.rare >= 4):
        return "others' problem as well: alike, place agrees"
    if like.about and spot >= 1.2 and (like.part >= 0.3 or like.rare >= 2):
        return "others' problem as well: same matter and place"
    if like.about is not False and spot >= 0.5 and like.rare >= 3 and like.part >= 0.4:
        return "others' problem as well: place agrees, three telling words"
    return ""


def _unlike(like: Likeness) -> str:
    return f"another person, too little alike (words {like.part:.2f} of the shorter, place {like.place:.1f})"


def _spot(a: Told, b: Told, like: Likeness) -> float:
    metres = metres_between(a.place, b.place)
    return like.place + (1.0 if metres is not None and metres <= _NEAR_METRES else 0.0)


def metres_between(a: Location | None, b: Location | None) -> float | None:
    """None unless both are known. Distance on a sphere: https://en.wikipedia.org/wiki/Haversine_formula."""
    if a is None or b is None:
        return None
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * _EARTH_METRES * math.asin(math.sqrt(min(1.0, half)))
