"""Cleaning, titles, languages and agency keywords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.schema import Language
from normalizer.text import (
    TITLE_LENGTH,
    agency_keyword,
    bare_subject,
    folded,
    language,
    opening,
    readable,
    title,
    words,
    writable,
)

TITLES = [
    (
        "greeting and address are skipped",
        "Selamat pagi Pak Bupati, saya mau melaporkan jalan rusak di Jl. Merdeka No. 5. Mohon segera.",
        "saya mau melaporkan jalan rusak di Jl. Merdeka No. 5.",
    ),
    ("greeting on its own line", "halo\nmalam ini lampu mati", "malam ini lampu mati"),
    ("a person told of stays", "Bapak RT kami memungut iuran liar", "Bapak RT kami memungut iuran liar"),
    ("an office told of stays", "Halo. Kepala desa menahan bantuan", "Kepala desa menahan bantuan"),
    ("a letter's head", "Yth. Bapak Bupati\nJalan kami rusak!", "Jalan kami rusak!"),
    ("a blessing", "Assalamu'alaikum wr. wb. Lampu jalan mati lagi", "Lampu jalan mati lagi"),
    (
        "a short first sentence gives way",
        "Tolong! Rumah kami kebanjiran sejak subuh",
        "Rumah kami kebanjiran sejak subuh",
    ),
    ("only short ones", "Banjir. Tolong.", "Banjir. Tolong."),
    ("time of day is told", "Malam ini lampu mati semua", "Malam ini lampu mati semua"),
    ("nothing but a greeting", "Assalamualaikum", ""),
    ("nothing", "", ""),
    ("cut between words", "jalan berlubang " * 20, "jalan berlubang " * 7 + "jalan…"),
    ("a word without end", "a" * 300, "a" * 119 + "…"),
]


@pytest.mark.parametrize(("label", "text", "expected"), TITLES, ids=[row[0] for row in TITLES])
def test_titles(label: str, text: str, expected: str) -> None:
    assert title(text) == expected, label


@given(st.text())
def test_a_title_is_short_and_on_one_line(text: str) -> None:
    made = title(text)
    assert len(made) <= TITLE_LENGTH
    assert made == " ".join(made.split())


@given(st.text(alphabet=st.characters(codec=None)))
def test_writable_keeps_every_place(text: str) -> None:
    kept = writable(text)
    assert len(kept) == len(text)
    assert all(a == b or a == "\x00" or "\ud800" <= a <= "\udfff" for a, b in zip(text, kept, strict=True))
    kept.encode()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


FOLDED = [
    ("case and signs", "  JALAN,\tRusak!! ", "jalan rusak"),
    ("width", "ＲＴ ０６", "rt 06"),
    ("bold letters of phones", "𝐉𝐚𝐥𝐚𝐧 𝐫𝐮𝐬𝐚𝐤", "jalan rusak"),
    ("what is not seen", "ja\u200blan\ufeff ru\u00adsak", "jalan rusak"),
    ("emoji and their variants", "banjir 🌊❤️ 1️⃣", "banjir 1"),
    ("composed or not", "cafe\u0301", "café"),
    ("digits stay", "gang Arbei 6/7 no. 249a", "gang arbei 6 7 no 249a"),
]


@pytest.mark.parametrize(("label", "text", "expected"), FOLDED, ids=[row[0] for row in FOLDED])
def test_folded(label: str, text: str, expected: str) -> None:
    assert folded(text) == expected, label


@given(st.text())
def test_words_and_gaps_make_the_text_again(text: str) -> None:
    found = words(text)
    whole = "".join(word.before + word.raw for word in found) + (found[-1].after if found else "")
    assert not found or whole == readable(text)
    assert 0 <= opening(found) <= len(found)


@given(st.text())
def test_what_a_reader_sees_is_seen_once(text: str) -> None:
    assert readable(readable(text)) == readable(text)


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("soft hyphen", "RAHA\u00adSIA", "RAHASIA"),
        ("zero width space", "ra\u200bhasia", "rahasia"),
        ("byte order mark", "\ufeffrahasia", "rahasia"),
        ("right to left", "\u202erahasia\u202c", "rahasia"),
        ("variation selector", "raha\ufe0fsia", "rahasia"),
        ("full width", "ＲＡＨＡＳＩＡ", "RAHASIA"),
    ],
)
def test_what_is_not_seen_splits_no_word(label: str, text: str, expected: str) -> None:
    assert [word.raw for word in words(text)] == [expected], label


@pytest.mark.once
@pytest.mark.parametrize("mark", ["\u0323\u0301", "\uff9e\uff9f", "\u0344", "\u20dd\u0301"])
def test_marks_without_end_cost_nothing(mark: str) -> None:
    """A million of them took seven seconds; here they would take hours."""
    hostile = "a" + mark * 2_000_000
    assert len(readable(hostile)) <= 40
    assert len(folded(hostile)) <= 40


LANGUAGES = [
    ("English", "The street light in front of the school is broken", Language.ENGLISH),
    ("English, short", "help me please, the bridge is down", Language.ENGLISH),
    ("Indonesian", "Lampu jalan di depan sekolah mati", Language.INDONESIAN),
    ("mixed", "Please admin tolong jalan kami rusak the road di desa", Language.INDONESIAN),
    ("one English word", "HELP", Language.INDONESIAN),
    ("a regional language", "Punten, dalan teh rusak pisan", Language.INDONESIAN),
    ("nothing", "", Language.INDONESIAN),
]


@pytest.mark.parametrize(("label", "text", "expected"), LANGUAGES, ids=[row[0] for row in LANGUAGES])
def test_languages(label: str, text: str, expected: Language) -> None:
    assert language(text) is expected, label


KEYWORDS = [
    ("known", "TANGKAB jalan rusak", "TANGKAB"),
    ("known in small letters", "tangkab jalan rusak", "TANGKAB"),
    ("unknown", "JALAN rusak", ""),
    ("not the first word", "jalan TANGKAB rusak", ""),
    ("a longer word", "TANGKABUPATEN jalan", ""),
    ("nothing", "  ", ""),
]


@pytest.mark.parametrize(("label", "text", "expected"), KEYWORDS, ids=[row[0] for row in KEYWORDS])
def test_agency_keywords(label: str, text: str, expected: str) -> None:
    assert agency_keyword(text, {"Tangkab", "JAKARTA"}) == expected, label


SUBJECTS = [
    ("replied and forwarded", "Re: Fwd: Bls: Jalan  rusak", "Jalan rusak"),
    ("says nothing", "Re: Laporan", ""),
    ("only a prefix", "Fwd:", ""),
    ("starts like a prefix", "Re klaim air", "Re klaim air"),
]


@pytest.mark.parametrize(("label", "subject", "expected"), SUBJECTS, ids=[row[0] for row in SUBJECTS])
def test_subjects(label: str, subject: str, expected: str) -> None:
    assert bare_subject(subject) == expected, label
