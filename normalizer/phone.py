"""Phone numbers as people and providers write them, turned into E.164 (https://www.itu.int/rec/T-REC-E.164)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

import phonenumbers

# `+620…` is left out: people keep the trunk zero ("+62 0811…"), and with it the number reaches nobody.
_ALREADY_E164 = re.compile(r"\+(?!620)[1-9][0-9]{7,14}")
_BETWEEN = re.compile(r"[\s.\-‐-―()/·\u00a0\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]+")
_DIGITS = re.compile(r"\+?[0-9]{7,20}")
_LONGEST = 40  # characters looked at; a number with every blank and bracket people use is shorter


def e164(number: str) -> str | None:
    """`+62…` for any Indonesian writing (08…, 8…, 62…, +62…, 0062…) and for foreign numbers with their country code.

    None for what is no subscriber's number: short codes (1708), alphanumeric sender names, words. Never raises.
    """
    if _ALREADY_E164.fullmatch(number):
        return number
    number = number.strip()
    if len(number) > _LONGEST:
        return None
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", number))
    if not _DIGITS.fullmatch(digits):
        return None
    return _possible(_with_country(digits))


def phone(number: str) -> str:
    """E.164 where there is one, else the text itself without blanks around it (a short code, a sender's name)."""
    return e164(number) or number.strip()


def phone_uri(number: str) -> str:
    """`tel:+62…`, the same for one subscriber on every channel; `tel:1708` for short codes (RFC 3966); `sender:NAME`
    for alphanumeric sender names, which nobody can answer."""
    found = phone(number)
    scheme = "tel" if re.fullmatch(r"\+?[0-9]+", found) else "sender"
    return f"{scheme}:{quote(found, safe='+', errors='replace')}"


def local(number: str) -> str:
    """An Indonesian number as people dial it, `08…`; any other number unchanged."""
    return "0" + number[3:] if number.startswith("+62") else number


def _with_country(digits: str) -> str:
    # The order matters: phonenumbers does not know 0062, and reads 62… as a national number where that is possible.
    for prefix, country in (("+620", "+62"), ("+", "+"), ("00620", "+62"), ("00", "+"), ("0", "+62"), ("620", "+62")):
        if digits.startswith(prefix):
            return country + digits[len(prefix) :]
    return "+62" + digits if digits.startswith("8") else "+" + digits


def _possible(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    # Possible, not valid: operators open new prefixes faster than any table learns them.
    if not phonenumbers.is_possible_number(parsed):
        return None
    found = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    # No Indonesian number begins with the trunk zero; what still does ("62000000") is none.
    return None if found.startswith("+620") else found
