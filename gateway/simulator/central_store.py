"""What the stand-in central system keeps: cases without their words, keys, tokens and counts, all bounded."""

from __future__ import annotations

import hashlib
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from gateway.simulator.central_models import Case, Flags, Strict, SubmitRequest, Supplement, instant

MOST_CASES: Final = 250_000
MOST_SUPPLEMENTS: Final = 200  # of one case
MOST_ATTACHMENTS: Final = 100_000
MOST_ATTACHMENT_BYTES: Final = 500_000_000  # of all together
KEPT_REQUESTS: Final = 200
KEPT_ARRIVALS: Final = 100_000
KEPT_BYTES: Final = 65_536  # of one request

_NO_TEXT: Final = hashlib.sha256(b"").hexdigest()

NumberAfter = float | Literal["told"] | None


class Full(Exception):
    """The stand-in holds as much as it is made for; start a fresh one."""


class KeyReused(Exception):
    """The idempotency key came before, with another body."""


class Withdrawn(Exception):
    """The case takes nothing more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived, for those who want to compare bytes; `body` is cut at 64 KiB."""

    operation: str
    instance: str
    reference: str
    body: bytes = field(repr=False)


@dataclass(slots=True)
class Stored:
    """A case: no words, only hashes. `number_at` is when its number is there, None when somebody must say so."""

    order: int
    instance: str
    reference: str
    digest: bytes
    text: str
    kind: str
    channel: str
    received_at: str
    anonim: bool
    rahasia: bool
    number: str
    token: str
    number_at: datetime | None
    delayed_minutes: int
    status: str = "belum_diverifikasi"
    supplements: dict[str, bytes] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    related_to: tuple[str, ...] = ()
    recurrence_of: str = ""

    def number_now(self, now: datetime) -> str | None:
        return self.number if self.number_at is not None and self.number_at <= now else None

    def view(self, now: datetime) -> dict[str, Any]:
        """`CaseView` of the contract."""
        return {
            "reference": self.reference,
            "number": self.number_now(now),
            "token": self.token or None,
            "kind": self.kind,
            "status": self.status,
            "flags": {"anonim": self.anonim, "rahasia": self.rahasia},
            "received_at": self.received_at,
        }


@dataclass
class Counts:
    """What happened. `early` are calls before the moment that a 429 or 503 named; `same_text` are cases whose text
    another case has too: perhaps the same complaint twice."""

    calls: int = 0
    submissions: int = 0
    stored: int = 0
    repeated: int = 0
    conflicts: int = 0
    same_text: int = 0
    refused: int = 0
    invalid: int = 0
    throttled: int = 0
    early: int = 0
    lost_answers: int = 0
    supplements: int = 0
    withdrawn: int = 0
    amended: int = 0
    look_ups: int = 0
    attachments: int = 0
    callbacks: int = 0
    callbacks_failed: int = 0


