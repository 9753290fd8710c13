"""What an answer costs: a dated table that the operator sets."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from forwarder.ladder import Rung
from forwarder.own_text import own_text
from normalizer import gsm7

UNITS = ("segment", "message")
WHATS = ("free", "template")


class PricesFault(ValueError):
    """An operator's table cannot be used; every fault stands on its own line."""


@dataclass(frozen=True, slots=True)
class Price:
    """`rupiah` for one `unit` from the day `since` on; `country`: a code such as +62, "" for all others."""

    channel: str
    country: str
    what: str
    unit: str
    rupiah: int
    since: date
    source: str


@cache
def shipped() -> tuple[Price, ...]:
    """Examples."""
    return _table(files("forwarder").joinpath("catalogue", "prices.toml").read_text("utf-8"))


def load(path: Path | None) -> tuple[Price, ...]:
    """The operator's table in place of the shipped one. Raise `PricesFault`."""
    if path is None:
        return shipped()
    try:
        return _table(own_text(path))
    except OSError as error:
        raise PricesFault(f"{path} cannot be read: {error.strerror}; mend it or unset it") from error
    except ValueError as error:
        raise PricesFault(f"the prices in {path.name} were not taken: {error}") from error


def _table(text: str) -> tuple[Price, ...]:
    rows = tomllib.loads(text).get("price")
    if not isinstance(rows, list) or not rows:
        raise PricesFault("there is no [[price]]")
    faults = [f"price {place}: {fault}" for place, row in enumerate(rows, 1) for fault in _faults(row)]
    if faults:
        raise PricesFault("\n".join(faults))
    return tuple(Price(**row) for row in rows)


def _faults(row: dict[str, Any]) -> Iterable[str]:
    names = {"channel", "country", "what", "unit", "rupiah", "since", "source"}
    if not isinstance(row, dict) or set(row) != names:
        yield f"must have {', '.join(sorted(names))} and nothing else"
        return
    if row["unit"] not in UNITS or row["what"] not in WHATS:
        yield f"unit is one of {', '.join(UNITS)}, what one of {', '.join(WHATS)}"
    if type(row["rupiah"]) is not int or not 0 <= row["rupiah"] <= 10_000_000:
        yield "rupiah is a whole number"
    if type(row["since"]) is not date:
        yield "since is a day, as in 2026-01-31"


def price_of(prices: Sequence[Price], channel: str, number: str, rung: Rung, day: date) -> Price | None:
    """None when nothing is known of it: it is taken to cost nothing."""
    what = "template" if rung is Rung.TEMPLATE else "free"
    fitting = [one for one in prices if (one.channel, one.what) == (channel, what) and one.since <= day]
    near = [one for one in fitting if number.startswith(one.country)]
    return max(near, key=lambda one: (len(one.country), one.since), default=None)


def cost(price: Price | None, text: str) -> int:
    """Rupiah, rounded up."""
    if price is None:
        return 0
    return math.ceil(price.rupiah * (gsm7.segments(text) if price.unit == "segment" else 1))
