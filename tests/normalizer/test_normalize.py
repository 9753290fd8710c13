"""From a judged message to a complaint: nothing lost, nothing shown that must not be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.normalize import normalize
from normalizer.schema import Attachment, ChannelName, Complaint, Flags, Kind, Location, Message, Party
from normalizer.text import folded
from normalizer.triage import triage

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PHOTO = Attachment("foto.jpg", "image/jpeg")


def told(
    text: str, subject: str = "", attachments: tuple[Attachment, ...] = (), location: Location | None = None
) -> Complaint:
    message = Message(
        channel=ChannelName("mail"),
        delivery="mail:1",
        sender=Party("sari@example.id", "Sari"),
        person="mailto:sari@example.id",
        received_at=AT,
        sent_at=AT,
        text=text,
        subject=subject,
        attachments=attachments,
        location=location,
        doubts=("charset",),
    )
    return normalize(message, triage(message, ("TANGKAB",)), "id1", ("TANGKAB",))


def test_what_is_known_is_carried() -> None:
    made = told("TANGKAB Jalan rusak di RT 5. RAHASIA", location=Location(-6.2, 106.8))
    assert made.reporter == made.submitted_by == Party("sari@example.id", "Sari")
    assert (made.id, made.kind, made.delivery, made.person) == (
        "id1",
        Kind.COMPLAINT,
        "mail:1",
        "mailto:sari@example.id",
    )
    assert (made.received_at, made.sent_at, made.doubts) == (AT, AT, ("charset",))
    assert (made.agency_keyword, made.flags) == ("TANGKAB", Flags(rahasia=True))
    assert made.location == Location(-6.2, 106.8)
    assert not made.forwarded


TITLES = [
    ("the first sentence", "Halo pak. Lampu jalan mati sejak Senin. Tolong.", "", "Lampu jalan mati sejak Senin."),
    ("the subject", "Mohon dicek.", "Re: Jalan rusak di RT 5", "Jalan rusak di RT 5"),
    ("a subject that says nothing", "Jalan rusak di RT 5", "Laporan", "Jalan rusak di RT 5"),
    ("without flag and keyword", "TANGKAB RAHASIA: kades minta uang lagi", "", "kades minta uang lagi"),
    ("without the flag of the subject", "Tolong", "[RAHASIA] Kades minta uang", "Kades minta uang"),
    (
        "nothing of the letter that is answered",
        "Foto menyusul.\n\nFrom: LAPOR! <a@kab.example>\nSent: Monday, May 3, 2021 9:00 AM\nTo: Sari\nSubject: Lampu",
        "RE: Laporan",
        "Foto menyusul.",
    ),
    (
        "the answer and not the question",
        "Pada 3 Mei 2021 09.00 LAPOR! menulis:\n> Di mana lokasi lampunya?\n\nDi Jalan Melati.\n\n> Kapan?\n\nSenin.",
        "Re: Laporan",
        "Di Jalan Melati.",
    ),
    (
        "what a letter is about",
        "Nomor : 140/12/2021\nLampiran : 1 berkas\nHal : Jembatan dusun Krajan putus\n\nDengan hormat, kami lapor.",
        "Surat",
        "Jembatan dusun Krajan putus",
    ),
    ("what is only quoted, where there is nothing else", "> Lampu jalan mati.", "", "> Lampu jalan mati."),
    ("an ordinary use stays", "Di sini rahasia umum ada pungli", "", "Di sini rahasia umum ada pungli"),
    ("masked", "NIK 3201010101010001 hp 081100001234 belum dilayani", "", "NIK [NIK] hp [telepon] belum dilayani"),
    ("no words", "🙏", "", "Laporan tanpa keterangan"),
]


@pytest.mark.parametrize(("label", "text", "subject", "expected"), TITLES, ids=[row[0] for row in TITLES])
def test_titles(label: str, text: str, subject: str, expected: str) -> None:
    assert told(text, subject).title == expected, label


def test_titles_without_words() -> None:
    assert told("", attachments=(PHOTO,)).title == "Laporan dengan lampiran"
    assert told("", location=Location(-6.2, 106.8)).title == "Laporan dengan titik lokasi"


LONG = "Jalan rusak di Desa Contoh " * 8
TEXTS = [
    ("as written", " Halo\r\n\tjalan   rusak \u200b🙏 ", "", " Halo\r\n\tjalan   rusak \u200b🙏 "),
    ("NUL and half a surrogate pair", "rusak\x00 \ud83d", "", "rusak\ufffd \ufffd"),
    ("the subject is in the title", "Mohon dicek", "Jalan rusak", "Mohon dicek"),
    ("a subject too long for the title", "Mohon dicek", LONG, f"{LONG}\n\nMohon dicek"),
    ("a subject masked in the title", "x y", "NIK 3201010101010001", "NIK 3201010101010001\n\nx y"),
    ("no body", "", "Jalan rusak di RT 5", "Jalan rusak di RT 5"),
]


@pytest.mark.parametrize(("label", "text", "subject", "expected"), TEXTS, ids=[row[0] for row in TEXTS])
def test_texts(label: str, text: str, subject: str, expected: str) -> None:
    assert told(text, subject).text == expected, label


@given(st.text(), st.text())
def test_no_character_of_the_text_is_lost(text: str, subject: str) -> None:
    made = told(text, subject)
    assert text.replace("\x00", "\ufffd").rstrip("\n") in made.text
    assert len(made.title) <= 120
    assert made.title


_SUBJECT_WORDS = ["jalan", "Rusak!", "RT", "5", "3201010101010001", "0811-0000-1234", "sari@example.id", "panjang" * 9]


@given(st.text(), st.lists(st.sampled_from(_SUBJECT_WORDS), min_size=1, max_size=12))
def test_no_word_of_a_subject_is_lost(text: str, words: list[str]) -> None:
    subject = " ".join(words)
    made = told(text, subject)
    kept = folded(f"{made.title} {made.text}").split()
    assert [word for word in folded(subject).split() if word not in kept] == []
