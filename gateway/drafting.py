"""Which messages are parts of a conversation, and what the quiet periods of this deployment are: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from forwarder.naming import delivery_of
from forwarder.seal import Hasher
from gateway.settings import Settings
from gateway.understood import Item, Spoken
from normalizer.called_off import halts_something, may_ask_office
from normalizer.commands import Command
from normalizer.draft import Piece, Role, Rules
from normalizer.keeps_data import KEEPS_DATA
from normalizer.schema import TAKEN_KINDS, Flags, Kind, Medium, Message, Party
from normalizer.text import writable
from normalizer.triage import Triage

_AT_ONCE = Rules(timedelta(0))


@dataclass(frozen=True, slots=True)
class Drafting:
    """`quiet`: by medium; a medium that is not in it has none, and each of its messages stands for itself. `forced`: a
    row's end says that it was a piece, whatever the settings and our reading of it are today."""

    quiet: Mapping[Medium, timedelta] = field(default_factory=dict)
    cap: timedelta = _AT_ONCE.cap
    window: timedelta = _AT_ONCE.window
    forced: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Drafting:
        seconds = {Medium.SMS: settings.sms_quiet_seconds, Medium.CHAT: settings.chat_quiet_seconds}
        quiet = {medium: timedelta(seconds=value) for medium, value in seconds.items() if value}
        cap, window = timedelta(seconds=settings.draft_seconds), timedelta(seconds=settings.addition_seconds)
        return cls(quiet, cap, window)

    def waits(self, medium: Medium) -> bool:
        return self.forced or medium in self.quiet

    def rules(self, medium: Medium) -> Rules:
        """Of a medium without a quiet period: what is left of one is whole at once."""
        return Rules(self.quiet.get(medium, timedelta(0)), self.cap, self.window)


def role_of(message: Message, found: Triage) -> Role | None:
    """None for what concerns no draft whatever is open: greetings, questions, thanks, machines, mails."""
    if message.robot or message.proposal or message.origin or message.tokens:
        return None
    if message.edited:
        return Role.EDIT
    if found.command is Command.LIFT or found.why == KEEPS_DATA:
        return None
    if found.why == "hold" and found.command is Command.CANCEL and not found.argument:
        return Role.HOLD
    if not found.argument and found.command in (Command.SEND, Command.CANCEL):
        return Role.SEND if found.command is Command.SEND else Role.CANCEL
    if found.why == "flag alone" and not found.argument:
        return Role.FLAG
    return Role.TEXT if found.kind in TAKEN_KINDS or _halts(message, found) else None


def _halts(message: Message, found: Triage) -> bool:
    """ "Pabrik itu membakar limbah", and then "mohon dihentikan segera": no messages of ours are meant."""
    unsure = found.command is Command.STOP or found.kind is Kind.GIBBERISH
    return unsure and halts_something(message.text)


def _is_faint(message: Message, found: Triage, role: Role) -> bool:
    asks = role is Role.CANCEL and may_ask_office(message.text)
    return asks or found.kind is Kind.GIBBERISH or _halts(message, found)


@dataclass(frozen=True, slots=True)
class Speaking:
    """What one message is in its conversation. `forced` as in `Drafting`."""

    hasher: Hasher
    node: str
    rules: Rules
    who: str
    doubt: bool
    forced: bool = False

    def spoken(self, message: Message, found: Triage, alone: Callable[[], Item]) -> Spoken | None:
        """None when it stands for itself; `alone` makes what it is then."""
        role = role_of(message, found) or (Role.TEXT if self.forced else None)
        if role is None:
            return None
        sure = role is Role.TEXT and not _is_faint(message, found, role)
        otherwise = None if sure or self.forced else alone()
        return Spoken(self._piece(message, found, role), self.who, self.node, self.rules, otherwise)

    def _piece(self, message: Message, found: Triage, role: Role) -> Piece:
        hasher, where = self.hasher, (message.channel, message.delivery)
        return Piece(
            name=delivery_of(hasher, message),
            own=hasher.short("complaint", *where),
            role=role,
            message=_kept(message),
            flags=Flags() if found.command is Command.LIFT else found.flags,
            language=found.language,
            place=hasher.short("place", message.channel, message.sender.address, message.thread) * bool(message.thread),
            doubt=self.doubt,
            urgent=found.kind is Kind.EMERGENCY,
            faint=_is_faint(message, found, role),
            held=role is Role.TEXT and found.why == "hold",
        )


def _kept(message: Message) -> Message:
    """As it can be written down: no later system could hold the rest of it."""
    name = writable(message.sender.name)
    return replace(message, text=writable(message.text), sender=Party(message.sender.address, name))
