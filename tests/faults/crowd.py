"""A crowd of invented citizens: each writes once, remembers whether it was acknowledged, and counts what came back."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any, Literal, Protocol
from weakref import WeakKeyDictionary

import aiohttp
import aiosmtplib
import redis.exceptions
from redis import Redis

from forwarder.seal import Sealer, decode_key
from gateway.journal_reader import JournalReader
from gateway.simulator.aggregator import Short
from gateway.simulator.central_store import Stored
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node
from gateway.simulator.twilio_api import new_sid

Way = Literal["sms", "whatsapp", "telegram", "mail", "sms_http"]
WAYS: tuple[Way, ...] = ("sms", "whatsapp", "telegram", "mail")
# Where one can ask what was sent, there is one message; elsewhere at most one more is sent blindly.
MOST: dict[Way, int] = {"sms": 1, "whatsapp": 1, "telegram": 2, "mail": 2, "sms_http": 2}
# What a phone says of its own clock; the same in a repeat.
SENT_AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
FAULTS_OF_A_LINE = (aiohttp.ClientError, aiosmtplib.SMTPException, OSError, TimeoutError)


class Held(Protocol):
    """A case at a central system: a hash of its citizen's words, and its number."""

    @property
    def text(self) -> str: ...

    @property
    def number(self) -> str: ...


@dataclass(eq=False)
class Citizen:
    """One person with one complaint. `yes`: somebody heard 2xx or 250; `wrote`: when first, by a clock nobody sets."""

    way: Way
    address: str
    words: str
    sid: str
    yes: bool = False
    answer: str = ""
    wrote: float = 0.0

    @cached_property
    def digest(self) -> str:
        """How the stand-in central system knows the words."""
        return digest(self.words)


# Counted at the end of each test (conftest.py).
CROWDS: WeakKeyDictionary[Town, list[Crowd]] = WeakKeyDictionary()


