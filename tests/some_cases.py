"""`CASES=8 pytest`: of each test that is tried in many cases, eight. The same every time; another Python has others."""

from __future__ import annotations

import os
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable

import pytest

MOST = int(os.environ.get("CASES", "0"))
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def drawn(names: Iterable[str], most: int, python: str) -> set[str]:
    """Of the cases of each test no more than `most`."""
    cases: dict[str, list[str]] = defaultdict(list)
    for name in names:
        cases[name.partition("[")[0]].append(name)
    return {name for each in cases.values() for name in sorted(each, key=lambda one: _lot(one, python))[:most]}


def _lot(name: str, python: str) -> int:
    return zlib.crc32(f"{python} {name}".encode())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not MOST:
        return
    kept = drawn([item.nodeid for item in items], MOST, PYTHON)
    kept |= {item.nodeid for item in items if item.get_closest_marker("every")}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]
