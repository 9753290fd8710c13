"""From a journal row to what the ledger is told: pure over the row's bytes, so it may be done again at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from operator import itemgetter, methodcaller

from channels.base import Channel, Unreadable
from forwarder.acts import Act, Deed
from forwarder.callback import Event, NumberAssigned, StatusChanged
from forwarder.items import Claim, Note
from forwarder.listener import listener_of
from forwarder.naming import delivery_of, owner_of, recap_of, who_of
from forwarder.news import News
from forwarder.questions import CONFIRM, Confirmation, asked_end, delivery_in, question
from forwarder.reply import report_key
from forwarder.seal import Hasher
from forwarder.supplement import Supplement
from forwarder.supplement_token import complaint_of
from forwarder.undeliverable import undeliverable
from forwarder.wish import PROTECTION, UNSENT
from gateway.acts import OTHERWISE, Acting, confirming, deed_of, offer_answered
from gateway.attach_limits import FileLimits
from gateway.behalf import together
from gateway.calling import calls, offers, taken_back
from gateway.central_callback import CENTRAL, CentralCallback
from gateway.citing import naming_too, numbered, unnamed
from gateway.claiming import Claiming
from gateway.confirm_words import answer_in, shown
from gateway.doubtful import KEPT
from gateway.drafting import Drafting, Speaking
from gateway.inbox import DOUBTED, NOTED, Row, marked
from gateway.orders import GIBBERISH, Ordering
from gateway.protecting import held_for
from gateway.tray_sms import HELD, is_line, reason_of
from gateway.understand_answer import Answering
from gateway.understood import Asking, Item, RecapQuestion, Report, Spoken, StatusQuestion, Told
from normalizer.keeps_data import KEEPS_DATA
from normalizer.normalize import UNTITLED, Untitled
from normalizer.recap import Period, period_asked
from normalizer.schema import (
    TAKEN_KINDS,
    ChannelName,
    DeliveryReport,
    Flags,
    Inbound,
    Kind,
    Language,
    Message,
    Raw,
)
from normalizer.triage import RELEASED, Triage, triage
from normalizer.united import united, without

EDITED = "edited"
_OPEN = Flags()
_NAME, _IS_NOTE = itemgetter(0), methodcaller("startswith", NOTED)
# A late "sent" never overwrites "delivered".
RANK = {"sent": 1, "failed": 2, "delivered": 3, "read": 4}


def _nobody(_who: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What understanding needs to know about this deployment. `keywords`: agency keywords that may open an SMS.
    `patience_ms`: how long the numbers of one mail wait for each other. `hold_minutes`: for its sender's word about
    what is dangerous in public. `told`: statuses that citizens hear of. `questions`: of a listener (`Claim.who`), the
    complaint about which its agency waits for an answer; "" for none. `untitled`: titles of what has no words."""

    channels: Mapping[ChannelName, Channel]
    callback: CentralCallback | None
    hasher: Hasher
    node: str
    wait_ms: int
    keywords: frozenset[str] = frozenset()
    patience_ms: int = 3_600_000
    zone: str = "Asia/Jakarta"
    languages: frozenset[str] = frozenset(Language)
    files: FileLimits = field(default_factory=FileLimits)
    hold_minutes: int = 0
    drafting: Drafting = field(default_factory=Drafting)
    told: frozenset[str] = frozenset()
    questions: Callable[[str], str] = _nobody
    untitled: Untitled = field(default_factory=lambda: UNTITLED)

    def items(self, row: Row, *, doubt: bool, holding: Mapping[str, Flags] | None = None) -> list[Item]:
        """Raise `Unreadable`, or anything a defect may raise: the row is quarantined then. holding: the protection that
        listeners (`Claim.who`) asked for a moment ago; it holds for what asks for none itself."""
        raw = marked(row)
        if raw is None:
            raise Unreadable(row.error or "the body of this row is gone")
        noted = any(map(_IS_NOTE, map(_NAME, raw.headers)))
        doubt = doubt or (noted and bool(raw.header(DOUBTED)))
        if row.channel == CENTRAL and self.callback:
            return self._told(self.callback.event(raw), row.received_at)
        channel = self.channels.get(row.channel)
        if channel is None:
            raise Unreadable(f"the channel {row.channel} is switched off here: switch it on and replay this row")
        read: Sequence[Inbound] = channel.read(raw)
        read = [self._released(inbound, raw) for inbound in read] if noted else read
        found = [self.item(inbound, doubt, holding or {}) for inbound in read]
        calls = [self.call(inbound, item, doubt=doubt) for inbound, item in zip(read, found, strict=True)]
        if len(found) > 1:
            name = self.hasher.short("bundle", row.channel, channel.delivery_key(raw))
            found = together([unnamed(one) for one in found], name, self.patience_ms)
        return [*found, *filter(None, calls)]

    def _released(self, inbound: Inbound, raw: Raw) -> Inbound:
        """A person let it out of the tray: it is a complaint, and nobody could read an answer. Or nobody can read it,
        and its sender was asked in vain."""
        if isinstance(inbound, Message) and raw.header(f"MARK {KEPT}"):
            return replace(inbound, doubts=(*inbound.doubts, GIBBERISH))
        if not isinstance(inbound, Message) or not is_line(inbound.channel) or not raw.header(f"MARK {RELEASED}"):
            return inbound
        return replace(inbound, doubts=(*inbound.doubts, RELEASED), silent=bool(reason_of(inbound)))

    def call(self, inbound: Inbound, item: Item, *, doubt: bool) -> Note | None:
        """Whom to call, beside what is made of a message that tells of danger."""
        if not isinstance(inbound, Message) or not calls(inbound, item):
            return None
        found = triage(inbound, self.keywords)
        offered = self.hold_minutes > 0 and offers(inbound, found, item)
        asking = UNSENT if taken_back(item) else PROTECTION * offered
        return self._ordering(inbound, doubt).emergency(inbound, found, asking=asking)

    def _ordering(self, message: Message, doubt: bool) -> Ordering:
        def say(found: Triage, what: str, **facts: str) -> Note:
            return self.note(message, found, what, doubt=doubt, **facts)

        anew = partial(self._anew, doubt, {})
        return Ordering(self.hasher, self.node, self._who(message), say, anew, self.languages)

    def _told(self, event: Event, received_at: datetime) -> list[Item]:
        """What happens tomorrow by a clock that is wrong would be newer than all that happens until then."""
        if isinstance(event, NumberAssigned):
            return [Told(event.reference, event.number)]
        at_ms = max(1, int(min(event.occurred_at, received_at).timestamp() * 1000))
        if isinstance(event, StatusChanged):
            return [News(event.reference, "progress", event.id, event.status, at_ms, event.status in self.told)]
        if not event.words:
            raise Unreadable("A question without words: ask the central system what its agency wants to know")
        return [News(event.reference, "question", event.id, event.words, at_ms, tell=True)]

    def item(self, inbound: Inbound, doubt: bool, holding: Mapping[str, Flags]) -> Item:
        """What one message is; raise as `items`."""
        if isinstance(inbound, DeliveryReport) and inbound.tokens:
            return undeliverable(self.hasher, inbound)
        if isinstance(inbound, DeliveryReport):
            key = report_key(self.hasher, inbound.channel, inbound.provider_id)
            return Report(key, RANK[inbound.status], inbound.status, inbound.code, inbound.otherwise)
        if GIBBERISH in inbound.doubts:
            # Its delivery says that it was asked about.
            name = self.hasher.short("kept", inbound.channel, inbound.delivery)
            return replace(self._anew(doubt, holding, inbound), delivery=name)
        if inbound.enrolled:
            return self.note(inbound, triage(inbound, self.keywords), "enrolled", doubt=doubt)
        if asked := self._question(inbound):
            said = answer_in(inbound)
            late = self.note(inbound, triage(inbound, self.keywords), "split_late", doubt=doubt)
            return Confirmation(asked, said, Note(self.delivery(inbound), f"confirms:{said}", self.node), late)
        if period := self._recap_asked(inbound):
            return self._recap(inbound, period, doubt)
        return self._confirming(inbound, self._said(inbound, doubt, holding), doubt)

    def _confirming(self, message: Message, said: Item, doubt: bool) -> Item:
        found = partial(triage, message, self.keywords)
        word, offer = confirming(message, found), offer_answered(message, found, self.hold_minutes)
        if not (word or offer):
            return said
        return Asking(self._acting(message, doubt).act(message, found(), Deed.CONFIRM, word, offer), said)

    def _said(self, inbound: Message, doubt: bool, holding: Mapping[str, Flags]) -> Item:
        proven = inbound.tokens
        if inbound.tokens:
            answering = Answering(self.hasher, self.node, self.keywords, partial(self._anew, doubt, holding))
            answered = answering.read(inbound, self.delivery(inbound), doubt=doubt)
            if not isinstance(answered, Message):
                return naming_too(inbound, answered)
            inbound = replace(answered, tokens=proven)
        elif asked := self.questions(self._who(inbound)):
            answering = Answering(self.hasher, self.node, self.keywords, partial(self._anew, doubt, holding))
            if answer := answering.answer(inbound, asked, self.delivery(inbound), doubt=doubt):
                return naming_too(inbound, answer)
        return self._judged(inbound, doubt, holding)

    def _judged(self, inbound: Message, doubt: bool, holding: Mapping[str, Flags]) -> Item:
        found = triage(inbound, self.keywords)
        return self._spoken(inbound, found, doubt, holding) or self._alone(inbound, found, doubt, holding)

    def _spoken(self, message: Message, found: Triage, doubt: bool, holding: Mapping[str, Flags]) -> Spoken | None:
        """A part of a conversation; None for what stands for itself."""
        medium = self.channels[message.channel].medium
        if not self.drafting.waits(medium):
            return None
        rules, who, forced = self.drafting.rules(medium), self._who(message), self.drafting.forced
        speaking = Speaking(self.hasher, self.node, rules, who, doubt, forced)
        return speaking.spoken(message, found, partial(self._alone, message, found, doubt, holding))

    def _alone(self, inbound: Message, found: Triage, doubt: bool, holding: Mapping[str, Flags]) -> Item:
        """What it asks of a complaint that is there, or what it is if none is."""
        if not (deed := deed_of(inbound, found)):
            return self._plain(inbound, found, doubt, holding)
        # Who says "don't send it" has nothing to look for here.
        what = "draft_cancelled" if found.why == "hold" else OTHERWISE[deed]
        what = "erase_none" if found.why == KEEPS_DATA else what
        what = "flag_unknown" if deed is Deed.RAISE and found.argument else what
        said = self.note(inbound, found, what, doubt=doubt)
        said = self._edit(inbound, found, doubt) if inbound.edited else said
        return Asking(self._acting(inbound, doubt).act(inbound, found, deed), said)

    def _acting(self, message: Message, doubt: bool) -> Acting:
        return Acting(self.hasher, self.node, self.wait_ms, self._who(message), doubt)

    def asked_back(self, message: Message, *, doubt: bool) -> Act | None:
        """The question whether what its chat told shall be called off, if this message orders that."""
        found = triage(message, self.keywords)
        if deed_of(message, found) is not Deed.WITHDRAW:
            return None
        act = self._acting(message, doubt).act(message, found, Deed.WITHDRAW)
        name = self.hasher.short("asked back", act.delivery)
        return replace(act, delivery=name, key=name)

    def withdraws(self, message: Message, complaint: str, *, doubt: bool) -> Act | Note:
        """The question whether this earlier complaint shall be called off; how to name it where none is given."""
        found = replace(triage(message, self.keywords), flags=Flags(), argument="", why="hold")
        act = self._acting(message, doubt).act(message, found, Deed.WITHDRAW)
        name = self.hasher.short("earlier", act.delivery)
        if not complaint:
            return replace(self.note(message, found, "act_unknown", doubt=doubt), delivery=name)
        return replace(act, delivery=name, key=name, complaints=(complaint,))

    def asked_also(self, message: Message, flags: Flags, *, doubt: bool) -> Act:
        """Protection that this message asks for what its chat told in the last day, beside what it tells itself."""
        found = replace(triage(message, self.keywords), flags=flags, argument="")
        act = self._acting(message, doubt).act(message, found, Deed.RAISE)
        return replace(act, every=True)

    def _plain(self, inbound: Message, found: Triage, doubt: bool, holding: Mapping[str, Flags]) -> Item:
        if inbound.edited:
            return self._edit(inbound, found, doubt)
        if inbound.proposal:
            return self._ask(inbound, found, doubt)
        if item := self._ordering(inbound, doubt).item(inbound, found):
            return item
        if found.kind in TAKEN_KINDS:
            claim = self._claim(inbound, held_for(inbound, found, holding.get(self._who(inbound), Flags())), doubt)
            return self._naming(inbound, found, claim)
        if found.kind is Kind.STATUS and found.status_number:
            owned = (owner_of(self.hasher, inbound, flags) for flags in (Flags(), Flags(rahasia=True)))
            owners = frozenset({*owned, self._who(inbound)})
            return StatusQuestion(found.status_number, owners, inbound, found, doubt)
        if found.kind is Kind.ROBOT and (held := reason_of(inbound)):
            return Note(self.delivery(inbound), f"{HELD}{held}", self.node)
        if found.kind in (Kind.ROBOT, Kind.THANKS):
            # Nobody pays for an answer to a thank-you.
            return Note(self.delivery(inbound), found.kind.value, self.node)
        return self.note(inbound, found, _help(found), doubt=doubt)

    def _naming(self, message: Message, found: Triage, claim: Claim) -> Claim | Supplement:
        """It may add to the complaint that it names."""
        if not (named := numbered(message)):
            return claim
        answering = Answering(self.hasher, self.node, self.keywords, lambda _: claim)
        return answering.supplement(message, message, found, named, claim.delivery, doubt=claim.doubt)

    def _question(self, message: Message) -> str:
        """The question about a shown split that this message answers; "" when it answers none."""
        named = (delivery_in(complaint_of(self.hasher, token)) for token in message.tokens if not message.robot)
        delivery = next(filter(None, named), "")
        return question(delivery, self._who(message)) if delivery else ""

    def _ask(self, message: Message, found: Triage, doubt: bool) -> Note:
        """Shown to the official before anything is made of it."""
        facts = {"count": str(len(message.proposal)), "parts": shown(message.proposal, found.flags, found.language)}
        note = self.note(message, found, CONFIRM, doubt=doubt, **facts)
        return replace(note, outcome=asked_end(note.delivery, note.who))

    def _anew(self, doubt: bool, holding: Mapping[str, Flags], message: Message) -> Claim:
        """A complaint, whatever else it could be taken for."""
        found = triage(message, self.keywords)
        found = found if found.kind in TAKEN_KINDS else replace(found, kind=Kind.COMPLAINT)
        return self._claim(message, held_for(message, found, holding.get(self._who(message), Flags())), doubt)

    def whole(self, message: Message, asked: Flags, held: Flags, *, doubt: bool, opened: Flags = _OPEN) -> Claim:
        """The complaint that the pieces of a draft are together; `asked` by any of them, `held` from before, and
        `opened` whatever they ask."""
        found = triage(message, self.keywords)
        kind = found.kind if found.kind in TAKEN_KINDS else Kind.COMPLAINT
        found = replace(found, kind=kind, flags=without(united(found.flags, asked), opened), why="")
        return self._claim(message, held_for(message, found, without(held, opened)), doubt)

    def _edit(self, message: Message, found: Triage, doubt: bool) -> Note:
        """What was written first is already on its way; a person finds the new wording in the journal. Who asks for
        protection now, and has nothing there that it could hold for, is told for what it does."""
        note = self.note(message, found, "flag_alone", doubt=doubt) if found.flags else None
        return replace(note, outcome=EDITED) if note else Note(self.delivery(message), EDITED, self.node)

    def delivery(self, message: Message) -> str:
        return delivery_of(self.hasher, message)

    def note(self, message: Message, found: Triage, what: str, *, doubt: bool = False, **facts: str) -> Note:
        """A message that is no complaint and gets an answer, unless there is nobody to send it to."""
        if message.silent or message.opted:
            return Note(self.delivery(message), f"unanswered:{what}", self.node)
        listener = listener_of(message, found.language, found.flags, **facts)
        return Note(
            self.delivery(message), f"answered:{what}", self.node, what, self._who(message), listener.encode(), doubt
        )

    def _claim(self, message: Message, found: Triage, doubt: bool) -> Claim:
        here = (self.hasher, self.node, self.wait_ms, self.channels, self.keywords, self.files)
        return Claiming(*here, self.hold_minutes, self.untitled).claim(message, found, doubt=doubt)

    def _recap_asked(self, message: Message) -> Period | None:
        """A command is all that its sender wrote."""
        if message.origin or message.attachments or message.robot or message.edited:
            return None
        return period_asked(message.subject, message.text, message.received_at, self.zone)

    def _recap(self, message: Message, period: Period, doubt: bool) -> Item:
        found = triage(message, self.keywords)
        if not message.verified:
            return self.note(message, found, "help", doubt=doubt)
        return RecapQuestion(recap_of(self.hasher, message), period, message, found, doubt)

    def _who(self, message: Message) -> str:
        return who_of(self.hasher, message)


def _help(found: Triage) -> str:
    if found.kind is Kind.STATUS:
        return "status_ask"
    return "flag_alone" if found.flags else "help"
