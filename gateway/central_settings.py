"""Settings of central systems that do not speak our contract: CENTRAL=open311 and CENTRAL=mapped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from forwarder.open311_case import keywords

# What a kind cannot be without.
_NEEDED = {
    "open311": (
        "open311_service",
        "OPEN311_SERVICE is missing: the service_code of complaints without a keyword, see CENTRAL_URL/services.json",
    ),
    "mapped": (
        "central_profile",
        "CENTRAL_PROFILE is missing: the path of a TOML file; forwarder/profiles/contoh.toml is one to begin with",
    ),
}


class CentralSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    central_profile: str = Field(
        "", max_length=500, description="CENTRAL=mapped: a shipped profile (contoh) or the path of one of yours"
    )
    open311_service: str = Field(
        "", max_length=100, description="CENTRAL=open311: service_code of a complaint that no keyword says more about"
    )
    open311_services: str = Field(
        "", max_length=4000, description="Agency keywords and their service_code: TANGKAB=001, PDAM=007"
    )
    open311_attributes: str = Field(
        "",
        max_length=20_000,
        description='What services with attributes are told: {"007": {"KIND": "leak"}}; several values as a|b',
    )
    open311_jurisdiction: str = Field("", max_length=200, description="jurisdiction_id, where the server wants one")
    open311_address: str = Field(
        "",
        max_length=300,
        description="address_string of a complaint without a pin (the place is in its words); empty: it waits for a "
        "person",
    )
    open311_contact: bool = Field(
        True, description="true: name, phone and mail of citizens who are not anonymous are sent along"
    )
    open311_long_text: Literal["park", "cut"] = Field(
        "park", description="A text over GeoReport's 4,000 characters: park it for a person, or cut it and say so in it"
    )
    open311_look_up: Literal["no", "seen", "sure"] = Field(
        "seen",
        description="Lost answers: no: a person looks; seen: what the list shows is there, else a person looks; sure: "
        "what it does not show is sent again (only if its operators promise that the list is complete)",
    )
    open311_settles_seconds: float = Field(
        60, ge=0, le=3600, description="After so long the server's list shows a request that it took"
    )

    @field_validator("central_profile")
    @classmethod
    def _profile(cls, value: str) -> str:
        if value:
            from forwarder.mapped_profile import load  # most agencies have none

            load(value)
        return value

    @field_validator("open311_services")
    @classmethod
    def _services(cls, value: str) -> str:
        keywords(value)
        return value

    @field_validator("open311_attributes")
    @classmethod
    def _attributes(cls, value: str) -> str:
        attributes(value)
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sentence := lacking(vars(self)):
            raise ValueError(sentence)
        return self


def lacking(given: Mapping[str, Any]) -> str:
    """What the kind of central system in `given` cannot be without, as a sentence; "" if it has that."""
    name, sentence = _NEEDED.get(given.get("central", ""), ("", ""))
    return sentence if name and not given.get(name) else ""


def attributes(written: str) -> Mapping[str, Mapping[str, str]]:
    """Raise ValueError."""
    try:
        found = json.loads(written or "{}")
    except (ValueError, RecursionError) as error:
        raise ValueError('must be JSON, as in {"007": {"KIND": "leak"}}') from error
    inner = found.values() if isinstance(found, dict) else [None]
    if not all(isinstance(one, dict) and all(isinstance(value, str) for value in one.values()) for one in inner):
        raise ValueError('must name services, and for each its attributes as texts: {"007": {"KIND": "leak"}}')
    checked: Mapping[str, Mapping[str, str]] = found
    return checked
