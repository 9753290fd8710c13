"""What the end of a row names: its complaints, and the protection that an earlier message gave them."""

from __future__ import annotations

from forwarder.protection import flags_of
from normalizer.schema import Flags


def complaints_in(end: str) -> list[str]:
    """The complaints a row's end names: `complaint:<id>:<number>`, `linked:<id>`, `supplement:<id>:<key>`, and
    `draft:<id>`, which may have become another's."""
    words = (word.split(":") for word in end.split(" "))
    return [word[1] for word in words if word[0] in ("complaint", "linked", "supplement", "draft") and len(word) > 1]


def own_in(end: str) -> list[str]:
    """Those that the row itself tells."""
    return [word.split(":")[1] for word in end.split(" ") if word.startswith("complaint:")]


def held_in(end: str) -> Flags:
    """The protection behind a row's end: `complaint:<id>:<number>:r`, `linked:<id>:ar`."""
    words = end.split(":")
    place = {"complaint": 3, "linked": 2}.get(words[0], len(words))
    return flags_of(words[place] if place < len(words) else "")
