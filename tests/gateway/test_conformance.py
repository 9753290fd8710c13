"""`satupintu conformance` passes a system that keeps the contract, and finds each defect planted in another."""

from __future__ import annotations

import asyncio
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from rich.console import Console

from gateway import conformance
from gateway.conformance_cases import CASES
from gateway.ending import end
from gateway.settings import load
from gateway.simulator.central import Handler, StandInCentral
from gateway.simulator.central_models import Flags, SubmitRequest, Supplement
from gateway.simulator.central_problems import Refused
from gateway.simulator.central_store import NumberAfter, Store, Stored

SECRET = "a-secret-made-up-for-tests"
INSTANCE, KEY = "kabupaten-contoh", "a-key-made-up-for-tests"
CONTRACT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "central-api.yaml").read_text(encoding="utf-8")
)


class Doubling(Store):
    """Takes the same key for another case."""

    def submit(self, instance: str, request: SubmitRequest, now: datetime, after: NumberAfter) -> tuple[Stored, bool]:
        self.cases.pop((instance, request.case.reference), None)
        return super().submit(instance, request, now, after)


class Dropping(Store):
    """Takes a flag for a wish."""

    def submit(self, instance: str, request: SubmitRequest, now: datetime, after: NumberAfter) -> tuple[Stored, bool]:
        case, again = super().submit(instance, request, now, after)
        case.rahasia = False
        return case, again


class Slow(Store):
    """Says that a flag is in force, and puts it in force later."""

    def amend(self, case: Stored, flags: Flags) -> None: ...


class Forgetful(Store):
    """Does not see what it stored."""

    def find(self, instance: str, reference: str) -> Stored | None:
        return None


class Repeating(Store):
    """Adds a supplement as often as it comes."""

    def supplement(self, case: Stored, key: str, supplement: Supplement) -> bool:
        case.supplements.clear()
        return super().supplement(case, key, supplement)


class Keeping(Store):
    """Withdraws nothing."""

    def withdraw(self, case: Stored) -> None: ...


class Even(Store):
    """Has one number for all."""

    def _number(self) -> str:
        return "1916449"


class Inclusive(Store):
    """Counts both bounds of a list in."""

    def page(self, instance: str, start: str, end: str, after: int, limit: int) -> tuple[list[Stored], int | None]:
        return super().page(instance, start, end.replace("06Z", "07Z"), after, limit)


PLANTED: tuple[tuple[type[Store], set[str]], ...] = (
    (Doubling, {"the same case again gets the first answer again", "ten at once are one case",
                "the same key with another case gets 422 key-reused"}),
    (Dropping, {"rahasia is kept, or the case refused"}),
    (Slow, {"flags are changed before the answer"}),
    (Forgetful, {"a stored case is found at once"}),
    (Repeating, {"a supplement is added once per key", "its key with another body gets 422 key-reused"}),
    (Keeping, {"withdrawn stays withdrawn", "a withdrawn case takes no supplement"}),
    (Even, {"numbers are strings, each another"}),
    (Inclusive, {"the list has a case between its bounds"}),
)  # fmt: skip


class Methodless(StandInCentral):
    """Knows an address by its method only, as some frameworks do."""

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await super()._answer(request, handler)
        except Refused as refused:
            raise Refused("no-such-path" if refused.kind == "method-not-allowed" else refused.kind) from None


