"""A date as a mail program printed it for people, in any of its interface languages, as a moment in UTC.

Without a zone in the text it is taken in the zone the caller names; what is not certain stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_LONGEST = 200
# Stems, longest match first; a stem that means different months in two languages is left out.
_MONTHS: Mapping[int, str] = {
    1: "jan|oca|ocak|янв|янва|січ|led|sty|sij|ιαν|tammi|gen|ene|sausi|يناير|כינואר|ינואר|januari|มกราคม|ม.ค|ian",
    2: "feb|fév|fev|peb|şub|фев|лют|úno|unor|lut|velj|φεβ|helmi|vasar|فبراير|פברואר|กุมภาพันธ์|ก.พ|veeb",
    3: "mar|maret|mac|mär|mrt|maart|мар|бер|bře|maalis|kov|ožu|μαρ|مارس|מרץ|มีนาคม|มี.ค|már|mär",
    4: "apr|avr|abr|nis|апр|кві|dub|kwi|tra|απρ|huhti|balan|أبريل|אפריל|เมษายน|เม.ย|ápr",
    5: "may|mei|mai|maj|mag|мая|май|тра|kvě|svi|μαΐ|μαϊ|μάι|touko|gegu|مايو|מאי|พฤษภาคม|พ.ค|máj|maí",
    6: "jun|juin|giu|haz|июн|чер|cze|lipan|lipnj|ιουν|ιούν|kesä|birž|يونيو|יוני|มิถุนายน|มิ.ย|jún|jūn|iun",
    7: "jul|juil|lug|tem|июл|лип|lipiec|lipca|srpan|ιουλ|ιούλ|heinä|liep|يوليو|יולי|กรกฎาคม|ก.ค|júl|jūl|iul|červenec",
    8: "aug|srpen|srpn|agu|agt|ago|ogos|aoû|aou|ağu|авг|сер|sie|kolov|αυγ|elo|rugp|أغسطس|אוגוסט|สิงหาคม|ส.ค",
    9: "sep|set|eyl|сен|вер|zář|wrz|ruj|σεπ|syys|rugs|سبتمبر|ספטמבר|กันยายน|ก.ย|szept",
    10: "oct|okt|ott|out|eki|окт|жов|říj|paź|οκτ|loka|spal|أكتوبر|אוקטובר|ตุลาคม|ต.ค",
    11: "nov|nop|kas|ноя|лис|stude|νοε|marras|lapkr|نوفمبر|נובמבר|พฤศจิกายน|พ.ย",
    12: "dec|des|dez|dic|dis|déc|ara|дек|гру|pro|gru|δεκ|joulu|gruod|ديسمبر|דצמבר|ธันวาคม|ธ.ค|det",
}
_STEMS = {stem: month for month, stems in _MONTHS.items() for stem in stems.split("|")}
_LONGEST_STEM = max(map(len, _STEMS))
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d)(?![\d:])")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?(?:\s|-|,){0,3}(?:de |d’|d'|of )?(?:\s|-){0,2}"
    r"([^\W\d_][^\W\d_.]*\.?)"
)
_MONTH_DAY = re.compile(r"([^\W\d_][^\W\d_]*)\.?(?:\s|-){1,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|\d)")
_YEAR = re.compile(r"(?<![\d:+-])((?:19|20)\d\d)(?![\d:])")
_TIME = re.compile(r"(?<![\d+-])(\d{1,2})\s?[:.h]\s?(\d\d)(?:[:.](\d\d))?(?!\d)")
_AFTERNOON = re.compile(r"\bp\.?\s?m\b|下午|午後|오후|(?-i:\bPTG\b|\bCH\b)|\bmalam\b|μ\.?\s?μ|\d\s?م\b", re.IGNORECASE)
_MORNING = re.compile(r"\ba\.?\s?m\b|上午|午前|오전|(?-i:\bPG\b|\bSA\b)|π\.?\s?μ|\d\s?ص\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-]|−)(\d{1,2}):?(\d\d)?(?!\d)")
_ZONES: Mapping[str, int] = {
    "WIB": 420, "WITA": 480, "WIT": 540, "GMT": 0, "UTC": 0, "MYT": 480, "SGT": 480, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "CET": 60, "CEST": 120, "MEZ": 60,
    "MESZ": 120, "BST": 60, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "AEST": 600, "ICT": 420,
}  # fmt: skip
_ZONE = re.compile(rf"\b({'|'.join(_ZONES)})\b")


def moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC; None when day, month, year or time cannot be told. Never raises."""
    text = _in_digits(" ".join(text[:_LONGEST].replace("\u200e", "").replace("\u200f", "").split()))
    found = _day(text)
    if found is None:
        return None
    year, month, day, rest = found
    clock = _TIME.search(rest)
    if clock is None:
        return None
    hour = _hour(int(clock[1]), rest)
    try:
        local = datetime(year, month, day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=_zone(rest, clock, zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# Vietnamese numbers its months; Thai words hold signs that are no letters, and Thai years may be Buddhist ones.
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2}),? (?:tháng|thg)\.? (\d{1,2}),? (?:năm )?((?:19|20)\d\d)")
_THAI = re.compile(r"(?<!\d)(\d{1,2}) ([\u0e00-\u0e7f.]{3,12}) (?:[\u0e00-\u0e7f.]{3,5} )?((?:19|20|25)\d\d)")
_HEBREW_IN = re.compile(r"\b\u05d1(?:-(?=\d)|(?=[\u05d0-\u05ea]{3}))")
_BUDDHIST = 543


