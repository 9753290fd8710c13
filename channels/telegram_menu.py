"""The menu of a Telegram chat: https://core.telegram.org/bots/api#setmycommands"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def commands(menus: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Mapping[str, Any]]:
    """What Telegram is told, by the language of phones; without one it is for everybody who has no other."""
    for language, menu in menus.items():
        told = [{"command": order, "description": said} for order, said in menu]
        yield {"commands": told, "language_code": language} if language else {"commands": told}
