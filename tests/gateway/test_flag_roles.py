"""anonim and rahasia for every pair of roles: who wrote it, and who asks for it, says the same, or passed it on."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from node_kit import CHAT, ENV, NodeKit, a_node, contact, mail, sms, telegram, whatsapp
from office_mail import HEADER, OFFICE, PROVEN, office_mail, wrapped
from test_flag_matrix import FLAGS, LEASE_MS, NATIONAL, TOLD, WORDS, reads, submitted

from forwarder.listener import Listener
from forwarder.news import News, hear
from gateway.wiring import make_channels
from normalizer.schema import Message, Raw

pytestmark = pytest.mark.once

PHONE, OTHER = "+6281100000001", "+6281100000002"
# An account of Telegram that shared its own phone is that phone (test_joined.py); another is nobody.
SHARED, ALONE = contact(PHONE[1:], CHAT, 50), CHAT + 5
UNPROVEN = "unproven nothing"
PROVING = {**ENV, "MAIL_PROOF": "dns", "MAIL_DNS_SERVERS": "127.0.0.1:1"}
# Nobody is written to because of it: anybody can name an office in From.
NOT_PROVEN = "an office that is not proven"


def _passed_on(text: str, mark: str, who: str) -> Raw:
    """An office passes on what a citizen wrote; `who` stands in the header."""
    header = HEADER.replace("{name} <{address}>", who)
    return wrapped(office_mail(header.format(subject="Sumur", office=OFFICE, text=text), mark="f1"), mark)


def _by_mail(text: str, place: int) -> Raw:
    raw = mail(text, place)
    return replace(raw, headers=(*raw.headers, ("MARK proof", "proven dkim")))


def _by_office(mark: str) -> Callable[[str, int], Raw]:
    return lambda text, place: wrapped(office_mail(text, mark=f"o{place}{mark[:3]}"), mark)


# How each of them writes.
ROLES: dict[str, Callable[[str, int], Raw]] = {
    "the chat": lambda text, place: sms(text, place, phone=PHONE),
    "another channel of the phone": lambda text, place: whatsapp(text, place, phone=PHONE),
    "Telegram, joined to the phone": lambda text, place: telegram(text, place),
    "somebody on Telegram": lambda text, place: telegram(text, place, chat=ALONE),
    "a stranger": lambda text, place: sms(text, place, phone=OTHER),
    "somebody by mail": _by_mail,
    "the office": _by_office(PROVEN),
    NOT_PROVEN: _by_office(UNPROVEN),
}
# Whose words an office passed on, and by whom: the citizen behind it is the chat, or who writes by mail.
BY_PHONE, BY_MAIL = f"Sari Contoh (0{PHONE[3:]})", "Sari Contoh <sari@warga.example.org>"
PASSED_ON: dict[str, tuple[str, str, str]] = {
    "the office, for the phone": ("the office", PROVEN, BY_PHONE),
    "the office, for who writes by mail": ("the office", PROVEN, BY_MAIL),
    "who is not proven, for the phone": (NOT_PROVEN, UNPROVEN, BY_PHONE),
    "who is not proven, for who writes by mail": (NOT_PROVEN, UNPROVEN, BY_MAIL),
}
WRITERS = [name for name in ROLES if "office" not in name] + list(PASSED_ON)


def _writes(writer: str, flag: str) -> tuple[str, Raw]:
    """The role in which it is written, and what."""
    text = WORDS[flag] + TOLD
    if writer in PASSED_ON:
        role, mark, who = PASSED_ON[writer]
        return role, _passed_on(text, mark, who)
    return writer, ROLES[writer](text, 1)


async def _answers(node: NodeKit) -> list[tuple[str, str, str]]:
    """What, to which channel and address."""
    leases = await node.ledger.lease_reply(50, LEASE_MS)
    heard = [(one.what, Listener.decode(one.listener)) for one in leases]
    return [(what, str(listener.channel), listener.to.address) for what, listener in heard]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("flag", [name for name in FLAGS if name != "none"])
async def test_of_what_is_protected_only_its_own_chat_hears(
    tmp_path: Path, redis_url: str, writer: str, flag: str
) -> None:
    """Everybody else asks for it, one after the other, and says the same."""
    proving = make_channels(PROVING, "https://gw.example.org")
    async with a_node(tmp_path, redis_url, channels=proving) as node:
        await node.pumped(SHARED)
        await _answers(node)
        role, first = _writes(writer, flag)
        await node.pumped(first)
        await submitted(node)
        known = await _answers(node)
        assert {tuple(at) for _, *at in known} == _heard_at(role, first), "one chat, and nobody else"
        assert not {what for what, *_ in known} - {"receipt", "number"}
        for place, asker in enumerate(ROLES):
            if asker != role:
                commands = (f"STATUS {NATIONAL}", f"BUKA {NATIONAL}", f"BATAL {NATIONAL}", WORDS[flag] + TOLD)
                await node.pumped(*(ROLES[asker](text, 10 * place + n) for n, text in enumerate(commands, 100)))
                said = await _answers(node)
                about = {"status", "status_word", "confirm_lift", "confirm_withdraw", "linked", "number", "supplement"}
                assert not {what for what, *_ in said} & about, (asker, said)
                assert {tuple(at) for _, *at in said} == _heard_at(asker, ROLES[asker]("halo", 1)), asker
        standing = await node.ledger.standing(NATIONAL)
        assert standing
        assert standing.state == "done"


def _heard_at(role: str, raw: Raw) -> set[tuple[str, str]]:
    return set() if role == NOT_PROVEN else {_address(raw)}


def _address(raw: Raw) -> tuple[str, str]:
    (message, *_) = reads().channels[raw.channel].read(raw)
    assert isinstance(message, Message)
    return str(raw.channel), message.sender.address


@pytest.mark.parametrize("writer", [name for name in PASSED_ON if "office" in name])
async def test_the_citizen_behind_a_forward_hears_of_it_and_once_they_protect_it_the_office_does_not(
    tmp_path: Path, redis_url: str, writer: str
) -> None:
    citizen = "the chat" if "phone" in writer else "somebody by mail"
    role, first = _writes(writer, "none")
    proving = make_channels(PROVING, "https://gw.example.org")
    for asked in ("", "RAHASIA", "ANONIM"):
        async with a_node(tmp_path, redis_url, f"node-{asked or 'open'}", channels=proving) as node:
            await node.redis.flushall()
            (end,) = await node.pumped(first)
            theirs = {_address(ROLES[citizen]("halo", 1))}
            if asked:
                await node.pumped(ROLES[citizen](f"{asked} {end.split(':')[2]}", 2))
            await submitted(node)
            heard = {tuple(at) for what, *at in await _answers(node) if what in ("number", "copy", "receipt")}
            assert heard == (theirs if asked else theirs | {_address(first)}), (role, asked)
            await node.pumped(ROLES[role](f"STATUS {NATIONAL}", 3))
            said = {what for what, *at in await _answers(node) if tuple(at) == _address(first)}
            assert said == ({"status_unknown"} if asked else {"status"}), asked


WHO = [name for name in ROLES if name != NOT_PROVEN]
# One person by their phone: what they tell in two of these chats is linked.
SAME_PERSON = ("the chat", "another channel of the phone", "Telegram, joined to the phone")
ASKED = [("anonim", "before it left"), ("rahasia", "before it left"), ("rahasia", "after its number")]


@pytest.mark.parametrize("writer", WHO)
@pytest.mark.parametrize(("flag", "when"), ASKED)
async def test_protection_that_comes_later_silences_all_others(
    tmp_path: Path, redis_url: str, writer: str, flag: str, when: str
) -> None:
    """Also who told the same and was answered about the same number: from now on only the chat that asked is."""
    async with a_node(tmp_path, redis_url, channels=make_channels(PROVING, "https://gw.example.org")) as node:
        await node.pumped(SHARED)
        first, others, places = ROLES[writer](TOLD, 1), [one for one in WHO if one != writer], itertools.count(2)
        (name,) = [end.split(":")[1] for end in (await node.pumped(first))[1:]]
        same = [ROLES[other](TOLD, next(places)) for other in others if {writer, other} <= set(SAME_PERSON)]
        if same:
            assert set((await node.pumped(*same))[2:]) == {f"linked:{name}"}
        if when == "after its number":
            await submitted(node)
        await _answers(node)
        await node.pumped(ROLES[writer](WORDS[flag].strip(), next(places)))
        await submitted(node)
        await _told_news(node, name)
        heard = [(what, (channel, address)) for what, channel, address in await _answers(node)]
        assert {at for _, at in heard} == {_address(first)}, heard
        assert "progress" in {what for what, _ in heard}
        for other in others:
            await _learns_nothing(node, other, places)


async def _learns_nothing(node: NodeKit, other: str, places: Iterator[int]) -> None:
    await node.pumped(*(ROLES[other](f"{order} {NATIONAL}", next(places)) for order in ("STATUS", "BUKA", "BATAL")))
    assert {what for what, *_ in await _answers(node)} == {"status_unknown", "act_unknown"}, other


async def _told_news(node: NodeKit, name: str) -> None:
    now = int(time.time() * 1000)
    assert await hear(node.ledger, News(name, "progress", "event-1", "diproses", now, tell=True))


# Who told it first, who said it again and asks for protection then: both are answered, and nobody else is.
REPEATED = [(first, again) for first in SAME_PERSON for again in SAME_PERSON if again != first]


@pytest.mark.parametrize(("first", "again"), REPEATED)
@pytest.mark.parametrize(("flag", "when"), ASKED)
async def test_who_repeated_it_may_protect_it_and_all_but_the_two_are_silenced(
    tmp_path: Path, redis_url: str, first: str, again: str, flag: str, when: str
) -> None:
    async with a_node(tmp_path, redis_url, channels=make_channels(PROVING, "https://gw.example.org")) as node:
        places = itertools.count(1)
        raws = [ROLES[one](TOLD, next(places)) for one in (first, again, *SAME_PERSON)]
        await node.pumped(SHARED)
        _, end, *more = await node.pumped(*raws)
        name = end.split(":")[1]
        assert set(more) == {f"linked:{name}"}
        if when == "after its number":
            await submitted(node)
        await _answers(node)
        await node.pumped(ROLES[again](WORDS[flag].strip(), next(places)))
        await submitted(node)
        await _told_news(node, name)
        heard = {(channel, address) for what, channel, address in await _answers(node) if what == "progress"}
        assert heard == {_address(raws[0]), _address(raws[1])}
        for other in (one for one in WHO if one not in (first, again)):
            await _learns_nothing(node, other, places)


@pytest.mark.parametrize("writer", [name for name in PASSED_ON if "office" in name])
@pytest.mark.parametrize("asker", ["the office", "the citizen"])
@pytest.mark.parametrize(("flag", "when"), ASKED)
async def test_what_an_office_passed_on_is_answered_to_who_protects_it(
    tmp_path: Path, redis_url: str, writer: str, asker: str, flag: str, when: str
) -> None:
    async with a_node(tmp_path, redis_url, channels=make_channels(PROVING, "https://gw.example.org")) as node:
        citizen, places = "the chat" if "phone" in writer else "somebody by mail", itertools.count(2)
        role, raw = _writes(writer, "none")
        await node.pumped(SHARED)
        _, end = await node.pumped(raw)
        _, name, number = end.split(":")
        if when == "after its number":
            await submitted(node)
        await _answers(node)
        who = role if asker == "the office" else citizen
        await node.pumped(ROLES[who](f"{WORDS[flag].strip()} {number}", next(places)))
        await submitted(node)
        await _told_news(node, name)
        heard = {(channel, address) for what, channel, address in await _answers(node)}
        assert heard == {_address(ROLES[who]("halo", 1))}
        for other in (one for one in WHO if one != who):
            await _learns_nothing(node, other, places)
