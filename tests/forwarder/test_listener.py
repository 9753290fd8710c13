"""Listeners: sealed bytes and back, whatever a citizen is called; nothing personal in a repr."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.listener import Listener, listener_of
from normalizer.schema import ChannelName, Flags, Language, Message, Party

MESSAGE = Message(
    channel=ChannelName("mail"), delivery="d", sender=Party("sari@warga.example.org", "Sari"), person="mailto:sari",
    received_at=datetime(2026, 11, 21, tzinfo=UTC), text="Jalan rusak", subject="Laporan", thread="<1@example.org>",
    recipient="lapor@kab-contoh.example.org",
)  # fmt: skip
FLAGS = [Flags(), Flags(anonim=True), Flags(rahasia=True), Flags(anonim=True, rahasia=True)]


def test_it_holds_what_an_answer_needs_and_none_of_the_words() -> None:
    found = listener_of(MESSAGE, Language.ENGLISH, Flags(), asked="123")
    assert (found.to, found.thread, found.recipient) == (MESSAGE.sender, MESSAGE.thread, MESSAGE.recipient)
    assert (found.subject, found.facts) == ("Laporan", (("asked", "123"),))
    assert b"Jalan rusak" not in found.encode()


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("language", list(Language))
def test_there_and_back(flags: Flags, language: Language) -> None:
    found = listener_of(MESSAGE, language, flags, number="1", national="0012")
    assert Listener.decode(found.encode()) == found


@given(st.text(), st.text(), st.text())
def test_any_name_survives(name: str, address: str, thread: str) -> None:
    odd = replace(MESSAGE, sender=Party(address, name + "\ud83d"), thread=thread)
    found = listener_of(odd, Language.INDONESIAN, Flags())
    assert Listener.decode(found.encode()) == found


def test_nothing_personal_in_its_repr() -> None:
    shown = repr(listener_of(MESSAGE, Language.INDONESIAN, Flags()))
    assert not [word for word in ("sari", "Sari", "<1@") if word in shown]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff"])
def test_what_is_no_listener_is_an_error_that_parks(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Listener.decode(data)
