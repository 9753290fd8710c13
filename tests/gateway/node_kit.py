"""One node without its listeners: a journal with its control socket, a pump, and a real Redis."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from journal_samples import HASHER, SEALER
from waiting import until as until  # tests of a node import it from here

from forwarder import epoch
from forwarder.ledger import Ledger
from forwarder.outbox_view import owed_receipt
from forwarder.redis_server import connect
from gateway.attach import Keeper
from gateway.bell import Bells
from gateway.central_callback import CENTRAL, SIGNATURE, CentralCallback
from gateway.control import ControlServer
from gateway.control_client import ControlClient
from gateway.erase import Erasing
from gateway.intake import arrival_key
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.pump import Pump
from gateway.readers import Readers
from gateway.rebuild import Rebuild
from gateway.row_guard import RowGuard
from gateway.simulator.samples import letter
from gateway.simulator.town_processes import MAILBOX
from gateway.simulator.twilio_api import Sent
from gateway.simulator.twilio_forms import inbound_form, status_form
from gateway.understand import Understanding
from gateway.vet import Step, Vetting
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Raw

ACCOUNT, OURS, PHONE = "AC" + "0" * 32, "+6281100009999", "+6281100000001"
CHAT, TELEGRAM_URL = 620_011_001, "https://gw.example.org/telegram"
SECRET = "callback-secret-for-tests"
ENV = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "made-up",
    "TWILIO_SMS_FROM": OURS,
    "TWILIO_WHATSAPP_FROM": OURS,
    "TELEGRAM_TOKEN": "700000001:AAmade-up",
    "TELEGRAM_SECRET": "made-up",
    "MAIL_RECIPIENTS": MAILBOX,
    "MAIL_RELAY_HOST": "127.0.0.1",
    "MAIL_RELAY_TLS": "none",
    "MAIL_PROOF": "off",
}


def _raw(channel: str, body: bytes, url: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Raw:
    return Raw(ChannelName(channel), datetime.now(UTC), url or f"https://gw.example.org/{channel}", headers, body)


def sms(text: str, place: int = 1, *, phone: str = PHONE, **more: str) -> Raw:
    form = inbound_form(ACCOUNT, f"SM{place:032x}", phone, OURS, text) | more
    return _raw("sms", urlencode(form).encode(), "https://gw.example.org/twilio/sms")


def whatsapp(text: str, place: int = 1, *, phone: str = PHONE, **more: str) -> Raw:
    form = inbound_form(ACCOUNT, f"SM{place + 10_000:032x}", f"whatsapp:{phone}", f"whatsapp:{OURS}", text)
    form |= {"ProfileName": "Sari Contoh", "WaId": phone[1:], "MessageType": "text", **more}
    return _raw("whatsapp", urlencode(form).encode(), "https://gw.example.org/twilio/whatsapp")


def report(sid: str, status: str = "delivered") -> Raw:
    form = status_form(ACCOUNT, Sent(sid, OURS, PHONE, "", status))
    return _raw("sms", urlencode(form).encode(), "https://gw.example.org/twilio/sms/status")


def telegram(text: str, place: int = 1, *, chat: int = CHAT, edited: bool = False) -> Raw:
    person = {"id": chat, "is_bot": False, "first_name": "Sari"}
    message = {"message_id": place, "date": 1_790_000_000, "from": person, "text": text}
    message |= {"chat": {"id": chat, "type": "private", "first_name": "Sari"}}
    kind = "edited_message" if edited else "message"
    message |= {"edit_date": 1_790_000_100} if edited else {}
    return _raw("telegram", json.dumps({"update_id": place, kind: message}).encode(), TELEGRAM_URL)


def contact(number: str, account: int, place: int = 1, *, forwarded: bool = False) -> Raw:
    """What `CHAT` shares of whom; `account` is the contact's own."""
    person = {"id": CHAT, "is_bot": False, "first_name": "Sari"}
    message: dict[str, object] = {"message_id": place, "date": 1_790_000_000, "from": person}
    message |= {"chat": {"id": CHAT, "type": "private", "first_name": "Sari"}}
    message |= {"contact": {"phone_number": number, "first_name": "Sari", "user_id": account}}
    if forwarded:
        message |= {"forward_origin": {"type": "hidden_user", "date": 1_789_000_000, "sender_user_name": "Sari"}}
    return _raw("telegram", json.dumps({"update_id": place, "message": message}).encode(), TELEGRAM_URL)


def mail(text: str, place: int = 1, *, sender: str = "sari@warga.example.org", head: str = "") -> Raw:
    body = head.encode() + letter(sender, "Sari Contoh", text, f"mark-{place}")
    return _raw("mail", body, "smtp:", (("MAIL FROM", sender), ("RCPT TO", MAILBOX)))


def callback(body: bytes, signed: Callable[[str, bytes, datetime], str]) -> Raw:
    header = signed(SECRET, body, datetime.now(UTC))
    return _raw(CENTRAL, body, "https://gw.example.org/central/callback", ((SIGNATURE, header),))


def understanding(node: str = "node-1", **changes: Any) -> Understanding:
    made = make_channels(ENV, "https://gw.example.org")
    return replace(Understanding(made, CentralCallback(SECRET), HASHER, node, 0), **changes)


