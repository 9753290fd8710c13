"""Questions that only the ledger can answer: where a complaint stands, and what somebody passed on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from forwarder.items import Note
from forwarder.ledger import Ledger
from forwarder.ledger_recap import Entry, entries
from forwarder.listener import About, Listener
from gateway.answer_lists import day
from gateway.understand import Understanding
from gateway.understood import RecapQuestion, StatusQuestion

# A list somebody can still read; for more there are months.
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Inquiries:
    ledger: Ledger
    understanding: Understanding

    async def answered(self, item: StatusQuestion | RecapQuestion) -> Note:
        """The answer as the ledger knows it now. Raise `LedgerLost` or `LedgerAway`."""
        return await (self._recap(item) if isinstance(item, RecapQuestion) else self._status(item))

    async def _status(self, item: StatusQuestion) -> Note:
        """Another's complaint and no complaint look the same to who asks."""
        found = await self.ledger.standing(item.number)
        note = self.understanding.note
        if found is None or not item.owners.intersection(found.owner.split()):
            return note(item.message, item.triage, "status_unknown", doubt=item.doubt, asked=item.number)
        facts = {"number": found.number, "national": found.national}
        return note(item.message, item.triage, "status", doubt=item.doubt, **facts)

    async def _recap(self, item: RecapQuestion) -> Note:
        since, until = (int(at.timestamp() * 1000) for at in (item.period.since, item.period.until))
        found, count = await entries(self.ledger, item.recap, since, until, MOST_LISTED)
        language, zone = item.triage.language, self.understanding.zone
        facts = {"since": day(since, zone, language), "until": day(until - 1, zone, language)}
        facts["more"] = str(count - len(found)) if count > len(found) else ""
        what = "recap" if found else "recap_empty"
        note = self.understanding.note(item.message, item.triage, what, doubt=item.doubt, **facts)
        if not note.listener:
            return note
        listener = replace(Listener.decode(note.listener), about=tuple(map(_about, found)))
        return replace(note, listener=listener.encode())


def _about(entry: Entry) -> About:
    return About(
        title=entry.title,
        received_ms=entry.received_ms,
        protected=entry.protected,
        number=entry.number,
        national=entry.national,
    )
