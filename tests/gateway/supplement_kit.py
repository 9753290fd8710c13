"""One node with its workers in this process: a stand-in central system and a stand-in relay over real sockets."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any

from journal_samples import HASHER
from node_kit import ENV, NodeKit, a_node

from channels.mail import Mail, from_env
from forwarder.act_forward import Deeds
from forwarder.attach import Carry
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.ledger import Ledger
from forwarder.national import National, from_settings
from forwarder.reply import Answer
from forwarder.supplement_forward import AddOn
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.simulator.central import StandInCentral
from gateway.simulator.central_store import Stored
from gateway.simulator.relay import DeliveredMail, Relay
from gateway.simulator.town_processes import MAILBOX
from normalizer.schema import ChannelName, Raw

KEY = "a-key-made-up-for-tests"
SARI = "sari@warga.example.org"
LEASE_MS = 60_000


@dataclass(eq=False)
class Desk:
    """`node` takes mails in; `work` does what the workers would."""

    node: NodeKit
    central: StandInCentral
    national: National
    relay: Relay
    mail: Mail
    carry: Carry | None = None
    _asked: list[str] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.node.ledger

    @property
    def add_on(self) -> AddOn:
        return AddOn(self.ledger, self.national, LEASE_MS, carry=self.carry)

    async def forward(self) -> None:
        forward = Forward(self.ledger, self.national, LEASE_MS, carry=self.carry)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()

    async def act(self) -> int:
        """What chats asked of their complaints, told to the central system."""
        await self.hasten("due:act")
        deeds = Deeds(self.ledger, self.national, LEASE_MS)
        return await Drain(deeds.take, deeds.handle, concurrency=4, go_on=lambda: True).run()

    async def add(self) -> int:
        await self.act()
        await self.hasten("due:supplement")
        return await Drain(self.add_on.take, self.add_on.handle, concurrency=4, go_on=lambda: True).run()

    async def answer(self) -> list[DeliveredMail]:
        """The answers that left now."""
        before = len(self.relay.mails)
        await self.hasten("due:reply")
        answers = Answers("LAPOR! Contoh", shipped())
        answer = Answer(self.ledger, {ChannelName("mail"): self.mail}, HASHER, answers.render, LEASE_MS)
        await Drain(answer.take, answer.handle, concurrency=4, go_on=lambda: True).run()
        return self.relay.mails[before:]

    async def hasten(self, queue: str) -> None:
        redis: Any = self.ledger.redis
        for name in await redis.zrange(self.ledger.key(queue), 0, -1):
            await redis.zadd(self.ledger.key(queue), {name: 0})
        await redis.delete(*map(self.ledger.key, ("hold:forward", "slow", "pace")))

    async def complaint(self, raw: Raw) -> DeliveredMail:
        """Take a mail in, bring it to the central system, and give back the answer with its number."""
        await self.node.pumped(raw)
        await self.forward()
        (told,) = await self.answer()
        return told

    @property
    def cases(self) -> list[Stored]:
        return self.central.store.in_order

    def added(self) -> list[str]:
        """What arrived at the central system as supplements, in order."""
        seen = [one for one in self.central.store.seen if one.operation == "supplement"]
        return [json.loads(one.body)["text"] for one in seen]


@asynccontextmanager
async def a_desk(folder: Path, url: str, name: str = "node-1") -> AsyncIterator[Desk]:
    central, relay = StandInCentral({"desa": KEY}), Relay()
    await central.start()
    port = await relay.start()
    mail = from_env({**ENV, "MAIL_RELAY_PORT": str(port)}, "")
    assert mail is not None
    national = from_settings(central.url, KEY, "desa", 5.0, 10)
    try:
        async with a_node(folder, url, name) as node:
            yield Desk(node, central, national, relay, mail)
    finally:
        await national.close()
        await central.stop()
        await relay.stop()


def first_mail(text: str, *, sender: str = SARI, mark: str = "mark-1", subject: str = "Laporan warga") -> Raw:
    mail = EmailMessage()
    mail["From"] = f"Sari Contoh <{sender}>"
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    mail["Date"] = "Sat, 21 Nov 2026 08:30:00 +0700"
    mail["Message-ID"] = f"<{mark}@mail.example.org>"
    mail.set_content(text)
    return enveloped(mail.as_bytes(), sender, MAILBOX)


def enveloped(body: bytes, sender: str, *recipients: str) -> Raw:
    to = tuple(("RCPT TO", one) for one in recipients)
    return Raw(ChannelName("mail"), datetime.now(UTC), "smtp:", (("MAIL FROM", sender), *to), body)


def reply_address(answer: DeliveredMail) -> str:
    return str(message_from_bytes(answer.raw, policy=policy.default)["Reply-To"] or "")


def a_reply(
    answer: DeliveredMail,
    text: str,
    *,
    sender: str = SARI,
    to: str | None = None,
    threaded: bool = True,
    mark: str = "reply-1",
    subject: str | None = None,
    head: dict[str, str] | None = None,
    page: str = "",
) -> Raw:
    """What a mail program makes of "Reply": the reply address, the thread, the letter quoted below; or nothing but
    `page`, with {TOP} for the text and {LETTER} or {PRE} for the letter."""
    asked = message_from_bytes(answer.raw, policy=policy.default)
    mail = EmailMessage(policy=policy.default.clone(max_line_length=990))
    mail["From"] = f"Sari Contoh <{sender}>"
    mail["To"] = to or reply_address(answer) or MAILBOX
    mail["Subject"] = str(asked["Subject"]) if subject is None else subject
    mail["Date"] = "Sat, 21 Nov 2026 10:30:00 +0700"
    mail["Message-ID"] = f"<{mark}@mail.example.org>"
    if threaded:
        mail["In-Reply-To"] = str(asked["Message-ID"])
        mail["References"] = f"{asked['References'] or ''} {asked['Message-ID']}".strip()
    for name, value in (head or {}).items():
        mail[name] = value
    quoted = "\n".join(f"> {line}" for line in answer.text.split("\n"))
    mail.set_content(f"{text}\n\nPada Sab, 21 Nov 2026 pukul 10.00 LAPOR! <{MAILBOX}> menulis:\n{quoted}\n")
    if page:
        letter = escape(answer.text)
        shown = page.replace("{TOP}", escape(text)).replace("{PRE}", letter)
        mail.set_content(shown.replace("{LETTER}", letter.replace("\n", "<br>\n")), subtype="html")
    return enveloped(mail.as_bytes(), sender, str(mail["To"]))
