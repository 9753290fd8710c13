"""The menu of Telegram's chats in the catalogues: https://core.telegram.org/bots/api#setmycommands"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from forwarder.words_rules import OPTIONAL, Catalogue
from normalizer.schema import Language

KIND = "menu"
_LONGEST, _MOST = 256, 100
_ORDER = re.compile(r"[a-z0-9_]{1,32}")
Menu = tuple[tuple[str, str], ...]


def menus_of(catalogue: Catalogue) -> Mapping[str, Menu]:
    """By the language that a phone is set to, which Telegram knows by two letters; "" for all others."""
    told = {language: _menu(texts[KIND]) for language, texts in catalogue[KIND].items() if len(language) == 2}
    return {"": told[Language.INDONESIAN], **told}


def _menu(text: str) -> Menu:
    # As everywhere, [ ] is about values that may be missing; here there are none.
    lines = (line.partition(":") for line in OPTIONAL.sub(r"\1", text).strip().splitlines())
    return tuple((order.strip(), said.strip()) for order, _, said in lines)


def menu_faults(catalogue: Catalogue) -> Iterator[str]:
    """What Telegram would refuse, and what would not be understood."""
    for language, texts in catalogue.get(KIND, {}).items():
        found = _menu(texts[KIND])
        orders = [order for order, _ in found]
        wrong = [fault for order, said in found for fault in _faults(order, said)]
        if len(found) > _MOST or len(set(orders)) < len(orders):
            wrong.append(f"at most {_MOST} orders, each of them once")
        yield from (f"[{KIND}.{language}] {KIND}: {fault}" for fault in wrong)


def _faults(order: str, said: str) -> Iterator[str]:
    # Loaded only where somebody wrote a menu of their own.
    from normalizer.short import short

    if not _ORDER.fullmatch(order) or short("", order, 0, flagged=False) is None:
        yield f"/{order} is no order that is understood; a line is an order, a colon, what it does"
    if not 1 <= len(said) <= _LONGEST:
        yield f"/{order} must say what it does, in {_LONGEST} characters at most"
