"""What other systems tell of complaints and answers that are there; each word may be applied again."""

from __future__ import annotations

from collections.abc import Mapping, Set

from forwarder.items import Heard, Queue
from forwarder.ledger import Ledger
from forwarder.news import News, Told, hear
from forwarder.undeliverable import Undeliverable, note
from gateway.batch_part import Part
from gateway.understood import Report
from gateway.understood import Told as Numbered

_HEARD: Mapping[Heard, str] = {"ours": "report", "early": "report:early", "foreign": "report:foreign"}
_FOR_A_PERSON: Mapping[Told | None, str] = {
    "rahasia": "the agency asks something about a rahasia complaint, which is not sent to a phone: read it with"
    " --unmask, ask the citizen, and close this row",
    "nobody": "the agency asks something about a complaint of whom nobody is answered: read it with --unmask, ask the"
    " citizen, and close this row",
}


async def hear_news(ledger: Ledger, part: Part, item: News) -> Set[Queue]:
    """Returns the queues in which something is due by it."""
    heard = await hear(ledger, item)
    part.end = "report:foreign" if heard is None else f"news:{item.what}"
    part.for_a_person = _FOR_A_PERSON.get(heard, "")
    return {"reply"}


async def hear_also(ledger: Ledger, part: Part, item: Report | Numbered | Undeliverable) -> Set[Queue]:
    """As `hear_news`."""
    part.end = _HEARD[await _heard(ledger, item)]
    return {"reply"} if isinstance(item, Report) and item.otherwise else set()


async def _heard(ledger: Ledger, item: Report | Numbered | Undeliverable) -> Heard:
    if isinstance(item, Numbered):
        return "ours" if await ledger.told_number(item.reference, item.number) else "foreign"
    if isinstance(item, Undeliverable):
        return "ours" if await note(ledger, item) else "foreign"
    return await ledger.report(item.key, item.rank, item.status, item.code, item.otherwise)
