"""What a channel is: the duties every adapter has, and the errors it may raise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

from pydantic import BaseModel, ConfigDict

from normalizer.schema import ChannelName, Inbound, Medium, Otherwise, Raw, Reply


class ChannelError(Exception):
    """Base of what a channel may raise. Its text never holds a secret, a person's words or an address."""


class Unauthentic(ChannelError):
    """The provider did not send these bytes. The web answers 403 and nothing is kept."""


class Unreadable(ChannelError):
    """Authentic, but not understood. The row is quarantined and a person looks."""


class NotNow(ChannelError):
    """What must be asked for elsewhere cannot be asked now; the same may be tried again later."""


@dataclass(eq=False)
class SendFailed(ChannelError):
    """An answer did not leave.

    permanent: trying again cannot help (blocked, not a number). after: seconds the provider asked us to wait.
    unknown: it may have left; look it up, or send blindly at most once more. code: the provider's own error code.
    otherwise: of a permanent one, what may do instead.
    """

    reason: str
    permanent: bool = False
    after: float | None = None
    unknown: bool = False
    code: str = ""
    otherwise: Otherwise = Otherwise.NOTHING

    def __str__(self) -> str:
        return self.reason


class Channel(Protocol):
    """One way in and back out.

    Who does what: the web and SMTP listeners call `verify` and `delivery_key` and journal the bytes; they deduplicate
    by the key. The pump calls `read` later, perhaps many times over the same bytes and on another machine. A worker
    calls `send`; it may be called again with the same `Reply.id` after an unknown outcome, never otherwise.
    An adapter is a frozen dataclass; its secrets are `field(repr=False)`; building one does no I/O.
    """

    @property
    def name(self) -> ChannelName: ...

    @property
    def medium(self) -> Medium: ...

    def verify(self, raw: Raw) -> None:
        """Raise `Unauthentic` unless the provider sent these bytes; never anything else."""

    def delivery_key(self, raw: Raw) -> str:
        """The same delivery again gives the same key, anything else another. Total and cheap; never raises."""
        ...

    def read(self, raw: Raw) -> Sequence[Inbound]:
        """Pure over the bytes. Empty if there is nothing to act on; raise `Unreadable` and nothing else."""
        ...

    async def send(self, reply: Reply) -> str:
        """The provider's id of what was sent. Raise `SendFailed` and nothing else."""
        ...

    async def look_up(self, reply: Reply) -> str | None:
        """After an unknown outcome: the provider's id if it did leave, "" if it surely did not, None if nobody can
        tell. Raise `SendFailed` when the provider cannot be asked now, a permanent one when it left and failed."""
        ...

    async def check(self) -> str:
        """Try the credentials where that costs nothing; one sentence of what was found. Raise `SendFailed`."""
        ...

    async def close(self) -> None:
        """Let go of connections. The channel may be used again on another event loop."""
        ...


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
        and `read` take them for the same. Raise `SendFailed` when the list cannot be had whole."""
        ...


class ChannelSettings(BaseModel):
    """A channel's settings: one field per environment variable, named as the field in capitals.

    Every field has a description (the README's row), secrets are `SecretStr`. `from_env` reads them and raises
    pydantic's ValidationError with all faults at once.
    """

    # A fault in a token must not print the token.
    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True
    )

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Empty variables count as unset, so that a commented-out line and an empty one mean the same."""
        values: dict[str, Any] = {f: env[f.upper()] for f in cls.model_fields if env.get(f.upper(), "").strip()}
        return cls.model_validate(values)


@dataclass(frozen=True)
class Registered:
    """One line of the channel table.

    `module` is loaded only when it is asked for: some provider libraries take long to import. It holds
    `Settings` (a `ChannelSettings`) and `from_env(env, public_url) -> Channel | None`: None when the settings leave the
    channel switched off, ValidationError when they are wrong. `paths` are what its provider posts to below the public
    URL, `methods` how, and `answer` what it wants to hear: content type and body. `last_resort`: the provider does not
    try again, so when the disk fills its deliveries are kept longest.
    """

    name: ChannelName
    module: str
    paths: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("POST",)
    answer: tuple[str, bytes] = ("text/plain", b"")
    last_resort: bool = False