@dataclass(eq=False)
class Crowd:
    """Writes to a town and counts at its central system and its providers. `held`: what a central system of another
    kind holds."""

    town: Town
    citizens: list[Citizen] = field(default_factory=list)
    held: Callable[[], Iterable[Held]] | None = None
    _row: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        CROWDS.setdefault(self.town, []).append(self)

    # -- writing --------------------------------------------------------------------------------------------------

    def citizen(self, way: Way) -> Citizen:
        n = next(self._row)
        words = f"Lampu jalan nomor {n} di gang Kenanga {n % 97} padam sejak hari Senin, mohon diperbaiki ({way})"
        address = {"telegram": str(500_000 + n), "mail": f"warga{n}@desa.example.org"}.get(way, f"+62811{n:08d}")
        found = Citizen(way, address, words, new_sid())
        self.citizens.append(found)
        return found

    async def writes(self, citizen: Citizen, node: Node) -> bool:
        """One delivery, as the provider makes it; the same again is a repeat. Telegram pushes until it hears yes, to
        the last node that registered, so that it is always acknowledged in the end."""
        citizen.wrote = citizen.wrote or time.monotonic()
        try:
            citizen.answer = await self._deliver(citizen, node)
        except FAULTS_OF_A_LINE as error:
            citizen.answer = type(error).__name__
        yes = citizen.answer.startswith("2")
        citizen.yes = citizen.yes or yes
        return yes

    async def _deliver(self, citizen: Citizen, node: Node) -> str:
        if citizen.way == "mail":
            return await node.mail(letter(citizen), citizen.address)
        if citizen.way == "telegram":
            await self.town.telegram.citizen_sends(int(citizen.address), citizen.words)
            return "200"
        if citizen.way == "sms_http":
            status, _ = await self.town.aggregator.phone_sends(
                f"{node.url}/sms", citizen.address, citizen.words, sid=citizen.sid, at=SENT_AT
            )
            return str(status)
        path, on = f"{node.url}/twilio/{citizen.way}", citizen.way == "whatsapp"
        status, _ = await self.town.twilio.phone_sends(
            path, citizen.address, citizen.words, whatsapp=on, sid=citizen.sid
        )
        return str(status)

    async def write(self, how_many: int, node: Node | None = None, ways: tuple[Way, ...] = WAYS) -> list[Citizen]:
        """All at once."""
        new = [self.citizen(ways[n % len(ways)]) for n in range(how_many)]
        await asyncio.gather(*(self.writes(one, node or self.town.nodes[0]) for one in new))
        return new

    async def keep_writing(
        self, until: asyncio.Event, pause: float = 0.02, node: Node | None = None, ways: tuple[Way, ...] = WAYS
    ) -> None:
        """Load: one citizen after the other starts, whatever became of those before."""
        writing: set[asyncio.Task[bool]] = set()
        dice = random.Random(7)
        while not until.is_set():
            writing.add(asyncio.create_task(self.writes(self.citizen(dice.choice(ways)), node or self.town.nodes[0])))
            await asyncio.sleep(pause)
        await asyncio.gather(*writing)

    # -- counting -------------------------------------------------------------------------------------------------

    def cases_of(self, citizen: Citizen) -> list[Stored]:
        return [case for case in self.town.central.store.in_order if case.text == citizen.digest]

    def all_held(self) -> Iterable[Held]:
        return self.held() if self.held else self.town.central.store.in_order

    def answers_to(self, citizen: Citizen) -> list[str]:
        """What the provider holds for this person, oldest first."""
        if citizen.way == "telegram":
            return [str(one["text"]) for one in self.town.telegram.messages_to(int(citizen.address))]
        if citizen.way == "mail":
            return [one.text for one in self.town.relay.mails_to(citizen.address)]
        by_twilio = (one.body for one in self.town.twilio.messages_to(citizen.address))
        return [*by_twilio, *(one.text for one in self._moved(citizen))]

    def most_of(self, citizen: Citizen) -> int:
        """How many of one answer may reach them. What WhatsApp does not take leaves as an SMS, by the aggregator."""
        return 2 if self._moved(citizen) else MOST[citizen.way]

    def _moved(self, citizen: Citizen) -> Sequence[Short]:
        return self.town.aggregator.messages_to(citizen.address) if citizen.way in ("whatsapp", "sms_http") else []

    def numbers_told(self, citizen: Citizen) -> list[str]:
        """Those answers that tell the tracking number."""
        return naming(self.cases_of(citizen), self.answers_to(citizen))

    def unanswered(self) -> list[Citizen]:
        """Acknowledged, and no number was told yet."""
        by_words = {case.text: case.number for case in self.all_held()}
        heard = self._heard()
        waiting = []
        for one in self.citizens:
            number = by_words.get(one.digest)
            if one.yes and (number is None or not any(number in text for text in heard.get(one.address, ()))):
                waiting.append(one)
        return waiting

    def _heard(self) -> Mapping[str, Sequence[str]]:
        """By address, at one look: to ask for each of thousands would keep the stand-ins, which live in this process,
        from answering."""
        found: dict[str, list[str]] = defaultdict(list)
        for sent in self.town.twilio.messages:
            if sent.direction != "inbound":
                found[sent.to.removeprefix("whatsapp:")].append(sent.body)
        for short in self.town.aggregator.messages:
            found[short.to].append(short.text)
        for mail in self.town.relay.mails:
            for to in mail.to:
                found[to.lower()].append(mail.text)
        chats = [one.address for one in self.citizens if one.way == "telegram"]
        return found | {chat: [str(one["text"]) for one in self.town.telegram.messages_to(int(chat))] for chat in chats}

    async def all_answered(self, seconds: float = 60) -> None:
        """Until every acknowledged citizen was told the number. Raise AssertionError with who was not."""
        await eventually(lambda: not self.unanswered(), seconds, lambda: self.told_so_far())

    async def all_quiet(self, seconds: float = 60) -> None:
        """Until nothing is due any more and every row has its end: what has not happened now never will."""
        await eventually(self._nothing_due, seconds, lambda: f"still due: {self.due()}")

    async def all_settled(
        self, seconds: float = 60, *, sure: bool = True, look: Callable[[], object] = lambda: None
    ) -> list[Citizen]:
        """Until every acknowledged citizen has one case and was told its number; or, where the provider cannot be
        asked and the one blind sending is used up or forbidden, the answer lies before a person; or, where the central
        system cannot be asked either (not `sure`), the complaint does. Returns those. look: done before each look."""
        await eventually(lambda: self._settled(sure, look), seconds, self.told_so_far)
        left = self.unanswered()
        by_words = self._by_words()
        for one in left:
            cases, heard = len(by_words[one.digest]), self.answers_to(one)
            fits = (cases == 1 if sure else cases <= 1, len(heard) <= self.most_of(one))
            assert fits == (True, True), (one.way, one.address, cases, heard)
        self.assert_once([one for one in self.citizens if one not in left])
        print(f"{len(self.citizens)} wrote, {len(left)} left to a person, {self.town.central.store.counts}")
        return left

    def _settled(self, sure: bool, look: Callable[[], object]) -> bool:
        look()
        if not self._nothing_due():
            return False
        left = self.unanswered()
        asked = sum(self.most_of(one) == 1 for one in left)
        return (not sure or asked <= parked(self.town, "sms_http")) and len(left) <= parked(self.town)

    def counted(self) -> str:
        """As docs/reliability.md has it. Lost: acknowledged, and no case; told: people who know their number."""
        cases, heard = self._by_words(), self._heard()
        sizes = Counter(min(len(cases[one.digest]), 2) for one in self.citizens)
        yes = [one for one in self.citizens if one.yes]
        lost = sum(not cases[one.digest] for one in yes)
        answers = sum(len(heard.get(one.address, ())) for one in self.citizens)
        told = len(yes) - len(self.unanswered())
        return (
            f"{len(self.citizens)} wrote, {len(yes)} heard yes: submitted once {sizes[1]}, double {sizes[2]}, "
            f"lost {lost}; {answers} answers, {told} told"
        )

    def _by_words(self) -> Mapping[str, list[Held]]:
        found = defaultdict[str, list[Held]](list)
        for case in self.all_held():
            found[case.text].append(case)
        return found

    def _nothing_due(self) -> bool:
        return not any(self.due().values())

    def due(self) -> dict[str, int]:
        """What is left to do: items due, facts on their way to a journal, rows without an end (0 or 1 a node)."""
        return due(self.town)

    def told_so_far(self) -> str:
        left = self.unanswered()
        held = self._by_words()
        shown = [(one.way, one.answer, len(held[one.digest]), len(self.answers_to(one))) for one in left[:10]]
        yes = sum(one.yes for one in self.citizens)
        told = f"{len(left)} of {yes} wait; (way, heard, cases, answers): {shown}"
        return f"{told}; due: {self.due()}; {self.town.central.store.counts}"

    def assert_once(self, citizens: list[Citizen] | None = None) -> None:
        """Acknowledged: one case and the number told, once where that can be known. Else: no case or one."""
        assert self.town.central.store.counts.same_text == 0
        assert self.town.central.store.counts.conflicts == 0
        by_words = self._by_words()
        for one in self.citizens if citizens is None else citizens:
            cases, heard = by_words[one.digest], self.answers_to(one)
            told = naming(cases, heard)
            about = (one.way, one.address, one.yes, one.answer, heard)
            assert len(cases) == 1 if one.yes else len(cases) <= 1, about
            assert not one.yes or told, about
            assert len(told) <= self.most_of(one), about
            assert len(heard) - len(told) <= self.most_of(one), about


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def naming(cases: Sequence[Held], texts: list[str]) -> list[str]:
    """Those of them with the tracking number of one of these cases."""
    return [text for text in texts if any(case.number in text for case in cases)]


