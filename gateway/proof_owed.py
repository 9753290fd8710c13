"""Proof: who waits for a number, added something, or wished something away, is still waited for by the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from forwarder import owed
from forwarder.acts import SUFFIX
from forwarder.ledger import Ledger
from forwarder.owed import LOST, STUCK
from gateway.journal_reader import JournalReader
from gateway.proof_rows import Account

# Others than the chat that a complaint came from may be forgotten without the complaint: it still names them then.
_FORGETS = "not compared while somebody is being erased: what is owed"
_TOO_OLD = "too long ago to say whether all that is owed was done"
_SEE = "`journal rebuild` owes it again, or `complaints show` and tell them by other means"
_NUMBER = {
    LOST: f"it has its number, and nothing here knows that somebody is to be told: {_SEE}",
    STUCK: f"it has its number, and the answer is in no list of what is due or parked: {_SEE}",
}
_SUPPLEMENT = {
    LOST: "it was added to a complaint, but the ledger does not know it: `journal rebuild`",
    STUCK: "it was added to a complaint, and is in no list of what is due or parked: `journal rebuild`",
}
_WITHDRAWAL = {
    LOST: "its sender withdrew it, but the ledger does not know that, and it goes on: `journal rebuild`",
    STUCK: "its sender withdrew it, and nobody tells the central system: `journal rebuild`, or withdraw it there",
}
_ERASURE = {
    LOST: "its sender wants everything erased, but the ledger does not know that: `journal rebuild`",
    STUCK: "its sender wants everything erased, and that is in no list of what is due: `journal rebuild`",
}


@dataclass(frozen=True)
class Debts:
    """What there is to ask."""

    reader: JournalReader
    ledger: Ledger
    node: str

    async def compare(self, found: Account) -> None:
        """Raise `LedgerAway`."""
        now = datetime.now(UTC)
        kept = min(self.ledger.keep.claim, self.ledger.keep.case, owed.SUPERSEDED)
        if found.since < now - timedelta(seconds=kept) + timedelta(hours=1):
            found.sums[_TOO_OLD] += 0
            return
        mine, chats = await owed.erasing_now(self.ledger, self.node, int(now.timestamp() * 1000))
        if mine:
            found.sums[_FORGETS] += 0
            return
        await self._numbers(found, chats)
        lost = await owed.lost_supplements(self.ledger, sorted(found.added))
        _tell(found, self._kept(found.added, lost), lost, _SUPPLEMENT)
        lost = await owed.lost_withdrawals(self.ledger, sorted(found.withdrawn))
        _tell(found, self._kept(found.withdrawn, lost), lost, _WITHDRAWAL, SUFFIX)
        lost = await owed.lost_erasures(self.ledger, sorted(found.erasures))
        _tell(found, self._kept(found.erasures, lost), lost, _ERASURE)

    async def _numbers(self, found: Account, chats: frozenset[str]) -> None:
        left = await owed.untold(self.ledger, sorted(found.complaints))
        erased = bool(left) and bool(self.reader.facts(0, 1, _ms(found.since), kind="erased"))
        for one, what in left:
            if one.reader not in chats and (one.own or not erased):
                found.differs("untold", one.names[0], _NUMBER[what])

    def _kept(self, rows: Mapping[str, int], names: Iterable[str]) -> list[str]:
        """Of a row whose bytes are gone its sender may be, too."""
        return [name for name in names if self.reader.has_body(rows[name])]


def _tell(
    found: Account, names: Iterable[str], what: Mapping[str, str], sentences: Mapping[str, str], suffix: str = ""
) -> None:
    for name in names:
        found.differs(what[name], name + suffix, sentences[what[name]])


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
