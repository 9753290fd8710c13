"""A mailbox is known for a phone's answers once its owner sends the word shown on that phone, and not before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER, SEALER
from node_kit import PHONE, NodeKit, a_ledger, a_node, mail, sms, telegram, until, whatsapp
from test_erase_reports import ago, word_of
from test_flag_roles import PASSED_ON, ROLES, _passed_on

from channels.mail_thread import message_id
from forwarder.items import ReplyLease
from forwarder.listener import Listener
from forwarder.mailbox import Mailbox, mailbox_word
from forwarder.naming import who_at
from forwarder.status_word import word_for
from forwarder.supplement_token import token_of
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.erase import Erasing
from gateway.journal_show import told
from gateway.simulator.town_processes import MAILBOX as OFFICE
from normalizer.schema import Language, Medium, Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
SARI, LEASE_MS = "sari@warga.example.org", 60_000


def proven(text: str, place: int = 9, mark: str = "proven dkim", **more: Any) -> Raw:
    raw = mail(text, place, **more)
    return replace(raw, headers=(*raw.headers, ("MARK proof", mark)))


def number_of(end: str) -> tuple[str, str]:
    """The complaint and our number."""
    _, name, number, *_ = end.split(":")
    return name, number


async def answers(node: NodeKit) -> dict[str, ReplyLease]:
    return {lease.what: lease for lease in await node.ledger.lease_reply(50, LEASE_MS)}


async def known(node: NodeKit, name: str, national: str = "0012345") -> str:
    """Where its number may go at last; "" for nowhere."""
    await node.ledger.told_number(name, national)
    box = (await answers(node))["number"].mailbox
    return box.address if box else ""


async def boxes(node: NodeKit) -> list[str]:
    """All that Redis still says of mailboxes."""
    redis: Any = node.redis
    fields = [
        field.decode()
        async for key in redis.scan_iter(match=node.ledger.key("c:*"))
        for field in await redis.hkeys(key)
        if field.startswith((b"box:", b"mailer:"))
    ]
    return fields + [key.decode() async for key in redis.scan_iter(match=node.ledger.key("boxed:*"))]


Asks = Callable[[str, str], Sequence[Raw]]
ASKED: list[tuple[str, Asks, bool]] = [
    ("proven", lambda number, word: [proven(f"STATUS {number} {word}")], True),
    ("in another order", lambda number, word: [proven(f"Cek dong {word.upper()} {number}")], True),
    ("DMARC failed", lambda number, word: [proven(f"STATUS {number} {word}", mark="unproven nothing")], False),
    ("nobody looked", lambda number, word: [mail(f"STATUS {number} {word}", 9)], False),
    ("signed for somebody else", lambda n, word: [proven(f"STATUS {n} {word}", mark="proven dkim elsewhere")], False),
    ("an office", lambda number, word: [proven(f"STATUS {number} {word}", mark="proven dkim forwarder")], False),
    ("another phone's word", lambda n, _: [proven(f"STATUS {n} {mailbox_word(HASHER, n, '+62811')}")], False),
    ("the word for protection", lambda n, _: [proven(f"STATUS {n} {word_for(HASHER, n)}")], False),
    ("no word", lambda number, _: [proven(f"STATUS {number}")], False),
    ("by SMS", lambda number, word: [sms(f"STATUS {number} {word}", 9, phone="+6281100000002")], False),
    ("by Telegram", lambda number, word: [telegram(f"STATUS {number} {word}", 9)], False),
]  # fmt: skip


@pytest.mark.parametrize("writes", [sms, whatsapp])
@pytest.mark.parametrize(("label", "asks", "learns"), ASKED, ids=[row[0] for row in ASKED])
async def test_who_proves_it(
    tmp_path: Path, redis_url: str, writes: Callable[[str], Raw], label: str, asks: Asks, learns: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(writes(LAMP))
        name, number = number_of(end)
        _, asked = await node.pumped(*asks(number, mailbox_word(HASHER, number, PHONE)))
        told = await answers(node)
        assert ("status" in told) is learns, (label, asked)
        assert await known(node, name) == (SARI if learns else ""), label


async def test_what_is_known_stands_below_their_mail(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        await node.ledger.told_number(name, "0012345")
        box = (await answers(node))["number"].mailbox
        assert box == Mailbox(SARI, "Sari Contoh", box.thread if box else "", "Laporan warga", OFFICE)
        assert "mark-9" in box.thread


async def test_what_was_protected_once_knows_none_even_when_it_is_open_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        await node.pumped(whatsapp(f"RAHASIA {number}", 2), whatsapp(f"BUKA {number}", 3))
        asked = [lease for lease in await node.ledger.lease_reply(50, LEASE_MS) if lease.what == "confirm_lift"]
        ends = await node.pumped(whatsapp(dict(Listener.decode(asked[0].listener).facts)["word"], 4))
        assert ":lift-" in ends[-1]
        ends = await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        assert ends[-1] == "answered:status_unknown"
        await node.redis.flushall()
        await node.pumped()
        assert await boxes(node) == []


@pytest.mark.parametrize("flag", ["RAHASIA", "ANONIM"])
@pytest.mark.parametrize("when", ["first", "later", "after it was known"])
async def test_nothing_is_known_of_what_is_protected(tmp_path: Path, redis_url: str, flag: str, when: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(whatsapp(f"{flag}. {LAMP}" if when == "first" else LAMP))
        name, number = number_of(end)
        asks = proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}")
        hides = whatsapp(f"{flag} {number}", 2)
        rows = {"first": [asks], "later": [hides, asks], "after it was known": [asks, hides]}[when]
        ends = [(await node.pumped(raw))[-1] for raw in rows]
        assert ends[rows.index(asks)] == f"answered:status{'' if when == 'after it was known' else '_unknown'}"
        assert await boxes(node) == []
        await node.redis.flushall()
        await node.pumped()
        assert await boxes(node) == []
        assert await known(node, name) == ""


def wrong(number: str, guesser: int, count: int = 10) -> list[Raw]:
    """Words that are none, each from the same mailbox."""
    words = [f"baba{one}{two}" for one in "bd" for two in "aeiou"][:count]
    sender = {"sender": f"tamu{guesser}@warga.example.org"} if guesser else {}
    return [proven(f"STATUS {number} {word}", 100 * guesser + 20 + at, **sender) for at, word in enumerate(words)]


async def test_whoever_guesses_locks_nobody_else_out(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(whatsapp(LAMP), whatsapp("Jalan di depan Pasar Kliwon berlubang besar", 2))
        (name, number), (other, its) = map(number_of, ends)
        await node.pumped(*wrong(number, 1), *wrong(number, 2), *wrong(its, 0))
        await node.pumped(
            proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}", 60, sender="budi@warga.example.org"),
            proven(f"STATUS {its} {mailbox_word(HASHER, its, PHONE)}", 61),
        )
        assert await known(node, name) == "budi@warga.example.org"
        assert await known(node, other, "77") == "", "ten by the same mailbox"


async def test_many_who_guess_are_slowed(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        ends = await node.pumped(*(one for guesser in (1, 2, 3) for one in wrong(number, guesser)))
        assert set(ends[1:]) == {"answered:status_unknown"}
        ends = await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}", 60))
        assert ends[-1] == "answered:status_unknown", "no other word is told from it, for a while"
        (left,) = [await node.redis.pttl(key) async for key in node.redis.scan_iter(match=node.ledger.key("tries:*"))]
        assert 29 * 3_600_000 < left <= 30 * 3_600_000, "one more each hour"


async def test_in_a_while_another_word_may_be_tried(redis_url: str) -> None:
    async with a_ledger(redis_url) as ledger:

        async def tries(asker: str, right: int) -> int:
            (told,) = await ledger.run_many([("mailbox_guess", ("c", asker, right, 10, 60, 2, 200))])
            return int(told)

        assert [await tries("one", 0), await tries("two", 0), await tries("owner", 1)] == [0, 0, 0]
        async with asyncio.timeout(20):
            while not await tries("owner", 1):  # noqa: ASYNC110 - Redis's own clock
                await asyncio.sleep(0.02)
        await tries("three", 0)
        assert await tries("owner", 1) == 0


async def test_it_outlives_the_loss_of_redis_and_lies_sealed(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        (fact,) = [one for one in node.reader.facts_of(name) if one.kind == "answer_mailbox"]
        assert SARI not in f"{fact.subject} {fact.data}"
        assert told(fact) == "its chat proved a mailbox, to which answers may go that reach it by no other way"
        for _ in range(2):
            await node.redis.flushall()
            await node.pumped()
        assert len([one for one in node.reader.facts_of(name) if one.kind == "answer_mailbox"]) == 1
        assert await known(node, name) == SARI


async def test_a_fact_alone_restores_it(tmp_path: Path, redis_url: str) -> None:
    """Where the mail came to another node, or its bytes are gone."""
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        ends = await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        await node.control.erase([len(ends)], [])
        await node.redis.flushall()
        await node.pumped()
        assert await known(node, name) == SARI


@pytest.mark.parametrize("whose", ["phone", "mailbox"])
@pytest.mark.parametrize("flushed", [False, True])
async def test_it_is_erased_with_either_of_them(tmp_path: Path, redis_url: str, whose: str, flushed: bool) -> None:
    def writes(text: str, place: int) -> Raw:
        return whatsapp(text, place) if whose == "phone" else proven(text, place)

    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(ago(whatsapp(LAMP), 60)))[0])
        await node.pumped(ago(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"), 50))
        await node.pumped(ago(writes("HAPUS DATA", 30), 5))
        ends = await node.pumped(ago(writes(await word_of(node), 31), 4))
        assert ends[-1].endswith(":erase")
        erasing = Erasing(node.reader, node.control, node.rebuild.understanding, tmp_path, node.name)
        while not await erasing.settle(node.ledger, datetime.now(UTC) + timedelta(days=2)):
            pass
        await node.pumped()
        if flushed:
            await node.redis.flushall()
            await node.pumped()
        assert await boxes(node) == []
        assert [one for one in node.reader.facts_of(name) if one.kind == "answer_mailbox"] == []


@pytest.mark.parametrize("again", ["before the other hears of it", "afterwards"])
async def test_it_is_erased_from_the_journal_of_another_node(tmp_path: Path, redis_url: str, again: str) -> None:
    """Which has no row of the phone, and never heard of the chat that asks."""

    async def erased(node: NodeKit) -> None:
        erasing = Erasing(node.reader, node.control, node.rebuild.understanding, tmp_path, node.name)
        while not await erasing.settle(node.ledger, datetime.now(UTC) + timedelta(days=2)):
            pass

    async with a_node(tmp_path, redis_url) as node, a_node(tmp_path, redis_url, "node-2") as other:
        await other.pumped()
        name, number = number_of((await node.pumped(ago(sms(LAMP), 60)))[0])
        ends = await other.pumped(ago(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"), 50))
        assert [one.kind for one in other.reader.facts_of(name)] == ["answer_mailbox"], ends
        await node.pumped(ago(whatsapp("HAPUS DATA", 30), 5))
        ends = await node.pumped(ago(whatsapp(await word_of(node), 31), 4))
        assert ends[-1].endswith(":erase")
        await erased(node)
        if again == "afterwards":
            await other.pumped()
            assert [one.kind for one in other.reader.facts_of(name)] == ["forgotten"]
        await node.pumped()
        before = node.reader.meta("epoch")
        await node.redis.flushall()
        async with node.pumping(), other.pumping():
            await until(lambda: node.reader.meta("epoch") == other.reader.meta("epoch") != before)
            await until(lambda: [one.kind for one in other.reader.facts_of(name)] == ["forgotten"])
        assert await boxes(node) == []
        await erased(other)
        assert len([one for one in other.reader.facts_of(name) if one.kind == "forgotten"]) == 1


async def test_an_answer_to_it_is_added_to_the_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        head = f"In-Reply-To: {message_id('a' * 32, token_of(HASHER, name), OFFICE)}\n"
        said = "Lampunya persis di depan rumah nomor 12, dekat pos ronda"
        (_, strange) = await node.pumped(proven(said, 8, head=head))
        assert strange.startswith("complaint:"), "nobody knows them yet"
        await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        ends = await node.pumped(proven(said + ", cat kuning", 10, head=head))
        assert ends[-1].startswith(f"supplement:{name}:")


async def test_who_is_known_may_protect_it_from_there(tmp_path: Path, redis_url: str) -> None:
    """Then nothing is known any more, and the chat it came from hears of it as well as who asked."""
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(whatsapp(LAMP)))[0])
        await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        ends = await node.pumped(
            proven(f"RAHASIA {number}", 10), proven(f"RAHASIA {number}", 11, sender="b@example.org")
        )
        assert ends[-2].startswith(f"act:{name}:")
        assert ends[-1] == "answered:flag_unknown"
        assert await boxes(node) == []
        await node.ledger.told_number(name, "0012345")
        told = [lease for lease in await node.ledger.lease_reply(50, LEASE_MS) if lease.what == "number"]
        assert {str(Listener.decode(lease.listener).channel) for lease in told} == {"whatsapp"}
        assert [(lease.mailbox, lease.protected) for lease in told] == [(None, True)]


@pytest.mark.parametrize("writer", ["the chat", "another channel of the phone"])
async def test_of_all_roles_only_a_proven_mailbox_is_known(tmp_path: Path, redis_url: str, writer: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(ROLES[writer](LAMP, 1)))[0])
        asks = f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"
        for place, (role, writes) in enumerate(ROLES.items(), 2):
            await node.pumped(writes(asks, place))
            assert bool(await boxes(node)) is (role == "somebody by mail" or place > _place("somebody by mail")), role
        assert await known(node, name) == SARI


def _place(role: str) -> int:
    return list(ROLES).index(role) + 2


@pytest.mark.parametrize("writer", PASSED_ON)
async def test_for_what_was_passed_on_none_is_known(tmp_path: Path, redis_url: str, writer: str) -> None:
    """The phone in it was typed by somebody else."""
    _, mark, who = PASSED_ON[writer]
    assert mark
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(_passed_on(LAMP, mark, who))
        _, number = number_of(end)
        words = [mailbox_word(HASHER, number, phone) for phone in (PHONE, SARI, OFFICE)]
        await node.pumped(*(proven(f"STATUS {number} {word}", 50 + place) for place, word in enumerate(words)))
        assert await boxes(node) == []


ANSWERS = Answers("LAPOR! Kab. Contoh", shipped(), hasher=HASHER, mail_to=OFFICE)


@pytest.mark.parametrize(
    ("label", "writes", "answers_by", "told"),
    [
        ("WhatsApp", whatsapp(LAMP), ANSWERS, True),
        ("protected", whatsapp(f"RAHASIA. {LAMP}"), ANSWERS, False),
        ("Telegram has no ladder", telegram(LAMP), ANSWERS, False),
        ("no mail is proven here", whatsapp(LAMP), replace(ANSWERS, mail_to=""), False),
    ],
)
@pytest.mark.parametrize("language", list(Language))
async def test_a_chat_is_told_its_word(
    tmp_path: Path, redis_url: str, label: str, writes: Raw, answers_by: Answers, told: bool, language: Language
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, number = number_of((await node.pumped(writes))[0])
        lease = (await answers(node))["receipt"]
        listener = replace(Listener.decode(lease.listener), language=language)
        said = answers_by.render(lease, listener, Medium.CHAT)[1]
        order = f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"
        assert (order in said and OFFICE in said) is told, (label, said)
        once = answers_by.render(replace(lease, mailbox=Mailbox(SARI)), listener, Medium.CHAT)[1]
        assert "STATUS" not in once or not told, "who is known is not asked again"


async def test_who_complained_by_sms_is_told_it_on_whatsapp(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name, number = number_of((await node.pumped(sms(LAMP)))[0])
        await node.pumped(whatsapp(f"STATUS {number}", 2))
        lease = (await answers(node))["status"]
        said = ANSWERS.render(lease, Listener.decode(lease.listener), Medium.CHAT)[1]
        assert f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}" in said
        await node.pumped(proven(f"STATUS {number} {mailbox_word(HASHER, number, PHONE)}"))
        assert await known(node, name) == SARI


async def test_a_ledger_of_the_version_before_knows_none(tmp_path: Path, redis_url: str) -> None:
    """A listener that it sealed names none, whatever it held in the place of one."""
    async with a_node(tmp_path, redis_url) as node:
        name, _ = number_of((await node.pumped(whatsapp(LAMP)))[0])
        who, redis = who_at(HASHER, "whatsapp", PHONE), node.redis
        value = SEALER.open(await redis.hget(node.ledger.key(f"c:{name}"), "l"), b"listener:" + who.encode())
        older = value.removesuffix(b"}") + b',"mail":""}'
        await redis.hset(node.ledger.key(f"c:{name}"), "l", SEALER.seal(older, b"listener:" + who.encode()))
        assert await known(node, name) == ""
