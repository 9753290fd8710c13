"""What the menu of a Telegram chat offers is what can be ordered: https://core.telegram.org/bots/api#botcommand"""

from __future__ import annotations

import re

import pytest

from channels.telegram_menu import commands
from forwarder.words_file import shipped
from forwarder.words_menu import menus_of
from normalizer.commands import Command
from normalizer.schema import Flags
from normalizer.short import short
from normalizer.short_order import Short

MENUS = list(commands(menus_of(shipped())))
LANGUAGES = [str(menu.get("language_code", "")) for menu in MENUS]
menus = pytest.mark.parametrize("menu", [menu["commands"] for menu in MENUS], ids=LANGUAGES)
# What a form asks for: nobody orders it.
ANSWERS = {Command.YES, Command.NO}
RAISED = {Flags(rahasia=True): Command.CONFIDENTIAL, Flags(anonim=True): Command.ANONYMOUS}


def understood(text: str) -> Short:
    found = short("", text, 0, flagged=False)
    assert found, text
    return found


def ordered_by(text: str) -> Command | None:
    """`LAPOR` alone tells nothing yet: it is answered as a question for help."""
    found = understood(text)
    named = Command.LAPOR if text.startswith("/lapor") else None
    return RAISED.get(found.flags) or named or found.command


@menus
def test_whatever_can_be_ordered_is_offered_once(menu: list[dict[str, str]]) -> None:
    offered = [ordered_by(f"/{one['command']}") for one in menu]
    assert sorted(map(str, offered)) == sorted(set(Command) - ANSWERS)


@menus
def test_what_is_offered_is_understood_in_a_group_too(menu: list[dict[str, str]]) -> None:
    for name in (one["command"] for one in menu):
        assert understood(f"/{name}@satupintu_bot") == understood(f"/{name}")


@menus
def test_what_the_menu_says_can_be_typed(menu: list[dict[str, str]]) -> None:
    """ "/buka nomor": a command of the same name, with a number."""
    for one in menu:
        for name in re.findall(r"/(\w+)", one["description"]):
            assert name == one["command"]
            found = understood(f"/{name} 1916449")
            assert "1916449" in (found.number, found.argument)
            assert (found.kind, found.command) == (understood(f"/{name}").kind, ordered_by(f"/{name}"))


@menus
def test_telegram_takes_it(menu: list[dict[str, str]]) -> None:
    assert 1 <= len(menu) <= 100
    for one in menu:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", one["command"])
        assert 1 <= len(one["description"]) <= 256
