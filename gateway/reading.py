"""Rows are read and understood here: by the pump itself, or in a process beside it while there is a backlog.

Such a process is `python -m gateway.processes reader`. It takes bundles on its standard input and gives what it made of
them on its standard output, each a length of four bytes and a pickle: nothing but the pump writes to that pipe.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, is_dataclass, replace
from io import BytesIO
from operator import attrgetter
from typing import Any, BinaryIO

from forwarder.items import Note
from gateway.inbox import End, Row
from gateway.log import describe
from gateway.row_guard import arm, limited
from gateway.tray import HELD, waits
from gateway.understand import Understanding
from gateway.understood import Item
from normalizer.schema import Flags

QUARANTINED = "quarantined"
LENGTH = struct.Struct("!I")

# What a row says, or its end when nothing of it goes on: it waits for a person, or could not be understood.
Found = list[Item] | End
Guarding = Callable[[int], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Rows to be read together; of each, whether it may have been claimed before. questions as in `Understanding`."""

    rows: Sequence[tuple[Row, bool]]
    questions: Mapping[str, str]


def read(
    understanding: Understanding,
    row: Row,
    guarding: Guarding,
    *,
    doubt: bool,
    holding: Mapping[str, Flags] | None = None,
) -> Found:
    """Raise nothing: whatever a row does to us, it is kept for a person, never lost."""
    try:
        with guarding(row.seq):
            if end := waits(understanding.channels, row):
                return End(row.seq, end)
            items = understanding.items(row, doubt=doubt, holding=holding)
            end = held(items)
            return End(row.seq, end) if end else items
    except Exception as error:  # noqa: BLE001 - see above
        return End(row.seq, QUARANTINED, describe(error))


def held(items: Sequence[Item]) -> str:
    """The end of what waits in the tray: nothing of it is claimed, so that a person may let it out."""
    outcomes = [item.outcome for item in items if isinstance(item, Note)]
    return outcomes[0] if len(items) == 1 and outcomes and outcomes[0].startswith(HELD) else ""


class _ByValues(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How a dataclass is pickled: as a call with the values of its fields. The way of `dataclasses` looks its fields up
    for each object anew, and costs three times as much to read back."""

    def __missing__(self, cls: type) -> Callable[[Any], tuple[Any, ...]]:
        if not is_dataclass(cls) or not all(field.init and not field.kw_only for field in fields(cls)):
            raise KeyError(cls)
        values = _values([field.name for field in fields(cls)])
        self[cls] = found = lambda what: (cls, values(what))
        return found


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)  # of one name it would give the value alone
    return lambda what: tuple(getattr(what, name) for name in names)


class _Pickler(pickle.Pickler):
    dispatch_table = _ByValues()


def packed(what: object) -> bytes:
    out = BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(what)
    return LENGTH.pack(out.tell()) + out.getvalue()


def reader(understanding: Understanding) -> int:
    """Read bundles until the pump closes the pipe; the first thing said is that reading can begin."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the pump, too, which ends this process
    arm()
    # What a library might print must not be taken for an answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _say(out, packed("ready"))
    for bundle in _bundles(sys.stdin.buffer):
        here = asking(understanding, bundle.questions)
        _say(out, packed([read(here, row, lambda _seq: limited(), doubt=doubt) for row, doubt in bundle.rows]))
    return 0


def asking(understanding: Understanding, questions: Mapping[str, str]) -> Understanding:
    """With these questions."""
    return replace(understanding, questions=lambda who: questions.get(who, ""))


def _say(out: BinaryIO, data: bytes) -> None:
    out.write(data)
    out.flush()


def _bundles(source: BinaryIO) -> Iterator[Bundle]:
    while head := source.read(LENGTH.size):
        bundle: Bundle = pickle.loads(source.read(LENGTH.unpack(head)[0]))  # noqa: S301 - from the pump, our parent
        yield bundle
