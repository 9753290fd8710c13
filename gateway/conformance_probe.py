"""One rule's conversation with a central system under test: what is sent is remembered, what comes is looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from forwarder.rehearsal import MASK
from forwarder.wire import Answer, Request, Wire

if TYPE_CHECKING:
    from gateway.conformance_callbacks import Receiver

_JSON: Final = {"Content-Type": "application/json"}
PROBLEM: Final = "urn:satupintu:problem:"
Body = Mapping[str, Any] | bytes | None


class Broken(Exception):
    """The rule is not kept; the text says how."""


class Skipped(Exception):
    """The rule cannot be tried here; the text says why."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """`sent` and `came` hold words of invented people only; `headers` a mask for the key. status: 0 while no answer
    came."""

    line: str
    sent: bytes = field(repr=False)
    status: int = 0
    came: bytes = field(default=b"", repr=False)
    headers: tuple[str, ...] = ()


@dataclass(eq=False)
class Probe:
    """`seed` makes the references of this rule in this run its own. `receiver`: where callbacks come; None: nowhere."""

    wire: Wire
    key: str = field(repr=False)
    instance: str
    seed: str
    exchanges: list[Exchange] = field(default_factory=list)
    receiver: Receiver | None = None

    def reference(self, name: str = "a") -> str:
        return f"conformance-{self.seed}-{name}"

    def case(self, name: str = "a", **changes: Any) -> dict[str, Any]:
        """A valid case of invented people."""
        warga = {"address": "+6281100000000", "name": "Warga Contoh"}
        return {
            "schema_version": 1,
            "reference": self.reference(name),
            "number": "4021337508",
            "kind": "pengaduan",
            "channel": "sms",
            "title": "Uji kesesuaian",
            "text": f"Uji kesesuaian {self.seed} {name}; bukan laporan.",
            "note": "",
            "reporter": warga,
            "submitted_by": warga,
            "flags": {"anonim": False, "rahasia": False},
            "received_at": "2026-11-20T02:15:07.412Z",
            "language": "id",
            "agency_keyword": "",
            "attachments": [],
            **changes,
        }

    async def submit(
        self, case: Mapping[str, Any], attempt: int = 1, headers: Mapping[str, str] | None = None
    ) -> Answer:
        body = {"case": case, "delivery": {"attempt": attempt, "delayed_minutes": attempt * 3}}
        key = {"Idempotency-Key": str(case["reference"])}
        return await self.call("POST", "v1/cases", body, {**key, **(headers or {})})

    async def stored(self, name: str = "a", **changes: Any) -> str:
        """The reference of a case that was stored. Raise `Broken`."""
        answer = await self.submit(self.case(name, **changes))
        self.expect(answer, 201, 202)
        return self.reference(name)

    async def call(
        self,
        method: str,
        path: str,
        body: Body = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """With the key and the name of this instance unless `headers` say otherwise; "" leaves a header out."""
        data = json.dumps(body).encode() if isinstance(body, Mapping) else body
        known = {"Authorization": f"Bearer {self.key}", "Satupintu-Instance": self.instance}
        given = {**known, **(_JSON if isinstance(body, Mapping) else {}), **(headers or {})}
        sent = {name: value for name, value in given.items() if value}
        request = Request(method, tuple(path.split("/")), data, sent, tuple((query or {}).items()), most=4_194_304)
        place, masked = len(self.exchanges), {name: value.replace(self.key, MASK) for name, value in sent.items()}
        line, shown = f"{method} {self.wire.at(request).path_qs}", tuple(f"{a}: {b}" for a, b in masked.items())
        self.exchanges.append(Exchange(line, data or b"", headers=shown))
        answer = await self.wire.call(request)
        self.exchanges[place] = Exchange(line, data or b"", answer.status, answer.body, shown)
        return answer

    def expect(self, answer: Answer, *statuses: int) -> None:
        """Raise `Broken`."""
        if answer.status not in statuses:
            wanted = " or ".join(map(str, statuses))
            raise Broken(f"{wanted} was expected, {answer.status} came")

    def problem(self, answer: Answer, status: int, kind: str) -> None:
        """A problem of the contract that tells nothing of the case. Raise `Broken`."""
        self.expect(answer, status)
        if answer.kind != "application/problem+json":
            raise Broken(f"an error is application/problem+json (RFC 9457), not {answer.kind}")
        body = self.read(answer)
        if body.get("type") != PROBLEM + kind:
            raise Broken(f"the type {PROBLEM}{kind} was expected")
        if "Uji kesesuaian" in answer.body.decode("utf-8", "replace"):
            raise Broken("a problem repeats words of the case")

    def read(self, answer: Answer) -> dict[str, Any]:
        """Raise `Broken`."""
        try:
            body = json.loads(answer.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Broken("the body is no JSON object")
        return body

    def same(self, what: str, expected: object, came: object) -> None:
        """Raise `Broken`."""
        if came != expected:
            raise Broken(f"{what}: {json.dumps(expected)} was expected, {json.dumps(came)[:200]} came")
