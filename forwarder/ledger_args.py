"""What the scripts that claim and restore are told, in the order of their ARGV; whatever is personal is sealed."""

from __future__ import annotations

from dataclasses import dataclass

from forwarder.items import Claim, Keep
from forwarder.seal import Sealer

Values = list[str | bytes | int]


@dataclass(frozen=True, slots=True)
class Args:
    sealer: Sealer
    keep: Keep

    def claim(self, claim: Claim, wait: int) -> Values:
        """As claim.lua and restore.lua have them, without the epoch."""
        sealed = self.sealer.seal(claim.body, b"c:" + claim.id.encode())
        head: Values = [claim.delivery, claim.id, claim.same, claim.node, claim.channel, claim.received_ms, sealed]
        head += [claim.who, self.listener(claim.listener, claim.who), claim.owner, wait, self.keep.window * 1000]
        head += [self.keep.claim, int(claim.doubt), int(claim.flagged), claim.look, claim.recap]
        copies = self.copies(claim)
        return [*head, *self.bundle(claim), len(copies) // 2, *copies, *claim.numbers]

    def link(self, claim: Claim) -> Values:
        """As restore_link.lua has them, behind the complaint it is linked with."""
        head: Values = [claim.received_ms, claim.who, self.listener(claim.listener, claim.who), claim.wait_ms]
        return [*head, claim.recap, *self.bundle(claim), *self.copies(claim)]

    def bundle(self, claim: Claim) -> Values:
        """Bundle, place, want, patience; and how long (s) it is all kept."""
        one = claim.bundle
        return [*((one.id, one.place, one.want, one.patience_ms) if one else ("", "", 0, 0)), self.keep.case]

    def copies(self, claim: Claim) -> Values:
        return [value for one in claim.copies for value in (one.who, self.listener(one.listener, one.who))]

    def listener(self, listener: bytes, who: str) -> bytes:
        """Bound to its name, which stands in the id of each of its answers. Nobody stays nobody."""
        return b"" if not listener else self.sealer.seal(listener, b"listener:" + who.encode())
