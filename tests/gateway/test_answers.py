"""From what the ledger owes to the words a citizen reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from forwarder.items import ReplyLease
from forwarder.listener import Listener
from forwarder.seal import new_key
from forwarder.words_file import shipped
from forwarder.words_rules import REQUIRED
from gateway.answers import SAYINGS, Answers
from gateway.settings import Settings
from normalizer.schema import ChannelName, Flags, Language, Medium, Party

OURS, NATIONAL = "4021337508", "01916449"
LISTENER = Listener(
    ChannelName("sms"),
    Party("+6281100000001"),
    Language.INDONESIAN,
    Flags(),
    recipient="+6281100009999",
    subject="Lampu",
    facts=(("word", "payung"), ("minutes", "15")),
)
ANSWERS = Answers("LAPOR! Kab. Contoh", shipped())
WHATS = [*SAYINGS, "status"]


def lease(what: str, number: str = OURS, national: str = "") -> ReplyLease:
    return ReplyLease("c1.sms-w1." + what, "1", what, "c1", b"", 0, False, False, False, number, national)


@pytest.mark.parametrize(
    ("what", "national", "facts", "named", "not_named"),
    [
        ("number", NATIONAL, (), [NATIONAL], []),
        # Where it came soon, the national number is the only one that its citizen was told.
        *((what, NATIONAL, (), [NATIONAL], [OURS]) for what in ("progress", "question", "supplement", "flag_set")),
        *((what, NATIONAL, (("word", "payung"),), [NATIONAL], [OURS]) for what in ("confirm_lift", "confirm_withdraw")),
        ("status_withdrawn", "", (("number", OURS), ("national", NATIONAL)), [NATIONAL], [OURS]),
        *((what, "", (), [OURS], []) for what in ("progress", "question", "supplement", "withdrawn")),
        ("receipt", "", (), [OURS], [NATIONAL]),
        # "Stays": the only one that its citizen may have heard.
        ("linked", NATIONAL, (), [NATIONAL], [OURS]),
        ("linked", "", (), [OURS], [NATIONAL]),
        ("status", "", (("number", OURS), ("national", NATIONAL)), [NATIONAL], []),
        ("status", "", (("number", OURS), ("national", "")), [OURS], [NATIONAL]),
        ("status_unknown", "", (("asked", "7777777"),), [], [OURS, NATIONAL]),
        ("status_ask", "", (), [], [OURS, NATIONAL]),
        ("help", "", (), [], [OURS, NATIONAL]),
        ("flag_alone", "", (), [], [OURS, NATIONAL]),
    ],
)
@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("language", list(Language))
def test_each_answer_names_its_numbers_and_no_others(
    what: str,
    national: str,
    facts: tuple[tuple[str, str], ...],
    named: list[str],
    not_named: list[str],
    medium: Medium,
    language: Language,
) -> None:
    owed = replace(lease(what, number="" if facts else OURS, national=national), news="diproses")
    _, text = ANSWERS.render(owed, replace(LISTENER, facts=facts, language=language), medium)
    assert [number for number in named if number not in text] == []
    assert [number for number in not_named if number in text] == []


@pytest.mark.parametrize("question", ["where", "what"])
@pytest.mark.parametrize(
    ("label", "medium", "receipted", "flags", "asks"),
    [
        ("a chat whose number came first", Medium.CHAT, False, Flags(), True),
        ("a mail whose number came first", Medium.MAIL, False, Flags(), True),
        ("its receipt asked", Medium.CHAT, True, Flags(), False),
        ("an SMS whose number came first", Medium.SMS, False, Flags(), True),
        ("by SMS a second question costs its citizen money", Medium.SMS, True, Flags(), False),
        ("nothing is asked about what is protected", Medium.CHAT, False, Flags(rahasia=True), False),
    ],
)
def test_what_is_missing_is_asked_for_once(
    label: str, medium: Medium, receipted: bool, flags: Flags, asks: bool, question: str
) -> None:
    owed = replace(lease("number", national=NATIONAL), receipted=receipted)
    _, text = ANSWERS.render(owed, replace(LISTENER, facts=(("asking", question),), flags=flags), medium)
    assert NATIONAL in text
    assert ("?" in text) is asks, label


@pytest.mark.parametrize(("said", "told"), [("selesai", "selesai ditangani"), ("", ""), ("unheard_of", "")])
@pytest.mark.parametrize("medium", list(Medium))
def test_status_tells_what_the_central_system_said_last(said: str, told: str, medium: Medium) -> None:
    facts = (("number", OURS), ("national", NATIONAL), ("status", said))
    _, text = ANSWERS.render(lease("status", number=""), replace(LISTENER, facts=facts), medium)
    assert (f"{told}" in text, "Keadaan" in text) == (True, bool(told))


@pytest.mark.parametrize("what", WHATS)
def test_a_sentence_without_the_number_it_needs_is_never_said(what: str) -> None:
    """Words that name no number are said all the same; the others raise, and a person looks."""
    owed = lease(what, number="", national="")
    if what == "status" or set(REQUIRED[SAYINGS[what]]) - {"word", "minutes"}:
        with pytest.raises(ValueError, match="it is empty"):
            ANSWERS.render(owed, LISTENER, Medium.CHAT)
    else:
        assert ANSWERS.render(owed, LISTENER, Medium.CHAT)[1]


@pytest.mark.parametrize(
    ("recipient", "named"),
    [
        ("+6281100009999", True),
        ("1708", True),
        ("lapor@kab-contoh.example.org", False),
        ("BANK-CONTOH", False),
        ("", False),
    ],
)
def test_an_sms_names_the_number_to_write_to(recipient: str, named: bool) -> None:
    said = [
        ANSWERS.render(
            replace(lease(what, national=NATIONAL), news="diproses"),
            replace(LISTENER, recipient=recipient),
            Medium.SMS,
        )[1]
        for what in SAYINGS
    ]
    assert any(recipient in text for text in said if recipient) is named
    assert all("@" not in text for text in said)


def test_a_mail_keeps_its_subject() -> None:
    subject, _ = ANSWERS.render(lease("help"), LISTENER, Medium.MAIL)
    assert subject


def test_the_brand_opens_an_sms() -> None:
    assert ANSWERS.render(lease("receipt"), LISTENER, Medium.SMS)[1].startswith("LAPOR! Kab. Contoh")


def test_an_unknown_kind_of_answer_is_an_error_that_parks() -> None:
    with pytest.raises(KeyError):
        ANSWERS.render(lease("poem"), LISTENER, Medium.SMS)


def test_made_from_settings(tmp_path: Path) -> None:
    made = Answers.of(Settings(brand="LAPOR! Desa", data_dir=tmp_path, id_key=SecretStr(new_key())))
    assert (made.brand, made.catalogue) == ("LAPOR! Desa", shipped())


def test_its_repr_is_a_line_and_no_catalogue() -> None:
    assert len(repr(ANSWERS)) < 200
    assert ANSWERS.brand in repr(ANSWERS)
