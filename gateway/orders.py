"""What is said beside complaints: orders about answers, courtesy, what cannot be read, a phone that is shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from forwarder.items import Claim, Note
from forwarder.joins import Join
from forwarder.preferences import Preference, Wish
from forwarder.questions import unclear_end
from forwarder.seal import Hasher
from gateway.understood import Item, Remembering, Unclear
from normalizer.commands import Command
from normalizer.missing import Missing, missing
from normalizer.schema import Complaint, Flags, Kind, Language, Message
from normalizer.triage import Triage

GIBBERISH, EMERGENCY = "gibberish", "emergency"
# Whoever is in danger may ask more than once; whoever plays is told no more often.
EMERGENCIES_A_DAY = 3
# Whoever asks for help gets it; who greets afterwards has it by then.
HELPS_A_DAY = 20
# Answered at most once a day, all of them together: nobody pays for small talk.
_COURTESY = frozenset({Kind.GREETING, Kind.TEST, Kind.YESNO})


class Say(Protocol):
    """What answers one message."""

    def __call__(self, found: Triage, what: str, **facts: str) -> Note: ...


@dataclass(frozen=True, slots=True)
class Ordering:
    """`who` as in `Claim`; `say` makes the note that answers, `claim` the complaint that something may be after all;
    `languages` are those we speak."""

    hasher: Hasher
    node: str
    who: str
    say: Say
    claim: Callable[[Message], Claim]
    languages: frozenset[str] = frozenset(Language)

    def item(self, message: Message, found: Triage) -> Item | None:
        """None for what is no such thing."""
        if message.shared:
            return self._join(message, found)
        if found.kind is Kind.GIBBERISH:
            return self._unclear(message, found)
        if found.command in (Command.STOP, Command.START):
            return self._answers(message, found)
        if found.command is Command.LANGUAGE:
            return self._language(message, found)
        if found.kind is Kind.HELP and not found.flags:
            return replace(self._courtesy(message, found), most=HELPS_A_DAY)
        return self._courtesy(message, found) if found.kind in _COURTESY else None

    def emergency(self, message: Message, found: Triage, *, asking: str = "") -> Note:
        """Whom to call; the complaint goes its own way. asking: as forwarder/wish.py has it."""
        note = self.say(replace(found, flags=Flags()), EMERGENCY, **({"asking": asking} if asking else {}))
        name = self.hasher.short("emergency", message.channel, message.delivery)
        return replace(note, delivery=name, once=self._counter("emergency", message), most=EMERGENCIES_A_DAY)

    def _unclear(self, message: Message, found: Triage) -> Unclear | Claim:
        """Asked once a day; what comes again is kept as a complaint, and so is what is not answered
        (gateway/doubtful.py): a person looks."""
        kept = self.claim(replace(message, doubts=(*message.doubts, GIBBERISH)))
        if message.silent:
            return kept
        said = self.say(found, "unclear")
        asked = replace(said, outcome=unclear_end(self.who), once=self._counter("unclear", message), yields=True)
        return Unclear(asked, kept)

    def _answers(self, message: Message, found: Triage) -> Remembering | Note:
        stops = found.command is Command.STOP
        note = self.say(found, "stopped" if stops else "started")
        if found.kind is Kind.GREETING:
            note = self._courtesy(message, found)
        return self._remembered(message, note, Wish.ANSWERS, "off" if stops else "on")

    def _language(self, message: Message, found: Triage) -> Item:
        if found.argument not in self.languages:
            return self.say(found, "language_ask")
        language = Language(found.argument)
        note = self.say(replace(found, language=language), "language_set")
        return self._remembered(message, note, Wish.LANGUAGE, language)

    def _courtesy(self, message: Message, found: Triage) -> Note:
        """One person is told once, on whatever channels they greet."""
        return replace(self.say(found, "help"), once=self.hasher.short("courtesy", message.person))

    def _join(self, message: Message, found: Triage) -> Remembering:
        account, person = (self.hasher.short("person", name) for name in (message.person, message.shared))
        return Remembering(self.say(found, "joined"), Join(account, person, _came_ms(message), self.node))

    def _remembered(self, message: Message, note: Note, wish: Wish, value: str) -> Remembering | Note:
        """Who borrowed a name wishes nothing for its owner: no more answers, or answers in another language."""
        if message.borrowed:
            return note
        return Remembering(note, Preference(self.who, wish, value, _came_ms(message), self.node))

    def _counter(self, kind: str, message: Message) -> str:
        return self.hasher.short(kind, message.channel, message.sender.address)


def lacks(message: Message, complaint: Complaint) -> Missing:
    """What its receipt asks for: never of one that is protected, passed on, or no complaint of something."""
    if complaint.kind is not Kind.COMPLAINT or complaint.flags or complaint.forwarded or GIBBERISH in complaint.doubts:
        return Missing.NOTHING
    return missing(message)


def _came_ms(message: Message) -> int:
    return int(message.received_at.timestamp() * 1000)
