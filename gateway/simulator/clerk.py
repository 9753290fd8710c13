"""A stand-in for the person behind CENTRAL=by_hand: works through the tray by `satupintu by-hand`, as an agency does,
and enters what is in it into a national system of their own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Literal

from gateway import by_hand_cli
from gateway.by_hand_csv import AGAIN, COLUMNS, NATIONAL, OURS
from gateway.settings import Settings

# What goes wrong at a desk, in one table: the second number typed otherwise; one column a line too low; one number in
# every row; a spreadsheet that writes long numbers as 5,55E+08; a table that is lost when all of it was entered.
Slip = Literal["typo", "line off", "twice", "shortened", "lost"]
_FIRST = 555_000_001


@dataclass(eq=False)
class Book:
    """What the national system holds, by our number, which every clerk types along: whatever is there under it is not
    entered again. Its numbers begin with zeros, so that a spreadsheet's zeal is seen."""

    cases: dict[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    _next: Iterator[int] = field(default_factory=lambda: count(_FIRST), repr=False)

    def enter(self, row: Mapping[str, str]) -> str:
        """Its number there."""
        ours = row[OURS]
        if ours not in self.cases:
            self.cases[ours], self.numbers[ours] = dict(row), f"00{next(self._next)}"
        return self.numbers[ours]


@dataclass(eq=False)
class Clerk:
    """One person with `folder` for tables. `works` is a synchronous walk, as a person's is: run it in a thread."""

    settings: Settings
    book: Book
    folder: Path

    def takes(self) -> Path:
        """The tray as a table. Raise `OSError` when it cannot be written."""
        table = self.folder / f"tray-{len(list(self.folder.iterdir())) + 1}.csv"
        if by_hand_cli.export(self.settings, table):
            raise FileExistsError(table)
        return table

    def enters(self, table: Path, slip: Slip | None = None) -> None:
        """Each row into the national system, and its number twice into the table."""
        with table.open(encoding="utf-8-sig", newline="") as kept:
            rows = list(csv.DictReader(kept))
        numbers = [self.book.enter(row) for row in rows]
        for place, row in enumerate(rows):
            row[NATIONAL], row[AGAIN] = _written(numbers, place, slip)
        if slip == "lost":
            table.unlink()
            return
        with table.open("w", encoding="utf-8", newline="") as out:
            # An Indonesian spreadsheet separates by semicolons.
            filled = csv.DictWriter(out, COLUMNS, delimiter=";")
            filled.writeheader()
            filled.writerows(rows)

    def brings_back(self, table: Path) -> bool:
        """Whether every number was taken; looked at first, as the command asks for."""
        by_hand_cli.import_table(self.settings, table, yes=False)
        return by_hand_cli.import_table(self.settings, table, yes=True) == 0

    def works(self, slip: Slip | None = None) -> bool:
        table = self.takes()
        self.enters(table, slip)
        return table.exists() and self.brings_back(table)


def _written(numbers: Sequence[str], place: int, slip: Slip | None) -> tuple[str, str]:
    """Both columns of one row."""
    right = numbers[place]
    if slip == "typo":
        return right, right[:-2] + right[:-3:-1]
    if slip == "line off":
        return numbers[place - 1], right
    if slip == "twice":
        return numbers[0], numbers[0]
    return ("5,55E+08", "5,55E+08") if slip == "shortened" else (right, right)
