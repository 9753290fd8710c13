"""Which words call an erasure off, and which do not."""

from __future__ import annotations

import pytest

from normalizer.commands import Command
from normalizer.keeps_data import KEEPS_DATA
from normalizer.short import short

KEPT = [
    *(
        "BATAL HAPUS",
        "batal hapus data",
        "gak jadi hapus",
        "jangan hapus data",
        "jangan hapus data saya",
        "tidak jadi dihapus",
    ),
    *("batalkan penghapusan", "jgn dihapus", "cancel erase", "don't delete my data", "BATAL hapus data saya pak"),
    *("jgn hpus data sy", "batl hapus data", "please do not delete my data"),
]


@pytest.mark.parametrize("text", KEPT)
def test_it_calls_an_erasure_off(text: str) -> None:
    found = short("", text, 0, flagged=False)
    assert found is not None
    assert (found.why, found.command) == (KEEPS_DATA, Command.CANCEL)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("HAPUS DATA", Command.ERASE),
        ("tolong hapus data saya", Command.ERASE),
        ("jangan simpan data saya", Command.ERASE),
        ("BATAL", Command.CANCEL),
        ("hapus laporan saya", Command.CANCEL),
        ("jangan lupa hapus data saya", None),
        ("jangan batalkan penghapusan data saya", None),
        ("hapus data saya, jangan batal", None),
        ("jangan tidak hapus data saya", None),
        ("batalkan laporan saya dan hapus data saya", Command.CANCEL),
        ("cancel and delete my data", Command.CANCEL),
        ("data bantuan saya dihapus oleh desa", None),
    ],
)
def test_it_is_something_else(text: str, command: Command | None) -> None:
    found = short("", text, 0, flagged=False)
    assert (found.command if found else None) == command
    assert not (found and found.why == KEEPS_DATA)
