"""Scripts carry what they call and nothing else."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from redis import Redis

from forwarder.lua_source import joined
from forwarder.redis_server import source

SCRIPTS = sorted(
    path.name.removesuffix(".lua")
    for path in (resources.files("forwarder") / "lua").iterdir()
    if path.name.endswith(".lua") and path.name not in ("prelude.lua", "breaker.lua", "wishes.lua")
)

BEFORE = """-- What all share.
local P = 'sp:'

-- Not called.
local function never(a) return a end

local function deep(a)
  if a then
    return P
  end
end
local function middle(a) return deep(a) end
local function loop(a)
  for i = 1, a do
    middle(i)
  end
end
"""


@pytest.mark.parametrize(
    ("script", "functions"),
    [
        ("return 1\n", []),
        ("return deep(1)\n", ["deep"]),
        ("return middle(1)\n", ["deep", "middle"]),
        ("loop(2)\n", ["deep", "middle", "loop"]),
        ("return deeper(1)\n", []),
    ],
)
def test_what_is_called_is_there_in_order(script: str, functions: list[str]) -> None:
    whole = joined(BEFORE, script)
    assert re.findall(r"local function (\w+)", whole) == functions
    assert whole.startswith("-- What all share.\nlocal P = 'sp:'\n")
    assert whole.endswith(script)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_that_is_loaded_tells_nothing_to_people(name: str) -> None:
    whole = source(name)
    assert [line for line in whole.splitlines() if re.match(r"\s*(-- |--$|$)", line)] == []
    assert whole.isascii(), "or Python keeps it with two bytes a letter"
    written = (resources.files("forwarder") / "lua" / f"{name}.lua").read_text()
    code = [line for line in written.splitlines() if line.strip() and not re.match(r"\s*(-- |--$)", line)]
    assert whole.splitlines()[-len(code) :] == code


@pytest.mark.once
@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_of_ours_calls_what_it_left_behind(name: str, valkey_url: str) -> None:
    """Every name of a function that stands before all scripts is there if it is called; and Redis can compile it."""
    whole = source(name)
    everything = "".join(
        (resources.files("forwarder") / "lua" / f"{part}.lua").read_text() for part in ("prelude", "breaker", "wishes")
    )
    for function in re.findall(r"^local function (\w+)", everything, re.MULTILINE):
        code = re.sub(r"--.*", "", whole)
        if re.search(rf"\b{function}\(", code):
            assert re.search(rf"local function {function}\(", code), function
    if not re.search("--INNER", whole):
        with Redis.from_url(valkey_url) as server:
            assert server.script_load(whole)
