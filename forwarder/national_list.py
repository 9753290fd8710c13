"""The cases a central system of our contract lists (docs/central-api.yaml, listCases), page by page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

from forwarder.central import Unavailable, Unknown
from forwarder.listing import Listed
from forwarder.national_answer import refuse
from forwarder.wire import Answer, Request

_PAGE = 500
_LONGEST_PAGE = 4_194_304
_MOST_PAGES = 20_000
_CURSOR = re.compile(r"[!-~]{1,200}")


async def cases(
    call: Callable[[Request], Awaitable[Answer]], since: datetime, until: datetime, now: Callable[[], datetime]
) -> AsyncIterator[Listed]:
    """Raise `Unavailable` when the list breaks off: half a list proves nothing."""
    between = (("received_from", _time(since)), ("received_to", _time(until)), ("limit", str(_PAGE)))
    cursor: tuple[tuple[str, str], ...] = ()
    for _ in range(_MOST_PAGES):
        try:
            listed, following = _page(
                await call(Request("GET", ("v1", "cases"), query=between + cursor, most=_LONGEST_PAGE)), now()
            )
        except Unknown as error:
            raise Unavailable(f"the list of cases broke off: {error}") from None
        for one in listed:
            yield one
        if following is None:
            return
        cursor = (("cursor", following),)
    raise Unavailable("the list of cases does not end")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _page(answer: Answer, now: datetime) -> tuple[list[Listed], str | None]:
    if answer.status != 200:
        refuse(answer, now)
    value = answer.json()
    cases, following = value.get("cases"), value.get("next")
    if not isinstance(cases, list) or not all(isinstance(one, dict) and one.get("reference") for one in cases):
        raise Unknown("the central system's list cannot be read")
    if following is not None and not (isinstance(following, str) and _CURSOR.fullmatch(following)):
        raise Unknown("the central system's list cannot be read")
    return [Listed(str(one["reference"]), str(one.get("number") or "")) for one in cases], following
