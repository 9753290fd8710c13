"""Answers about several complaints, and the receipts that are printed: what stands there, and what never does."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis.strategies import text

from channels.mail_answer import compose
from forwarder.items import Member, ReplyLease
from forwarder.listener import About, Listener
from forwarder.words_file import shipped
from gateway.answer_lists import day, moment, state_fact
from gateway.answers import LISTS, Answers
from gateway.receipt_letters import drawable
from gateway.receipt_page import printed
from normalizer.schema import ChannelName, Enclosure, Flags, Language, Medium, Party, Reply

AT = int(datetime(2026, 11, 21, 7, 5, tzinfo=UTC).timestamp() * 1000)
ANSWERS = Answers("LAPOR! Kab. Contoh", shipped(), "Asia/Makassar", "SMS 1708")
NAMES = ("Ani Wijaya", "Budi Santosa (RT 3)")
ABOUT = tuple(About(at, name, f"Sumur {at} kering", AT) for at, name in enumerate(NAMES, 1))
OFFICE = Listener(
    ChannelName("mail"), Party("kantor@desa.example.id", "Kantor Desa"), Language.INDONESIAN, Flags(),
    about=ABOUT, printed=True,
)  # fmt: skip
HIDDEN = replace(OFFICE, flags=Flags(rahasia=True), about=tuple(About(at, "", "", AT, protected=True) for at in (1, 2)))
MEMBERS = (Member(1, "4021337508", "01916449", False), Member(2, "4021337516", "", True))


def lease(what: str, *members: Member, number: str = "", national: str = "") -> ReplyLease:
    return ReplyLease(f"b.mail-w.{what}", "1", what, "b", b"", 0, False, False, False, number, national, 0, members)


def pages(given: ReplyLease, listener: Listener = OFFICE) -> list[str]:
    found = ANSWERS.enclose(given, listener)
    if not found:
        return []
    (paper,) = found
    assert (paper.name, paper.media_type) == ("tanda-terima.pdf", "application/pdf")
    drawn = re.findall(rb"stream\r?\n(.*?)endstream", paper.content, re.DOTALL)
    return [one.decode("latin-1").replace("\\(", "(").replace("\\)", ")") for one in drawn]


@pytest.mark.parametrize("what", ["receipts", "some", "numbers"])
@pytest.mark.parametrize("language", list(Language))
def test_a_list_names_each_complaint_its_citizen_and_its_numbers(what: str, language: Language) -> None:
    subject, text = ANSWERS.render(lease(what, *MEMBERS), replace(OFFICE, language=language), Medium.MAIL)
    assert "2" in subject
    lines = text[text.index("1. ") :].splitlines()
    assert "4021337508" in lines[0]
    assert "01916449" in lines[0]
    assert lines[1].strip() == "Ani Wijaya: Sumur 1 kering"
    assert re.match(r"2\. (Sudah|We already)", lines[2])
    assert "4021337516" in lines[2]


@pytest.mark.parametrize("what", ["receipts", "some", "numbers"])
@pytest.mark.parametrize("language", list(Language))
def test_a_protected_list_holds_numbers_alone(what: str, language: Language) -> None:
    subject, text = ANSWERS.render(lease(what, *MEMBERS), replace(HIDDEN, language=language), Medium.MAIL)
    assert not re.search(r"ani|sumur|lapor|report|\d", subject, re.IGNORECASE)
    assert not re.search(r"ani w|sumur|laporan|report", text, re.IGNORECASE)
    assert "4021337508" in text
    assert "01916449" in text


def test_names_cannot_add_lines_to_a_list() -> None:
    bad = replace(OFFICE, about=(About(1, "Ani\n9. Nomor laporan 1\u202e", "x" * 500, AT), ABOUT[1]))
    _, text = ANSWERS.render(lease("numbers", *MEMBERS), bad, Medium.MAIL)
    assert not re.search(r"^9\.", text, re.MULTILINE)
    assert "\u202e" not in text
    assert max(map(len, text.splitlines())) < 260


def test_a_recap_tells_whose_they_are_where_they_stand_and_how_many_more_there_are() -> None:
    entries = (
        About(name="Ani Wijaya", title="Jalan rusak", received_ms=AT, number="4021337508", national="01916449"),
        About(received_ms=AT, number="4021337516", protected=True),
    )
    facts = (("since", "1 November 2026"), ("until", "30 November 2026"), ("more", "12"))
    stand = ((state_fact("4021337508"), "selesai"), (state_fact("4021337516"), "unheard_of"))
    listener = replace(OFFICE, about=entries, facts=(*facts, *stand), printed=False)
    _, text = ANSWERS.render(lease("recap"), listener, Medium.MAIL)
    assert (
        "21 November 2026  4021337508, nomor nasional 01916449, selesai ditangani\n   Ani Wijaya: Jalan rusak\n"
        "21 November 2026  4021337516\n"
    ) in text
    assert "12 laporan lain" in text
    few = replace(listener, facts=(*facts[:2], ("more", "")))
    assert "tidak muat" not in ANSWERS.render(lease("recap"), few, Medium.MAIL)[1]
    none = replace(few, about=())
    assert "tidak ada laporan" in ANSWERS.render(lease("recap_empty"), none, Medium.MAIL)[1]


@pytest.mark.parametrize("what", list(LISTS))
def test_lists_go_by_mail_only(what: str) -> None:
    """Whatever went wrong, a person looks: it is parked."""
    with pytest.raises((KeyError, ValueError)):
        ANSWERS.render(lease(what, *MEMBERS), OFFICE, Medium.SMS)


# -- paper ------------------------------------------------------------------------------------------------------------


def test_a_page_for_each_complaint_in_both_languages_indonesian_first() -> None:
    first, second = pages(lease("receipts", *MEMBERS))
    for sign in ("LAPOR! Kab. Contoh", "4021337508", "01916449", "Ani Wijaya", "Sumur 1 kering", "Kantor Desa"):
        assert first.count(sign) >= 1, sign
    assert first.index("TANDA TERIMA") < first.index("RECEIPT OF A REPORT")
    assert "21 November 2026 15.05 WITA" in first
    # Whoever has no phone asks the official.
    assert "sebutkan nomor laporan di atas" in re.sub(r"\) Tj.*?\(", " ", first, flags=re.DOTALL)
    assert "SMS 1708" in first
    assert "Budi Santosa (RT 3)" in second
    assert "nasional:" not in second


@pytest.mark.parametrize(("what", "count"), [("receipts", 2), ("some", 1), ("numbers", 2), ("recap", 0), ("help", 0)])
def test_which_answers_have_paper(what: str, count: int) -> None:
    assert len(pages(lease(what, *MEMBERS))) == count


@pytest.mark.parametrize("what", ["receipt", "number"])
def test_one_complaint_has_one_page(what: str) -> None:
    one = replace(OFFICE, about=(replace(ABOUT[0], place=0),))
    (page,) = pages(lease(what, number="4021337508", national="01916449"), one)
    assert "Ani Wijaya" in page
    assert pages(lease(what, number="4021337508"), replace(one, printed=False)) == []


@pytest.mark.parametrize("what", ["receipt", "number", "linked"])
@pytest.mark.parametrize("language", list(Language))
def test_an_office_reads_whose_complaint_it_is(what: str, language: Language) -> None:
    given, told = lease(what, number="4021337508", national="01916449"), "Ani Wijaya: Sumur 1 kering"
    one = replace(OFFICE, language=language, about=(replace(ABOUT[0], place=0),))
    assert told in ANSWERS.render(given, one, Medium.MAIL)[1]
    for other in (replace(one, printed=False), replace(one, flags=Flags(anonim=True)), replace(one, about=ABOUT)):
        assert "Ani" not in ANSWERS.render(given, other, Medium.MAIL)[1]
    assert "Ani" not in ANSWERS.render(replace(given, protected=True), one, Medium.MAIL)[1]


def test_a_protected_page_names_nobody() -> None:
    for page in pages(lease("numbers", *MEMBERS), HIDDEN):
        assert not re.search("Ani|Budi|Sumur|Kantor Desa|kantor@", page)
        assert "40213375" in page


def test_the_same_facts_are_the_same_bytes() -> None:
    once, again = (ANSWERS.enclose(lease("numbers", *MEMBERS), OFFICE) for _ in range(2))
    assert once == again
    assert "Ani" not in repr(once)


@pytest.mark.parametrize("name", ["漢字 \U0001f600", "\x00\x07", "a" * 5_000, "", "١٢٣", "(\\)"])
def test_any_name_is_drawn(name: str) -> None:
    odd = replace(OFFICE, about=tuple(replace(one, name=name, title=name) for one in ABOUT))
    assert len(pages(lease("numbers", *MEMBERS), odd)) == 2


@pytest.mark.parametrize(
    ("zone", "language", "shown"),
    [
        ("Asia/Jakarta", Language.INDONESIAN, "21 November 2026 14.05 WIB"),
        ("Asia/Jayapura", Language.ENGLISH, "21 November 2026 16:05 WIT"),
        ("UTC", Language.ENGLISH, "21 November 2026 07:05 UTC"),
    ],
)
def test_times_are_those_of_the_place(zone: str, language: Language, shown: str) -> None:
    assert moment(AT, zone, language) == shown
    assert shown.startswith(day(AT, zone, language))


# -- by mail ----------------------------------------------------------------------------------------------------------


def test_a_mail_with_a_file_is_the_same_bytes_at_every_try() -> None:
    paper = Enclosure("tanda-terima.pdf", "application/pdf", b"%PDF-1.4 made up")
    reply = Reply(
        "r1", ChannelName("mail"), Party("kantor@desa.example.id"), "Nomor laporan: 1 –", Language.INDONESIAN,
        enclosures=(paper,),
    )  # fmt: skip
    once, again = (compose(reply, "lapor@kab.example.id", datetime(2026, 11, 21, tzinfo=UTC)) for _ in range(2))
    assert once == again
    mail = message_from_bytes(once)
    assert mail.get_content_type() == "multipart/mixed"
    assert mail["Auto-Submitted"] == "auto-replied"
    _, words, file = mail.walk()
    assert "Nomor laporan" in words.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert (file.get_filename(), file.get_payload(decode=True)) == (paper.name, paper.content)
    plain = message_from_bytes(compose(replace(reply, enclosures=()), "lapor@kab.example.id", datetime.now(UTC)))
    assert not plain.is_multipart()


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Siti Aminah", b"Siti Aminah"),
        ("Nguy\u1ec5n Th\u1ecb", b"Nguyen Thi"),
        ("\u0141ukasz \u0110or\u0111e", b"Lukasz Dorde"),
        ("Ma\u02bcruf", b"Ma'ruf"),
        ("Rene\u0301", b"Ren\\351"),
        ("\uff33\uff49\uff54\uff49", b"Siti"),
        ("\u0645\u062d\u0645\u062f \u0639\u0644\u064a", b"Nama: [aksara Arab]) "),
        ("Siti \ua9b1\ua9b6\ua9a0\ua9b6", b"Siti [aksara Jawa]"),
        ("\u674e\u660e (Budi)", b"[aksara Tionghoa] \\(Budi\\)"),
        ("\u0418\u0432\u0430\u043d", b"[aksara Kiril]"),
        ("\u1b13\u1b38 RT \u0664", b"[aksara Bali] RT 4"),
        ("\U00010330", b"[aksara lain]"),
        ("Siti \U0001f64f\U0001f3fd\u200d Aminah \u2764\ufe0f", b"Nama: Siti Aminah) "),
        ("lubang \u2265 2 m", b"lubang >= 2 m"),
    ],
)
def test_letters_that_the_page_lacks_are_written_without_their_signs(name: str, drawn: bytes) -> None:
    assert drawn in printed([[f"Tanda Terima\n1234567890\nNama: {name}"]], "LAPOR!")


def test_each_language_says_in_its_own_words_which_letters_the_page_lacks() -> None:
    name = "\u0645\u062d\u0645\u062f"
    told = printed([[f"Tanda Terima\n1\nNama: {name}", f"Receipt\n1\nName: {name}"]], "LAPOR!")
    assert b"Nama: [aksara Arab]" in told
    assert b"Name: [Arabic script]" in told


@given(text())
def test_every_word_can_be_drawn_and_nothing_is_a_question_that_was_none(words: str) -> None:
    for english in (False, True):
        drawn = drawable(words, english=english)
        drawn.encode("cp1252")
        assert drawn.count("?") <= unicodedata.normalize("NFKC", words).count("?")
