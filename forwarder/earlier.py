"""What a chat told before that is open: for whoever calls one of them off beside something new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forwarder.ledger import Ledger
from forwarder.redis_server import text
from forwarder.seal import Unsealable
from normalizer import codec
from normalizer.schema import Complaint


@dataclass(frozen=True, slots=True)
class Earlier:
    """`words`: what it tells; "" where nobody can read it any more."""

    id: str
    words: str = field(repr=False)


async def open_of(ledger: Ledger, who: str, names: Sequence[str], until_ms: int) -> list[Earlier]:
    """Newest first. Raise `LedgerLost`, `LedgerAway`."""
    since = until_ms - ledger.keep.window * 1000
    (rows,) = await ledger.run_many([("earlier", (who, since, until_ms, *names))])
    return [Earlier(text(name), _words(ledger, text(name), body)) for name, body in rows]


def _words(ledger: Ledger, name: str, body: bytes) -> str:
    try:
        found = codec.decode(Complaint, ledger.sealer.open(body, b"c:" + name.encode()))
    except (Unsealable, codec.Undecodable):
        return ""
    return f"{found.title}\n{found.text}"
