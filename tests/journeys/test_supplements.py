"""Conversation by mail over real sockets: a mail, its answer, a reply to the signed address, one supplement."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from waiting import until

from gateway.simulator.relay import DeliveredMail
from gateway.simulator.samples import letter
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

MADE = "made.astika@warga.example.org"
TEXT = "Gorong-gorong di Banjar Tegal Kawan runtuh, motor tidak bisa lewat"
MORE = "Letaknya dua puluh meter di utara pura, sejak hujan hari Rabu."


def reply_to(answer: DeliveredMail, text: str, sender: str, mark: str) -> tuple[bytes, str]:
    """As a mail program writes it, and where to."""
    asked = message_from_bytes(answer.raw, policy=policy.default)
    mail = EmailMessage(policy=policy.default.clone(max_line_length=990))
    mail["From"], mail["To"] = f"Made Astika <{sender}>", str(asked["Reply-To"])
    mail["Subject"], mail["Message-ID"] = str(asked["Subject"]), f"<{mark}@mail.example.org>"
    mail["Date"] = "Sat, 21 Nov 2026 10:30:00 +0700"
    mail["In-Reply-To"] = mail["References"] = str(asked["Message-ID"])
    below = "\n".join(f"> {line}" for line in answer.text.split("\n"))
    address = "lapor@kab-contoh.example.org"
    mail.set_content(f"{text}\n\nPada Sab, 21 Nov 2026 pukul 10.00 LAPOR! <{address}> menulis:\n\n{below}\n")
    return mail.as_bytes(), str(asked["Reply-To"])


def supplements(town: Town) -> list[str]:
    return [json.loads(one.body)["text"] for one in town.central.store.seen if one.operation == "supplement"]


async def test_a_reply_to_our_answer_reaches_the_case_once(town: Town) -> None:
    node = town.nodes[0]
    await node.mail(letter(MADE, "Made Astika", TEXT, "made-1"), MADE)
    await until(lambda: town.relay.mails_to(MADE))
    body, address = reply_to(town.relay.mails_to(MADE)[-1], MORE, MADE, "made-2")
    assert "+" in address
    for _ in range(3):
        assert "Kept" in await node.mail(body, MADE, address)
    await until(lambda: MORE in supplements(town))
    await until(lambda: len(town.relay.mails_to(MADE)) >= 2)
    assert "ambahan" in town.relay.mails_to(MADE)[-1].text
    assert supplements(town).count(MORE) == 1

    stranger = "iseng@warga.example.org"
    words = "Tambahan palsu tentang jalan orang lain di banjar itu"
    body, address = reply_to(town.relay.mails_to(MADE)[-1], words, stranger, "iseng-1")
    cases = len(town.central.store.in_order)
    await node.mail(body, stranger, address)
    await until(lambda: len(town.central.store.in_order) > cases)
    assert not [text for text in supplements(town) if words in text], "nobody adds to another's complaint"
