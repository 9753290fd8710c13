"""What only the Python of .venv runs: all of it runs there, and what it speaks of is tried on the other Pythons too."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from some_cases import drawn

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
OURS = ("gateway", "forwarder", "channels", "normalizer")
LEFT_OUT = {"once", "process"}


def marks(tree: ast.AST) -> set[str]:
    """The names behind `pytest.mark.` in it."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "mark"
    }


def of_the_module(tree: ast.Module) -> set[str]:
    found = [
        node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    return {mark for node in found for mark in marks(node)}


def stays(tree: ast.Module) -> bool:
    """Whether the other Pythons run any test of it."""
    tests = [node for node in tree.body if getattr(node, "name", "").startswith("test_")]
    of_each = [{mark for one in getattr(test, "decorator_list", ()) for mark in marks(one)} for test in tests]
    return not of_the_module(tree) & LEFT_OUT and not all(each & LEFT_OUT for each in of_each)


def spoken_of(tree: ast.Module) -> Iterator[str]:
    """The modules of ours that it names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            yield node.module
            yield from (whole for name in node.names if is_module(whole := f"{node.module}.{name.name}"))


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()


TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.glob("tests/**/test_*.py"))}


def loaded(names: set[str]) -> set[str]:
    """They, and all that is loaded with them."""
    found: set[str] = set()
    while names := names - found:
        found |= names
        files = [path for name in names if (path := ROOT.joinpath(*name.split(".")).with_suffix(".py")).is_file()]
        names = {name for path in files for name in spoken_of(ast.parse(path.read_text("utf-8")))}
    return found


def test_no_module_is_known_to_one_python_alone() -> None:
    kits = [ast.parse(path.read_text("utf-8")) for path in ROOT.glob("tests/**/*.py") if path not in TREES]
    staying = [tree for tree in TREES.values() if stays(tree)]
    tried = loaded({name for tree in (*staying, *kits) for name in spoken_of(tree)})
    once = {path.name: tree for path, tree in TREES.items() if "once" in of_the_module(tree)}
    alone = {(file, name) for file, tree in once.items() for name in spoken_of(tree) if name not in tried}
    assert not alone, "another Python tries nothing of these: mark the tests that take long, one by one"


def test_what_is_left_out_there_runs_here() -> None:
    run, each = ((ROOT / ".ci" / name).read_text("utf-8") for name in ("run", "each-python"))
    assert "-m 'not process'" in run
    assert "-m process" in run
    assert "-m 'not process and not once'" in each
    assert "export CASES=8" in each
    assert "CASES" not in run


def test_of_each_test_some_cases_are_tried_there() -> None:
    names = [f"tests/test_{file}.py::test_{test}[{case}]" for file in "ab" for test in "cd" for case in range(50)]
    names += ["tests/test_a.py::test_alone", "tests/test_b.py::test_few[x[0]]", "tests/test_b.py::test_few[y]"]
    kept = drawn(names, 4, "3.12")
    assert Counter(name.partition("[")[0] for name in kept) == {
        **{f"tests/test_{file}.py::test_{test}": 4 for file in "ab" for test in "cd"},
        "tests/test_a.py::test_alone": 1,
        "tests/test_b.py::test_few": 2,
    }
    assert kept == drawn(names, 4, "3.12"), "who looks for a failure finds it again"
    assert kept != drawn(names, 4, "3.13"), "two Pythons try more than one"


def test_most_stays() -> None:
    """Who marks a whole file for being slow would find it here."""
    marked = [path.name for path, tree in TREES.items() if "once" in of_the_module(tree)]
    assert 10 < len(marked) < len(TREES) / 10, marked
    assert sum(stays(tree) for tree in TREES.values()) > len(TREES) * 0.8
