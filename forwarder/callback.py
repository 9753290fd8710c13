"""Signed status callbacks of a central system: webhook `event` of docs/central-api.yaml."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

REPLAY_SECONDS: Final = 300
LONGEST_BODY: Final = 65_536

_HEADER: Final = re.compile(r"t=([0-9]{1,12})((?:,v1=[0-9a-f]{64}){1,4})")
_LONGEST_HEADER: Final = 512
_UNSHOWN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

Status = Literal[
    "belum_diverifikasi",
    "terverifikasi",
    "didisposisikan",
    "diproses",
    "selesai",
    "tunda",
    "arsip",
    "bukan_wewenang",
    "ditarik",
]
# The central system is through with it; prelude.lua says the same.
ENDED: Final[frozenset[Status]] = frozenset({"selesai", "arsip", "bukan_wewenang", "ditarik"})


class CallbackError(Exception):
    """Base of what `verify` raises. Its text holds no secret and nothing of the body."""


class Forged(CallbackError):
    """The central system did not send these bytes now: answer 403 and keep nothing."""


class Malformed(CallbackError):
    """Signed, but no event of the contract: keep it for a person."""


class _Event(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    occurred_at: AwareDatetime


class NumberAssigned(_Event):
    """The tracking number is there; opaque, leading zeros kept."""

    type: Literal["number.assigned"]
    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z./_-]{0,39}$")]


class StatusChanged(_Event):
    """The case has a new status."""

    type: Literal["status.changed"]
    status: Status


class QuestionAsked(_Event):
    """The agency asks the citizen; the answer goes back as a supplement."""

    type: Literal["question.asked"]
    question: Annotated[str, Field(min_length=1, max_length=4000, repr=False)]

    @property
    def words(self) -> str:
        """What a citizen is shown: without control signs, which providers refuse, and signs that turn words round."""
        return _UNSHOWN.sub("", self.question.replace("\r\n", "\n").replace("\r", "\n")).strip()


Event = NumberAssigned | StatusChanged | QuestionAsked

_EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


def verify(secrets: Sequence[str], header: str, body: bytes, now: datetime) -> Event:
    """The event in `body`, if `header` (Satupintu-Signature) signs it under one of `secrets` around `now` (aware).

    Two secrets while one is rotated; empty ones never match. `Event.id` is the key against a repeat, which the caller
    remembers. Raise `Forged` or `Malformed` and nothing else.
    """
    stamp, given = _parts(header)
    if len(body) > LONGEST_BODY:
        raise Forged(f"The body is longer than {LONGEST_BODY} bytes.")
    wanted = [signature(secret, stamp, body) for secret in secrets if secret]
    # Every pair is compared, so that the time taken does not tell which secret or signature was near.
    if not sum(hmac.compare_digest(ours, theirs) for ours in wanted for theirs in given):
        raise Forged("No signature fits; check CENTRAL_CALLBACK_SECRET on both sides.")
    if abs(now.timestamp() - int(stamp)) > REPLAY_SECONDS:
        raise Forged(f"Signed more than {REPLAY_SECONDS} s from our clock: a replay, or a wrong clock on one side.")
    return _event(body)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Lower-case hex HMAC-SHA256 over `stamp` (unix seconds), a full stop and the body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed(secret: str, body: bytes, now: datetime) -> str:
    """The header a central system sends along with `body`."""
    stamp = str(int(now.timestamp()))
    return f"t={stamp},v1={signature(secret, stamp, body)}"


def _parts(header: str) -> tuple[str, list[str]]:
    match = _HEADER.fullmatch(header) if len(header) <= _LONGEST_HEADER else None
    if match is None:
        raise Forged("The header Satupintu-Signature is missing or not of the form t=…,v1=….")
    return match[1], [each.removeprefix("v1=") for each in match[2].split(",") if each]


def _event(body: bytes) -> Event:
    try:
        return _EVENT.validate_json(body)
    except ValidationError as error:
        kinds = sorted({each["type"] for each in error.errors(include_input=False, include_url=False)})
        raise Malformed(f"Signed, but no event of docs/central-api.yaml: {', '.join(kinds)}") from None
