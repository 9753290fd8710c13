"""What carries words, names, addresses or secrets of people stays out of every repr: out of logs and tracebacks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
ROOMS = ("normalizer", "channels", "forwarder", "gateway")
# Names that mean words of people, wherever they stand; and all bytes.
TELLING = frozenset(
    {"text", "body", "subject", "note", "notes", "title", "words", "said", "written", "quoted", "address", "addresses"}
    | {"person", "sender", "recipients", "local", "identity", "lines", "raw", "values", "parameters", "fields", "page"}
    | {"phone", "nik", "contact", "thread", "token", "tokens", "secret", "password", "latitude", "longitude"}
    | {"remarks", "content", "variables", "edits", "answer"}
)
# What is named so and tells of nobody: file, class, field.
HARMLESS = {
    ("channels/base.py", "Registered", "answer"): "what a provider wants to hear",
    ("channels/mail.py", "Mail", "recipients"): "our own addresses",
    ("channels/mail.py", "Mail", "sender"): "our own address",
    ("channels/mail_proof.py", "Proof", "words"): "marks of ours",
    ("channels/twilio_channel.py", "TwilioChannel", "sender"): "our own number",
    ("channels/twilio_outbox.py", "Outbox", "sender"): "our own number",
    ("forwarder/acts.py", "Act", "person"): "a keyed hash",
    ("forwarder/epoch.py", "FactEntry", "subject"): "an id",
    ("forwarder/erasing.py", "Erasure", "person"): "a keyed hash",
    ("forwarder/items.py", "ReplyLease", "subject"): "an id",
    ("forwarder/joins.py", "Join", "person"): "a keyed hash",
    ("forwarder/open311_case.py", "Options", "address"): "a setting",
    ("forwarder/seal.py", "Sealer", "current"): "the name of a key",
    ("forwarder/templates.py", "Template", "text"): "words of ours",
    ("forwarder/templates.py", "Template", "variables"): "names of places in them",
    ("gateway/answer_lists.py", "Lists", "contact"): "a setting",
    ("gateway/answers.py", "Answers", "contact"): "a setting",
    ("gateway/complete.py", "Complete", "lines"): "channels and what is wrong with their settings",
    ("gateway/inbox.py", "Fact", "subject"): "an id",
    ("gateway/inbox.py", "Row", "key"): "a keyed hash",
    ("gateway/run_place.py", "Place", "said"): "what the demonstration says of its folder",
    ("gateway/web.py", "Refusal", "words"): "words of ours",
}


def dataclasses_of(path: Path) -> Iterator[ast.ClassDef]:
    """Those whose repr shows their fields."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        made = [ast.unparse(one) for one in node.decorator_list]
        own = any(isinstance(one, ast.FunctionDef) and one.name == "__repr__" for one in node.body)
        tuples = any(ast.unparse(base) == "NamedTuple" for base in node.bases)
        if not own and (tuples or any(one.startswith("dataclass") and "repr=False" not in one for one in made)):
            yield node


def shown(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Name and type of each field in the repr."""
    for one in node.body:
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name):
            continue
        if "repr=False" not in (ast.unparse(one.value) if one.value else ""):
            yield one.target.id, ast.unparse(one.annotation)


def telling(name: str, kind: str) -> bool:
    if kind.startswith(("Callable", "ClassVar")):
        return False
    return "bytes" in kind or (name.strip("_") in TELLING and any(one in kind for one in ("str", "float", "Line")))


def found() -> set[tuple[str, str, str]]:
    return {
        (str(path.relative_to(ROOT)), node.name, name)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        # Stand-ins hold what invented people wrote, for whoever tries them out.
        if not {"simulator", "bench"} & set(path.parts)
        for node in dataclasses_of(path)
        for name, kind in shown(node)
        if telling(name, kind)
    }


def test_no_field_with_words_is_shown() -> None:
    assert sorted(found() - set(HARMLESS)) == [], "field(repr=False), or a line in HARMLESS with its reason"


def test_what_is_called_harmless_is_there() -> None:
    assert sorted(set(HARMLESS) - found()) == []
