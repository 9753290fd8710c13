"""Who lies under the keys of many claims at once.

A claim that comes alone looks by itself (claim.lua). Where a hundred do, counting who lies under how many keys takes
Redis longer than all the rest, and it does nothing else meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import chain, islice
from typing import Final

# Redis's MGET, of keys as `Ledger.key` names them.
Lain = Callable[[Sequence[str]], Awaitable[Sequence[bytes | None]]]
# A key of a spot begins with "s" and counts as ten of words; whoever shares one key of words alone is not compared.
_SPOT, _LEAST = 10, 2
# Four are compared at most, and some of those that are alike are withdrawn, or protected.
_MOST: Final = 24


async def alike(lain: Lain, keys: Sequence[Sequence[str]]) -> list[list[str | bytes | int]]:
    """For each sketch, who lies under its keys and what each is worth, by turns; the likeliest first."""
    found = iter(await lain([f"like:{key[1:]}" for each in keys for key in each]) if any(keys) else ())
    return [_worth(each, list(islice(found, len(each)))) for each in keys]


def _worth(keys: Sequence[str], lain: Iterable[bytes | None]) -> list[str | bytes | int]:
    spots: list[bytes] = []
    words: list[bytes] = []
    for key, ids in zip(keys, lain, strict=True):
        if ids:
            (spots if key[0] == "s" else words).append(ids)
    worth = Counter(b" ".join(words).split())
    for one, times in Counter(b" ".join(spots).split()).items():
        worth[one] += times * _SPOT
    most = sorted([(-value, one) for one, value in worth.items() if value >= _LEAST])[:_MOST]
    return list(chain.from_iterable([(one, -value) for value, one in most]))
