"""An answer to our answer becomes a supplement of its complaint, and never of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER
from node_kit import facts_of
from supplement_kit import SARI, Desk, a_desk, a_reply, enveloped, first_mail, reply_address

from forwarder import supplement
from forwarder.seal import Hasher
from forwarder.supplement_token import complaint_of, token_of
from gateway.simulator.relay import DeliveredMail
from gateway.simulator.town_processes import MAILBOX
from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
MORE = "Tiangnya di depan rumah nomor 12."


def complaint(answer: DeliveredMail) -> str:
    return complaint_of(HASHER, reply_address(answer).partition("+")[2].partition("@")[0])


async def test_an_answer_names_its_complaint_and_shows_nothing_of_anybody(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        address = reply_address(told)
        local, _, domain = address.partition("@")
        assert (local.partition("+")[0], domain) == tuple(MAILBOX.split("@"))
        assert len(local) <= 64
        assert desk.mail.takes(address)
        assert desk.mail.takes(address.upper())
        assert complaint(told) == desk.cases[0].reference
        assert told.sender == address, "a bounce must find its answer"
        assert local.partition("+")[2] in told.parsed.message_id
        assert told.parsed.references == ("<mark-1@mail.example.org>",)


async def test_the_whole_way_once(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(a_reply(told, MORE), a_reply(told, MORE))
        assert ends[1:] == [f"supplement:{desk.cases[0].reference}:{ends[1].split(':')[2]}"], "one row for one delivery"
        assert await desk.add() == 1
        assert await desk.add() == 0
        assert desk.added() == [MORE], "without the letter it answers"
        (said,) = await desk.answer()
        assert said.to == (SARI,)
        assert str(desk.cases[0].number) in said.text, "by the number that was told"
        assert MORE not in said.text
        assert reply_address(said) == reply_address(told)
        assert len(desk.cases) == 1
        kinds = [fact.kind for fact in desk.node.reader.facts_of(complaint(told))]
        assert "supplement_sent" not in kinds
        await desk.node.pumped()
        assert "supplement_sent" in [fact.kind for fact in desk.node.reader.facts_of(complaint(told))]


WAYS: list[tuple[str, dict[str, Any]]] = [
    ("as it stands", {}),
    ("in capitals", {"to": "UPPER"}),
    ("by the thread alone", {"to": MAILBOX}),
    ("by the address alone, as an answer", {"threaded": False}),
    ("the sender's address in another case", {"sender": "Sari@Warga.Example.ORG"}),
    ("without a subject", {"subject": ""}),
]


PAGES = dict(
    one.split("\n", 1)
    for one in (Path(__file__).parent.parent / "cases" / "replies" / "pages.txt").read_text("utf-8").split("=== ")[1:]
)
BY_PAGE = [
    "Gmail id",
    "Gmail, written below",
    "iPhone id",
    "Outlook on the web id",
    "Outlook mobile",
    "Yahoo web, written below",
    "Thunderbird",
    "Roundcube",
    "Zimbra",
]


@pytest.mark.parametrize("label", BY_PAGE)
async def test_a_page_without_plain_text_adds_the_sender_s_words_alone(
    tmp_path: Path, redis_url: str, label: str
) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        (_, end) = await desk.node.pumped(a_reply(told, MORE, page=PAGES[label]))
        assert end.startswith("supplement:")
        assert await desk.add() == 1
        assert desk.added() == [MORE]


@pytest.mark.parametrize(("label", "changes"), WAYS, ids=[label for label, _ in WAYS])
async def test_ways_to_answer(tmp_path: Path, redis_url: str, label: str, changes: dict[str, Any]) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        if changes.get("to") == "UPPER":
            changes = {"to": reply_address(told).upper()}
        ends = await desk.node.pumped(a_reply(told, MORE, **changes))
        assert ends[1].startswith(f"supplement:{complaint(told)}:")
        await desk.add()
        assert desk.added() == [MORE]


def forged(desk: Desk, told: DeliveredMail, how: str) -> Raw:
    """An answer that must not be added to Sari's complaint."""
    token = reply_address(told).partition("+")[2].partition("@")[0]
    name, proof = token[:-16], token[-16:]
    tokens = {
        "another proof": name + ("a" if proof[0] != "a" else "b") + proof[1:],
        "no proof": name + "a" * 16,
        "the complaint's name alone": name,
        "another key's proof": token_of(Hasher(b"\1" * 32), name),
        "cut": token[:-1],
        "longer": token + "a",
    }
    if how in tokens:
        to = f"{MAILBOX.partition('@')[0]}+{tokens[how]}@{MAILBOX.partition('@')[2]}"
        return a_reply(told, MORE, to=to, threaded=False)
    if how == "another sender":
        return a_reply(told, MORE, sender="budi@warga.example.org")
    if how == "the citizen's name, borrowed":
        answer = a_reply(told, MORE)
        return replace(answer, headers=tuple(
            (name, "x@evil.example" if name == "MAIL FROM" else value) for name, value in answer.headers
        ))  # fmt: skip
    if how == "another sender, by the thread":
        return a_reply(told, MORE, sender="budi@warga.example.org", to=MAILBOX)
    fake = f"<satupintu.{'0' * 32}.{tokens['no proof']}@{MAILBOX.partition('@')[2]}>"
    return a_reply(told, MORE, to=MAILBOX, threaded=False, head={"In-Reply-To": fake})


