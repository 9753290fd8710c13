"""The service requests that a GeoReport v2 server lists: https://wiki.open311.org/GeoReport_v2/#get-service-requests"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from forwarder import open311_answer
from forwarder.listing import REFERENCE, Listed, Page
from forwarder.open311_answer import Entry
from forwarder.open311_case import reference_mark
from normalizer.schema import Accepted

# The standard: a list spans at most 90 days.
SPAN: Final = timedelta(days=89)
MARGIN: Final = timedelta(days=1)  # a server's clock, and its idea of a time zone
_SHORTEST: Final = timedelta(minutes=1)
_MOST_LISTS: Final = 40
# Last in what we describe: a citizen may have written one into their words.
_OURS: Final = re.compile(rf"{re.escape(reference_mark(''))}({REFERENCE})(?![A-Za-z0-9_-])")


@dataclass(eq=False)
class Pages:
    """Window by window; one that may have been cut short (`most`) is looked at in halves. cut: something may be missing
    in the end."""

    ask: Callable[[datetime, datetime], Awaitable[list[Entry]]]
    since: datetime
    until: datetime
    most: int
    cut: bool = False
    _left: list[tuple[datetime, datetime]] = field(default_factory=list)

    async def each(self) -> AsyncIterator[list[Entry]]:
        self._left = list(_windows(self.since - MARGIN, self.until + MARGIN))
        for _ in range(_MOST_LISTS):
            if not self._left:
                return
            start, end = self._left.pop()
            found = await self.ask(start, end)
            if len(found) >= self.most:
                self._split(start, end)
            yield found
        self.cut = self.cut or bool(self._left)

    def _split(self, start: datetime, end: datetime) -> None:
        middle = start + (end - start) / 2
        splits = end - start > _SHORTEST
        self._left += [(start, middle), (middle, end)] if splits else []
        self.cut = self.cut or not splits


async def ours(pages: Pages) -> AsyncIterator[Page]:
    """Those with a reference like ours, each once, also where two lists show it."""
    known = set[str]()
    async for found in pages.each():
        fresh = [one for one in found if (name := _name(one)) and name not in known]
        known.update(map(_name, fresh))
        yield Page(list(_listed(fresh)))
    if pages.cut:
        yield Page((), cut=True)


def _name(entry: Entry) -> str:
    return open311_answer.text(entry, "service_request_id") or open311_answer.text(entry, "token")


def _listed(entries: Sequence[Entry]) -> Iterator[Listed]:
    for entry in entries:
        marks = _OURS.findall(open311_answer.text(entry, "description"))
        held = open311_answer.held(entry)
        if marks and held:
            yield Listed(marks[-1], held.number if isinstance(held, Accepted) else "")


def _windows(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while start < end:
        yield start, min(start + SPAN, end)
        start += SPAN
