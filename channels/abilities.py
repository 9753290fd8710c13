"""What a channel may do beside what every one does (`channels.base.Channel`); asked with `able`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar, cast, runtime_checkable

from normalizer.schema import Raw

# No header that comes over HTTP has a space in its name.
RECEIVED_AT: Final = "MARK received at"

Ability = TypeVar("Ability")
_FOUND: dict[tuple[type, object], bool] = {}


def able(one: object, ability: Callable[..., Ability]) -> Ability | None:
    """`one`, if it has that ability (one of the protocols below); else None. All of a class have it, or none: Python
    3.11's `isinstance` looks at every attribute of a protocol each time, which took a fifth of accepting a delivery."""
    asked = (type(one), ability)
    if asked not in _FOUND:
        _FOUND[asked] = isinstance(one, cast(type, ability))
    return cast(Ability, one) if _FOUND[asked] else None


@runtime_checkable
class Polling(Protocol):
    """A channel that may be asked for its messages instead of being told (Telegram without a public address)."""

    @property
    def polls(self) -> bool:
        """Whether it is asked."""
        ...

    @property
    def account(self) -> str:
        """Whose messages these are; another account counts its offsets anew."""
        ...

    async def poll(self, offset: int) -> tuple[Sequence[Raw], int]:
        """Wait for deliveries after `offset`; the new offset is kept only once the journal holds all of them.
        Raise `SendFailed(after=…)` when the provider cannot be asked now."""
        ...

    def another_polls(self, code: str) -> bool:
        """Whether a failure with this code says that somebody else asks for the same account."""
        ...


@runtime_checkable
class Passing(Protocol):
    """A channel whose provider may take a message and report later that it had no room for it."""

    def passes(self, code: str) -> bool:
        """Whether a failure reported with this code is over after a while."""
        ...

    def is_ours(self, code: str) -> bool:
        """Whether a setting of ours is at fault, and an operator has to mend it."""
        ...


@runtime_checkable
class Rationed(Protocol):
    """A channel on which anybody can write in another's name: at most so many answers a day go to one address."""

    @property
    def answers_per_day(self) -> int: ...

    @property
    def office_answers_per_day(self) -> int:
        """The same for who is proven and known to pass on what citizens write: an office writes for many."""
        ...


@runtime_checkable
class Holding(Protocol):
    """A channel whose provider keeps the files that came, for a while."""

    async def content(self, source: str) -> bytes:
        """The bytes behind `Attachment.source`. Raise `SendFailed` when they cannot be had."""
        ...


@runtime_checkable
class Windowed(Protocol):
    """A channel on which a citizen is written to in free words only for some time after they wrote; afterwards only in
    words its provider has approved (`Reply.template`)."""

    @property
    def window_seconds(self) -> float:
        """0: no such limit."""
        ...


class Register(Protocol):
    """Those who were enrolled one by one to pass on what others wrote. Addresses come in the one form in which the
    channel compares them."""

    def knows(self, address: str) -> bool: ...

    def open_words(self) -> bool:
        """Whether any one-time word waits to be used: else nothing need be searched for one."""
        ...

    def redeem(self, words: Sequence[str], address: str) -> bool:
        """Enrol this address if one of the words is good for it, at once and for ever: the same address may come with
        its word again, nobody else."""
        ...


@runtime_checkable
class Provable(Protocol):
    """A channel on which anybody can write in another's name, and which can find out who really did."""

    @property
    def proves(self) -> bool:
        """Whether the settings want it."""
        ...

    def arrival_key(self, raw: Raw) -> str:
        """As `delivery_key`, and another one where the same bytes came another way, so that another proof may hold:
        what came first in a name that was borrowed must not take the place of what its owner sent. Cheap; never
        raises."""
        ...

    async def prove(self, raw: Raw, register: Register) -> str:
        """What `read` finds again as the header `MARK proof`: words of ours, nobody's data; `unproven away` when nobody
        could be asked for too long. Raise `NotNow` while who must be asked does not answer."""
        ...


