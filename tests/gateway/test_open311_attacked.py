"""The stand-in GeoReport server keeps the standard under attack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from attack_kit import attacked, for_a_blocking_client
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from gateway.simulator.open311 import StandInOpen311

pytestmark = pytest.mark.once

FILE = Path(__file__).parents[1] / "cases" / "open311" / "georeport-v2.yaml"
KEY, JURISDICTION = "a-key-made-up-for-tests", "contoh.example"
pytest_plugins = ["schemathesis.pytest.plugin"]  # a third of a second for every process that runs tests
attack = schemathesis.openapi.from_path(FILE, config=SchemathesisConfig.from_dict({"seed": 5}))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with for_a_blocking_client(StandInOpen311(KEY, JURISDICTION)) as base:
        yield base


def make_sense(case: Any) -> None:
    """What the file cannot say: the key, the jurisdiction and the service, which has no attributes, are those of this
    server; 90 days."""
    if case.operation.method.lower() == "post":
        case.body = {name: value for name, value in case.body.items() if not name.startswith("attribute")}
        case.body |= {"api_key": KEY, "jurisdiction_id": JURISDICTION, "service_code": "001"}
        return
    case.query["jurisdiction_id"] = JURISDICTION
    if "start_date" in case.query:
        case.query.pop("end_date", None)


@attack.parametrize()
@attacked
def test_the_stand_in_keeps_georeport(case: Any, url: str) -> None:
    positive = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if positive:
        make_sense(case)
    response = case.call_and_validate(base_url=url)
    # The check for valid data is content with 403, which would make all of this pass for a wrong key.
    assert not positive or response.status_code in (200, 201, 404)
