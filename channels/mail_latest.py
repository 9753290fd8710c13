"""The mail that was parsed last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from normalizer.mime import ParsedMail

_LARGE: Final = 262_144


@dataclass(eq=False, slots=True)
class Latest:
    """What is sorted is read a moment later. Several threads may ask."""

    _known: tuple[bytes, str | None, ParsedMail] | None = field(default=None, repr=False)

    def parse(self, body: bytes, envelope: str | None) -> ParsedMail:
        from normalizer.mime import parse

        known = self._known
        if known is None or body is not known[0] or envelope != known[1]:
            known = self._known = body, envelope, parse(body, envelope)
        return known[2]

    def let_go(self, body: bytes) -> None:
        """It was read. A large one is not held until the next mail comes, which may be tomorrow."""
        if len(body) >= _LARGE:
            self._known = None