@runtime_checkable
class Vouching(Protocol):
    """A channel on which people prove who they are, so that a mailbox can be known for a phone's answers."""

    @property
    def vouches_at(self) -> str:
        """Our address there; "" while nothing is proven."""
        ...


@runtime_checkable
class Sorting(Protocol):
    """A channel on which anybody can write anything to anybody: some of it waits for a person."""

    def waits(self, raw: Raw) -> str:
        """The end of a delivery that nothing is made of until a person looked at it: `held:<reason>`,
        `verification:<provider>`; "" for all else. Pure over the bytes and marks; never raises."""
        ...

    def reasons(self, raw: Raw) -> Sequence[str]:
        """Why it is suspect, the weightiest first: words of ours, nobody's data."""
        ...

    def request(self, raw: Raw) -> str:
        """What a provider asks of the operator in it, with its code and link; "" for all else."""
        ...

    def summary(self, raw: Raw) -> tuple[str, str]:
        """The sender's domain, and the subject with people's data masked."""
        ...

    def words(self, raw: Raw) -> str:
        """Who wrote what, for a person who may see it."""
        ...


@runtime_checkable
class Filtered(Protocol):
    """A channel whose deliveries a filter of the operator's can be asked about."""

    def filters(self, raw: Raw) -> bool:
        """Whether the settings want it of this delivery. Cheap."""
        ...

    async def filtered(self, raw: Raw) -> str:
        """What `waits` finds again as the header `MARK spam`: `spam`, `doubtful`, `ham`, or `away`."""
        ...


@runtime_checkable
class Naming(Protocol):
    """A channel on which an answer of ours is answered by naming it."""

    def names(self, raw: Raw) -> Sequence[str]:
        """What has the form of `Reply.token` in it; who makes tokens knows which is one. `waits` finds again as the
        header `MARK answer` whether one was: `ours` or `foreign`. Cheap."""
        ...


@dataclass(frozen=True, slots=True)
class Notice:
    """Words to the operator. `id` is the same at every try."""

    id: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


@runtime_checkable
class Notifying(Protocol):
    """A channel by which the operator can be written to."""

    async def notify(self, notice: Notice) -> None:
        """Raise `SendFailed`."""
        ...


@runtime_checkable
class Recounting(Protocol):
    """A channel whose provider keeps a list of what was written to us, so that nothing is missed when a webhook is."""

    async def received(self, since: datetime, until: datetime) -> Sequence[Raw]:
        """Deliveries as their webhooks brought them, or would have, received there in [since, until); `delivery_key`
        and `read` take them for the same. When that was stands in the header `RECEIVED_AT`, as ISO 8601. Raise
        `SendFailed` when the list cannot be had whole."""
        ...


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message from us as its provider lists it: to whom, as the channel writes that, and when it left. `words`: a
    hash of what it says to whom. `dead`: it never arrived, and never will."""

    id: str
    to: str = field(repr=False)
    at: datetime
    words: bytes = field(repr=False)
    dead: bool


@runtime_checkable
class Recalling(Protocol):
    """A channel whose provider keeps a list of what left by it in our name, and calls each message by an id."""

    @property
    def kept(self) -> timedelta:
        """How long a message stays in that list."""
        ...

    def may_call(self, provider_id: str) -> bool:
        """Whether that has the form of an id of this provider's."""
        ...

    def sent(self, since: datetime, until: datetime) -> AsyncIterator[SentMessage]:
        """What left in [since, until), by the provider's clock, page after page. Raise `SendFailed` when the list
        cannot be had whole: then what was told of it proves nothing."""
        ...

    async def holds(self, provider_id: str) -> bool:
        """Whether the provider knows that message, whoever sent it and whenever. Raise `SendFailed` when it cannot be
        asked now."""
        ...
