"""What the stand-in central system can be told to do wrong, over POST /_control or in the same process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0, le=86_400)]
# How many of the next submissions a fault hits; -1 means until told otherwise.
Times = Annotated[int, Field(ge=-1, le=1_000_000)]


class Orders(BaseModel):
    """All off by default. Assigning checks the value; `POST /_control` takes the same names as JSON.

    latency: before an answer, after its work is done. stall: before the work is done, so that a caller who gave up
    finds nothing yet. down, before anything is done: "refuse" answers 503 (with Retry-After when `retry_after` is
    set), "error" 500, "cut" closes the connection; `reads`: what only asks is answered meanwhile. throttle: the
    next calls that get 429 with Retry-After. on_its_way: what comes so soon after a refusal had left before it was
    heard, and is not counted as early. reject: the next submissions that get 422. lose: the next submissions that
    are stored and then cut off. fail: the next that are stored and then answered 500. garble: the next that are
    stored and then answered with something else than the contract's JSON. disown: the next that are stored and then
    answered as `down` does, as by a proxy whose server was cut off. refuse_file: the next attachments that get 415.
    number_after: seconds until a number is there; None at once, "told" when told. tell: send callbacks.
    switched_off: answer 403. indigestible: what tells these words gets 500, each time, and nothing is stored.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    latency: Seconds = 0.0
    stall: Seconds = 0.0
    down: Literal["", "refuse", "error", "cut"] = ""
    reads: bool = False
    throttle: Times = 0
    retry_after: Seconds | None = None
    retry_after_form: Literal["seconds", "date"] = "seconds"
    on_its_way: Seconds = 0.2
    reject: Times = 0
    lose: Times = 0
    fail: Times = 0
    garble: Times = 0
    disown: Times = 0
    refuse_file: Times = 0
    number_after: Seconds | Literal["told"] | None = None
    tell: bool = False
    switched_off: bool = False
    indigestible: str = ""

    def down_for(self, method: str) -> str:
        """How it fails a call by this method; "" when it is there."""
        return "" if self.reads and method == "GET" else self.down

    def take(self, fault: Literal["throttle", "reject", "lose", "fail", "garble", "disown", "refuse_file"]) -> bool:
        """Whether this call is hit; counts one down."""
        left: int = getattr(self, fault)
        if left > 0:
            setattr(self, fault, left - 1)
        return left != 0


def retry_after_header(seconds: float, form: Literal["seconds", "date"], now: datetime) -> tuple[str, datetime]:
    """The header's value, and the moment it names: whole seconds, never earlier than wished."""
    whole = -int(-seconds // 1)
    if form == "seconds":
        return str(whole), now + timedelta(seconds=whole)
    moment = (now + timedelta(seconds=whole + 1)).replace(microsecond=0)
    return format_datetime(moment.astimezone(UTC), usegmt=True), moment
