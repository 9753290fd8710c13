"""Facts whose encryption key was given up: what a rebuild still says of them, which is never more than was there.

Their kind and whom they are about lie open. What was tried may have arrived, so it is looked up or left to a person;
what was answered is not answered again; what was protected, withdrawn or closed stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from gateway.inbox import FORGOTTEN, Fact

_WHY = "what was noted of it is sealed with a lost key"

# What their data says then; {at}: when it happened (ms), {node}: this one. Of other kinds nothing is left.
_SAID: Final = MappingProxyType(
    {
        **dict.fromkeys(("attempt", "answering", "answering_blind"), "1"),
        **dict.fromkeys(("answer_sent", "answer_retried", "answer_listens", "retried", "act_retried"), ""),
        **dict.fromkeys(("supplement_sent", "supplement_retried", "paused", "resumed", "erase_revoked"), ""),
        **dict.fromkeys(("answer_failed", "answer_parked", "parked", "supplement_parked", "act_parked"), _WHY),
        "act_told": "?",
        "raised": "ar {at} -",
        "withdrawn": "here",
        "closed": f"- n {_WHY}",
        "erased": "{node}",
        FORGOTTEN: "{at}",
    }
)


def least(facts: list[Fact], node: str) -> Iterator[Fact]:
    for fact in facts:
        if (said := _SAID.get(fact.kind)) is not None:
            yield replace(fact, data=said.format(at=fact.at_ms, node=node))
