"""The stand-in GeoReport server offers what the standard's file says, and refuses what the standard refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway.simulator.open311 import StandInOpen311
from gateway.simulator.open311_rules import LONGEST_DESCRIPTION

FILE = Path(__file__).parents[1] / "cases" / "open311" / "georeport-v2.yaml"
KEY, JURISDICTION = "a-key-made-up-for-tests", "contoh.example"


def test_the_file_is_valid_openapi_and_says_whose_it_is() -> None:
    file = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    OpenAPIV31SpecValidator(file).validate()
    said = " ".join(file["info"]["description"].split())
    assert "Our own transcription, and no publication of Open311" in said
    assert "the original is right" in said


def test_the_stand_in_has_the_files_operations() -> None:
    paths = yaml.safe_load(FILE.read_text(encoding="utf-8"))["paths"]
    assert sum(len(item) for item in paths.values()) == 6


GOOD = {
    "api_key": KEY,
    "jurisdiction_id": JURISDICTION,
    "service_code": "001",
    "lat": "-6.2",
    "long": "106.8",
    "description": "Lubang di jalan",
}
LAMP = GOOD | {"service_code": "002", "attribute[KEADAAN]": "mati"}

REFUSED: tuple[tuple[str, dict[str, str], tuple[str, ...], int], ...] = (
    ("no key", {}, ("api_key",), 403),
    ("another key", {"api_key": "x"}, (), 403),
    ("no jurisdiction", {}, ("jurisdiction_id",), 400),
    ("another jurisdiction", {"jurisdiction_id": "x"}, (), 404),
    ("no service", {}, ("service_code",), 400),
    ("another service", {"service_code": "999"}, (), 404),
    ("no place", {}, ("lat", "long"), 400),
    ("half a place", {}, ("lat",), 400),
    ("off the earth", {"lat": "91"}, (), 400),
    ("no number", {"lat": "enam"}, (), 400),
    ("too long", {"description": "u" * (LONGEST_DESCRIPTION + 1)}, (), 400),
    ("an empty field", {"email": ""}, (), 400),
    ("no mail", {"email": "warga"}, (), 400),
    ("a field of nobody", {"title": "x"}, (), 400),
    ("an attribute of nobody", {"attribute[X]": "x"}, (), 400),
    ("a media file", {"media_url": "file:///etc/passwd"}, (), 400),
)


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[StandInOpen311]:
    made = StandInOpen311(KEY, JURISDICTION)
    await made.start()
    yield made
    await made.stop()


async def post(standin: StandInOpen311, fields: dict[str, str] | list[tuple[str, str]]) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{standin.url}/requests.json", data=fields) as answer,
    ):
        return answer.status, await answer.json()


@pytest.mark.parametrize(("more", "less", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_the_standard_refuses_is_refused(
    standin: StandInOpen311, more: dict[str, str], less: tuple[str, ...], status: int
) -> None:
    fields = {name: value for name, value in (GOOD | more).items() if name not in less}
    came, errors = await post(standin, fields)
    assert (came, errors[0]["code"]) == (status, status)
    assert standin.server.tally.stored == 0


async def test_attributes_are_asked_for(standin: StandInOpen311) -> None:
    assert (await post(standin, LAMP))[0] == 201
    for wrong in ({}, {"attribute[KEADAAN]": "terang"}, {"attribute[KEADAAN]": "mati", "attribute[LAIN]": "x"}):
        bare = {name: value for name, value in LAMP.items() if not name.startswith("attribute")}
        assert (await post(standin, bare | wrong))[0] == 400
    many = [*LAMP.items(), ("attribute[WAKTU][]", "malam"), ("attribute[WAKTU][]", "siang")]
    assert (await post(standin, many))[0] == 201
    assert (await post(standin, [*LAMP.items(), ("attribute[KEADAAN]", "redup")]))[0] == 400


DATATYPES = (
    ("JUMLAH", "3", 201),
    ("JUMLAH", "-2.5", 201),
    ("JUMLAH", "tiga", 400),
    ("SEJAK", "2026-11-20T10:00:00+07:00", 201),
    ("SEJAK", "kemarin", 400),
    ("TIANG", "sebelah warung", 201),
    ("PETUNJUK", "nobody is asked for it", 400),
)


@pytest.mark.parametrize(("attribute", "value", "status"), DATATYPES)
async def test_attributes_are_of_their_datatype(
    standin: StandInOpen311, attribute: str, value: str, status: int
) -> None:
    assert (await post(standin, LAMP | {f"attribute[{attribute}]": value}))[0] == status


@pytest.mark.parametrize(
    "more", [{"address_string": "Jalan Contoh"}, {"address_string": "Jalan Contoh", "address_id": "7"}]
)
async def test_a_place_may_be_told_in_several_ways(standin: StandInOpen311, more: dict[str, str]) -> None:
    assert (await post(standin, GOOD | more))[0] == 201


async def test_every_datatype_of_the_file_is_offered(standin: StandInOpen311) -> None:
    """As one object, the only answer of the standard that is no array."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{standin.url}/services/002.json?jurisdiction_id={JURISDICTION}") as answer,
    ):
        definition = await answer.json()
    schema = yaml.safe_load(FILE.read_text(encoding="utf-8"))["components"]["schemas"]["Definition"]
    known = schema["properties"]["attributes"]["items"]["properties"]["datatype"]["enum"]
    assert {one["datatype"] for one in definition["attributes"]} == set(known)
    assert [one["code"] for one in definition["attributes"] if not one["variable"]] == ["PETUNJUK"]


async def test_a_list_shows_nobody(standin: StandInOpen311) -> None:
    who = {"first_name": "Budi", "last_name": "Contoh", "phone": "+6281100001234", "email": "budi@example.org"}
    assert (await post(standin, GOOD | who))[0] == 201
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{standin.url}/requests.json?jurisdiction_id={JURISDICTION}") as answer,
    ):
        shown = await answer.text()
    assert "Lubang" in shown
    assert not [value for value in (*who.values(), KEY) if value in shown]


async def test_a_repeat_without_words_is_refused_as_nothing_else(standin: StandInOpen311) -> None:
    """A description is optional in the standard."""
    standin.orders.refuse_repeats = True
    silent = {name: value for name, value in GOOD.items() if name != "description"}
    assert (await post(standin, silent))[0] == 201
    assert (await post(standin, GOOD))[0] == 201
    assert (await post(standin, GOOD))[0] == 400
