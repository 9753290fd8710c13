"""Whatever contact somebody shares, their own, another's or half of one: it joins, or is a part of what is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from node_kit import CHAT, contact, telegram, understanding

from channels.base import Unreadable
from forwarder.joins import Join
from gateway.drafting import Drafting
from gateway.inbox import Row
from gateway.understand import Understanding
from gateway.understood import Item, Remembering, Spoken
from normalizer.conversation import Extended, Opened, State, Submit, step
from normalizer.draft import Piece, Role
from normalizer.draft_join import joined
from normalizer.phone import e164
from normalizer.schema import Medium, Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
QUIET = timedelta(seconds=45)
# Names that would order, greet, protect or ask, were they words; and what no person is called.
NAMES = st.sampled_from([
    *("Sari", "Bagas", "Stop", "Kirim", "Rahasia", "Anonim", "Halo Budi", "Status 4021337508", "Hapus Data", "Mulai"),
    *("asdfghjkl", "Tukang Ledeng Kebakaran", "", " ", "🙏", "x" * 5_000, "dua\nbaris"),
]) | st.text(max_size=30)  # fmt: skip
PHONES = st.sampled_from(["6281100000001", "+62 811-0000-0001", "081100000001"])
NO_PHONES = st.sampled_from(["", "1708", "TELKOMSEL", "+", "0", "62" * 40, "٠٨١١"]) | st.text(max_size=20)
# Whose account it is, as Telegram says; none for who has no Telegram.
OWN, OTHERS = CHAT, [CHAT + 1, 0, -1, None]


@cache
def reads() -> Understanding:
    return understanding(drafting=Drafting({Medium.CHAT: QUIET}))


def items(raw: Raw) -> list[Item]:
    return reads().items(Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", ""), doubt=False)


def shared(name: object, phone: object, account: object, *, forwarded: bool = False) -> Raw:
    """In a chat where a complaint was told a moment ago."""
    raw = contact("", CHAT, 2, forwarded=forwarded)
    update: dict[str, Any] = json.loads(raw.body)
    told = {"first_name": name, "phone_number": phone, "user_id": account}
    update["message"]["contact"] = {key: value for key, value in told.items() if value is not None}
    return replace(raw, body=json.dumps(update).encode(), received_at=raw.received_at + timedelta(seconds=5))


def told(piece: Piece) -> str:
    """What the central system gets when somebody tells of a lamp, and then shares that."""
    before = items(telegram(LAMP, 1))[0]
    assert isinstance(before, Spoken)
    rules = before.rules
    state, opened = step(State(), before.piece, before.piece.at, rules)
    state, extended = step(state, piece, piece.at, rules)
    assert [type(one) for one in (*opened, *extended) if not getattr(one, "flags", None)] == [Opened, Extended]
    state, (closing,) = step(state, None, piece.at + 2 * QUIET, rules)
    assert isinstance(closing, Submit)
    assert state.pieces == ()
    return joined(closing.draft).text


@given(NAMES, PHONES)
def test_their_own_joins_and_is_no_part_of_anything(name: str, phone: str) -> None:
    (found,) = items(shared(name, phone, OWN))
    assert isinstance(found, Remembering)
    assert isinstance(found.said, Join)


@given(NAMES, PHONES | NO_PHONES, st.sampled_from(OTHERS), st.booleans())
def test_of_somebody_else_it_is_a_part_whatever_their_name(
    name: str, phone: str, account: int | None, forwarded: bool
) -> None:
    is_a_part(shared(name, phone, account, forwarded=forwarded), phone)


@given(NAMES, NO_PHONES.filter(lambda phone: e164(phone) is None and e164(f"+{phone}") is None))
def test_what_is_no_phone_joins_nobody_and_is_a_part(name: str, phone: str) -> None:
    is_a_part(shared(name, phone, OWN), phone)


@given(NAMES, PHONES)
def test_their_own_that_was_forwarded_proves_nothing_and_is_a_part(name: str, phone: str) -> None:
    is_a_part(shared(name, phone, OWN, forwarded=True), phone)


def is_a_part(raw: Raw, phone: str) -> None:
    """It says nothing at all, or it is told with the rest; it orders, greets and asks nothing."""
    found = items(raw)
    if not found:
        return
    assert isinstance(found[0], Spoken)
    piece = found[0].piece
    assert (piece.role, piece.faint) == (Role.TEXT, False)
    said = told(piece)
    assert said.startswith(LAMP)
    assert piece.message.text in said
    assert phone.isdigit() <= (phone in said)


HALF = st.none() | st.booleans() | st.integers() | st.lists(st.text(max_size=3), max_size=2) | st.text(max_size=9)


@given(HALF, HALF, HALF)
def test_half_of_one_is_a_part_or_waits_for_a_person(name: object, phone: object, account: object) -> None:
    """Nobody's phone is taken from what Telegram does not send."""
    try:
        found = items(shared(name, phone, account))
    except Unreadable:
        return
    joins = [one for one in found if isinstance(one, Remembering)]
    assert not joins or account == OWN
