"""docker-compose.yml against the compose specification and the settings table; the Dockerfile against the Makefile.

https://github.com/compose-spec/compose-spec/blob/main/05-services.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.check import known_names
from gateway.settings import Settings, load

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
# What is for compose, or for the stand-in, and no setting of the gateway.
COMPOSE_ONLY = {"WEB_PUBLISH", "PRIVATE_PUBLISH", "SMTP_PUBLISH", "STANDIN_LISTEN", "STANDIN_CALLBACK_URL"}
OF_GATEWAY = ("serve", "work", "check", "standin")

Check = Callable[[Any], bool]
DURATION = re.compile(r"^(\d+h)?(\d+m)?(\d+s)?$")
PORT = re.compile(r"^\d{1,3}(\.\d{1,3}){3}:\d+:\d+$")


def interpolated(text: str) -> str:
    """As compose does when no variable is set: 12-interpolation.md."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


COMPOSE: dict[str, Any] = yaml.safe_load(interpolated(TEXT))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def flat(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def duration(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and bool(DURATION.match(value))


def depends(value: Any) -> bool:
    return all(one["condition"] in ("service_started", "service_healthy") for one in value.values())


def volumes(value: Any) -> bool:
    return texts(value) and all(item.split(":")[0] in COMPOSE["volumes"] for item in value)


HEALTH: dict[str, Check] = {
    "test": lambda value: texts(value) and value[0] == "CMD",
    "interval": duration,
    "timeout": duration,
    "start_period": duration,
    "retries": lambda value: isinstance(value, int),
}
# The keys of a service that are used here, each as 05-services.md has it.
KEYS: dict[str, Check] = {
    "image": lambda value: isinstance(value, str),
    "build": lambda value: (ROOT / value / "Dockerfile").is_file(),
    "command": texts,
    "entrypoint": texts,
    "env_file": lambda value: value == ".env",
    "environment": flat,
    "depends_on": depends,
    "restart": lambda value: value in ("no", "always", "on-failure", "unless-stopped"),
    "init": lambda value: value is True,
    "read_only": lambda value: value is True,
    "user": lambda value: isinstance(value, str),
    "tmpfs": texts,
    "cap_drop": texts,
    "security_opt": texts,
    "stop_grace_period": duration,
    "logging": lambda value: set(value) == {"driver", "options"} and flat(value["options"]),
    "networks": lambda value: texts(value) and set(value) <= set(COMPOSE["networks"]),
    "ports": lambda value: texts(value) and all(PORT.match(item) for item in value),
    "volumes": volumes,
    "healthcheck": lambda value: all(HEALTH[key](item) for key, item in value.items()),
    "profiles": texts,
}


@pytest.mark.parametrize(("service", "key"), [(name, key) for name, keys in SERVICES.items() for key in keys])
def test_every_key_is_as_the_specification_has_it(service: str, key: str) -> None:
    assert KEYS[key](SERVICES[service][key])


def test_top_level_is_as_the_specification_has_it() -> None:
    assert {key for key in COMPOSE if not key.startswith("x-")} == {"name", "services", "networks", "volumes"}
    assert COMPOSE["networks"] == {"inside": {"internal": True}, "outside": {}}
    assert COMPOSE["volumes"] == {"ledger": {}, "journal": {"driver": "local"}, "attachments": {}}


def test_a_strict_parser_of_the_specification_takes_it() -> None:
    compose_spec = pytest.importorskip("compose_spec")
    assert set(compose_spec.PyCompose.from_json(json.dumps(COMPOSE)).service_names()) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_runs_with_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "container_name" not in service, "it could not be scaled"
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), "docker opens the firewall"


def test_users_are_not_root() -> None:
    assert SERVICES["valkey"]["user"] == "valkey"
    users = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert users == ["satupintu"]
    assert [name for name in OF_GATEWAY if "user" in SERVICES[name]] == []


def test_redis_keeps_what_it_is_told() -> None:
    command = SERVICES["valkey"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "always"
    assert options["--save"] == "", "a snapshot that fails stops all writes"
    assert options["--maxmemory-policy"] == "noeviction"
    assert "ledger:/data" in SERVICES["valkey"]["volumes"]


@pytest.mark.parametrize("name", ["valkey", "serve", "work"])
def test_health_is_looked_at(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def seconds(text: str) -> int:
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
    assert found
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest


@pytest.mark.parametrize("name", OF_GATEWAY)
def test_docker_waits_longer_than_stopping_takes(name: str) -> None:
    grace = seconds(SERVICES[name]["stop_grace_period"])
    assert grace >= load({}).stop_seconds + 10
    assert COMPOSE["x-environment"]["STOP_SECONDS"] == f"{load({}).stop_seconds:g}"


def test_the_journal_outlives_its_container() -> None:
    assert "journal:/data" in SERVICES["serve"]["volumes"]
    assert SERVICES["serve"]["environment"]["DATA_DIR"] == "/data"
    assert SERVICES["work"]["volumes"] == ["attachments:/data/attachments"], "two writers of one journal"
    assert "attachments:/data/attachments" in SERVICES["serve"]["volumes"], "workers would never find a file"
    assert SERVICES["serve"]["environment"]["NODE_ID"], "a container's own name changes and the journal's would not fit"


def variables(value: object) -> Iterator[str]:
    """Names in `environment` and in ${…}."""
    yield from re.findall(r"\$\{(\w+)", TEXT)
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from item if key == "environment" else variables(item)


def test_every_variable_is_a_setting() -> None:
    assert set(variables(COMPOSE)) - COMPOSE_ONLY <= known_names()
    assert set(variables(COMPOSE)) >= COMPOSE_ONLY


def test_what_compose_sets_is_valid() -> None:
    for name in ("serve", "work", "check"):
        environment = SERVICES[name]["environment"]
        settings = load(environment)
        assert settings.private_listen != settings.web_listen
        assert set(environment) <= {field.upper() for field in Settings.model_fields}


def test_published_ports_are_those_listened_on() -> None:
    settings = load(SERVICES["serve"]["environment"])
    inside = {int(port.rpartition(":")[2]) for port in SERVICES["serve"]["ports"]}
    assert {settings.web_listen.port, settings.private_listen.port} <= inside


def test_the_image_is_made_as_ci_makes_it() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "make VENV=/opt/venv /opt/venv/.run" in dockerfile
    assert "$(VENV)/.run: " in makefile
    assert "pip install" not in dockerfile


def test_the_image_holds_no_secret_and_all_that_runs() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert {".env", ".env.*", ".git", ".venv*", "data"} <= set(ignored)
    needed = ("gateway", "forwarder", "channels", "normalizer", "Makefile", "constraints.txt", "README.md", "LICENSE")
    assert not set(needed) & set(ignored)
