"""What the stages of a complaint are made of: kinds, protections, people, files and places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Medium(StrEnum):
    """How words travel; it decides their length, their cost and their form."""

    SMS = "sms"
    CHAT = "chat"
    MAIL = "mail"


class Kind(StrEnum):
    """What a message is to us; the first three are LAPOR!'s classes of submission."""

    COMPLAINT = "complaint"  # pengaduan
    ASPIRATION = "aspiration"  # aspirasi
    INFORMATION = "information"  # permintaan informasi
    GREETING = "greeting"
    THANKS = "thanks"
    TEST = "test"
    GIBBERISH = "gibberish"  # nothing that can be read
    HELP = "help"
    STATUS = "status"
    COMMAND = "command"  # which one: `normalizer.commands.Command`
    YESNO = "yesno"  # an answer to a question of ours
    FOLLOWUP = "followup"  # goes with what was written before: "lanjutan", "itu fotonya"
    EMERGENCY = "emergency"  # somebody is in danger now: told the emergency numbers, and taken as a complaint
    ROBOT = "robot"  # an automatic answer, a bounce, a delivery report in a mail's clothes: never answered


LAPOR_KINDS = frozenset({Kind.COMPLAINT, Kind.ASPIRATION, Kind.INFORMATION})
# What is taken at once, whatever it is called: the class of these is a complaint.
TAKEN_KINDS = LAPOR_KINDS | {Kind.EMERGENCY, Kind.FOLLOWUP}


class Language(StrEnum):
    # These two are there always; any other, by its code (ISO 639: jv, su, mad), is one as soon as a catalogue of words
    # speaks it, and needs no line of code.
    INDONESIAN = "id"
    ENGLISH = "en"

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        """The same one for the same code each time, as an enumeration's members are."""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z]{2,3}", value):
            return None
        made = str.__new__(cls, value)
        made._name_, made._value_ = value.upper(), value
        found: Language = cls._value2member_map_.setdefault(value, made)  # type: ignore[assignment] # all are of this class
        return found


@dataclass(frozen=True, slots=True)
class Party:
    """Someone we can write to: E.164 number, Telegram chat id or mail address, as the channel wants it."""

    address: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Flags:
    """LAPOR!'s two protections. anonim: the text is public, the identity hidden; rahasia: the text is not public."""

    anonim: bool = False
    rahasia: bool = False

    def __bool__(self) -> bool:
        return self.anonim or self.rahasia

    @property
    def letters(self) -> str:
        """ "", "a", "r" or "ar": how they stand in keys and ends."""
        return "a" * self.anonim + "r" * self.rahasia


UNPROTECTED = Flags()


class Withheld(StrEnum):
    """Why the bytes of an attachment do not go on to the central system."""

    NOT = ""
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    INFECTED = "infected"  # clamd says so
    UNSCANNED = "unscanned"  # clamd could not be asked in time
    IDENTIFYING = "identifying"  # anonim, and what identifies cannot be taken out for certain
    MISSING = "missing"  # the store did not have it in time
    REFUSED = "refused"  # the central system does not take it


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, sound, film or file a message names. `source` is where its bytes can be had: a provider's URL or file
    id, or `part:<n>` of the same mail. `withheld`: its bytes do not go on, and why."""

    name: str = field(repr=False)
    media_type: str
    size: int | None = None
    sha256: str | None = None
    source: str = field(default="", repr=False)
    withheld: Withheld = Withheld.NOT


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    label: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an answer, on channels that carry files; others leave it out."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


class Otherwise(StrEnum):
    """What may still reach a citizen when an answer was refused for good."""

    NOTHING = ""  # they said STOP, or there is no such person
    WORDS = "words"  # the same way takes other words: a template that the provider approved
    WAY = "way"  # another way may do
