"""An answer about several complaints is answered: the number says which one is meant, and nothing is guessed."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from supplement_kit import SARI, Desk, a_desk, a_reply, enveloped, reply_address
from test_undeliverable import bounce, history

from gateway.row_end import complaints_in
from gateway.simulator.relay import DeliveredMail
from gateway.simulator.town_processes import MAILBOX
from normalizer.schema import Raw

MATTERS = (
    "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin",
    "Jembatan bambu di Dusun Kalibening putus sejak Minggu",
    "Sumur umum di RW 7 kering sejak bulan lalu",
)
MORE = "Sekarang sudah ada yang jatuh, tolong didahulukan."


def attached(*texts: str) -> Raw:
    """One mail with so many attached."""
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = f"Sari Contoh <{SARI}>", MAILBOX, "Fwd: laporan warga"
    outer["Message-ID"] = "<several@mail.example.org>"
    outer.set_content("Terlampir.")
    for place, text in enumerate(texts):
        inner = EmailMessage()
        inner["From"], inner["To"] = f"Warga {place} <warga{place}@warga.example.org>", SARI
        inner["Subject"], inner["Message-ID"] = f"Laporan {place}", f"<inner-{place}@warga.example.org>"
        inner.set_content(text)
        outer.add_attachment(inner)
    return enveloped(outer.as_bytes(), SARI, MAILBOX)


async def told(desk: Desk, *texts: str) -> tuple[DeliveredMail, list[str]]:
    """The one answer to a mail with these attached, and the complaints in their order."""
    ends = await desk.node.pumped(attached(*texts))
    await desk.forward()
    (answer,) = [mail for mail in await desk.answer() if SARI in mail.to]
    return answer, complaints_in(ends[0])


async def numbers_of(desk: Desk, complaint: str) -> tuple[str, str]:
    standing = await desk.ledger.standing_of(complaint)
    assert standing is not None
    return standing.number, standing.national


@pytest.mark.parametrize("ours", [True, False], ids=["our number", "the national one"])
async def test_the_number_says_which_one(tmp_path: Path, redis_url: str, ours: bool) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer, names = await told(desk, *MATTERS)
        number, national = await numbers_of(desk, names[1])
        said = f"Untuk laporan nomor {number if ours else national}: {MORE}"
        ends = await desk.node.pumped(a_reply(answer, said))
        assert ends[-1].startswith(f"supplement:{names[1]}:")
        await desk.add()
        assert desk.added() == [said]
        await desk.node.redis.flushall()
        assert await desk.node.pumped() == ends


@pytest.mark.parametrize("how", ["no number", "another number", "two of them"])
async def test_what_is_not_certain_is_a_complaint_that_a_person_looks_at(
    tmp_path: Path, redis_url: str, how: str
) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer, names = await told(desk, *MATTERS)
        pairs = [await numbers_of(desk, name) for name in names]
        words = {"no number": "", "another number": "1234567890", "two of them": f"{pairs[0][0]} dan {pairs[2][0]}"}
        ends = await desk.node.pumped(a_reply(answer, f"{words[how]} {MORE}"))
        assert ends[-1].startswith("complaint:")
        (name,) = complaints_in(ends[-1])
        standing = await desk.ledger.standing_of(name)
        assert standing is not None
        assert "answer-of-a-stranger" in standing.look


async def test_the_only_one_needs_no_number_and_nobody_else_adds_to_it(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer, (name, *_) = await told(desk, MATTERS[0])
        number, _ = await numbers_of(desk, name)
        stranger = a_reply(answer, f"{number} {MORE}", sender="budi@warga.example.org")
        ends = await desk.node.pumped(stranger, a_reply(answer, MORE, mark="reply-2"))
        assert ends[-2].startswith("complaint:")
        assert ends[-1].startswith(f"supplement:{name}:")


async def test_a_stranger_who_names_a_number_adds_nothing(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer, names = await told(desk, *MATTERS)
        number, _ = await numbers_of(desk, names[0])
        ends = await desk.node.pumped(a_reply(answer, f"{number} {MORE}", sender="budi@warga.example.org"))
        assert ends[-1].startswith("complaint:")


@pytest.mark.parametrize("headers", [True, False], ids=["by its Message-ID", "by the address it came to"])
async def test_a_bounce_is_told_on_each_of_them(tmp_path: Path, redis_url: str, headers: bool) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        answer, names = await told(desk, *MATTERS)
        assert reply_address(answer)
        back = (bounce(answer, headers=headers), bounce(answer, headers=headers, status="5.2.2"))
        ends = await desk.node.pumped(*back)
        assert ends[1:] == ["report", "report"]
        for name in names:
            (line,) = [line for line in await history(desk, name) if "undeliverable" in line]
            assert "5.1.1" in line
        await desk.node.redis.flushall()
        assert await desk.node.pumped() == ends
