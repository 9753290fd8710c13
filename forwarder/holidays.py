"""Days off in Indonesia: catalogue/holidays.toml (joint decrees of three ministers) and an operator's own file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from forwarder.own_text import own_text

_SURE: Final = ("holidays", "joint_leave")
_KINDS: Final = (*_SURE, "expected", "decree")


class BadHolidays(ValueError):
    """An operator's file cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """`days` are off for sure, with their names. `decreed`: the years whose decree is known; in any other a deadline
    may be told too early. `expected` follow from a calendar and count as working days."""

    days: Mapping[date, str]
    decreed: frozenset[int]
    expected: Mapping[date, str]

    def __contains__(self, day: object) -> bool:
        return day in self.days

    def with_own(self, own: Mapping[date, str]) -> Holidays:
        return Holidays({**self.days, **own}, self.decreed, self.expected)


@cache
def shipped() -> Holidays:
    """Those of the catalogue."""
    text = (files("forwarder") / "catalogue" / "holidays.toml").read_text(encoding="utf-8")
    years = {int(year): found for year, found in tomllib.loads(text).items()}
    sure = {day: name for found in years.values() for kind in _SURE for day, name in found[kind]}
    expected = {day: name for found in years.values() for day, name in found.get("expected", ())}
    return Holidays(sure, frozenset(year for year, found in years.items() if found["decree"]), expected)


def read_own(path: Path) -> dict[date, str]:
    """An operator's own days: tables named by year, each with `holidays` or `joint_leave`. Raise `BadHolidays`."""
    try:
        tables = tomllib.loads(own_text(path))
    except OSError as error:
        raise BadHolidays(f"{path} cannot be read: {error.strerror}; mend it or unset it") from error
    except ValueError as error:
        raise BadHolidays(f"{path}: {error}") from error
    return {day: name for year, table in tables.items() for day, name in _of_year(path, year, table)}


def _of_year(path: Path, year: str, table: Any) -> list[tuple[date, str]]:
    if not year.isdecimal() or not isinstance(table, dict) or set(table) - set(_KINDS):
        raise BadHolidays(f'{path}: [{year}] must be a year with holidays = [[2027-03-10, "Idulfitri"], …]')
    return [_day(path, year, row) for kind in _SURE for row in table.get(kind, ())]


def _day(path: Path, year: str, row: Any) -> tuple[date, str]:
    match row:
        case [date() as day, str() as name] if str(day.year) == year:
            return day, name
    raise BadHolidays(
        f'{path}: a day of [{year}] must be a date of that year and a name, as in 2027-03-10, "Idulfitri"'
    )


def of(path: Path | None) -> Holidays:
    """The catalogue's and, if there is a file, an operator's own. Raise `BadHolidays`."""
    return shipped().with_own(read_own(path)) if path else shipped()
