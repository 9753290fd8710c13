"""Flags and changes, for every kind of central system: what is declared works, what is not is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from central_kinds import CASE, KEY, KINDS, REFERENCE, CentralKind, called, desk, every, profile_text

from forwarder import mapped
from forwarder.central import (
    Central,
    CentralError,
    Progress,
    Rejected,
    Unavailable,
    Unknown,
    hold_flags,
)
from normalizer.schema import (
    Accepted,
    Flags,
)

FLAGS = (Flags(anonim=True), Flags(rahasia=True), Flags(anonim=True, rahasia=True))


@called
@pytest.mark.parametrize("flags", FLAGS, ids=["anonim", "rahasia", "both"])
async def test_a_flag_is_kept_or_the_case_is_not_sent(kind: CentralKind, flags: Flags, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        case, kept = (
            replace(CASE, flags=flags),
            (at.can.anonim or not flags.anonim, at.can.rahasia or not flags.rahasia),
        )
        if all(kept):
            hold_flags(at.can, flags)
            assert isinstance(await at.told(case), Accepted)
            assert at.bench.flags(0) in ((flags.anonim, flags.rahasia), (False, False))
            if at.bench.flags(0) == (False, False):  # it is not told of the flag, so of nobody either
                assert not [one for one in (b"Budi", b"81100001234") if one in at.central.freeze(case)]
        else:
            assert type(await at.told(case)) is Rejected
            with pytest.raises(Rejected):
                hold_flags(at.can, flags)
            assert at.bench.stored() == 0


Change = Callable[[Central], Awaitable[object]]
CHANGES: tuple[tuple[str, Change], ...] = (
    ("supplements", lambda central: central.supplement(REFERENCE, "supplement-1", "Di depan balai desa")),
    ("amend", lambda central: central.amend(REFERENCE, Flags(anonim=True, rahasia=True))),
    ("withdraw", lambda central: central.withdraw(REFERENCE)),
    ("status", lambda central: central.status(REFERENCE)),
)


@every
@pytest.mark.every
@pytest.mark.parametrize(("ability", "change"), CHANGES, ids=[row[0] for row in CHANGES])
async def test_what_is_declared_works_and_what_is_not_is_rejected(
    kind: CentralKind, ability: str, change: Change, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at:
        await at.told()
        if not getattr(at.can, ability):
            with pytest.raises(Rejected):
                await change(at.central)
            return
        if ability == "status" and not at.can.look_up:
            return  # it knows a request by its number only
        told = await change(at.central)
        expected = {"supplements": 1, "amend": (True, True), "withdraw": 1}
        held = {"supplements": at.bench.added(), "amend": at.bench.flags(0), "withdraw": at.bench.withdrawn()}
        assert ability == "status" or held[ability] == expected[ability]
        assert ability != "status" or isinstance(told, Progress)


VOUCHED = "retry = [425, 429, 503]"


@pytest.mark.parametrize(("retry", "error"), [("", Unknown), (VOUCHED, Unavailable)], ids=["", "vouched for"])
async def test_a_503_to_what_is_added_is_in_doubt_unless_the_profile_vouches_for_it(
    retry: str, error: type[CentralError], tmp_path: Path
) -> None:
    """Nobody can be asked for it: docs/decisions.md."""
    (kind,) = (one for one in KINDS if one.label == "mapped")
    async with desk(kind, tmp_path) as at:
        taken = await at.told()
        assert isinstance(taken, Accepted)
        path = tmp_path / "told.toml"
        path.write_text(profile_text() + f"\n[supplement.answer]\n{retry}\n", encoding="utf-8")
        central = mapped.from_settings(str(path), at.bench.standin.url, KEY, 10.0, 20)
        at.orders.disown = 1
        with pytest.raises(error):
            await central.supplement(REFERENCE, "supplement-1", "Di depan balai desa", number=taken.number)
        assert at.bench.added() == 1
        await central.close()


@every
async def test_status_by_number(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        receipt = await at.told()
        if at.can.status:
            assert isinstance(receipt, Accepted)
            told = await at.central.status(REFERENCE, receipt.number)
            assert told is not None
            assert told.status in ("belum_diverifikasi", "diproses")


@every
async def test_the_same_supplement_twice_is_one_where_it_is_declared(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        await at.told()
        if at.can.supplements and at.can.idempotent:
            for _ in range(2):
                await at.central.supplement(REFERENCE, "supplement-1", "Di depan balai desa")
            assert at.bench.added() == 1
