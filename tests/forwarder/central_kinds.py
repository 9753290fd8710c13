"""Every kind of central system behind one shape: its adapter, its stand-in, and what the stand-in holds."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from forwarder import mapped, national, open311
from forwarder.by_hand import ByHand
from forwarder.by_hand_tray import enter, waiting
from forwarder.central import Abilities, Central, CentralError
from forwarder.ledger import Ledger
from forwarder.open311_case import Options
from gateway.simulator.central import StandInCentral
from gateway.simulator.central_orders import Orders
from gateway.simulator.mapped import StandInMapped
from gateway.simulator.open311 import StandInOpen311
from normalizer.schema import ChannelName, DeliveryNote, Flags, Kind, Language, Party, Submission

KEY = "user:a-key-made-up-for-tests"
INSTANCE = "kabupaten-contoh"
Raw = dict[str, Any]

CONTOH = Path(mapped.__file__).parent / "profiles" / "contoh.toml"


class StandIn(Protocol):
    @property
    def orders(self) -> Orders: ...

    @property
    def url(self) -> str: ...

    async def start(self) -> str: ...

    async def stop(self) -> None: ...

    def assign(self) -> int: ...


async def nobody(ledger: Ledger) -> None:
    """Machines only."""


@dataclass(frozen=True)
class Bench:
    """`stored`, `added`, `withdrawn`: how many the stand-in holds; `flags` of its cases, where it keeps them;
    `fields` of its last case, as it got them. `works`: what a person on its side does with what lies in the ledger."""

    standin: StandIn
    stored: Callable[[], int]
    added: Callable[[], int] = lambda: 0
    withdrawn: Callable[[], int] = lambda: 0
    early: Callable[[], int] = lambda: 0
    flags: Callable[[int], tuple[bool, bool]] = lambda _place: (False, False)
    fields: Callable[[], str] = lambda: ""
    works: Callable[[Ledger], Awaitable[None]] = nobody


@dataclass(frozen=True)
class CentralKind:
    """`central` is the value of CENTRAL. `calls`: whether anybody is called at all."""

    label: str
    central: str
    bench: Callable[[], Bench]
    adapter: Callable[[str, str, float, int, Path], Central]
    calls: bool = True


def _national() -> Bench:
    standin = StandInCentral({INSTANCE: KEY})
    counts = standin.store.counts

    def flags(place: int) -> tuple[bool, bool]:
        return standin.store.in_order[place].anonim, standin.store.in_order[place].rahasia

    return Bench(
        standin,
        lambda: counts.stored,
        lambda: counts.supplements,
        lambda: counts.withdrawn,
        lambda: counts.early,
        flags,
        lambda: repr(standin.store.in_order[-1]),
    )


def _open311() -> Bench:
    standin = StandInOpen311(KEY, "contoh.example")
    tally, kept = standin.server.tally, standin.kept.in_order
    return Bench(standin, lambda: tally.stored, early=lambda: tally.early, fields=lambda: repr(kept[-1].fields))


def _mapped(way: str, encoding: str) -> Callable[[], Bench]:
    def bench() -> Bench:
        standin = StandInMapped(KEY, way, "KEYTOKEN", encoding)  # type: ignore[arg-type]
        tally = standin.server.tally

        def flags(place: int) -> tuple[bool, bool]:
            kept = standin.kept[place].fields
            return kept["anonim"] == "true", kept["rahasia"] == "true"

        return Bench(
            standin,
            lambda: tally.stored,
            lambda: tally.supplements,
            lambda: tally.withdrawn,
            lambda: tally.early,
            flags,
            lambda: repr(standin.kept[-1].fields),
        )

    return bench


@dataclass
class Tray:
    """The clerk of an agency without an API: `numbers` of theirs by ours."""

    orders: Orders = field(default_factory=Orders)
    url: str = ""
    numbers: dict[str, str] = field(default_factory=dict)

    async def start(self) -> str:
        return self.url

    async def stop(self) -> None: ...

    def assign(self) -> int:
        return 0

    async def works(self, ledger: Ledger) -> None:
        for one in await waiting(ledger):
            assert one.case is not None, "what cannot be read cannot be entered"
            number = self.numbers.setdefault(one.number, f"00{555_000_001 + len(self.numbers)}")
            await enter(ledger, one.number, number, number)


def _by_hand() -> Bench:
    tray = Tray()
    return Bench(tray, lambda: len(tray.numbers), works=tray.works)


def national_adapter(url: str, key: str, timeout: float, limit: int, folder: Path) -> Central:
    return national.from_settings(url, key, INSTANCE, timeout, limit)


def open311_adapter(look_up: open311.LookUp) -> Callable[[str, str, float, int, Path], Central]:
    def adapter(url: str, key: str, timeout: float, limit: int, folder: Path) -> Central:
        options = Options("001", {"LAMPU": "002"}, {"002": {"KEADAAN": "mati"}}, "Kabupaten Contoh")
        told = open311.Told(url, key, timeout, limit, options, "contoh.example", look_up, 0.0)
        return open311.from_settings(told)

    return adapter


def mapped_adapter(
    way: str, encoding: str, without: tuple[str, ...] = ()
) -> Callable[[str, str, float, int, Path], Central]:
    def adapter(url: str, key: str, timeout: float, limit: int, folder: Path) -> Central:
        path = folder / "contoh.toml"
        path.write_text(profile_text(way, encoding, without), encoding="utf-8")
        return mapped.from_settings(str(path), url, key, timeout, limit)

    return adapter


def raw() -> Raw:
    """The shipped example as TOML has it."""
    return tomllib.loads(CONTOH.read_text(encoding="utf-8"))


def changed(change: Callable[[Raw], object]) -> Raw:
    tree = raw()
    change(tree)
    return tree


def profile_text(way: str = "header", encoding: str = "json", without: tuple[str, ...] = ()) -> str:
    """The shipped example with another key's place and another form of bodies; `without` these sections."""
    named = 'name = "KEYTOKEN"' if way in ("header", "form", "query") else ""
    text = CONTOH.read_text(encoding="utf-8").replace('name = "X-Api-Key"', named)
    text = text.replace('kind = "header"', f'kind = "{way}"').replace('encoding = "json"', f'encoding = "{encoding}"')
    for section in ("supplement", "amend", "withdraw", "dry_run"):
        text = text.replace(f"[{section}]", f'[{section}]\nencoding = "{encoding}"')
    blocks = text.split("\n[")
    return "\n[".join(one for one in blocks if one.partition("]")[0].partition(".")[0] not in without)


