"""`satupintu complaints edit`, `link`, `close` and `retry --all`: the real commands on a node's journal and ledger."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, answers_of, sms
from terminal import satupintu

from forwarder.rehearsal import MASK
from gateway.audit import FILE as AUDIT
from gateway.bulk import Choice
from gateway.dossier import masked, request
from gateway.row_end import complaints_in

LEASE_MS = 60_000
PHONES = tuple(f"+62811000000{place:02}" for place in range(1, 5))
WORDS = "Jembatan bambu di Dusun Kalibening putus sejak Senin, anak sekolah memutar jauh"
OTHERS = ("Lampu jalan di Gang Kenanga padam", "Sampah menumpuk di belakang Pasar Wage", "Air PAM keruh di Perum Asri")


@dataclass(frozen=True)
class Desk:
    """Where an operator types."""

    node: NodeKit
    url: str
    more: Mapping[str, str] = field(default_factory=dict)

    async def types(self, *arguments: str) -> tuple[int, str, str]:
        """Status, output, errors."""
        env = {
            "PATH": os.environ["PATH"], "HOME": "/nonexistent", "COLUMNS": "200", "NODE_ID": self.node.name,
            "ID_KEY": b64encode(b"i" * 32).decode(), "ENCRYPTION_KEYS": b64encode(b"e" * 32).decode(),
            "DATA_DIR": str(self.node.journal.folder), "REDIS_URL": self.url,
            **self.more,
        }  # fmt: skip
        return await satupintu("complaints", *arguments, env=env)

    def audited(self) -> list[str]:
        lines = (self.node.journal.folder / AUDIT).read_text().splitlines()
        return [json.loads(line)["act"] for line in lines]


async def four(node: NodeKit) -> tuple[list[str], list[str]]:
    """Ids and numbers of four complaints of four people; three are parked."""
    texts = (WORDS, *OTHERS)
    ends = await node.pumped(
        *(sms(text, place, phone=PHONES[place - 1]) for place, text in enumerate(texts, 1)),
    )
    ids = [name for end in ends for name in complaints_in(end)]
    leases = {lease.id: lease for lease in await node.ledger.lease_forward(10, LEASE_MS)}
    for name, why in zip(ids[:3], ("no such agency", "no such agency", "too long"), strict=True):
        assert await node.ledger.park(leases[name], why, heard=True)
    return ids, [end.split(":")[2] for end in ends]


async def status_of(node: NodeKit, number: str, phone: str, place: int) -> str:
    return (await node.pumped(sms(f"STATUS {number}", place, phone=phone)))[-1]


@pytest.mark.process
async def test_an_operators_day(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ids, numbers = await four(node)
        desk = Desk(node, redis_url)
        # Shown without anybody's words; with them once that is written down.
        status, out, _ = await desk.types("show", numbers[0])
        assert (status, "Kalibening" in out, "no such agency" in out) == (0, False, True)
        status, out, _ = await desk.types("show", numbers[0], "--unmask")
        assert (status, "Kalibening" in out) == (0, True)
        # Changed, and sent on with what was parked for the same reason.
        changed = await desk.types("edit", numbers[0], "--agency", "Dinas PU", "--note", "Lihat juga desa sebelah")
        assert changed[0] == 0, changed
        status, out, _ = await desk.types("retry", "--all", "--why", "no such AGENCY", "--dry-run")
        assert status == 0
        assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == [ids[0], ids[1], "2"]
        assert out.count("    no such agency\n") == 2, "why each of them waits"
        status, out, errors = await desk.types("retry", numbers[2], numbers[3], "--dry-run")
        assert (status, out.splitlines()[-1]) == (1, "1 would be sent on."), "by its number"
        assert errors.startswith(f"{numbers[3]}: it is not parked"), "as it was typed"
        assert [one.id for one in await node.ledger.parked(10)] == ids[:3]
        assert (await desk.types("retry", "--all", "--not-there"))[0] == 2, "of all that waits, whatever for, never"
        assert (await desk.types("retry", f"{ids[0]}.sms-w1.receipt", "--not-there"))[0] == 2, "of complaints only"
        status, out, errors = await desk.types("retry", "--all", "--why", "no such AGENCY", "--not-there")
        assert (status, out.split()[0]) == (0, "2"), errors
        assert "100%" in errors, "the bar"
        # Closed and linked; nothing is done to what is gone.
        assert (await desk.types("close", numbers[2], "--reason", "hubungi 0811-0000-1234"))[0] == 2
        status, out, _ = await desk.types("close", "--all", "--why", "too long", "--reason", "iklan", "--dry-run")
        assert (status, out.split()[0], out.splitlines()[-1]) == (0, ids[2], "1 would be closed.")
        assert (await desk.types("close", "--all", "--why", "too long", "--reason", "iklan"))[0] == 0
        status, _, errors = await desk.types("close", numbers[2], numbers[3], "0000000000", "--reason", "iklan")
        assert status == 1
        refusals = [line.partition(":")[0] for line in errors.splitlines() if ": " in line]
        assert refusals == [numbers[2], "0000000000"], "as they were typed"
        refused = await desk.types("link", numbers[1], numbers[1])
        assert (refused[0], "both are the same complaint" in refused[2]) == (1, True)
        refused = await desk.types("link", numbers[1], "0000000000")
        assert (refused[0], refused[2].startswith("0000000000: the ledger knows no such")) == (1, True)
        assert (await desk.types("link", numbers[1], numbers[0]))[0] == 0
        assert (await desk.types("edit", numbers[1], "--title", "x"))[0] == 1
        await said_by_status(node, numbers)
        await node.redis.flushall()
        await node.pumped()
        assert [(await node.ledger.standing_of(name)).state for name in ids] == ["due", "closed", "closed", "closed"]  # type: ignore[union-attr]
        (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
        assert (lease.id, bool(lease.edits)) == (ids[0], True)
        await said_by_status(node, numbers, 50)
        acts = desk.audited()
        assert f"complaints edit (note, agency) {ids[0]}" in acts
        assert f"complaints retry --not-there {ids[0]} {ids[1]}" in acts
        assert f"complaints close (iklan) {ids[2]}" in acts
        assert f"complaints link (into {ids[0]}) {ids[1]}" in acts
        assert f"complaints show --unmask {ids[0]}" in acts
        assert not any("Kalibening" in act or "desa sebelah" in act for act in acts)


async def said_by_status(node: NodeKit, numbers: list[str], place: int = 20) -> None:
    """Who asks for what was closed is told so; for what was linked, where the other one stands."""
    assert await status_of(node, numbers[2], PHONES[2], place) == "answered:closed"
    assert await status_of(node, numbers[1], PHONES[1], place + 1) == "answered:status"
    assert await status_of(node, numbers[0], PHONES[1], place + 2) == "answered:status", "its number was told"
    assert await status_of(node, numbers[0], PHONES[3], place + 3) == "answered:status_unknown"
    told = " ".join(await answers_of(node.ledger))
    assert "sms closed" in told
    assert "sms merged" in told


CHOICES = [
    ("nothing", Choice(), "say which ones, or --all"),
    ("both", Choice(("a",), everything=True), "say which ones, or --all"),
    ("a reason for named ones", Choice(("a",), why="x"), "--why goes with --all"),
    (
        "no kind of ours",
        Choice(everything=True, kind="x"),
        "--kind x: there are complaint, act, answer, supplement, any",
    ),
    ("all", Choice(everything=True, why="x"), ""),
    ("named", Choice(("a",)), ""),
]


@pytest.mark.parametrize(("choice", "fault"), [row[1:] for row in CHOICES], ids=[row[0] for row in CHOICES])
def test_what_may_be_chosen(choice: Choice, fault: str) -> None:
    assert choice.fault() == fault


def test_a_masked_case_keeps_its_shape() -> None:
    case = {
        "reference": "abc",
        "reporter": {"name": "Sari", "address": ""},
        "attachments": [{"name": "ktp.jpg"}],
        "at": 1,
    }
    hidden = {"name": "[4 characters]", "address": ""}
    shown = {
        "reference": "abc",
        "reporter": hidden,
        "attachments": [{"name": "[7 characters]"}],
        "at": "[1 characters]",
    }
    assert masked(case) == shown


FORM = (
    b"service_code=002&lat=-6.2&attribute%5BKEADAAN%5D=mati&attribute%5BKEADAAN%5D=miring&api_key=s3cretkey"
    b"&first_name=Budi+Contoh&description=Lampu+padam%0ARef%3A+abc"
)


@pytest.mark.parametrize("unmask", [True, False])
def test_a_request_that_is_a_form_is_shown_by_its_fields(unmask: bool) -> None:
    """As GeoReport v2 is asked; a key is nobody's to see."""
    told = "\n".join(request(FORM, unmask=unmask))
    assert '"service_code": "002"' in told
    assert ("Budi Contoh" in told, "Lampu padam" in told, '"miring"' in told) == (unmask,) * 3
    assert ('"first_name": "[11 characters]"' in told) is not unmask
    assert f'"api_key": "{MASK}"' in told
    assert "s3cretkey" not in told


@pytest.mark.parametrize("data", [b"\xff\xfe=1", b"no form at all", b"a=1&&b"])
def test_what_is_neither_json_nor_a_form_is_shown_as_it_is(data: bytes) -> None:
    assert list(request(data, unmask=False)) == []
    assert "".join(request(data, unmask=True)).strip() == data.decode("utf-8", "backslashreplace")
