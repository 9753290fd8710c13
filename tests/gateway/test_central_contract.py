"""docs/central-api.yaml is valid, the stand-in keeps it under attack, and its models say what the file says."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import schemathesis
import yaml
from attack_kit import attacked, for_a_blocking_client
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from forwarder import callback, national_case
from gateway.simulator.central import StandInCentral
from gateway.simulator.central_calls import Calls
from gateway.simulator.central_door import Door
from gateway.simulator.central_models import Flags, ListQuery, SubmitRequest, Supplement
from gateway.simulator.central_orders import Orders
from gateway.simulator.central_problems import PROBLEMS
from gateway.simulator.central_store import Store

pytestmark = pytest.mark.once

CONTRACT = Path(__file__).parents[2] / "docs" / "central-api.yaml"
INSTANCE, KEY = "kabupaten-contoh", "a-key-made-up-for-tests"
HEADERS = {"Authorization": f"Bearer {KEY}", "Satupintu-Instance": INSTANCE}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    value: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return value


@pytest.fixture(scope="module")
def standin_url() -> Iterator[str]:
    with for_a_blocking_client(StandInCentral({INSTANCE: KEY})) as base:
        yield base


pytest_plugins = ["schemathesis.pytest.plugin"]  # a third of a second for every process that runs tests
attack = schemathesis.openapi.from_path(CONTRACT, config=SchemathesisConfig.from_dict({"headers": HEADERS, "seed": 5}))
fresh = itertools.count(1)


def make_sense(case: Any) -> None:
    """What JSON Schema cannot say: the key is the reference, used once; the path is the hash of the bytes."""
    operation = case.operation.definition.raw.get("operationId")
    if operation == "submitCase":
        case.body["case"]["reference"] = f"reference-{next(fresh):06d}"
        case.headers["Idempotency-Key"] = case.body["case"]["reference"]
    if operation == "supplementCase":
        case.headers["Idempotency-Key"] = f"supplement-{next(fresh):06d}"
    if operation == "putAttachment":
        case.body = repr(case.body).encode()
        case.path_parameters["sha256"] = hashlib.sha256(case.body).hexdigest()


@attack.parametrize()
@attacked
def test_the_stand_in_keeps_the_contract(case: Any, standin_url: str) -> None:
    positive = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if positive:
        make_sense(case)
    response = case.call_and_validate(base_url=standin_url, headers=HEADERS)
    # The check for valid data is content with 401, which would make all of this pass for a wrong key.
    assert not positive or response.status_code in (200, 201, 202, 404)


def test_the_file_is_valid_openapi(contract: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(contract).validate()
    assert "not the API of SP4N-LAPOR!" in contract["info"]["description"]


def test_every_object_is_strict_and_every_string_and_array_has_a_limit(contract: dict[str, Any]) -> None:
    loose = []
    for where, schema in walk(contract):
        kind = schema.get("type")
        if kind == "object" and schema.get("additionalProperties") is not False:
            loose.append(where)
        if kind == "string" and not {"maxLength", "enum", "const"} & set(schema):
            loose.append(where)
        if kind == "array" and "maxItems" not in schema:
            loose.append(where)
        if kind == "integer" and not ({"minimum", "maximum"} <= set(schema) or "enum" in schema):
            loose.append(where)
    assert loose == []


def walk(node: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON schema with a type in the file, with its place."""
    if isinstance(node, dict):
        if (
            "type" in node
            and isinstance(node["type"], str | list)
            and "example" not in where
            and where[-7:] != "/errors"
        ):
            yield where, node
        for key, value in node.items():
            if key not in ("example", "examples", "value", "securitySchemes"):
                yield from walk(value, f"{where}/{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from walk(value, f"{where}/{place}")


def test_every_example_fits_its_schema(contract: dict[str, Any]) -> None:
    tried = 0
    for content in contents(contract):
        schema = {**content["schema"], "components": contract["components"]}
        named = content.get("examples", {}).values()
        for value in [each["value"] for each in named] + ([content["example"]] if "example" in content else []):
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
            tried += 1
    assert tried > 30


def contents(node: Any) -> Iterator[dict[str, Any]]:
    """Every media type object that has a schema."""
    if isinstance(node, dict):
        if "schema" in node and ("example" in node or "examples" in node):
            yield node
        for value in node.values():
            yield from contents(value)


def test_the_stand_in_has_the_contracts_operations(contract: dict[str, Any]) -> None:
    orders, store = Orders(), Store()
    routes = Calls(store, orders, lambda case: None, Door({}, orders, store.counts).put_off).routes()
    methods = {"get", "put", "post", "patch", "delete"}
    said = {(verb.upper(), path) for path, item in contract["paths"].items() for verb in methods & set(item)}
    assert {(route.method, route.path) for route in routes} == said


def test_every_operation_says_what_refusals_mean(contract: dict[str, Any]) -> None:
    for item in contract["paths"].values():
        for verb in {"get", "put", "post", "patch"} & set(item):
            assert {"401", "403", "429", "503", "5XX"} <= set(item[verb]["responses"])


KEPT = ("minLength", "maxLength", "pattern", "minimum", "maximum", "maxItems", "additionalProperties")


def facts(schema: Mapping[str, Any], root: Mapping[str, Any], where: str = "") -> dict[str, dict[str, Any]]:
    """Place → constraints, with references followed, in one form for pydantic's schema and for the file's."""
    if "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return facts(target, root, where)
    if "anyOf" in schema:  # pydantic's way to say that a field may be absent
        return facts(next(each for each in schema["anyOf"] if each.get("type") != "null"), root, where)
    found = {key: schema[key] for key in KEPT if key in schema}
    choices = [schema["const"]] if "const" in schema else schema.get("enum")
    found |= {"type": schema["type"], "required": sorted(schema.get("required", ()))}
    found |= {"enum": choices} if choices else {}
    below = facts(schema["items"], root, f"{where}[]") if "items" in schema else {}
    for name, each in schema.get("properties", {}).items():
        below |= facts(each, root, f"{where}/{name}")
    return {where: found, **below}


@pytest.mark.parametrize("model", [SubmitRequest, Supplement, Flags])
def test_the_models_say_what_the_file_says(contract: dict[str, Any], model: type[BaseModel]) -> None:
    ours = model.model_json_schema()
    theirs = contract["components"]["schemas"][model.__name__]
    assert facts(ours, ours) == facts(theirs, contract)


@pytest.mark.parametrize("model", [callback.NumberAssigned, callback.StatusChanged, callback.QuestionAsked])
def test_the_events_say_what_the_file_says(contract: dict[str, Any], model: type[BaseModel]) -> None:
    ours = model.model_json_schema()
    said = facts(contract["components"]["schemas"][model.__name__], contract)
    read = facts(ours, ours)
    assert {place: fact["required"] for place, fact in read.items()} == {
        place: fact["required"] for place, fact in said.items()
    }
    for place, fact in read.items():
        assert fact.get("pattern") == said[place].get("pattern")
        assert fact.get("enum") == said[place].get("enum")


def test_the_questions_of_a_list_are_the_files(contract: dict[str, Any]) -> None:
    said = {each["name"] for each in contract["paths"]["/v1/cases"]["get"]["parameters"]}
    assert set(ListQuery.model_fields) == said


def test_the_problems_are_the_files(contract: dict[str, Any]) -> None:
    schema = contract["components"]["schemas"]["Problem"]["properties"]["type"]
    assert [f"urn:satupintu:problem:{kind}" for kind in PROBLEMS] == schema["enum"]
    for response in contract["components"]["responses"].values():
        example = response["content"]["application/problem+json"]["example"]
        kind = example["type"].rpartition(":")[2]
        assert (example["status"], example["title"]) == PROBLEMS[kind]


def test_the_clients_tables_are_the_files(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    case = schemas["Case"]["properties"]
    assert set(national_case.KINDS.values()) == set(schemas["Kind"]["enum"])
    assert list(get_args(callback.Status)) == schemas["Status"]["enum"]
    assert {name: case[name]["maxLength"] for name in national_case.REFUSED_OVER} == national_case.REFUSED_OVER
    assert case["attachments"]["maxItems"] == national_case.MOST_ATTACHMENTS
    party, attachment = schemas["Party"]["properties"], schemas["Attachment"]["properties"]
    assert party["address"]["maxLength"] == national_case.LONGEST_ADDRESS
    assert {
        "title": case["title"]["maxLength"],
        "party_name": party["name"]["maxLength"],
        "file_name": attachment["name"]["maxLength"],
        "label": schemas["Location"]["properties"]["label"]["maxLength"],
    } == national_case.SHORTENED_TO


def test_every_example_is_of_invented_people() -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    assert "@" in text
    assert all(f"@example.{end}" in text for end in ("com", "org"))
    assert json.dumps(text).count("+62") == text.count("+628110000")
