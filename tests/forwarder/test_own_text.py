"""What an operator wrote is read whole or not at all: no device is, nothing endless, nothing that nobody writes to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from forwarder.holidays import BadHolidays, read_own
from forwarder.own_text import LARGEST, own_text
from forwarder.prices import PricesFault
from forwarder.prices import load as prices
from forwarder.words_file import CatalogueFault
from forwarder.words_file import load as words

READERS: dict[str, tuple[Callable[[Path], object], type[Exception]]] = {
    "words": (words, CatalogueFault),
    "prices": (prices, PricesFault),
    "holidays": (read_own, BadHolidays),
}


def endless(folder: Path) -> Path:
    return Path("/dev/zero")


def unwritten(folder: Path) -> Path:
    """Whoever opens it waits for a writer."""
    os.mkfifo(folder / "own.toml")
    return folder / "own.toml"


def led_astray(folder: Path) -> Path:
    """In a folder of words each file is read."""
    (folder / "id.po").symlink_to("/dev/zero")
    return folder / "id.po"


def large(folder: Path) -> Path:
    with (folder / "own.toml").open("wb") as out:
        out.truncate(1 << 40)
    return folder / "own.toml"


PLACES: dict[Callable[[Path], Path], str] = {
    endless: "no file",
    unwritten: "no file",
    led_astray: "no file",
    large: "larger than 4 MB",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("place", PLACES)
def test_what_has_no_end_is_a_sentence(tmp_path: Path, place: Callable[[Path], Path], reader: str) -> None:
    read, fault = READERS[reader]
    with pytest.raises(fault, match=PLACES[place]):
        read(place(tmp_path))


def test_as_much_as_anybody_writes_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.po"
    own.write_bytes(b"\xef\xbb\xbf" + b"a\r\n" + b"x" * (LARGEST - 6))
    assert own_text(own) == "a\n" + "x" * (LARGEST - 6)
