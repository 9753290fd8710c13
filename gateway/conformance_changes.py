"""Rules of changing a case and of attachments: docs/central-api.yaml."""

from __future__ import annotations

import hashlib
from typing import Final

from forwarder.wire import Answer
from gateway.conformance_probe import Probe, Skipped

_BYTES: Final = {"Content-Type": "application/octet-stream"}


async def amended(probe: Probe) -> None:
    reference = await probe.stored()
    for flags in ({"anonim": True, "rahasia": True}, {"anonim": False, "rahasia": True}):
        answer = await probe.call("PATCH", f"v1/cases/{reference}/flags", flags)
        if answer.status == 422:
            raise Skipped("it keeps no such flag, and says so")
        probe.expect(answer, 200)
        probe.same("flags", flags, probe.read(answer).get("flags"))
        found = probe.read(await probe.call("GET", f"v1/cases/{reference}"))
        probe.same("flags of the case", flags, found.get("flags"))


async def _add(probe: Probe, reference: str, key: str, text: str = "Uji kesesuaian: tambahan.") -> Answer:
    headers = {"Idempotency-Key": probe.reference(key)}
    return await probe.call("POST", f"v1/cases/{reference}/supplements", {"text": text}, headers)


async def supplement(probe: Probe) -> None:
    reference = await probe.stored()
    for status in (201, 200):
        answer = await _add(probe, reference, "more")
        probe.expect(answer, status)
        probe.same("reference", reference, probe.read(answer).get("reference"))


async def supplement_key_reused(probe: Probe) -> None:
    reference = await probe.stored()
    probe.expect(await _add(probe, reference, "more"), 201)
    probe.problem(await _add(probe, reference, "more", "Uji kesesuaian: lain."), 422, "key-reused")


async def supplement_nowhere(probe: Probe) -> None:
    probe.problem(await _add(probe, probe.reference("nobody"), "more"), 404, "unknown-reference")


async def withdrawn(probe: Probe) -> None:
    reference = await probe.stored()
    for _ in range(2):
        answer = await probe.call("POST", f"v1/cases/{reference}/withdrawal")
        probe.expect(answer, 200)
        probe.same("reference", reference, probe.read(answer).get("reference"))
    found = probe.read(await probe.call("GET", f"v1/cases/{reference}"))
    probe.same("status", "ditarik", found.get("status"))


async def nothing_after(probe: Probe) -> None:
    reference = await probe.stored()
    probe.expect(await probe.call("POST", f"v1/cases/{reference}/withdrawal"), 200)
    probe.problem(await _add(probe, reference, "more"), 409, "withdrawn")


async def attachment(probe: Probe) -> None:
    content = f"uji {probe.seed}".encode()
    name = hashlib.sha256(content).hexdigest()
    for status in (201, 200):
        answer = await probe.call("PUT", f"v1/attachments/{name}", content, _BYTES)
        if answer.status in (413, 415):
            raise Skipped("it takes no such bytes, and says so")
        probe.expect(answer, status)
        probe.same("answer", {"sha256": name, "size": len(content)}, probe.read(answer))


async def hash_differs(probe: Probe) -> None:
    name = hashlib.sha256(b"others").hexdigest()
    probe.problem(await probe.call("PUT", f"v1/attachments/{name}", b"bytes", _BYTES), 422, "hash-differs")