@contextmanager
def running(store: Store, kind: type[StandInCentral] = StandInCentral) -> Iterator[StandInCentral]:
    """On a loop of its own: the command has one itself."""
    loop, central = asyncio.new_event_loop(), kind({INSTANCE: KEY}, store=store)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(central.start(), loop).result(20)
        yield central
        asyncio.run_coroutine_threadsafe(central.stop(), loop).result(20)
    finally:
        asyncio.run_coroutine_threadsafe(_ended(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


async def _ended() -> None:
    """Connections that were given up on are cut, too."""
    await end(one for one in asyncio.all_tasks() if one is not asyncio.current_task())


def told(
    url: str, key: str = KEY, *, everything: bool = False, callbacks: str = "", secret: str = SECRET
) -> tuple[int, str]:
    """Status and report of the command."""
    out = io.StringIO()
    env = {"CENTRAL_KEY": key, "CENTRAL_INSTANCE": INSTANCE, "CENTRAL_TIMEOUT_SECONDS": "14"}
    settings = load({**env, "CENTRAL_CALLBACK_SECRET": secret})
    shown = Console(file=out, width=200, color_system=None)
    status = conformance.main(url, settings, everything, callbacks, 20.0, shown)
    return status, out.getvalue()


@pytest.mark.parametrize("after", [None, "told"], ids=["numbers at once", "tokens"])
def test_a_system_that_keeps_the_contract_passes(after: NumberAfter) -> None:
    with running(Store()) as central:
        central.orders.number_after = after
        status, report = told(central.url)
    assert status == 0, report
    skipped = 2 + (after is None)
    assert f"{len(CASES) - skipped} kept, 0 broken, {skipped} skipped" in report
    assert report.count("not tried: no call of the contract") == 1, "said once of the two"


@pytest.mark.parametrize(("store", "rules"), PLANTED, ids=[row[0].__name__ for row in PLANTED])
def test_a_planted_defect_is_found(store: type[Store], rules: set[str]) -> None:
    with running(store()) as central:
        verdicts = asyncio.run(conformance.judge(central.url, KEY, INSTANCE))
    broken = {verdict.case.rule for verdict in verdicts if verdict.result == "broken"}
    assert rules <= broken
    assert all(verdict.why and verdict.exchanges for verdict in verdicts if verdict.result == "broken")


class Twisted(StandInCentral):
    """Tells lists as something else."""

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await super()._answer(request, handler)
        if request.method != "GET" or answer.status != 200:
            return answer
        twisted: dict[str, object] = {"categories": [{"id": "1", "parent": [], "name": "x"}], "cases": 5, "next": None}
        return web.json_response(twisted)


def test_an_answer_of_any_shape_breaks_its_own_rules_only() -> None:
    with running(Store(), Twisted) as central:
        verdicts = asyncio.run(conformance.judge(central.url, KEY, INSTANCE))
    results = {verdict.case.rule: (verdict.result, verdict.why) for verdict in verdicts}
    assert results["categories are told, parents before children"][0] == "broken"
    assert "not of the contract's types" in results["the list has a case between its bounds"][1]
    assert results["the same case again gets the first answer again"][0] == "kept"


def test_a_method_that_is_no_address_is_found() -> None:
    with running(Store(), Methodless) as central:
        verdicts = asyncio.run(conformance.judge(central.url, KEY, INSTANCE))
    broken = {verdict.case.rule for verdict in verdicts if verdict.result == "broken"}
    assert broken == {"a method that is none gets 405 method-not-allowed"}


def test_the_report_says_the_rule_the_section_what_was_sent_and_what_came() -> None:
    with running(Dropping()) as central:
        status, report = told(central.url)
    assert status == 1
    below = report.partition("rahasia is kept, or the case refused (")[2]
    sent = (
        "sent  POST /v1/cases",
        "Authorization: Bearer ••••",
        f"Satupintu-Instance: {INSTANCE}",
        "Idempotency-Key: ",
    )
    for words in ("info.description: Protection", "flags:", *sent, "came  200", "Uji kesesuaian"):
        assert words in below
    assert KEY not in report


def test_all_of_it_is_shown_when_asked_for() -> None:
    with running(Store()) as central:
        short, long = told(central.url)[1], told(central.url, everything=True)[1]
    assert "sent  " not in short
    assert all(f"{case.rule} ({case.section})" in long for case in CASES)
    assert KEY not in long


def test_a_wrong_key_breaks_all_that_needs_one() -> None:
    with running(Store()) as central:
        status, report = told(central.url, "another-key-made-up")
    assert status == 1
    assert "401 came" in report


@pytest.mark.parametrize("url", ["", "ftp://central.example", "http://central.example.org", "https://a:b@c.example"])
def test_without_a_url_nothing_is_tried(url: str) -> None:
    status, report = told(url)
    assert status == 2
    assert "The URL" in report


def test_where_nobody_is_nothing_is_tried() -> None:
    status, report = told("http://127.0.0.1:9")
    assert status == 2
    assert report.startswith("http://127.0.0.1:9: the central system cannot be reached")
    assert len(report.splitlines()) == 1


@pytest.mark.parametrize("section", sorted({case.section for case in CASES}))
def test_each_section_is_in_the_file(section: str) -> None:
    if section.startswith("info.description: "):
        assert f"**{section.partition(': ')[2]}.**" in CONTRACT["info"]["description"]
        return
    node: Any = CONTRACT
    for part in re.findall(r"/[^.]*(?=\.)|[^./]+", section):
        assert part in node
        node = node[part]


def test_every_operation_has_a_rule() -> None:
    tried = " ".join(case.section for case in CASES)
    for path, item in CONTRACT["paths"].items():
        for verb in {"get", "put", "post", "patch"} & set(item):
            read_by_all = (path, verb) == ("/v1/cases/{reference}", "get")
            assert read_by_all or f"paths.{path}.{verb}" in tried
