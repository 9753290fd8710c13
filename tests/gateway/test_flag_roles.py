"""anonim and rahasia for every pair of roles: who wrote it, and who asks for it, says the same, or passed it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from node_kit import CHAT, ENV, NodeKit, a_node, contact, mail, sms, telegram, whatsapp
from office_mail import HEADER, OFFICE, PROVEN, office_mail, wrapped
from test_flag_matrix import FLAGS, LEASE_MS, NATIONAL, TOLD, WORDS, reads, submitted

from forwarder.listener import Listener
from gateway.wiring import make_channels
from normalizer.schema import Message, Raw

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


LATER = [("the chat", other) for other in ROLES if other not in ("the chat", NOT_PROVEN)]
SAME_PERSON = ("another channel of the phone", "Telegram, joined to the phone")


@pytest.mark.parametrize(("writer", "other"), LATER)
@pytest.mark.parametrize("flag", ["anonim", "rahasia"])
async def test_protection_that_comes_later_silences_all_others(
    tmp_path: Path, redis_url: str, writer: str, other: str, flag: str
) -> None:
    """Two who told the same and were answered about one number: from now on only the chat that asked is."""
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(SHARED)
        await _answers(node)
        first = ROLES[writer](TOLD, 1)
        await node.pumped(first)
        if other in SAME_PERSON:
            *_, end = await node.pumped(ROLES[other](TOLD, 2))
            assert end.startswith("linked:")
        await node.pumped(ROLES[writer](WORDS[flag].strip(), 3))
        await submitted(node)
        heard = {(channel, address) for what, channel, address in await _answers(node) if what == "number"}
        assert heard == {_address(first)}
        await node.pumped(ROLES[other](f"STATUS {NATIONAL}", 4))
        assert [what for what, *_ in await _answers(node)] == ["status_unknown"]
