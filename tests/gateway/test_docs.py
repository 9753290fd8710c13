"""README, .env.example and docs hold what the code has; UPDATE_DOCS=1 writes the generated parts anew."""

from __future__ import annotations

import importlib
import os
import re
import sqlite3
import textwrap
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import channels
from channels.base import Registered
from forwarder.seal import new_key
from gateway.cli import app
from gateway.environment import _SECRET_FILE
from gateway.inbox_schema import FILE
from gateway.journal import Journal, JournalReader
from gateway.restoring import RESTORED
from gateway.settings import Settings, load
from gateway.tray import HELD, SPAM, VERIFICATION
from normalizer.schema import ChannelName, Raw

ROOT = Path(__file__).parents[2]
README, EXAMPLE = ROOT / "README.md", ROOT / ".env.example"
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
BEGIN = "<!-- settings: made from the models by UPDATE_DOCS=1 pytest tests/gateway/test_docs.py -->"
END = "<!-- end of settings -->"
DOCS = sorted(str(one.relative_to(ROOT)) for one in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
# What the readers make, of a channel of their own.
TO_BE_WRITTEN = {"channels/contoh.py", "tests/channels/test_contoh.py", "tests/cases/contoh"}
Row = tuple[str, str, str]


def models() -> Iterator[tuple[str, type[BaseModel]]]:
    """The gateway, then every channel, in the order of the table."""
    yield "The gateway", Settings
    for line in channels.ALL:
        yield f"Channel `{line.name}`", importlib.import_module(line.module).Settings


# What a default made here depends on.
MADE = {"NODE_ID": "this machine's name", "PUMP_READERS": "one for each processor beyond the first, up to 4"}


def default(name: str, field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return MADE[name]
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if value is None or value == "":
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def own_first(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """What a deployment needs stands in the class itself, what it may have in those that it is made of."""
    return dict(sorted(model.model_fields.items(), key=lambda one: one[0] not in model.__annotations__))


def rows() -> Iterator[tuple[str, list[Row]]]:
    seen: set[str] = set()  # two ways of one provider share settings
    for title, model in models():
        fresh = {name: field for name, field in own_first(model).items() if name not in seen}
        seen |= set(fresh)
        if fresh:
            yield (
                title,
                [
                    (name.upper(), default(name.upper(), field), field.description or "")
                    for name, field in fresh.items()
                ],
            )


def table() -> str:
    parts = []
    for title, found in rows():
        lines = [f"| {name} | {f'`{value}`' if value else ''} | {escaped(what)} |" for name, value, what in found]
        parts.append(f"**{title}**\n\n| name | default | what |\n|---|---|---|\n" + "\n".join(lines))
    return "\n\n".join(parts)


def escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def example() -> str:
    """Every setting, commented out at its default; what `serve` cannot do without stands first."""
    lines = [
        "# Copy to .env. Lines that are commented out show the default. What each means: README, Settings.",
        "# Keys: `satupintu keys`. Secrets may come from files: CENTRAL_KEY_FILE=/run/secrets/central_key",
        "# A value with $ or # stands between single quotes.",
    ]
    for title, found in rows():
        lines += ["", f"# {title.replace('`', '')}"]
        for name, value, what in found:
            lines += ["", *textwrap.wrap(what, 110, initial_indent="# ", subsequent_indent="# ")]
            lines.append(f"#{name}={'' if ' ' in value else value}")
    return "\n".join(lines) + "\n"


def between(text: str) -> str:
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def test_the_readme_lists_every_setting() -> None:
    text = README.read_text(encoding="utf-8")
    assert BEGIN in text
    assert END in text
    if os.environ.get("UPDATE_DOCS"):
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        text = f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"
        README.write_text(text, encoding="utf-8")
    assert between(text) == table(), "run UPDATE_DOCS=1 pytest tests/gateway/test_docs.py"


def test_the_example_lists_every_setting() -> None:
    if os.environ.get("UPDATE_DOCS"):
        EXAMPLE.write_text(example(), encoding="utf-8")
    assert EXAMPLE.read_text(encoding="utf-8") == example(), "run UPDATE_DOCS=1 pytest tests/gateway/test_docs.py"


def test_the_example_uncommented_is_valid() -> None:
    """Defaults written out mean the same as left out."""
    lines = re.findall(r"^#([A-Z0-9_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    ours = {name: value for name, value in lines if name.lower() in Settings.model_fields}
    assert load(ours) == load({})
    assert len(ours) == len(Settings.model_fields)


@pytest.mark.parametrize("line", channels.ALL, ids=lambda line: line.name)
def test_the_readme_has_a_row_for_every_channel(line: Registered) -> None:
    text = README.read_text(encoding="utf-8").partition("## Channels")[2].partition("\n## ")[0]
    [row] = [row for row in text.splitlines() if row.startswith(f"| `{line.name}` |")]
    assert [path for path in line.paths if f"`{path}`" not in row] == []
    switches = set(re.findall(r"[A-Z]+(?:_[A-Z]+)+", row.rpartition("| ")[2] + row.split("|")[5]))
    assert switches
    assert switches <= {name.upper() for name in importlib.import_module(line.module).Settings.model_fields}


@pytest.mark.parametrize(("title", "model"), list(models()), ids=[title for title, _ in models()])
def test_every_setting_has_words_and_every_secret_may_come_from_a_file(title: str, model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == [], title
    secret = [name for name, field in model.model_fields.items() if field.annotation is SecretStr]
    assert [name for name in secret if not _SECRET_FILE.match(f"{name.upper()}_FILE")] == []


def commands() -> dict[str, set[str]]:
    """Every command with its options."""
    found: dict[str, Any] = {}
    for name, command in getattr(typer.main.get_command(app), "commands", {}).items():
        below = {f"{name} {inner}": one for inner, one in getattr(command, "commands", {}).items()}
        found |= below or {name: command}
    return {name: {option for one in command.params for option in one.opts} for name, command in found.items()}


KNOWN = commands()
GROUPS = {name.partition(" ")[0] for name in KNOWN if " " in name}
WRITTEN = re.compile(rf"satupintu ((?:(?:{'|'.join(GROUPS)}) )?[a-z]+(?:-[a-z]+)*)\b([^`\n#]*)")


@pytest.mark.parametrize("file", DOCS)
def test_commands_that_are_written_of_exist(file: str) -> None:
    for command, rest in WRITTEN.findall((ROOT / file).read_text(encoding="utf-8")):
        assert command in KNOWN or command in GROUPS, f"satupintu {command}"
        options = set(re.findall(r"(?<!\S)\[?(--[a-z][a-z-]*)", rest))
        assert options <= KNOWN.get(command, set()), f"satupintu {command} {options - KNOWN.get(command, set())}"


@pytest.mark.parametrize("file", DOCS)
def test_files_and_make_targets_that_are_written_of_exist(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    paths = set(re.findall(r"(?<![\w/.-])(?:gateway|forwarder|channels|normalizer|tests|docs)/[\w./-]*\w", text))
    assert sorted(path for path in paths - TO_BE_WRITTEN if not (ROOT / path).exists()) == []
    modules = {f"{name.replace('.', '/')}.py" for name in re.findall(r"python -m (gateway[\w.]*\w)", text)}
    assert sorted(name for name in modules if not (ROOT / name).exists()) == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`| {4})make ([a-z-]+)\b", text)) <= targets


ROOMS = ("gateway", "forwarder", "channels", "normalizer", "tests", "docs")
NAMES = {path.name for room in ROOMS for path in (ROOT / room).rglob("*.*")} | {path.name for path in ROOT.iterdir()}
# What the program itself writes.
WRITES = {"audit.jsonl", "rows.jsonl"}


@pytest.mark.parametrize("file", DOCS)
def test_files_that_are_named_without_their_folder_exist(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/.-])[\w-]+\.(?:py|lua|toml|po|txt|jsonl|ya?ml|md|html|zdict)\b", text))
    assert named - NAMES - WRITES <= {path.rpartition("/")[2] for path in TO_BE_WRITTEN}


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", "docs/operations.md", "docs/mail.md"])
def test_settings_that_are_written_of_exist(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    known = {name.upper() for _, model in models() for name in model.model_fields}
    written = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text))
    others = {"NAME_FILE", "UPDATE_DOCS", "ADDING_A_CHANNEL", "CAP_NET_BIND_SERVICE", "RENEWED_LINEAGE"}
    assert written - known <= others


@pytest.mark.parametrize("file", DOCS)
def test_links_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (ROOT / file).parent.joinpath(link).exists()] == []


def test_operations_has_every_metric() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "gateway").glob("*.py"))
    named = {name for source in sources for name in re.findall(r'\s*"(satupintu_[a-z_]+)",', source)}
    assert len(named) >= 14
    assert named - set(re.findall(r"satupintu_[a-z_]+", OPERATIONS)) == {"satupintu_intake_deliveries"}
    assert "satupintu_intake_deliveries_total" in OPERATIONS, "a Counter of the library adds _total"
    known = {name.removesuffix("_total") for name in named}
    assert {name.removesuffix("_total") for name in re.findall(r"satupintu_[a-z_]+", OPERATIONS)} <= known


def test_operations_has_every_end_that_a_person_may_meet() -> None:
    ends = [
        *RESTORED,
        "again",
        HELD,
        SPAM,
        VERIFICATION,
        "quarantined",
        "closed",
        "nothing",
        "report",
        "report:early",
        "report:foreign",
    ]
    assert [end for end in ends if f"`{end}" not in OPERATIONS] == []


def test_the_changelog_names_every_command() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:satupintu )?([a-z-]+)", text))
    assert {name.partition(" ")[0] for name in KNOWN} - named == {"alive"}, "alive is for the container alone"


async def test_a_backup_taken_as_written_in_operations_is_whole(tmp_path: Path) -> None:
    """SQLite's online backup, while the journal is open: https://www.sqlite.org/backup.html"""
    assert ".backup" in (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    settings = load({"ID_KEY": new_key(), "ENCRYPTION_KEYS": new_key(), "NODE_ID": "a"})
    there, restored = tmp_path / "there", tmp_path / "restored"
    there.mkdir()
    restored.mkdir()
    hasher, sealer = settings.hasher(), settings.sealer()
    journal = Journal.open(there, node="a", hasher=hasher, sealer=sealer)
    await journal.keep(Raw(ChannelName("sms"), datetime.now(UTC), "https://x/", (), b"words"), "1")
    with closing(sqlite3.connect(there / FILE)) as source, closing(sqlite3.connect(restored / FILE)) as copy:
        source.backup(copy)
    journal.close()
    again = Journal.open(restored, node="a", hasher=hasher, sealer=sealer)
    with closing(JournalReader.open(restored, sealer)) as reader:
        [row] = reader.open_rows()
        assert row.raw is not None
        assert row.raw.body == b"words"
    again.close()
