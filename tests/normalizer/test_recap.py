"""What asks for a list of forwarded complaints, for which time, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.recap import period_asked

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ZONE = "Asia/Jakarta"

LETTER = (
    "Bapak/Ibu yang terhormat,\n\nterima kasih. Sebanyak 3 laporan dalam satu surat sudah kami teruskan.\n\n"
    "1. Nomor laporan 1000000001, nomor nasional 3128388\n   Siti: Jalan rusak di RT 4.\n" + "x" * 600
)
BELOW = "> " + LETTER.replace("\n", "\n> ")
SAID = "Pada Min, 22 Nov 2026 pukul 18.22 LAPOR! Kab. Contoh <lapor@kab.example> menulis:"
OUTLOOK = "-----Original Message-----\nFrom: LAPOR! <lapor@kab.example>\nSent: 22 November 2026\nSubject: Nomor\n"
ANSWERING = [
    ("Re: Nomor untuk 3 laporan", f"REKAP\n\n{SAID}\n{BELOW}"),
    ("Bls: Nomor laporan 08257640", f"Mohon rekap\n\nSiti Contoh\n\n{SAID}\n{BELOW}"),
    ("RE: Nomor laporan 08257640", f"Rekap\n\n{OUTLOOK}\n{LETTER}"),
    ("Re: Rekap laporan 23 Oktober 2026 s.d. 22 November 2026", "REKAP"),
]
ASKED = [
    ("", "REKAP", "2026-10-22", "2026-11-21"),
    ("REKAP", "", "2026-10-22", "2026-11-21"),
    ("Re: rekap laporan", "Mohon dikirim, terima kasih.", "2026-10-22", "2026-11-21"),
    ("", "Rekap November", "2026-11-01", "2026-12-01"),
    ("", "REKAP DESEMBER", "2025-12-01", "2026-01-01"),
    ("", "rekap bulan desember 2024", "2024-12-01", "2025-01-01"),
    ("REKAP 2026-11", "", "2026-11-01", "2026-12-01"),
    ("", "REKAP 2/2026", "2026-02-01", "2026-03-01"),
    ("", "rekap tahun 2025", "2025-01-01", "2026-01-01"),
    ("REKAP", "\n\nHormat kami,\nSiti Contoh\nKantor Desa Sukamaju", "2026-10-22", "2026-11-21"),
    ("", "REKAP\n\nSiti Contoh\nKantor Desa Sukamaju", "2026-10-22", "2026-11-21"),
    ("", "Selamat pagi, mohon rekapitulasi aduan bulan Nopember.", "2026-11-01", "2026-12-01"),
    ("", "recap november please", "2026-11-01", "2026-12-01"),
    ("REKAP NOVEMBER", "Tolong rekap bulan November 2026, terima kasih.", "2026-11-01", "2026-12-01"),
    ("", "Rekap minggu ini", "2026-10-22", "2026-11-21"),
    *((subject, text, "2026-10-22", "2026-11-21") for subject, text in ANSWERING),
]


@pytest.mark.parametrize(("subject", "text", "since", "until"), ASKED)
def test_what_is_asked(subject: str, text: str, since: str, until: str) -> None:
    found = period_asked(subject, text, NOW, ZONE)
    assert found
    assert (found.since.date().isoformat(), found.until.date().isoformat()) == (since, until)
    assert found.since < found.until


NOT = [
    ("", ""),
    ("Laporan", "Jalan rusak"),
    ("REKAP", "Jalan di RT 4 rusak berat"),
    ("", "REKAP\n\nJalan di RT 4 rusak berat"),
    ("", "REKAP\n\nSalam,\nJalan Mawar rusak"),
    ("Rekap laporan warga", "1. Budi: jalan rusak\n2. Sari: lampu padam"),
    ("", "REKAP dana desa tidak pernah ditempel di balai desa"),
    ("REKAP", "\n\n" + "Jalan rusak di Gang Mawar. " * 10),
    ("", "REKAP" + " laporan" * 200),
    ("November", "2026-11"),
    ("Re: REKAP", "Jalan di RT 4 rusak berat"),
    ("Re: Nomor laporan 08257640", f"Jalan di RT 4 belum juga diperbaiki.\n\nPada Rab menulis:\n> REKAP\n{BELOW}"),
    ("Nomor laporan 08257640", "REKAP"),
]


@pytest.mark.parametrize(("subject", "text"), NOT)
def test_what_asks_for_no_list(subject: str, text: str) -> None:
    assert period_asked(subject, text, NOW, ZONE) is None


def test_the_last_hours_of_a_month_belong_to_it_where_it_is_read() -> None:
    late = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)  # already November in Jakarta
    found = period_asked("", "REKAP NOVEMBER", late, ZONE)
    assert found
    assert found.since.year == 2026