@dataclass
class Store:
    """Everything by instance and reference. `dice` draws numbers and tokens; give it a seed to repeat a run.
    `arrivals`: when calls came, by the event loop's clock."""

    dice: random.Random = field(default_factory=random.SystemRandom)
    most: int = MOST_CASES
    counts: Counts = field(default_factory=Counts)
    cases: dict[tuple[str, str], Stored] = field(default_factory=dict)
    in_order: list[Stored] = field(default_factory=list)
    tokens: dict[tuple[str, str], Stored] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    attachments: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False)
    attachment_bytes: int = 0
    arrivals: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT_ARRIVALS), repr=False)
    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=KEPT_REQUESTS))

    def submit(self, instance: str, request: SubmitRequest, now: datetime, after: NumberAfter) -> tuple[Stored, bool]:
        """The case and whether it was there before. Raise `KeyReused` or `Full`."""
        self.counts.submissions += 1
        digest = digest_of(request.case)
        known = self.cases.get((instance, request.case.reference))
        if known is not None:
            return self._again(known, digest), True
        if len(self.in_order) >= self.most:
            raise Full
        case = self._made(instance, request.case, digest, now, after)
        case.delayed_minutes = request.delivery.delayed_minutes
        self._keep(case)
        return case, False

    def find(self, instance: str, reference: str) -> Stored | None:
        return self.cases.get((instance, reference))

    def supplement(self, case: Stored, key: str, supplement: Supplement) -> bool:
        """Whether it was there before. Raise `KeyReused`, `Withdrawn` or `Full`."""
        digest = digest_of(supplement)
        known = case.supplements.get(key)
        if known is not None and known != digest:
            raise KeyReused
        if known is not None:
            return True
        if case.status == "ditarik":
            raise Withdrawn
        if len(case.supplements) >= MOST_SUPPLEMENTS:
            raise Full
        case.supplements[key] = digest
        self.counts.supplements += 1
        return False

    def amend(self, case: Stored, flags: Flags) -> None:
        case.anonim, case.rahasia = flags.anonim, flags.rahasia
        self.counts.amended += 1

    def withdraw(self, case: Stored) -> None:
        self.counts.withdrawn += case.status != "ditarik"
        case.status = "ditarik"

    def attach(self, instance: str, sha256: str, content: bytes) -> bool:
        """Whether the bytes were here before. Raise `Full`."""
        if (instance, sha256) in self.attachments:
            return True
        self.attachment_bytes += len(content)
        if len(self.attachments) >= MOST_ATTACHMENTS or self.attachment_bytes > MOST_ATTACHMENT_BYTES:
            raise Full
        self.attachments[(instance, sha256)] = content
        self.counts.attachments += 1
        return False

    def page(self, instance: str, start: str, end: str, after: int, limit: int) -> tuple[list[Stored], int | None]:
        """Cases of an instance behind place `after`, and the place to go on from, None at the end."""
        found: list[Stored] = []
        for case in self._between(instance, start, end, after):
            if len(found) == limit:
                return found, found[-1].order
            found.append(case)
        return found, None

    def _between(self, instance: str, start: str, end: str, after: int) -> Iterator[Stored]:
        first, last = start and instant(start), end and instant(end)
        for case in self.in_order[after:]:
            moment = instant(case.received_at) if first or last else None
            early = moment is not None and first and moment < first
            late = moment is not None and last and moment >= last
            if case.instance == instance and not early and not late:
                yield case

    def _again(self, known: Stored, digest: bytes) -> Stored:
        if known.digest != digest:
            self.counts.conflicts += 1
            raise KeyReused
        self.counts.repeated += 1
        return known

    def _keep(self, case: Stored) -> None:
        self.counts.stored += 1
        self.counts.same_text += case.text in self.texts and case.text != _NO_TEXT
        self.texts.add(case.text)
        self.cases[(case.instance, case.reference)] = case
        self.in_order.append(case)
        if case.token:
            self.tokens[(case.instance, case.token)] = case

    def _made(self, instance: str, case: Case, digest: bytes, now: datetime, after: NumberAfter) -> Stored:
        wait = None if after == "told" else timedelta(seconds=after or 0.0)
        return Stored(
            order=len(self.in_order) + 1,
            instance=instance,
            reference=case.reference,
            digest=digest,
            text=hashlib.sha256(case.text.encode()).hexdigest(),
            kind=case.kind,
            channel=case.channel,
            received_at=case.received_at,
            anonim=case.flags.anonim,
            rahasia=case.flags.rahasia,
            number=self._number(),
            token="" if after is None else f"t-{self.dice.getrandbits(96):024x}",
            number_at=None if wait is None else now + wait,
            delayed_minutes=0,
            attachments=tuple(each.sha256 for each in case.attachments if each.sha256),
            related_to=case.related_to,
            recurrence_of=case.recurrence_of,
        )

    def _number(self) -> str:
        """Seven or eight digits, one in eight with a leading zero, as LAPOR!'s tracking numbers look."""
        while True:
            digits = f"{self.dice.randrange(10**6, 10**7)}"
            number = self.dice.choice(("", "", "", "1", "2", "3", "7", "0")) + digits
            if number not in self.numbers:
                self.numbers.add(number)
                return number


def digest_of(value: Strict) -> bytes:
    """Equal for equal JSON values, however they were written."""
    return hashlib.sha256(value.model_dump_json(exclude_unset=True).encode()).digest()
