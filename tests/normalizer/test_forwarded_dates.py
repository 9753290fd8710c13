"""Dates as mail programs print them in a forward, and the moment they mean in WIB when no zone is named."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.forward_dates import moment

WIB = ZoneInfo("Asia/Jakarta")
AT_1007 = "2021-05-03T03:07:00+00:00"
ROWS = [
    ("Sen, 3 Mei 2021 pukul 10.07", AT_1007),
    ("Senin, 03 Mei 2021 10:07", AT_1007),
    ("Senin, Mei 3, 2021 10:07 AM", AT_1007),
    ("3 Mei 2021 10.07.00 WIB", AT_1007),
    ("3 Mei 2021 11.07.00 WITA", AT_1007),
    ("3 Mei 2021 12.07.00 WIT", AT_1007),
    ("Mon, 3 May 2021 10:07:00 +0700", AT_1007),
    ("Mon, 3 May 2021 10:07:00 +0700 (WIB)", AT_1007),
    ("Mon, May 3, 2021 at 10:07 AM", AT_1007),
    ("Monday, May 3, 2021, 10:07:00 AM GMT+7", AT_1007),
    ("May 3, 2021 10:07:00 AM GMT+07:00", AT_1007),
    ("on May 3, 2021 at 10:07 AM", AT_1007),
    ("On Monday, May 3rd, 2021 at 10:07 AM", AT_1007),
    ("Monday, 3 May 2021 at 10.07", AT_1007),
    ("2021-05-03 10:07", AT_1007),
    ("2021/05/03 10:07", AT_1007),
    ("2021-05-03T10:07:00+07:00", AT_1007),
    ("03/05/2021 10:07", AT_1007),
    ("3/5/21 10.07", AT_1007),
    ("5/3/2021 10:07 AM", AT_1007),
    ("13/5/2021 10:07 AM", "2021-05-13T03:07:00+00:00"),
    ("5/13/2021 10:07", "2021-05-13T03:07:00+00:00"),
    ("03.05.2021 10:07", AT_1007),
    ("3. 5. 2021 10:07:00", AT_1007),
    ("03-05-2021 10:07", AT_1007),
    ("Isn, 3 Mei 2021 pada 10:07 PG", AT_1007),
    ("Isn, 3 Mei 2021 pada 10:07 PTG", "2021-05-03T15:07:00+00:00"),
    ("12:07 AM, 3 May 2021", "2021-05-02T17:07:00+00:00"),
    ("3 May 2021 12:07 PM", "2021-05-03T05:07:00+00:00"),
    ("Montag, 3. Mai 2021 10:07", AT_1007),
    ("lundi 3 mai 2021 à 10:07", AT_1007),
    ("lundi 3 mai 2021 10 h 07", AT_1007),
    ("lunes, 3 de mayo de 2021 10:07", AT_1007),
    ("segunda-feira, 3 de maio de 2021 10:07", AT_1007),
    ("lunedì 3 maggio 2021 10:07", AT_1007),
    ("maandag 3 mei 2021 10:07", AT_1007),
    ("mandag den 3. maj 2021 10.07", AT_1007),
    ("den 3 maj 2021 10:07", AT_1007),
    ("maanantai 3. toukokuuta 2021 10.07", AT_1007),
    ("poniedziałek, 3 maja 2021 10:07", AT_1007),
    ("pondělí 3. května 2021 10:07", AT_1007),
    ("2021. május 3., hétfő 10:07", AT_1007),
    ("luni, 3 mai 2021 10:07", AT_1007),
    ("3 Mayıs 2021 Pazartesi 10:07", AT_1007),
    ("понедельник, 3 мая 2021 г. 10:07", AT_1007),
    ("3 травня 2021 р. 10:07", AT_1007),
    ("2021年5月3日(月) 10:07", AT_1007),
    ("2021年5月3日(星期一) 上午10:07", AT_1007),
    ("2021년 5월 3일 (월) 오후 10:07", "2021-05-03T15:07:00+00:00"),
    ("25 Agustus 2021 10.07", "2021-08-25T03:07:00+00:00"),
    ("25 Agt 2021 10.07", "2021-08-25T03:07:00+00:00"),
    ("17 Okt 2021 10.07", "2021-10-17T03:07:00+00:00"),
    ("1 Desember 2021 10.07", "2021-12-01T03:07:00+00:00"),
    ("Mon, 25 Oct 2021 11:17:21 EDT", "2021-10-25T15:17:21+00:00"),
    ("03/05/21 10.07 (GMT+08:00)", "2021-05-03T02:07:00+00:00"),
    ("Mon, 3 May 2021 03:07:00 GMT", AT_1007),
    ("Mon, 3 May 2021 03:07:00 -0000", AT_1007),
    ("", None),
    ("kemarin", None),
    ("3 Mei 2021", None),
    ("Senin 10.07", None),
    ("31 Februari 2021 10.07", None),
    ("3 Mei 2021 25.07", None),
    ("99/99/2021 10:07", None),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] or "empty" for row in ROWS])
def test_moment(text: str, expected: str | None) -> None:
    found = moment(text, WIB)
    assert (found.isoformat() if found else None) == expected


def test_without_a_zone_it_is_utc() -> None:
    assert moment("3 Mei 2021 10.07") == datetime(2021, 5, 3, 10, 7, tzinfo=UTC)


@given(st.text(max_size=300) | st.from_regex(r"[0-9 .:/,+-]{1,60}(Mei|May|AM|PM|GMT)?", fullmatch=True))
def test_any_text(text: str) -> None:
    found = moment(text, WIB)
    assert found is None or found.utcoffset() is not None