def letter(citizen: Citizen) -> bytes:
    return (
        f"From: Warga <{citizen.address}>\r\nTo: lapor@kab-contoh.example.org\r\n"
        f"Message-ID: <{citizen.sid}@desa.example.org>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0700\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{citizen.words}\r\n"
    ).encode()


def ledger(town: Town) -> Redis:
    return Redis.from_url(town.redis.url)


def due(town: Town) -> dict[str, int]:
    """Rows without an end, and items in the due sets of the living ledger; {"away": 1} when there is none. In the
    order in which a message passes: what moves on between two looks is seen by the second."""
    rows = rows_open(town)
    try:
        with ledger(town) as server:
            name = server.get("sp:epoch")
            if not isinstance(name, bytes):
                return {"away": 1}
            prefix = f"sp:{name.decode()}:"
            sizes = {queue: server.zcard(f"{prefix}due:{queue}") for queue in ("draft", "forward", "reply")}
            sizes["lanes"] = server.zcard(f"{prefix}lanes")
            facts = [server.xlen(f"{prefix}facts:{node.name}") for node in town.nodes if node.serve.running]
            found = {queue: int(str(size)) for queue, size in sizes.items()} | {
                "facts": sum(int(str(n)) for n in facts)
            }
    except redis.exceptions.RedisError:
        return {"away": 1}
    return found | rows


def rows_open(town: Town) -> dict[str, int]:
    """How many nodes have a row without an end."""
    return {"rows": sum(_has_open(town, node) for node in town.nodes if node.serve.running)}


def _has_open(town: Town, node: Node) -> bool:
    opened = reader(town, node)
    try:
        return bool(opened.heads(limit=1, only_open=True))
    finally:
        opened.close()


def reader(town: Town, node: Node) -> JournalReader:
    return JournalReader.open(node.folder, Sealer.of(decode_key(town.keys[1])))


def rows_of(town: Town, node: Node) -> Counter[str]:
    """How many rows of a node have which end, numbers left out; "" is a row without one."""
    opened = reader(town, node)
    ends = [row.end for row in opened.rows(0, 100_000, body=False)]
    opened.close()
    return Counter(":".join(end.split(":")[:2]) for end in ends)


def epoch(town: Town) -> str:
    """Its living ledger's name, "" while there is none."""
    with ledger(town) as server:
        found = server.get("sp:epoch")
    return found.decode() if isinstance(found, bytes) else ""


def parked(town: Town, moved_to: str = "") -> int:
    """How many complaints and answers wait for a person; of those, the answers that were moved to another channel."""
    prefix = f"sp:{epoch(town)}:"
    with ledger(town) as server:
        if not moved_to:
            return int(str(server.zcard(f"{prefix}parked")))
        names: Any = server.zrange(f"{prefix}parked", 0, -1)
        return sum(server.hget(f"{prefix}a:{name.decode()}", "via") == moved_to.encode() for name in names)


async def eventually(
    true: Callable[[], bool], seconds: float, tell: Callable[[], object] = lambda: "it did not happen"
) -> None:
    """Look until it is so. Raise AssertionError, with what `tell` says, when the time is over."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not true():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"not within {seconds} s: {tell()}")
        await asyncio.sleep(0.05)


async def under_load(
    crowd: Crowd, faults: Coroutine[Any, Any, None], pause: float = 0.02, ways: tuple[Way, ...] = WAYS
) -> None:
    """Do `faults` while citizens go on writing."""
    over = asyncio.Event()
    load = asyncio.create_task(crowd.keep_writing(over, pause, ways=ways))
    try:
        await faults
    finally:
        over.set()
        await load
