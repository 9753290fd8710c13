"""docs/mail.md holds what the code has: its settings load, its answers are given, its commands are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from mail_guide import TEXT, block, blocks

import channels
from channels import mail_settings
from forwarder.seal import new_key
from gateway import smtp_answers, smtp_doors
from gateway.settings import Settings, load

ROOT = Path(__file__).parents[2]
KEYS = {
    "ID_KEY": new_key(),
    "ENCRYPTION_KEYS": new_key(),
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "CENTRAL_URL": "https://central.example.org",
    "CENTRAL_KEY": "made-up",
}


def settings_of(title: str) -> dict[str, str]:
    lines = [line for line in block(title).splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("title", [".env behind Postfix", ".env listening directly"])
def test_an_examples_settings_are_settings_and_fit_together(title: str) -> None:
    given = settings_of(title)
    known = {name.upper() for model in (Settings, mail_settings.Settings) for name in model.model_fields}
    assert set(given) <= known
    load({**KEYS, **given}, serving=True)
    assert any(line.name == "mail" for line in channels.ALL)


def test_the_listeners_of_the_examples_are_those_the_text_speaks_of(tmp_path: Path) -> None:
    behind = list(smtp_doors.doors(load(settings_of(".env behind Postfix")), None))
    direct = settings_of(".env listening directly") | {"SMTP_USERS_FILE": str(tmp_path / "users")}
    (tmp_path / "users").touch()
    listening = list(smtp_doors.doors(load(direct), None))
    assert [(one.where.port, one.lmtp) for one in behind] == [(2424, True)]
    assert [(one.where.port, one.door.require_auth) for one in listening] == [(25, False), (587, True)]


def test_every_answer_of_the_table_is_one_of_ours() -> None:
    ours = {value[:9] for name, value in vars(smtp_answers).items() if name.isupper()}
    told = set(re.findall(r"^\| (\d{3} \d\.\d\.\d) \|", TEXT, re.MULTILINE))
    assert len(told) >= 9
    assert told <= ours


def test_settings_and_commands_that_are_written_of_exist() -> None:
    known = {name.upper() for model in (Settings, mail_settings.Settings) for name in model.model_fields}
    written = set(re.findall(r"\b(?:SMTP|LMTP|MAIL|MAX|SUBMISSION|NODE)(?:_[A-Z]+)+\b", TEXT))
    assert written <= known
    assert "satupintu smtp-user add" in TEXT


def test_the_override_for_containers_fits_the_compose_file() -> None:
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    override = yaml.safe_load(block("docker-compose.override.yml"))["services"]
    assert set(override) <= set(composed)
    ports = [port.rpartition(":")[2] for port in override["serve"]["ports"]]
    assert [f"0.0.0.0:{port}" for port in ports if f"0.0.0.0:{port}" not in TEXT] == []


def test_shell_examples_are_shell() -> None:
    for title, example in blocks("sh").items():
        if not title.startswith((".env", "/etc/opendkim")):
            done = subprocess.run(["sh", "-n"], input=example, text=True, capture_output=True, timeout=10, check=False)
            assert (done.returncode, done.stderr) == (0, ""), title


def test_dns_records_have_the_names_and_kinds_they_need() -> None:
    records = [line.split(None, 3) for line in block("zone kab.example").splitlines() if " IN " in line]
    kinds = {(name, kind) for name, _, kind, _ in records}
    assert {("lapor", "MX"), ("lapor", "TXT"), ("_dmarc.lapor", "TXT"), ("mx", "A"), ("mx", "TXT")} <= kinds
    texts = [value for _, _, kind, value in records if kind == "TXT"]
    assert all(value.startswith('"v=') and value.endswith('"') for value in texts)
