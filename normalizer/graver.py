"""Whether what somebody writes after a complaint is a danger of which that said nothing.

It is a complaint of its own then, however short: a call for help would reach an office for lamps, and what is dangerous
to tell in public would go on without being offered RAHASIA. Two that were one matter cost a person a minute.
"""

from __future__ import annotations

from itertools import islice

from normalizer.emergency import is_emergency
from normalizer.emergency_beside import weighs_as_emergency
from normalizer.parts import Kind
from normalizer.sensitive import sensitive

# "Dia juga mengancam saya" may be said of a husband and of an official.
_KINDS = (frozenset({"violence", "sexual", "child", "threat"}), frozenset({"bribe", "official", "threat"}))
_MOST_LINES = 50


def graver(said: str, before: str, *, urgent: bool = False) -> bool:
    """Pure and total. `urgent`: it was found to be a call for help when it came in. What tells more of the same danger
    is none that is new."""
    if (urgent or _is_call(said)) and not _calls(before):
        return True
    topic = sensitive(said)
    return bool(topic) and not _is_like(topic, sensitive(before))


def _is_like(topic: str, before: str) -> bool:
    return topic == before or any({topic, before} <= kind for kind in _KINDS)


def _calls(before: str) -> bool:
    """Whether one of the messages of which it was made called for help, or all of them together."""
    return _is_call(before) or any(map(_is_call, islice(before.splitlines(), _MOST_LINES)))


def _is_call(text: str) -> bool:
    return is_emergency(text) or weighs_as_emergency(text, Kind.COMPLAINT)