@dataclass(eq=False)
class NodeKit:
    """`arrives` keeps deliveries as a listener does; `pumping` runs the pump for a while."""

    name: str
    journal: Journal
    control: ControlClient
    reader: JournalReader
    redis: Any = field(repr=False)
    bells: Bells
    rebuild: Rebuild
    steps: Sequence[Step] = ()
    keeper: Keeper | None = None
    erasing: Erasing | None = None
    readers: Readers = field(default_factory=lambda: Readers(0))

    async def arrives(self, *raws: Raw) -> None:
        sources: dict[ChannelName, Any] = {**self.rebuild.understanding.channels, CENTRAL: CentralCallback(SECRET)}
        for raw in raws:
            source = sources.get(raw.channel)
            await self.journal.keep(raw, arrival_key(source, raw) if source else raw.body.hex())

    @asynccontextmanager
    async def pumping(self) -> AsyncIterator[Pump]:
        alarm = signal.getsignal(signal.SIGALRM)  # pytest-timeout's
        guard = RowGuard.open(self.journal.folder)
        vetting = Vetting(self.reader, self.control, self.steps, pauses=(0.05,))
        understood = self.rebuild.understanding
        pump = Pump(
            self.reader, self.control, understood, self.bells, self.rebuild, guard, vetting,
            keeper=self.keeper, erasing=self.erasing, readers=self.readers,
        )  # fmt: skip
        running = asyncio.create_task(pump.run())
        try:
            yield pump
        finally:
            pump.stop()
            # Nothing else would: the guard of rows has taken pytest-timeout's alarm.
            async with asyncio.timeout(90):
                await running
            guard.close()
            signal.signal(signal.SIGALRM, alarm)

    async def pumped(self, *raws: Raw) -> list[str]:
        """The ends of all rows, once none is open and every fact is in the journal."""
        await self.arrives(*raws)
        async with self.at_work():
            return await self.settled()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Pump]:
        """`pumping`, once its heart beats in a living ledger: which one that is says only a beat of this pump."""
        before = self._pulse()
        async with self.pumping() as pump:
            await until(lambda: self._pulse()[1] > 0 and self._pulse() != before)
            yield pump

    def _pulse(self) -> tuple[str, int]:
        return self.reader.meta("epoch") or "", int(self.reader.meta("beat") or 0)

    async def settled(self) -> list[str]:
        await until(lambda: not self.reader.open_rows(0, 1))
        ledger = self.ledger
        async with asyncio.timeout(90):
            while await self.redis.xlen(ledger.key(f"facts:{self.name}")):  # noqa: ASYNC110 - as in `until`
                await asyncio.sleep(0.01)
        return [row.end for row in self.reader.rows(body=False)]

    @property
    def ledger(self) -> Ledger:
        return self.rebuild.make_ledger(self.reader.meta("epoch") or "")


@asynccontextmanager
async def a_node(folder: Path, url: str, name: str = "node-1", **changes: Any) -> AsyncIterator[NodeKit]:
    """A node in `folder`/`name`; open it again to restart it."""
    home = folder / name
    home.mkdir(exist_ok=True)
    journal = Journal.open(home, node=name, hasher=HASHER, sealer=SEALER)
    server, control = await ControlServer.start(journal), ControlClient(home)
    reader, redis, bells = JournalReader.open(home, SEALER), connect(url), Bells(url)
    try:
        rebuild = Rebuild(
            redis, reader, control, understanding(name, **changes), lambda living: Ledger(redis, living, SEALER), name
        )
        yield NodeKit(name, journal, control, reader, redis, bells, rebuild)
    finally:
        await control.close()
        await server.close()
        reader.close()
        bells.close()
        await redis.aclose()
        journal.close()


@asynccontextmanager
async def a_ledger(url: str) -> AsyncIterator[Ledger]:
    """A living ledger and nothing around it."""
    redis = connect(url)
    try:
        name = await epoch.begin_rebuild(redis)
        assert await epoch.go_live(redis, name, "node-1", ["node-1"]) == []
        yield Ledger(redis, name, SEALER)
    finally:
        await redis.aclose()


async def facts_of(ledger: Ledger, item: str) -> dict[str, str]:
    """What stands in the ledger about a complaint, or about an answer (its id has dots)."""
    redis: Any = ledger.redis
    row = await redis.hgetall(ledger.key(f"{'a' if '.' in item else 'c'}:{item}"))
    return {key.decode(): value.decode("latin-1") for key, value in row.items()}


async def answers_of(ledger: Ledger) -> dict[str, str]:
    """Every answer by what it is and which channel it goes to (`sms receipt`), and its state."""
    redis: Any = ledger.redis
    names = [name.decode() for name in await redis.zrange(ledger.key("due:reply"), 0, -1)]
    due = [await owed_receipt(ledger, name[:-1]) if name.endswith(".") else name for name in names]
    states = dict.fromkeys(due, b"due")
    async for key in redis.scan_iter(match=ledger.key("a:*")):
        states[key.decode().rpartition(":a:")[2]] = await redis.hget(key, "state") or b""
    parts = {name: name.split(".") for name in states}
    return {
        f"{who.split('-')[0]} {what} {subject}": states[name].decode()
        for name, (subject, who, what, *_) in parts.items()
    }