KINDS = (
    CentralKind("national", "national", _national, national_adapter),
    CentralKind("open311", "open311", _open311, open311_adapter("seen")),
    CentralKind("open311, list complete", "open311", _open311, open311_adapter("sure")),
    CentralKind("open311, no look-up", "open311", _open311, open311_adapter("no")),
    CentralKind("mapped", "mapped", _mapped("header", "json"), mapped_adapter("header", "json")),
    CentralKind("mapped, token in the form", "mapped", _mapped("form", "form"), mapped_adapter("form", "form")),
    CentralKind("mapped, multipart", "mapped", _mapped("bearer", "multipart"), mapped_adapter("bearer", "multipart")),
    CentralKind("mapped, basic", "mapped", _mapped("basic", "json"), mapped_adapter("basic", "json")),
    CentralKind(
        "mapped, nothing but submit",
        "mapped",
        _mapped("query", "form"),
        mapped_adapter("query", "form", ("look_up", "supplement", "amend", "withdraw", "status", "statuses")),
    ),
    CentralKind("by hand", "by_hand", _by_hand, lambda *_: ByHand(), calls=False),
)

REFERENCE = "k3v7q2m5x4b6n7p2r3s4t5u6w7"
WORDS = "Jalan rusak di Desa Sukamaju RT 03, sudah tiga bulan."
WARGA = Party("+6281100001234", "Budi Contoh")
FIRST = DeliveryNote(attempt=1, delayed_minutes=0)
CASE = Submission(
    reference=REFERENCE,
    number="4021337508",
    kind=Kind.COMPLAINT,
    channel=ChannelName("sms"),
    title="Jalan rusak",
    text=WORDS,
    reporter=WARGA,
    submitted_by=WARGA,
    flags=Flags(),
    received_at=datetime(2026, 11, 20, 2, 15, 7, tzinfo=UTC),
    language=Language.INDONESIAN,
)
SECRETS = (KEY, "a-key-made-up", "Sukamaju", "Budi", "+62", "81100001234")

# What a stand-in does to an answer after it has stored the case.
LOST = (("reset", {"lose": 1}), ("500", {"fail": 1}), ("no JSON", {"garble": 1}))
every = pytest.mark.parametrize("kind", KINDS, ids=[kind.label for kind in KINDS])
# What is about a call, its answer and its time: not where a person reads a tray.
CALLED = tuple(kind for kind in KINDS if kind.calls)
called = pytest.mark.parametrize("kind", CALLED, ids=[kind.label for kind in CALLED])


@dataclass(frozen=True)
class Desk:
    """One adapter and its stand-in."""

    central: Central
    bench: Bench
    kind: CentralKind
    folder: Path

    @property
    def can(self) -> Abilities:
        return self.central.can

    @property
    def doubted(self) -> bool:
        """Whether a 503 to a submission is an unknown outcome: the same again could double the case."""
        return not self.can.idempotent

    @property
    def orders(self) -> Any:
        return self.bench.standin.orders

    async def told(self, case: Submission = CASE, note: DeliveryNote = FIRST) -> object:
        """The receipt, or the error."""
        try:
            return await self.central.submit(case.reference, self.central.freeze(case), note)
        except CentralError as error:
            return nothing_told(error)


def nothing_told(error: CentralError) -> CentralError:
    assert not [secret for secret in SECRETS if secret in str(error) + repr(error)]
    return error


@asynccontextmanager
async def desk(kind: CentralKind, folder: Path, seconds: float = 10.0, key: str = KEY) -> AsyncIterator[Desk]:
    bench = kind.bench()
    await bench.standin.start()
    central = kind.adapter(bench.standin.url, key, seconds, 20, folder)
    try:
        yield Desk(central, bench, kind, folder)
    finally:
        await central.close()
        await bench.standin.stop()