def _in_digits(text: str) -> str:
    """The same date with its day in digits, year first, where these languages are written."""
    if text.isascii():
        return text
    text = _HEBREW_IN.sub("", _VIETNAMESE.sub(r"\3-\2-\1", text))
    found = _THAI.search(text)
    month = found and next((number for stem, number in _STEMS.items() if found[2].startswith(stem)), None)
    if not found or not month:
        return text
    year = int(found[3])
    return f"{text[: found.start()]}{year - _BUDDHIST if year > 2400 else year}-{month}-{found[1]}{text[found.end() :]}"


def _day(text: str) -> tuple[int, int, int, str] | None:
    """Year, month, day, and the text without them."""
    if found := _YEAR_FIRST.search(text):
        return int(found[1]), int(found[2]), int(found[3]), _without(text, found)
    return _worded(text) or (_numeric(text, found) if (found := _NUMBERS.search(text)) else None)


def _worded(text: str) -> tuple[int, int, int, str] | None:
    """ "3 Mei 2021" before numbers: "10.07.21" may be a time."""
    year = _YEAR.search(text)
    for pattern, month_group, day_group in ((_DAY_MONTH, 2, 1), (_MONTH_DAY, 1, 2)):
        for found in pattern.finditer(text):
            month = _month(found[month_group])
            if month and year:
                return int(year[1]), month, int(found[day_group]), _without(_blanked(text, found), year)
    return None


def _numeric(text: str, found: re.Match[str]) -> tuple[int, int, int, str] | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    # Only the United States write the month first, and they count hours to twelve.
    month_first = found[2] == "/" and bool(_AFTERNOON.search(text) or _MORNING.search(text))
    day, month = (second, first) if (month_first and first <= 12) or second > 12 else (first, second)
    return (year if year > 99 else 2000 + year), month, day, _without(text, found)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _blanked(text: str, found: re.Match[str]) -> str:
    """As long as before, so that other matches keep their places; a year in the match stays readable."""
    return text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]


def _month(word: str) -> int | None:
    folded = word.casefold().rstrip(".")
    stems = (folded[:length] for length in range(min(len(folded), _LONGEST_STEM), 1, -1))
    return next((_STEMS[stem] for stem in stems if stem in _STEMS), None)


def _hour(hour: int, text: str) -> int:
    if hour <= 12 and _AFTERNOON.search(text):
        return hour % 12 + 12
    return 0 if hour == 12 and _MORNING.search(text) else hour


def _zone(text: str, clock: re.Match[str], otherwise: tzinfo) -> tzinfo:
    after = text[clock.end() :]
    if offset := _OFFSET.search(after):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            return otherwise
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    named = _ZONE.search(after)
    return timezone(timedelta(minutes=_ZONES[named[1]])) if named else otherwise
