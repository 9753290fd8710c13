"""Tells each complaint's journey as it happens, from the journal, the ledger's steps and the providers' own lists."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from redis.asyncio import Redis

from forwarder import epoch
from forwarder.items import Claim, LedgerAway, Note
from forwarder.listener import Listener
from forwarder.sayings import Saying
from gateway.inbox import Row
from gateway.journal_reader import JournalReader
from gateway.simulator.samples import Sample
from gateway.simulator.town import Town
from gateway.understand import Understanding
from gateway.understood import Asking, RecapQuestion, StatusQuestion
from normalizer import codec
from normalizer.schema import Complaint

LOOK_SECONDS = 0.05

# What an answer says, for those who do not read Indonesian.
GLOSSES: Mapping[str, str] = {
    "number": "It was passed on; this is its tracking number.",
    "receipt": "We have it, under our own number; the tracking number follows.",
    "linked": "We have it already; the number stays.",
    "supplement": "What they added goes to the report it belongs to.",
    "supplement_flags": "The wish for protection goes to the report it belongs to.",
    "help": "How to write to us, and what happens with the data.",
    "flag_alone": "We shall protect it; what is the complaint?",
    "erase_none": "No erasure waits.",
    "flag_unknown": "We know no such number of yours: nothing of it changed.",
    "status": "Where it stands.",
    "status_unknown": "We know no such number of yours.",
    "status_ask": "Which number?",
    "status_word": "Its word is needed as well.",
    "emergency": "Whom to call; the complaint goes its way.",
    "unclear": "What happened, and where?",
    "stopped": "No more answers here.",
    "started": "Answers again.",
    "language_set": "The language of answers.",
    "joined": "Their phone is known now.",
}
STEPS: Mapping[str, tuple[str, str]] = {
    "attempt": ("forwarded", "attempt {about} at the central system"),
    "token": ("accepted", "the central system holds it; its number comes later"),
    "number": ("number", "{about}"),
    "supplement": ("added", "an answer to our answer goes to its complaint"),
    "forward_later": ("waits", "{about}"),
    "forward_parked": ("parked", "{about}"),
    "reply_later": ("waits", "{about}"),
    "reply_parked": ("parked", "{about}"),
    "linked": ("linked", "to the first complaint with these words: one submission, the number on both channels"),
}
Say = Callable[[str, str, str], None]


@dataclass(eq=False)
class Narrator:
    """`say(label, what, words)` prints a line. Labels are known by the sender's address."""

    town: Town
    redis: Redis
    reader: JournalReader
    understanding: Understanding
    say: Say
    labels: dict[tuple[str, str], Sample] = field(default_factory=dict)
    _row: int = 0
    _repeats: int = 0
    _step: str = "0"
    _open: dict[int, Mapping[str, str]] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _listeners: dict[str, tuple[str, str]] = field(default_factory=dict)
    _heard: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            self._rows()
            self._repeated()
            try:
                await self._steps()
            except LedgerAway:
                continue
            finally:
                await asyncio.sleep(LOOK_SECONDS)

    def _rows(self) -> None:
        for row in self.reader.rows(self._row, 100):
            self._row = row.seq
            self._received(row, self.say)
            if not row.end:
                self._open[row.seq] = row.marks
        self._found_out()

    def _found_out(self) -> None:
        """What the pump finds out about a delivery, such as who sent it, changes what it is known by."""
        for seq, marks in list(self._open.items()):
            row = self.reader.row(seq)
            if row and row.marks != marks:
                self._open[seq] = row.marks
                self._received(row, _nothing)
            if row is None or row.end:
                del self._open[seq]

    def _repeated(self) -> None:
        for sender, _, status in self.town.twilio.repeats[self._repeats :]:
            self._repeats += 1
            way, address = ("whatsapp" if sender.startswith("whatsapp:") else "sms"), sender.removeprefix("whatsapp:")
            words = f"the same delivery again: the same answer, {status}; nothing is done"
            self.say(self._label(way, address), "repeated", words)

    def _received(self, row: Row, say: Say) -> None:
        try:
            items = self.understanding.items(row, doubt=False)
        except Exception as error:  # noqa: BLE001 - the pump quarantines it; here it is only told
            say(row.channel, "received", f"kept, but not understood: {type(error).__name__}")
            return
        for item in items:
            if isinstance(item, Claim):
                self._claimed(row, item, say)
            elif isinstance(item, Note):
                self._noted(row, item, say)
            elif isinstance(item, Asking):
                say(str(row.channel), "received", f"row {row.seq}: {item.act.deed} is asked of a complaint")
            elif isinstance(item, StatusQuestion | RecapQuestion):
                self._asked(row, item, say)

    def _claimed(self, row: Row, item: Claim, say: Say) -> None:
        complaint = codec.decode(Complaint, item.body)
        label = self._label(row.channel, complaint.submitted_by.address)
        self._labels[item.id] = label
        self._listeners[item.who] = (row.channel, complaint.submitted_by.address)
        say(label, "received", f"row {row.seq} is on the disk, and the provider heard yes")
        marks = [str(complaint.kind), *(name for name in ("anonim", "rahasia") if getattr(complaint.flags, name))]
        say(label, "understood", f"{', '.join(marks)}: {complaint.title}")

    def _noted(self, row: Row, item: Note, say: Say) -> None:
        label = self._labels[item.delivery] = str(row.channel)
        if item.listener:
            self._listeners[item.who] = (row.channel, Listener.decode(item.listener).to.address)
        if item.what == Saying.EMERGENCY:
            label = self._labels[item.delivery] = self._label(*self._listeners[item.who])
            say(label, "understood", "danger now? whom to call is answered, and the complaint goes its way")
            return
        say(label, "received", f"row {row.seq}: no complaint, {item.outcome.replace(':', ' with ')}")

    def _asked(self, row: Row, item: StatusQuestion | RecapQuestion, say: Say) -> None:
        """Its answer needs the ledger; who is answered is known already."""
        who = self.understanding.note(item.message, item.triage, "status", doubt=False).who
        self._listeners[who] = (row.channel, item.message.sender.address)
        label = self._labels[self.understanding.delivery(item.message)] = str(row.channel)
        say(label, "received", f"row {row.seq}: asks where complaints stand")

    def _label(self, channel: str, address: str) -> str:
        sample = self.labels.get((channel, address))
        return sample.label if sample else channel

    async def _steps(self) -> None:
        name = await epoch.current(self.redis)
        steps = await epoch.steps(self.redis, name, self._step) if name else ()
        # A row has its marks before its first step: looked at in this order, none is told without its label.
        self._rows()
        for entry, id_, step, about in steps:
            self._step = entry
            self._told(id_, step, about)

    def _told(self, id_: str, step: str, about: str) -> None:
        label = self._labels.get(id_.split(".")[0], "")
        if step == "answer_sent":
            self._answered(id_, about)
        elif step in STEPS and label:
            what, words = STEPS[step]
            self.say(label, what, words.format(about=about))

    def _answered(self, answer: str, what: str) -> None:
        channel, address = self._listeners.get(answer.split(".")[1], ("", ""))
        label = self._label(channel, address) if channel else answer.split(".")[1].partition("-")[0]
        # The next one may have arrived before this one is told of.
        texts = words_to(self.town, channel, address)
        text = texts[min(self._heard[channel, address], len(texts) - 1)] if texts else "…"
        self._heard[channel, address] += 1
        self.say(label, "answered", f"“{' '.join(text.split())}”")
        self.say("", "", f"({GLOSSES.get(what, what)})")


def _nothing(_label: str, _what: str, _words: str) -> None:
    """It was told before."""


def words_to(town: Town, channel: str, address: str) -> list[str]:
    """What that address was told on that channel, oldest first, as its provider holds it."""
    if channel == "telegram":
        return [str(message["text"]) for message in town.telegram.messages_to(int(address))]
    if channel == "mail":
        return [mail.text for mail in town.relay.mails_to(address)]
    if channel == "sms_http":
        return [message.text for message in town.aggregator.messages_to(address)]
    wanted = f"whatsapp:{address}" if channel == "whatsapp" else address
    return [message.body for message in town.twilio.messages_to(address) if message.to == wanted]


def clock() -> Callable[[], float]:
    """Seconds since now."""
    began = time.monotonic()
    return lambda: time.monotonic() - began
