"""Answers about several complaints: the lines of their lists, and the pages that are printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from forwarder import tidings, words
from forwarder.items import Member, ReplyLease
from forwarder.listener import About, Listener
from forwarder.sayings import Piece
from forwarder.words_rules import Catalogue
from normalizer.privacy import mask
from normalizer.schema import Language

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_LONGEST_NAME, _LONGEST_TITLE = 80, 120


def moment(at_ms: int, zone: str, language: Language, catalogue: Catalogue | None = None) -> str:
    """`21 November 2026 14.05 WIB`; in English `14:05`."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))
    clock = {"hour": f"{at:%H}", "minute": f"{at:%M}", "zone": _ZONES.get(zone) or at.tzname() or ""}
    return f"{day(at_ms, zone, language, catalogue)} {words.piece(Piece.CLOCK, language, clock, catalogue)}"


def day(at_ms: int, zone: str, language: Language, catalogue: Catalogue | None = None) -> str:
    """`21 November 2026`."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))
    months = words.piece(Piece.MONTHS, language, {}, catalogue).split()
    return f"{at.day} {months[at.month - 1]} {at.year}"


@dataclass(frozen=True)
class Lists:
    """`contact`: how citizens reach this deployment; '' is left out."""

    catalogue: Catalogue
    zone: str
    contact: str = ""

    def facts(self, lease: ReplyLease, listener: Listener) -> dict[str, str]:
        """What the words of such an answer name."""
        if lease.members:
            lines = [self._line(member, _about(listener, member.place), listener) for member in lease.members]
        elif lease.what == "recap":
            lines = [self._recapped(one, listener) for one in listener.about]
        else:
            return {"whose": self._whose(lease, listener)}
        return {"count": str(len(lines)), "list": "\n".join(lines)}

    def _whose(self, lease: ReplyLease, listener: Listener) -> str:
        """To an office that passes on many, which of them this is."""
        hidden = not listener.printed or len(listener.about) != 1 or listener.flags or lease.protected
        return "" if hidden else told(listener.about[0])

    def _line(self, member: Member, about: About, listener: Listener) -> str:
        kind = Piece.LINE_LINKED if member.linked else Piece.LINE
        numbers = {"place": str(member.place), "number": member.number, "national": member.national}
        if listener.flags or member.protected:
            return words.piece(Piece.LINE_PROTECTED, listener.language, numbers, self.catalogue)
        return words.piece(kind, listener.language, {**numbers, "about": told(about)}, self.catalogue)

    def _recapped(self, about: About, listener: Listener) -> str:
        language, said = listener.language, dict(listener.facts).get(state_fact(about.number), "")
        values = {"date": day(about.received_ms, self.zone, language, self.catalogue), "number": about.number}
        values |= {"national": about.national, "about": told(about)}
        values["status"] = tidings.standing(said, language, self.catalogue)
        return words.piece(Piece.LINE_RECAP, language, values, self.catalogue)

    def pages(self, lease: ReplyLease, listener: Listener) -> Iterator[list[str]]:
        """The texts of each printed receipt, one for each language; those that have a national number when that is what
        the answer tells."""
        alone = Member(0, lease.number, lease.national, linked=False, protected=lease.protected)
        for member in lease.members or (alone,):
            about = _about(listener, member.place)
            if member.number and (member.national or lease.what != "some"):
                values = self._page(member, about, listener)
                yield [
                    words.piece(
                        Piece.PAGE, language, {**values, "date": self._received(about, language)}, self.catalogue
                    )
                    for language in Language
                ]

    def _page(self, member: Member, about: About, listener: Listener) -> Mapping[str, str]:
        values = {"number": member.number, "national": member.national, "contact": self.contact}
        if about.protected or listener.flags or member.protected:
            return values
        office = _plain(listener.to.name or listener.to.address, _LONGEST_NAME)
        return {**values, "name": _name(about), "about": _plain(about.title, _LONGEST_TITLE), "office": office}

    def _received(self, about: About, language: Language) -> str:
        return moment(about.received_ms, self.zone, language, self.catalogue)


def state_fact(number: str) -> str:
    """Under which name a list's listener keeps how one complaint stands."""
    return f"state {number}"


def _about(listener: Listener, place: int) -> About:
    return next((one for one in listener.about if one.place == place), About(place, protected=True))


def told(about: About) -> str:
    """Whose it is and what it is about, on one line; '' of what is protected."""
    if about.protected:
        return ""
    return ": ".join(filter(None, (_name(about), _plain(about.title, _LONGEST_TITLE))))


def _name(about: About) -> str:
    return _plain(mask(about.name), _LONGEST_NAME)


def _plain(text: str, longest: int) -> str:
    """One line without signs that nobody sees, which could turn a line around."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:longest].strip()
