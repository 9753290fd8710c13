"""A central system that speaks Open311 GeoReport v2 in JSON: https://wiki.open311.org/GeoReport_v2/

It has no idempotency key, no supplements, no changes; what is public is public. So an unknown outcome is looked up by
the reference in the description, and where a list proves nothing a person looks.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Final, Literal
from urllib.parse import urlencode

from yarl import URL

from forwarder import open311_answer, open311_case, open311_list
from forwarder.central import SETTLE, Abilities, Category, Progress, Rejected, Unavailable, Unknown
from forwarder.listing import Page
from forwarder.open311_answer import Entry
from forwarder.open311_case import Options
from forwarder.open311_list import SPAN, Pages
from forwarder.open311_shared import Shared, whole_days
from forwarder.rehearsal import Rehearsal, hidden
from forwarder.wire import Answer, Request, Wire, url_faults
from normalizer.schema import Accepted, Attachment, DeliveryNote, Flags, Receipt, Submission

LookUp = Literal["no", "seen", "sure"]

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_JSON: Final = {"Accept": "application/json"}
# The standard: a server may end a list at 1,000 requests.
MOST_LISTED: Final = 1000
_LONGEST_LIST: Final = 16_777_216
_NAMED: Final = 20  # services in a sentence
_CANNOT: Final = f"GeoReport v2 cannot {{}}. {SETTLE}"


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Open311:
    """Satisfies `forwarder.central.Central`. look_up: `no`, `seen` (what the list shows is there; what it does not
    show, nobody knows), `sure` (the server's operator says that the list holds everything `settles` seconds later)."""

    wire: Wire
    key: str = field(repr=False)
    jurisdiction: str
    options: Options
    look_up: LookUp = "seen"
    settles: float = 60.0
    clock: Callable[[], datetime] = field(default=_utc_now, repr=False)
    most_listed: int = MOST_LISTED  # a list that long may have been cut

    @property
    def name(self) -> str:
        return "open311"

    @property
    def can(self) -> Abilities:
        return Abilities(
            anonim=True,
            leaves_out=True,
            look_up=self.look_up != "no",
            consistent_look_up=self.look_up == "sure",
            status=True,
            lookup_settles_after=self.settles,
        )

    def freeze(self, submission: Submission) -> bytes:
        return open311_case.freeze(submission, self.options)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        answer = await self.wire.call(self._post(body))
        return open311_answer.receipt(answer, self.clock())

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        if self.look_up == "no":
            raise Rejected(_CANNOT.format("look it up here (OPEN311_LOOK_UP=no)"))
        try:
            async with asyncio.timeout(self.wire.timeout):
                return await self._search(reference, since or self.clock() - SPAN)
        except TimeoutError:
            raise Unavailable("the look-up took too long") from None
        except (Unknown, Rejected) as error:
            raise Unavailable(f"the look-up gave no answer: {error}") from None

    @property
    def shows_cases(self) -> bool:
        return self.look_up != "no"

    async def shown(self, since: datetime, until: datetime) -> AsyncIterator[Page]:
        """Satisfies `forwarder.listing.ShowsCases`."""
        try:
            async for page in open311_list.ours(self._pages(since, min(until, self.clock()))):
                yield page
        except (Unknown, Rejected) as error:
            raise Unavailable(f"the list gave no answer: {error}") from None

    async def number(self, token: str) -> str | None:
        return open311_answer.numbered(await self._get("tokens", f"{token}.json"), self.clock())

    async def status(self, reference: str, number: str = "") -> Progress | None:
        known = number or await self._number_of(reference)
        if not known:
            return None
        return open311_answer.progress(await self._get("requests", f"{known}.json"), known, self.clock())

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        raise Rejected(_CANNOT.format("add to a request"))

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        raise Rejected(_CANNOT.format("change the flags of a request"))

    async def withdraw(self, reference: str, number: str = "") -> None:
        raise Rejected(_CANNOT.format("withdraw a request"))

    async def categories(self) -> Sequence[Category]:
        return open311_answer.services(await self._get("services.json"), self.clock())

    async def check(self) -> str:
        offered = {one.id: one.name for one in await self.categories()}
        used = sorted({self.options.service, *self.options.services.values()})
        faults = [f"there is no service {code}: correct OPEN311_SERVICE(S)" for code in used if code not in offered]
        if faults:
            faults.append(f"there are {', '.join(f'{code} {name}' for code, name in list(offered.items())[:_NAMED])}")
        for code in (code for code in used if code in offered):
            faults += self._attribute_faults(code, await self._definition(code))
        if faults:
            raise Rejected("; ".join(faults))
        keeps = "cannot tell whether it knows our key before the first request"
        return f"The server at {self.wire.url.host} has {len(offered)} services, ours among them; GeoReport v2 {keeps}."

    def rehearse(self, submission: Submission) -> Rehearsal:
        """Nothing can be tried without becoming a request: what would be sent."""
        request = self._post(self.freeze(submission))
        return Rehearsal(request.method, str(self.wire.at(request)), dict(_FORM), request.data or b"", hidden(self.key))

    async def close(self) -> None:
        await self._shared.close()
        await self.wire.close()

    def _post(self, body: bytes) -> Request:
        known = [("api_key", self.key), *self._jurisdiction()]
        return Request("POST", ("requests.json",), body + b"&" + urlencode(known).encode(), _FORM)

    async def _get(self, *path: str, query: Sequence[tuple[str, str]] = (), most: int = 1_048_576) -> Answer:
        return await self.wire.call(Request("GET", path, query=(*self._jurisdiction(), *query), most=most))

    def _jurisdiction(self) -> list[tuple[str, str]]:
        return [("jurisdiction_id", self.jurisdiction)] if self.jurisdiction else []

    async def _number_of(self, reference: str) -> str:
        found = await self.find(reference)
        return found.number if isinstance(found, Accepted) else ""

    async def _definition(self, code: str) -> object:
        """Servers without definitions answer 404: then nothing is required."""
        answer = await self._get("services", f"{code}.json")
        if answer.status == 404:
            return {}
        open311_answer.listed(answer, self.clock())
        return answer.tree() if answer.kind.endswith("json") else {}

    def _attribute_faults(self, code: str, definition: object) -> Iterator[str]:
        told = self.options.attributes.get(code, {})
        for name, values in open311_answer.required(definition).items():
            given = set(told.get(name, "").split("|")) - {""}
            if not given:
                yield f"the service {code} wants the attribute {name}: say it in OPEN311_ATTRIBUTES"
            elif values and not given <= values:
                yield f"the attribute {name} of the service {code} takes {', '.join(sorted(values))} only"

    async def _search(self, reference: str, since: datetime) -> Receipt | None:
        mark = re.compile(rf"{re.escape(open311_case.reference_mark(reference))}(?![A-Za-z0-9_-])")
        pages = Pages(self._shared.between, *whole_days(since, self.clock()), self.most_listed)
        async for found in pages.each():
            if seen := _seen(found, mark):
                return seen
        if pages.cut and self.look_up == "sure":
            raise Unavailable("the server's list is cut short, so that nothing can be said")
        return None

    @cached_property
    def _shared(self) -> Shared:
        return Shared(self._list)

    def _pages(self, since: datetime, until: datetime) -> Pages:
        return Pages(self._list, since, until, self.most_listed)

    async def _list(self, start: datetime, end: datetime) -> list[Entry]:
        query = [("start_date", _w3c(start)), ("end_date", _w3c(end))]
        return open311_answer.listed(await self._get("requests.json", query=query, most=_LONGEST_LIST), self.clock())


def _seen(found: Sequence[Entry], mark: re.Pattern[str]) -> Receipt | None:
    ours = (open311_answer.held(one) for one in found if mark.search(open311_answer.text(one, "description")))
    return next((one for one in ours if one is not None), None)


def _w3c(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in the settings about such a server."""

    url: str
    key: str = field(repr=False)
    timeout: float
    limit: int
    options: Options
    jurisdiction: str = ""
    look_up: LookUp = "seen"
    settles: float = 60.0


def from_settings(told: Told) -> Open311:
    """Raise ValueError with all that is wrong and how to mend it."""
    faults = list(_faults(told))
    if faults:
        raise ValueError("\n".join(faults))
    wire = Wire(URL(told.url), _JSON, told.timeout, told.limit)
    return Open311(wire, told.key, told.jurisdiction, told.options, told.look_up, told.settles)


def _faults(told: Told) -> Iterator[str]:
    yield from url_faults(told.url)
    if not told.key or not told.key.isprintable():
        yield "CENTRAL_KEY must be the api_key of the GeoReport server; ask its operators"
    if not told.options.service:
        yield "OPEN311_SERVICE is missing: the service_code of complaints no keyword of OPEN311_SERVICES is for"
    known = {told.options.service, *told.options.services.values()}
    for code in sorted(set(told.options.attributes) - known):
        yield f"OPEN311_ATTRIBUTES names the service {code}, which OPEN311_SERVICE and OPEN311_SERVICES do not"
