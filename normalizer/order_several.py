"""Two orders in one message: "stop. hapus data saya", "kirim eh batal", "cek 1916449 batal"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.commands import Command
from normalizer.text import has_words

_BETWEEN = re.compile(
    r"[.,;:!?\n&+]+(?=\s|$)|\s+(?:dan|lalu|terus|trus|trs|eh|ehh|then|and|sekalian|habis itu|abis itu|tapi)\s+|"
    r"(?<=\d{4})\s+(?=[a-z]{3})",
    re.IGNORECASE,
)
_MOST = 4
# What harms nobody when it was not meant comes first, then what protects.
_RANKS = (
    *(Command.HELP, Command.CONFIDENTIAL, Command.ANONYMOUS, Command.STATUS, Command.LANGUAGE),
    *(Command.CANCEL, Command.ERASE, Command.STOP, Command.START, Command.LIFT, Command.SEND),
)
_ANSWERS = frozenset({Command.YES, Command.NO})
# Who says both has thought better of it.
_TURNED = frozenset({Command.SEND, Command.CANCEL})


def parts_of(text: str) -> Sequence[str]:
    """What may be orders of their own; nothing when there is only one."""
    parts = [part for part in _BETWEEN.split(text) if has_words(part)]
    return parts if 1 < len(parts) <= _MOST else ()


def foremost(commands: Sequence[Command | None]) -> int | None:
    """Which of these is followed, None being courtesy; None when they are not to be told apart."""
    orders = [command for command in commands if command and command not in _ANSWERS]
    if not orders or commands[-1] is Command.NO or {Command.LIFT, Command.CONFIDENTIAL} <= set(orders):
        return None
    wanted = orders[-1] if set(orders) == _TURNED else min(orders, key=_RANKS.index)
    return len(commands) - 1 - list(reversed(commands)).index(wanted)
