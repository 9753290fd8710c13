"""Proof: who waits for a number, added something, or wished something away, is still waited for by the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from forwarder import owed
from forwarder.acts import SUFFIX
from forwarder.ledger import Ledger
from forwarder.owed import LOST, STUCK
from gateway.inbox import Fact
from gateway.journal_reader import JournalReader
from gateway.proof_rows import Account

_AT_ONCE = 1000
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
_WISH = {
    LOST: "its sender asked for more protection or less, but the ledger does not know that: `journal rebuild`",
    STUCK: "its sender asked for more protection or less, and nobody tells the central system: `journal rebuild`, or"
    " change it there",
}
_FILES = {
    LOST: "files that follow it are known to nobody: `journal rebuild`",
    STUCK: "files that follow it are in no list of what is due or parked: `journal rebuild`",
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
        added = {**self._linked(found), **found.added}
        lost = await owed.lost_supplements(self.ledger, sorted(added))
        _tell(found, self._kept(added, lost), lost, _SUPPLEMENT)
        late = self._late(found)
        lost = await owed.lost_supplements(self.ledger, sorted(late))
        _tell(found, self._kept(late, lost), lost, _FILES)
        lost = await owed.lost_withdrawals(self.ledger, sorted(found.withdrawn))
        _tell(found, self._kept(found.withdrawn, lost), lost, _WITHDRAWAL, SUFFIX)
        await self._wishes(found, found.withdrawn.keys() & lost.keys())
        lost = await owed.lost_erasures(self.ledger, sorted(found.erasures))
        _tell(found, self._kept(found.erasures, lost), lost, _ERASURE)

    async def _wishes(self, found: Account, told: Set[str]) -> None:
        """told: of which it was said already that nobody tells anything of them."""
        known = {f"{name}~": 0 for name in found.touched | found.complaints.keys()}
        lost = await owed.lost_wishes(self.ledger, sorted(known.keys() | found.wishes.keys()))
        for name, what in sorted({wish.partition("~")[0]: what for wish, what in lost.items()}.items()):
            rows = [seq for wish, seq in found.wishes.items() if wish.startswith(f"{name}~")]
            if name not in told and all(map(self.reader.has_body, rows)):
                found.differs(what, name + SUFFIX, _WISH[what])

    def _linked(self, found: Account) -> dict[str, int]:
        """What those who told the same once more added to it; of a complaint whose rows are all there, for which of
        them that was nobody can say."""
        rows = {name: seqs for name, seqs in found.linked.items() if all(map(self.reader.has_body, seqs))}
        names = [(one.subject, one.subject.partition("+")[0]) for one in self._facts("linked", found.since)]
        return {subject: rows[name][0] for subject, name in names if name in rows}

    def _late(self, found: Account) -> dict[str, int]:
        """Files that complaints did not wait for; what was said last of each counts (forwarder/lua/begin.lua)."""
        places = {one.subject: one.data.split(" ")[2:] for one in self._facts("late", found.since)}
        return {
            f"{name}+late-{name}": found.complaints[name]
            for name, some in places.items()
            if name in found.complaints and any(some)
        }

    def _facts(self, kind: str, since: datetime) -> Iterator[Fact]:
        """By Redis's clock, which may be behind ours."""
        after = 0
        while facts := self.reader.facts(after, _AT_ONCE, _ms(since - timedelta(hours=1)), kind=kind):
            yield from facts
            after = facts[-1].seq

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
