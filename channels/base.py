"""What a channel is: the duties every adapter has, and the errors it may raise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self, get_args

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

from normalizer.schema import ChannelName, Inbound, Medium, Otherwise, Raw, Reply

_KINDS = frozenset[str](get_args(ErrorType))


class ChannelError(Exception):
    """Base of what a channel may raise. Its text never holds a secret, a person's words or an address."""


class Unauthentic(ChannelError):
    """The provider did not send these bytes. The web answers 403 and nothing is kept."""


class TooLarge(Unauthentic):
    """More than the provider ever sends. The web answers 413 and nothing is kept."""


class Unreadable(ChannelError):
    """Authentic, but not understood. The row is quarantined and a person looks."""


class NotNow(ChannelError):
    """What must be asked for elsewhere cannot be asked now; the same may be tried again later."""


@dataclass(eq=False)
class SendFailed(ChannelError):
    """An answer did not leave.

    permanent: trying again cannot help (blocked, not a number). after: seconds the provider asked us to wait.
    unknown: it may have left; look it up, or send blindly at most once more. code: the provider's own error code.
    otherwise: of a permanent one, what may do instead. ours: a setting of ours is wrong, and an operator has to know.
    """

    reason: str
    permanent: bool = False
    after: float | None = None
    unknown: bool = False
    code: str = ""
    otherwise: Otherwise = Otherwise.NOTHING
    ours: bool = False

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


class ChannelSettings(BaseModel):
    """A channel's settings: one field per environment variable, named as the field in capitals.

    Every field has a description (the README's row), secrets are `SecretStr`. `from_env` reads them and raises
    pydantic's ValidationError with all faults at once: those of single fields, and what `lacking` says.
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

    @classmethod
    def lacking(cls, given: Mapping[str, str]) -> Iterable[str]:
        """What is missing beside the fields that are set, as sentences. A value may be a wrong one."""
        return ()

    # pydantic asks an "after" validator only when no field is wrong: then what is missing would be told later.
    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        faults: list[InitErrorDetails] = []
        made = None
        try:
            made = handler(values)
        except ValidationError as error:
            faults += [_again(one) for one in error.errors(include_input=False, include_url=False)]
        given = {name: _plain(value) for name, value in dict(values).items()} if isinstance(values, Mapping) else {}
        faults += [
            InitErrorDetails(type=PydanticCustomError("lacking", "{error}", {"error": sentence}), input=None)
            for sentence in cls.lacking({name: value for name, value in given.items() if value})
        ]
        if made is None or faults:
            raise ValidationError.from_exception_data(cls.__name__, faults, hide_input=True)
        return made


def _plain(value: object) -> str:
    return (value.get_secret_value() if isinstance(value, SecretStr) else str(value)).strip()


def _again(fault: ErrorDetails) -> InitErrorDetails:
    if fault["type"] in _KINDS:
        return InitErrorDetails(type=fault["type"], loc=fault["loc"], input=None, ctx=fault.get("ctx", {}))
    told = PydanticCustomError("lacking", "{error}", {"error": fault["msg"]})
    return InitErrorDetails(type=told, loc=fault["loc"], input=None)


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
