"""Rules of keys, look-ups, lists and reference data: docs/central-api.yaml."""

from __future__ import annotations

from typing import Any, Final

from gateway.conformance_probe import Broken, Probe, Skipped

_LIMITS: Final = {"attachment_bytes": 26_214_400, "attachments_per_case": 100, "body_bytes": 1_048_576}
# A moment that no other case of a test system has: the bounds of a list are tried around it.
_AT, _NEXT = "2001-02-03T04:05:06Z", "2001-02-03T04:05:07Z"
_MOST_PAGES: Final = 200


async def wrong_key(probe: Probe) -> None:
    for told in ("Bearer another-key-of-nobody", ""):
        probe.problem(await probe.call("GET", "v1/limits", None, {"Authorization": told}), 401, "unauthenticated")


async def wrong_instance(probe: Probe) -> None:
    for told in ("another-instance-of-nobody", ""):
        headers = {"Satupintu-Instance": told}
        probe.problem(await probe.call("GET", "v1/limits", None, headers), 401, "unauthenticated")


async def limits(probe: Probe) -> None:
    answer = await probe.call("GET", "v1/limits")
    probe.expect(answer, 200)
    body = probe.read(answer)
    for name, most in _LIMITS.items():
        if not isinstance(body.get(name), int) or not 0 <= body[name] <= most:
            raise Broken(f"{name} is a whole number, at most {most}")
    kinds = body.get("media_types")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise Broken("media_types is a list of texts")


async def categories(probe: Probe) -> None:
    answer = await probe.call("GET", "v1/categories")
    probe.expect(answer, 200)
    listed = probe.read(answer).get("categories")
    seen: set[str | None] = {None}
    if not isinstance(listed, list):
        raise Broken("categories is a list")
    for one in listed:
        if not isinstance(one, dict) or set(one) != {"id", "parent", "name"} or not isinstance(one["id"], str):
            raise Broken("a category holds id, parent and name")
        if one["parent"] not in seen:
            raise Broken("a category stands before its parent")
        seen.add(one["id"])


async def no_such_path(probe: Probe) -> None:
    probe.problem(await probe.call("GET", "v1/no-such-path"), 404, "no-such-path")


async def no_such_method(probe: Probe) -> None:
    reference = await probe.stored()
    for method, path in (("PUT", "v1/limits"), ("DELETE", f"v1/cases/{reference}")):
        probe.problem(await probe.call(method, path), 405, "method-not-allowed")
    probe.expect(await probe.call("GET", f"v1/cases/{reference}"), 200)


async def not_there(probe: Probe) -> None:
    answer = await probe.call("GET", f"v1/cases/{probe.reference('nobody')}")
    probe.problem(answer, 404, "unknown-reference")


async def token(probe: Probe) -> None:
    answer = await probe.submit(probe.case())
    probe.expect(answer, 201, 202)
    if answer.status == 201:
        raise Skipped("it gives numbers at once, and no tokens")
    told = await probe.call("GET", f"v1/tokens/{probe.read(answer).get('token')}")
    probe.expect(told, 200)
    number = probe.read(told).get("number", "")
    if number is not None and (not isinstance(number, str) or not number):
        raise Broken("number is text, or null while it is not there")


async def no_token(probe: Probe) -> None:
    probe.problem(await probe.call("GET", f"v1/tokens/{probe.reference('token')}"), 404, "unknown-token")


async def listed(probe: Probe) -> None:
    reference = await probe.stored(received_at=_AT)
    inside = await _all(probe, {"received_from": _AT, "received_to": _NEXT})
    before = await _all(probe, {"received_from": "2001-02-03T04:05:00Z", "received_to": _AT})
    if reference not in inside:
        raise Broken("a case received exactly at received_from is not in the list")
    if reference in before:
        raise Broken("a case received exactly at received_to is in the list")


async def pages(probe: Probe) -> None:
    wanted = [await probe.stored(name, received_at=_AT) for name in "abc"]
    found = await _all(probe, {"received_from": _AT, "received_to": _NEXT, "limit": "1"})
    ours = [reference for reference in found if reference in wanted]
    if ours != wanted:
        raise Broken("page by page, each case comes once and in the order in which they were stored")


async def _all(probe: Probe, query: dict[str, str]) -> list[str]:
    """References on all pages."""
    found: list[str] = []
    cursor: Any = ""
    for _ in range(_MOST_PAGES):
        answer = await probe.call("GET", "v1/cases", query={**query, **({"cursor": cursor} if cursor else {})})
        probe.expect(answer, 200)
        body = probe.read(answer)
        found += [str(one.get("reference")) for one in body.get("cases", ()) if isinstance(one, dict)]
        cursor = body.get("next")
        if cursor is None:
            return found
    raise Skipped(f"there are more than {_MOST_PAGES} pages of that second: try it on a fresh system")
