"""Answers that leave through Twilio's REST API (https://www.twilio.com/docs/messaging/api/message-resource).

Twilio's own client builds and reads the requests; it sends them through a transport of ours, because its own waits
300 seconds and repeats POSTs, which is a second SMS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from channels.base import SendFailed
from channels.connections import Connections, body, fetched, never_left
from channels.twilio_errors import failed, passes, refused
from normalizer.reasons import reason

LONGEST = 1600  # characters, https://www.twilio.com/docs/api/errors/21617
_TRIAL = "Sent from your Twilio trial account - "  # Twilio writes it before the words while an account is on trial
_LOOK_BACK = timedelta(hours=24)
# Between the ledger's clock, by which a try is dated, and itself a little later: it may have been set meanwhile. The
# same words to the same phone a quarter of an hour before say what these do.
_CLOCK_WAS_SET = timedelta(minutes=15)
DEAD = frozenset({"failed", "undelivered", "canceled"})
_MOST_LISTED = 50
_LONGEST_SID = 64
# What Twilio's client raises on an answer that is none.
ODD = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Rest:
    """One account. `sender` is From's number or `MG…`, a messaging service."""

    account: str
    token: str = field(repr=False)
    base: str
    connections: Connections = field(repr=False)

    async def send(self, sender: str, to: str, words: Mapping[str, str], callback: str) -> str:
        """The MessageSid; words: from `free` or `approved`. Raise `SendFailed`."""
        if len(words.get("body", "")) > LONGEST:
            raise SendFailed(f"longer than Twilio's {LONGEST} characters", permanent=True, code="21617")
        origin = {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        told = {"status_callback": callback} if callback else {}
        try:
            sent = await self.client().api.account.messages.create_async(to=to, **words, **origin, **told)
            return _sid(sent.sid)
        except ODD as error:
            raise SendFailed("Twilio's answer is not one; it may have taken it", unknown=True) from error

    async def look_up(
        self, to: str, said: Callable[[str], bool], tried: timedelta | None = None, *, known: bool = True
    ) -> str | None:
        """The sid of a message with these words to that address, sent since it was tried first so long ago, or in the
        last day; "" if there is none; None if more were sent than were looked at, or any where the words are not
        known. Not filtered by DateSent, which a message still queued does not have. Raise `SendFailed`, a permanent one
        when it left and failed."""
        transport = _Transport(self.connections, lists="messages")
        try:
            listed = await self.client(transport).api.account.messages.list_async(to=to, limit=_MOST_LISTED)
            # By Twilio's own clock: a worker's may be a day off, and what left would be sent again.
            after = transport.now() - (tried + _CLOCK_WAS_SET if tried else _LOOK_BACK)
            recent = [one for one in listed if one.date_created is None or one.date_created >= after]
            found = [(_sid(one.sid), one) for one in recent if _says(one, said) and not _passed(one)]
        except ODD as error:
            raise SendFailed("Twilio's list is not one") from error
        alive = [sid for sid, one in found if one.status not in DEAD]
        if found and not alive:
            raise failed(str(found[0][1].error_code or 30008))
        if alive:
            return alive[0]
        may_be = not known and any(one.status not in DEAD for one in recent)
        return None if may_be or len(recent) >= _MOST_LISTED else ""

    async def content(self, url: str) -> bytes:
        """A file of ours there (https://www.twilio.com/docs/messaging/api/media-resource). Raise `SendFailed`."""
        if not url.startswith(f"{self.base}/"):
            # Who signs webhooks is Twilio; the account's token goes nowhere else all the same.
            raise SendFailed("This file does not lie at TWILIO_API_BASE", permanent=True)
        return await fetched(self.connections, url, "Twilio", (self.account, self.token))

    async def check(self) -> str:
        """Who Twilio says we are. Raise `SendFailed`."""
        try:
            account = await self.client().api.account.fetch_async()
            _sid(account.sid)
            found = f"Twilio knows the account; it is {account.status} ({account.type})"
        except ODD as error:
            raise SendFailed("Twilio's answer is not one: check TWILIO_API_BASE") from error
        return found

    def reader(self, most: int) -> Any:
        """For lists of messages: pages of up to so many bytes."""
        return self.client(_Transport(self.connections, most=most, lists="messages"))

    def client(self, transport: _Transport | None = None) -> Any:
        # Loaded at the first answer: it takes 13 MB and 0.16 s, and the process that listens never sends.
        from twilio.rest import Client  # type: ignore[import-untyped]  # it ships no py.typed

        # A named environment, so that TWILIO_EDGE of some other program does not bend TWILIO_API_BASE.
        client = Client(
            self.account, self.token, http_client=transport or _Transport(self.connections), environment={"": ""}
        )
        client.api.base_url = self.base
        return client


@dataclass(frozen=True, slots=True)
class _Transport:
    """What Twilio's client calls an http client: one request, once, within our time. `lists`: what an answer lists.
    Twilio's client takes any only field for the list, and an error in a success's clothes for an empty one."""

    connections: Connections
    is_async: bool = True
    dates: list[datetime] = field(default_factory=list)
    most: int = 1 << 20
    lists: str = ""

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: object,
    ) -> Any:
        import aiohttp
        from twilio.http.response import Response  # type: ignore[import-untyped]  # it ships no py.typed

        secret = {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}
        # The Content API takes JSON; everything else is a form.
        how = "json" if (headers or {}).get("Content-Type", "") == "application/json" else "data"
        call = self.connections.session().request(
            method,
            url,
            params=params,
            headers={**(headers or {}), **secret},
            allow_redirects=False,
            **{how: data},  # type: ignore[arg-type] # one of the two
        )
        try:
            async with call as answer:
                text = (await body(answer, self.most)).decode("utf-8", "replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unheard(method, error) from error
        if answer.status >= 300:
            raise refused(method, answer.status, answer.headers, text)
        if self.lists and method == "GET" and not isinstance(json.loads(text)[self.lists], list):
            raise ValueError(f"no list of {self.lists}")
        self.dates.extend(_date(answer.headers.get("Date", "")))
        return Response(answer.status, text, answer.headers)

    def now(self) -> datetime:
        """The clock of whoever answered last; ours when they did not tell (RFC 9110, 6.6.1)."""
        return self.dates[-1] if self.dates else datetime.now(UTC)


def _date(header: str) -> list[datetime]:
    try:
        found = parsedate_to_datetime(header)
    except (ValueError, IndexError, TypeError, OverflowError):
        return []
    return [found if found.tzinfo else found.replace(tzinfo=UTC)]


def free(text: str) -> dict[str, str]:
    """Words as they are."""
    return {"body": text}


def approved(content: str, variables: Mapping[str, str]) -> dict[str, str]:
    """A template of ours: https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder"""
    return {"content_sid": content, "content_variables": json.dumps(dict(variables), ensure_ascii=False)}


def _unheard(method: str, error: BaseException) -> SendFailed:
    if method != "POST" or never_left(error):
        told = f"Twilio cannot be reached ({reason(error)})"
        return SendFailed(f"{told}: see that this machine may connect to api.twilio.com")
    return SendFailed(f"no answer from Twilio ({reason(error)}); it may have taken it", unknown=True)


def _says(one: Any, said: Callable[[str], bool]) -> bool:
    return isinstance(one.body, str) and (said(one.body) or said(one.body.removeprefix(_TRIAL)))


def _passed(one: Any) -> bool:
    """It never left, and the same may leave now."""
    return one.status in DEAD and passes(str(one.error_code or ""))


def _sid(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_SID:
        raise ValueError("no sid")
    return value
