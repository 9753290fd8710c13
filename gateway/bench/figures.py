"""What is measured: figures round by round, their medians, and the goals they are held against."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: `seconds` of a shot, with at most so many `requests`; other sizes are counts of a round."""

    rounds: int = 5
    seconds: float = 4.0
    requests: int = 200_000
    connections: int = 64
    rows: int = 15_000
    cases: int = 2000
    mail_connections: int = 16
    messages: int = 10_000
    backlog: int = 100_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing in each round, in rounds' order."""

    label: str
    unit: str
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.values)

    def row(self) -> str:
        return f"| {self.label} | {_short(self.median)} {self.unit} | {', '.join(map(_short, self.values))} |"


@dataclass(frozen=True, slots=True)
class Goal:
    """`value` should be at least (or, with `most`, at most) `wanted`."""

    label: str
    value: float
    wanted: float
    most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.wanted if self.most else self.value >= self.wanted

    def row(self) -> str:
        sign = "<=" if self.most else ">="
        return f"| {self.label} | {_short(self.value)} | {sign} {self.wanted:g} | {'yes' if self.reached else 'no'} |"


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    figures: tuple[Figure, ...]
    goals: tuple[Goal, ...] = ()
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        lines = [f"\n## {self.title}\n", "| what | median | each round |", "|---|---|---|"]
        lines += [figure.row() for figure in self.figures]
        if self.goals:
            lines += ["", "| goal | measured | wanted | reached |", "|---|---|---|---|"]
            lines += [goal.row() for goal in self.goals]
        return "\n".join([*lines, *(f"\n{note}" for note in self.notes)])


Measure = Callable[[Path, Plan], Coroutine[Any, Any, Part]]


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
