"""A language more is a file more: its words are said, and what it leaves out is said in Indonesian."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from test_reply import a_desk, owed

from forwarder.preferences import Preference, Preferences, Wish, prefer, preferences_of
from forwarder.sayings import Piece, Saying
from forwarder.words import Words, piece, render, table
from forwarder.words_file import CatalogueFault, load, shipped, texts_of, tongues_of
from gateway.answer_lists import day, moment
from gateway.answers import Answers
from normalizer import codec
from normalizer.schema import Language, Medium

assert codec
# Nobody speaks it. Betawi has its code, for BAHASA BETAWI to be understood.
INVENTED = Language("bew")
WORDS = """
[number.bew]
sms = "{brand}: Zumbu lapo {national}.[ Tanu: STATUS {national} ka {write_to}]"
subject = "Zumbu lapo {national}"

[help.bew]
subject = "Zaman lapo"
mail = "Zaman lapo nang Bapak/Ibu."

[months.bew]
months = "Satu Dua Telu Papat Lima Enem Pitu Wolu Sanga Sepuluh Sewelas Rolas"

[clock.bew]
clock = "zam {hour} lan {minute}"
"""
AT = 1_795_223_100_000  # 21 November 2026 08.05 in Jakarta
BRAND = "LAPOR! Kab. Contoh"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "words.toml"
    found.write_text(WORDS, "utf-8")
    return found


def said(path: Path, saying: Saying, medium: Medium, language: Language = INVENTED, **facts: str) -> Words:
    given = {"number": "2218779091", "national": "01916449", **facts}
    return render(saying, language, medium, brand=BRAND, catalogue=load(path), **given)  # type: ignore[arg-type]


def test_its_own_words_are_said(path: Path) -> None:
    assert said(path, Saying.NUMBER, Medium.SMS).text == f"{BRAND}: Zumbu lapo 01916449."
    assert said(path, Saying.HELP, Medium.MAIL).subject == "Zaman lapo"


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("saying", sorted(set(Saying) - {Saying.NUMBER, Saying.HELP}))
def test_what_it_leaves_out_is_said_in_indonesian(path: Path, saying: Saying, medium: Medium) -> None:
    texts = texts_of(load(path), saying, INVENTED)
    assert texts == shipped()[saying][Language.INDONESIAN]
    assert texts_of(load(path), saying, Language.ENGLISH) == shipped()[saying][Language.ENGLISH]


def test_a_mail_is_in_one_language(path: Path) -> None:
    """Its subject is there and its text is not: both are Indonesian then."""
    own, indonesian = (said(path, Saying.NUMBER, Medium.MAIL, language) for language in (INVENTED, Language.INDONESIAN))
    assert own == indonesian


def test_dates_are_its_own(path: Path) -> None:
    catalogue = load(path)
    assert moment(AT, "Asia/Jakarta", INVENTED, catalogue) == "21 Sewelas 2026 zam 08 lan 05"
    assert moment(AT, "Asia/Jakarta", Language.INDONESIAN, catalogue) == "21 November 2026 08.05 WIB"
    assert moment(AT, "Asia/Jakarta", Language.ENGLISH) == "21 November 2026 08:05 WIB"
    assert day(AT, "Asia/Jakarta", Language("su")) == "21 November 2026"
    assert piece(Piece.LINE, INVENTED, {"place": "1", "number": "7"}, catalogue).startswith("1.")


def test_the_page_shows_it(path: Path) -> None:
    assert tongues_of(load(path)) == (*Language, INVENTED)
    assert tongues_of(shipped())[:2] == tuple(Language)
    page = table(load(path))
    assert re.search(r"\*\*bew · sms\*\*, \d+ of 160 characters, 1 segment", page)
    assert "Zaman lapo nang Bapak/Ibu." in page


FAULTS = [
    ("[number.bew]\nsms = '{brand}: tiket {national}'", r"\[number\.bew\] sms: say nomor laporan"),
    ("[number.bew]\nsms = '{brand}: lapo'", r"\[number\.bew\] sms: must always hold \{national\}"),
    ("[number.bew]\nsms = '{brand}: {national} " + "x" * 160 + "'", "must fit 160 characters"),
    ("[number.bahasa]\nsms = '{brand}: {national}'", "no language; write its code"),
    ("[months.bew]\nmonths = 'Satu Dua Telu'", "names of 12 months"),
    ("[clock.bew]\nclock = '{hour}'", "must always hold {minute}".replace("{", r"\{").replace("}", r"\}")),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_the_rules_hold_for_it_too(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueFault, match=fault):
        load(path)


def test_a_language_is_one_thing_wherever_it_is_named() -> None:
    assert Language("bew") is INVENTED
    assert list(Language) == [Language.INDONESIAN, Language.ENGLISH]
    assert copy.deepcopy(INVENTED) is INVENTED
    assert copy.copy(INVENTED) is INVENTED
    assert f"{INVENTED}" == "bew"
    for wrong in ("", "bahasa", "B1", "ID", "x"):
        with pytest.raises(ValueError, match="is not a valid Language"):
            Language(wrong)


async def test_who_chose_it_is_answered_in_it(redis_url: str, path: Path) -> None:
    async with a_desk(redis_url, owed("sms", 1)) as desk:
        who = "sms-w1"
        await prefer(desk.ledger, [Preference(who, Wish.LANGUAGE, INVENTED, 1, "node-1")])
        assert await preferences_of(desk.ledger, who) == Preferences(language=INVENTED)
        object.__setattr__(desk.answer, "render", Answers(BRAND, load(path)).render)
        await desk.ledger.told_number("complaint1", "01916449")
        await desk.pass_once()
        (message,) = desk.twilio.messages_to("+6281100000001")
        assert message.body == f"{BRAND}: Zumbu lapo 01916449."
