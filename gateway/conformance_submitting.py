"""Rules of submitting: docs/central-api.yaml, POST /v1/cases."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from typing import Any, Final

from forwarder.central import CentralError
from forwarder.wire import Answer, Request
from gateway.conformance_probe import Broken, Probe

_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,39}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")


def receipt(probe: Probe, answer: Answer, reference: str) -> dict[str, Any]:
    """Numbered or Promised. Raise `Broken`."""
    probe.expect(answer, 201, 202)
    body = probe.read(answer)
    probe.same("reference", reference, body.get("reference"))
    name, pattern = ("number", _NUMBER) if answer.status == 201 else ("token", _TOKEN)
    if set(body) != {"reference", name} or not isinstance(body[name], str) or not pattern.fullmatch(body[name]):
        raise Broken(f"{answer.status} holds a reference and a {name}, both as text, and nothing else")
    return body


async def accepted(probe: Probe) -> None:
    receipt(probe, await probe.submit(probe.case()), probe.reference())


async def numbers_differ(probe: Probe) -> None:
    told = []
    for name in "abcde":
        body = receipt(probe, await probe.submit(probe.case(name)), probe.reference(name))
        told.append(body.get("number") or body.get("token"))
    if len(set(told)) != len(told):
        raise Broken("two cases got the same number or token")


async def found_at_once(probe: Probe) -> None:
    reference = await probe.stored()
    answer = await probe.call("GET", f"v1/cases/{reference}")
    probe.expect(answer, 200)
    body = probe.read(answer)
    wanted = {"reference", "number", "token", "kind", "status", "flags", "received_at"}
    if set(body) != wanted:
        raise Broken(f"a CaseView holds exactly {', '.join(sorted(wanted))}")
    probe.same("reference", reference, body["reference"])
    probe.same("flags", {"anonim": False, "rahasia": False}, body["flags"])
    if body["number"] is None and body["token"] is None:
        raise Broken("neither number nor token is there")


async def again(probe: Probe) -> None:
    _same(probe, await probe.submit(probe.case()), await probe.submit(probe.case()))


async def again_in_other_bytes(probe: Probe) -> None:
    first = await probe.submit(probe.case())
    case = dict(reversed(probe.case().items()))
    body = json.dumps({"delivery": {"attempt": 1, "delayed_minutes": 0}, "case": case}, indent=3, ensure_ascii=True)
    headers = {"Content-Type": "application/json", "Idempotency-Key": probe.reference()}
    _same(probe, first, await probe.call("POST", "v1/cases", body.encode(), headers))


async def again_later(probe: Probe) -> None:
    _same(probe, await probe.submit(probe.case()), await probe.submit(probe.case(), attempt=7))


def _same(probe: Probe, first: Answer, second: Answer) -> None:
    probe.expect(first, 201, 202)
    probe.same("status of the repeat", first.status, second.status)
    probe.same("body of the repeat", probe.read(first), probe.read(second))


async def key_reused(probe: Probe) -> None:
    first = await probe.submit(probe.case())
    probe.expect(first, 201, 202)
    probe.problem(await probe.submit(probe.case(text="Uji kesesuaian dengan kata lain.")), 422, "key-reused")
    _same(probe, first, await probe.submit(probe.case()))


async def at_once(probe: Probe) -> None:
    answers = await asyncio.gather(*(probe.submit(probe.case()) for _ in range(10)))
    for answer in answers:
        _same(probe, answers[0], answer)


async def gave_up(probe: Probe) -> None:
    body = json.dumps({"case": probe.case(), "delivery": {"attempt": 1, "delayed_minutes": 0}}).encode()
    known = {"Authorization": f"Bearer {probe.key}", "Satupintu-Instance": probe.instance}
    headers = {**known, "Content-Type": "application/json", "Idempotency-Key": probe.reference()}
    with suppress(CentralError):
        await probe.wire.call(Request("POST", ("v1", "cases"), body, headers, within=0.02))
    told = receipt(probe, await probe.submit(probe.case(), attempt=2), probe.reference())
    found = probe.read(await probe.call("GET", f"v1/cases/{probe.reference()}"))
    for name in set(told) - {"reference"}:
        probe.same(name, told[name], found.get(name))


async def key_differs(probe: Probe) -> None:
    headers = {"Idempotency-Key": probe.reference("other")}
    probe.problem(await probe.submit(probe.case(), headers=headers), 422, "key-differs")
    await _nothing(probe)


async def no_key(probe: Probe) -> None:
    probe.problem(await probe.submit(probe.case(), headers={"Idempotency-Key": ""}), 422, "invalid")
    await _nothing(probe)


async def malformed(probe: Probe) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": probe.reference()}
    probe.problem(await probe.call("POST", "v1/cases", b'{"case": ', headers), 400, "malformed")


async def unknown_field(probe: Probe) -> None:
    probe.problem(await probe.submit(probe.case(colour="red")), 422, "invalid")
    await _nothing(probe)


async def long_text(probe: Probe) -> None:
    receipt(probe, await probe.submit(probe.case(text="u" * 100_000)), probe.reference())


async def too_long_text(probe: Probe) -> None:
    probe.problem(await probe.submit(probe.case(text="u" * 100_001)), 422, "invalid")
    await _nothing(probe)


async def too_large(probe: Probe) -> None:
    probe.problem(await probe.submit(probe.case(text="u" * 1_100_000)), 413, "too-large")
    await _nothing(probe)


async def no_json(probe: Probe) -> None:
    body = json.dumps({"case": probe.case(), "delivery": {"attempt": 1, "delayed_minutes": 0}}).encode()
    headers = {"Content-Type": "text/plain", "Idempotency-Key": probe.reference()}
    probe.problem(await probe.call("POST", "v1/cases", body, headers), 415, "unsupported-media-type")
    await _nothing(probe)


async def no_flags(probe: Probe) -> None:
    case = probe.case()
    del case["flags"]
    probe.problem(await probe.submit(case), 422, "invalid")
    await _nothing(probe)


async def anonim(probe: Probe) -> None:
    await _kept(probe, {"anonim": True, "rahasia": False})


async def rahasia(probe: Probe) -> None:
    await _kept(probe, {"anonim": False, "rahasia": True})


async def _kept(probe: Probe, flags: dict[str, bool]) -> None:
    """A flag that cannot be kept refuses the case; it is never dropped."""
    answer = await probe.submit(probe.case(flags=flags))
    if answer.status == 422:
        await _nothing(probe)
        return
    receipt(probe, answer, probe.reference())
    found = probe.read(await probe.call("GET", f"v1/cases/{probe.reference()}"))
    probe.same("flags", flags, found.get("flags"))


async def _nothing(probe: Probe) -> None:
    """What was refused is not there."""
    probe.problem(await probe.call("GET", f"v1/cases/{probe.reference()}"), 404, "unknown-reference")
