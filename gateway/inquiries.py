"""Questions that only the ledger can answer: where a complaint stands, and what somebody passed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from redis.exceptions import RedisError

from channels.mail_alignment import counted_as
from forwarder import mailboxes
from forwarder.items import DAY, Note, Standing
from forwarder.joins import all_names
from forwarder.ledger import Ledger
from forwarder.ledger_recap import Entry, entries
from forwarder.listener import About, Listener
from forwarder.mailbox import mailbox_of, meant
from forwarder.protection import protected
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from forwarder.status_word import proves
from forwarder.wish_now import ASKED_FOR
from gateway.answer_lists import day, state_fact
from gateway.understand import Understanding
from gateway.understood import RecapQuestion, StatusQuestion
from normalizer import codec
from normalizer.schema import Complaint, Flags

# Of 216,000 words; more than these a day, and nobody is told before tomorrow.
MOST_GUESSES = 10
# Of all mailboxes for one complaint: so many wrong ones at once, then one each hour (ms). A month of guessing, from as
# many mailboxes as one likes, finds the word in 1 of 290 cases.
MOST_OF_ALL = (30, 3_600_000)
# A list somebody can still read; for more there are months.
MOST_LISTED = 50

_PROTECTED = Flags(anonim=True, rahasia=True)

# An operator's link of a link of a link.
_MOST_LINKS = 5


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
        what = await self._may_know(item, found) if found else "status_unknown"
        if found and await self._mailbox(item, found):
            what = "status"
        if found is None or what == "status_unknown":
            return note(item.message, item.triage, what, doubt=item.doubt, asked=item.number)
        if found.flagged:
            # Its answer, too, goes by no other way (forwarder/routes.py).
            item = replace(item, triage=replace(item.triage, flags=_PROTECTED))
        if what != "status":
            return note(item.message, item.triage, what, doubt=item.doubt, asked=item.number)
        found, what = await self._where(found)
        facts = {"number": found.number, "national": found.national, "status": await self._last_word(found)}
        facts[ASKED_FOR] = found.id
        return note(item.message, item.triage, what, doubt=item.doubt, **facts)

    async def _last_word(self, found: Standing) -> str:
        """What the central system said of it last; "" before it said anything."""
        try:
            return text(await self.ledger.redis.hget(self.ledger.key(f"c:{found.id}"), "status"))
        except RedisError as error:
            raise failure(error) from error

    async def _where(self, found: Standing) -> tuple[Standing, str]:
        """Whose numbers are told, and what is said: of a complaint that was linked, where the other one stands."""
        for _ in range(_MOST_LINKS):
            if found.state == "withdrawn":
                return found, "status_withdrawn"
            if found.state != "closed":
                return found, "status"
            other = await self.ledger.standing_of(found.into) if found.into and found.open_ else None
            if other is None or other.flagged:
                return found, "merged_alone" if found.into else "closed"
            found = other
        return found, "merged_alone"

    async def _may_know(self, item: StatusQuestion, found: Standing) -> str:
        """What is said to who asks. A protected number is told to who knows its word, whatever phone they hold, and a
        confidential one to nobody else but offices that are proven to have passed it on."""
        names = await all_names(self.ledger, item.owners)
        own = not names.isdisjoint(found.owner.split())
        if not found.flagged:
            return "status" if own else "status_unknown"
        if own and (item.message.verified or not await self._is_confidential(found)):
            return "status"
        if await self._proven(found, item.triage.argument):
            return "status"
        return "status_word" if own else "status_unknown"

    async def _mailbox(self, item: StatusQuestion, found: Standing) -> bool:
        """Whether it came from a mailbox whose owner was shown the word on the phone that complained: the last way of
        answers to that phone from now on. Of what is protected no mailbox is known. Only our own number names it
        here: a national one is printed, and a short word beside it could be tried for thousands of them."""
        word, box = item.triage.argument, mailbox_of(item.message)
        if found.flagged or not word or box is None or item.number != found.number:
            return False
        hasher, message = self.understanding.hasher, item.message
        known = await mailboxes.phones(self.ledger, found.id)
        whos = meant(hasher, found.number, word, known)
        sender = hasher.short("mailbox", counted_as(box.address))
        tried = (f"mailbox-{found.id}", f"mailbox-{sender}", int(bool(whos)), MOST_GUESSES, DAY, *MOST_OF_ALL)
        (told,) = await self.ledger.run_many([("mailbox_guess", tried)])
        if not told:
            return False
        at_ms = int(message.received_at.timestamp() * 1000)
        await mailboxes.keep(self.ledger, hasher, found.id, whos, box, at_ms, self.understanding.node)
        return True

    async def _is_confidential(self, found: Standing) -> bool:
        """Whether it is rahasia, by its own words or by a later message's; what cannot be opened is."""
        try:
            row: list[Any] = await self.ledger.redis.hmget(self.ledger.key(f"c:{found.id}"), ["body", "asked"])
            body, asked = row
            sealed = self.ledger.sealer.open(body or b"", b"c:" + found.id.encode())
            return protected(codec.decode(Complaint, sealed), text(asked)).flags.rahasia
        except RedisError as error:
            raise failure(error) from error
        except (Unsealable, codec.Undecodable):
            return True

    async def _proven(self, found: Standing, word: str) -> bool:
        if not word:
            return False
        right = proves(self.understanding.hasher, found.number, word)
        (told,) = await self.ledger.run_many([("guess", (found.id, int(right), MOST_GUESSES, DAY))])
        return bool(told)

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
        heard = Listener.decode(note.listener)
        states = tuple((state_fact(one.number), one.status) for one in found if one.status)
        listener = replace(heard, about=tuple(map(_about, found)), facts=(*heard.facts, *states))
        return replace(note, listener=listener.encode())


def _about(entry: Entry) -> About:
    return About(
        name=entry.name,
        title=entry.title,
        received_ms=entry.received_ms,
        protected=entry.protected,
        number=entry.number,
        national=entry.national,
    )