FORGED = [
    "another proof", "no proof", "the complaint's name alone", "another key's proof", "cut", "longer",
    "another sender", "another sender, by the thread", "a made-up Message-ID", "the citizen's name, borrowed",
]  # fmt: skip


@pytest.mark.parametrize("how", FORGED)
async def test_nobody_adds_to_anothers_complaint(tmp_path: Path, redis_url: str, how: str) -> None:
    """No wrong door: it is a complaint of its own."""
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(forged(desk, told, how))
        assert ends[1].startswith("complaint:")
        assert complaint(told) not in ends[1]
        assert await desk.add() == 0
        await desk.forward()
        assert len(desk.cases) == 2
        assert not desk.cases[0].supplements


async def test_a_stranger_with_a_good_proof_is_marked_for_a_person(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(a_reply(told, MORE, sender="budi@warga.example.org"))
        lease = {one.id: one for one in await desk.ledger.lease_forward(10, 60_000)}[ends[1].split(":")[1]]
        assert b"answer-of-a-stranger" in desk.ledger.open_body(lease)
        assert b"menulis" in desk.ledger.open_body(lease), "the words of a new complaint are not cut"


async def test_a_new_mail_to_a_remembered_address_is_a_new_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = SARI, reply_address(told), "Sampah di pasar"
        mail["Message-ID"] = "<new@mail.example.org>"
        mail.set_content("Sampah di pasar menumpuk sejak minggu lalu")
        ends = await desk.node.pumped(enveloped(mail.as_bytes(), SARI, reply_address(told)))
        assert ends[1].startswith("complaint:")


NOTHING = [
    "Terima kasih",
    "Terima kasih banyak Pak 🙏",
    "Baik, terima kasih.",
    "Thank you",
    "",
    "Dikirim dari iPhone saya",
    "ok",
]


@pytest.mark.parametrize("text", NOTHING)
async def test_thanks_and_empty_answers_add_nothing_and_get_nothing(tmp_path: Path, redis_url: str, text: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(a_reply(told, text))
        assert ends[1] == "thanks"
        assert await desk.answer() == []


ROBOTS = [
    {"Auto-Submitted": "auto-replied"},
    {"Auto-Submitted": "auto-generated"},
    {"Precedence": "bulk"},
    {"X-Autoreply": "yes"},
]


@pytest.mark.parametrize("head", ROBOTS)
async def test_robots_add_nothing_and_are_never_answered(tmp_path: Path, redis_url: str, head: dict[str, str]) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(a_reply(told, MORE, head=head))
        assert ends[1] == "robot"
        assert await desk.answer() == []
        assert await desk.add() == 0


async def test_a_question_about_the_status_is_answered(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        number = next(iter(desk.node.reader.rows(body=False))).end.split(":")[2]
        ends = await desk.node.pumped(a_reply(told, f"STATUS {number}"))
        assert ends[1] == "answered:status"
        (said,) = await desk.answer()
        assert number in said.text


async def test_an_answer_to_a_help_text_is_a_message_like_any_other(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        await desk.node.pumped(first_mail("Selamat pagi", subject="Halo"))
        (helped,) = await desk.answer()
        assert reply_address(helped) == ""
        ends = await desk.node.pumped(a_reply(helped, LAMP))
        assert ends[1].startswith("complaint:")


async def test_three_in_a_row_are_confirmed_once(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        replies = [a_reply(told, f"{MORE} Catatan {n}", mark=f"reply-{n}") for n in range(3)]
        ends = await desk.node.pumped(*replies)
        assert len({end.split(":")[2] for end in ends[1:]}) == 3
        assert len(await desk.answer()) == 1
        await desk.add()
        assert sorted(desk.added()) == [f"{MORE} Catatan {n}" for n in range(3)]


async def test_protection_that_is_asked_for_now_goes_before_the_words(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(f"ANONIM. {LAMP}"))
        ends = await desk.node.pumped(a_reply(told, f"Mohon RAHASIA. {MORE}"))
        assert ends[1].startswith("supplement:")
        (said,) = await desk.answer()
        assert "dilindungi" in said.text
        assert LAMP[:20] not in said.text
        await desk.add()
        assert (desk.cases[0].anonim, desk.cases[0].rahasia) == (True, True), "nothing is lowered"
        assert desk.central.store.counts.amended == 1
        assert (await facts_of(desk.ledger, complaint(told)))["flagged"] == "1"


async def test_it_waits_for_its_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        await desk.node.pumped(first_mail(LAMP))
        (receipt,) = await desk.answer()
        ends = await desk.node.pumped(a_reply(receipt, MORE))
        assert ends[1].startswith("supplement:")
        assert await desk.add() == 0
        assert desk.added() == []
        await desk.forward()
        assert await desk.add() == 1
        assert desk.added() == [MORE]


async def test_attachments_are_named_by_kind_and_size_never_by_name(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = SARI, reply_address(told), "Re: Laporan"
        mail["Message-ID"] = "<photo@mail.example.org>"
        mail.set_content("")
        mail.add_attachment(b"\xff\xd8\xff\xe0" + b"x" * 4000, maintype="image", subtype="jpeg", filename="Sari.jpg")
        ends = await desk.node.pumped(enveloped(mail.as_bytes(), SARI, reply_address(told)))
        assert ends[1].startswith("supplement:")
        await desk.add()
        assert desk.added() == ["[Lampiran: image/jpeg, 4 kB]"]


# -- what may go wrong -----------------------------------------------------------------------------------------------


async def test_an_answer_that_was_lost_is_told_again_under_the_same_key(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(a_reply(told, MORE))
        (lease,) = await supplement.lease(desk.ledger, 5, 60_000)
        frozen = supplement.opened(desk.ledger, lease)
        assert await supplement.begin(desk.ledger, lease, 60_000, frozen) == frozen
        await desk.national.supplement(lease.complaint, lease.key, MORE)  # killed here
        assert await desk.add() == 1
        assert desk.added() == [MORE, MORE]
        assert desk.central.store.counts.supplements == 1, "the second telling changed nothing"


async def test_who_lost_the_lease_does_not_speak(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(a_reply(told, MORE))
        (lost,) = await supplement.lease(desk.ledger, 5, 60_000)
        await desk.hasten("due:supplement")
        (held,) = await supplement.lease(desk.ledger, 5, 60_000)
        assert await supplement.begin(desk.ledger, lost, 60_000, b"{}") is None
        await supplement.sent(desk.ledger, lost)
        assert await supplement.begin(desk.ledger, held, 60_000, b"{}") == b"{}"


async def test_a_case_that_was_withdrawn_waits_for_a_person(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        await desk.national.withdraw(complaint(told))
        await desk.node.pumped(a_reply(told, MORE))
        await desk.add()
        (parked,) = await desk.ledger.parked(10)
        assert parked.id.startswith(complaint(told) + "+")
        assert parked.number
        assert "409" in parked.why
        assert await desk.ledger.retry(parked.id)
        assert await desk.ledger.parked(10) == []
        assert not await desk.ledger.retry(parked.id)


async def test_a_central_system_that_is_away_is_asked_later(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(a_reply(told, MORE))
        await desk.central.stop()
        for _ in range(3):
            await desk.add()
        assert await desk.ledger.redis.exists(desk.ledger.key("hold:forward")), "complaints wait, too"
        await desk.central.start()
        await desk.add()
        assert desk.added() == [MORE]


@pytest.mark.parametrize("when", ["before it was sent", "after it was sent", "parked"])
async def test_after_flushall_it_is_there_again_and_told_once(tmp_path: Path, redis_url: str, when: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        if when == "parked":
            await desk.national.withdraw(complaint(told))
        ends = await desk.node.pumped(a_reply(told, f"RAHASIA {MORE}"))
        if when != "before it was sent":
            await desk.add()
        await desk.answer()
        await desk.node.pumped()
        await desk.node.redis.flushall()
        assert await desk.node.pumped() == ends
        assert await desk.node.pumped(a_reply(told, f"RAHASIA {MORE}")) == ends
        await desk.add()
        assert desk.central.store.counts.supplements == (0 if when == "parked" else 1)
        assert len(await desk.ledger.parked(10)) == (1 if when == "parked" else 0)
        assert (await facts_of(desk.ledger, complaint(told)))["asked"] == "r"
        assert await desk.answer() == []


async def test_a_stranger_stays_a_stranger_after_flushall(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        ends = await desk.node.pumped(a_reply(told, MORE, sender="budi@warga.example.org"))
        await desk.forward()
        await desk.node.pumped()
        await desk.node.redis.flushall()
        assert await desk.node.pumped() == ends
        await desk.forward()
        assert len(desk.cases) == 2
        standing = await desk.ledger.standing(ends[1].split(":")[2])
        assert standing


async def test_nothing_readable_lies_in_redis(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(a_reply(told, MORE))
        redis: Any = desk.node.redis
        async for key in redis.scan_iter():
            value = await redis.dump(key)
            assert b"nomor 12" not in (value or b"")
            assert SARI.encode() not in (value or b"")
