"""Proof, first part: every message of a time has exactly one end in this node's journal, and the ledger agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forwarder.census import census
from forwarder.ledger import Ledger
from gateway.inbox import ERASED, Row
from gateway.journal_reader import JournalReader
from gateway.proof_pieces import FORGOTTEN, LOST, WAITS, Pieces

# What a row may end as, and what that is in a sum; docs/operations.md, "How a row ends", explains each.
ENDS: Mapping[str, str] = {
    "complaint": "complaints",
    "linked": "linked to a complaint",
    "supplement": "added to a complaint",
    "draft": "pieces of a complaint",
    "act": "acts on a complaint",
    "withdrawn": "withdrawn by the citizen",
    "answered": "answered",
    "unanswered": "answered by nothing",
    "again": "the same delivery again",
    "asked": "wait for the sender's answer",
    "confirms": "answers to a question of ours",
    "thanks": "nothing to do",
    "stop": "nothing to do",
    "robot": "nothing to do",
    "edited": "nothing to do",
    "nothing": "nothing to do",
    "command": "answered",
    "report": "providers' reports",
    "news": "news of a complaint",
    "held": "in the tray",
    "spam": "called spam by a person",
    "verification": "mail providers' questions",
    "quarantined": "quarantined, for a person",
    "closed": "closed by a person",
}
# Ends whose word means something else elsewhere.
_SAID: Mapping[str, str] = {ERASED: "of somebody whose data was erased before: told to nobody"}
_OF_A_COMPLAINT = frozenset({"complaint", "linked", "supplement"})
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """Two books that do not agree: what kind, about which row, id or number, and what it means and asks for."""

    kind: str
    about: str
    sentence: str


@dataclass(eq=False)
class Account:
    """What became of the rows of a time. `complaints`: id → its row; `in_pieces`: those of them whose first piece may
    have come to another node, or before; `touched`: those that the rows say anything of, whenever they came. Each with
    its row: what was `added` (`<complaint>+<key>`), complaints that were `withdrawn`, `wishes` for more or less
    protection (`<complaint>~raise_r`), and `erasures` that were asked for. `linked`: complaint → the rows that tell of
    it once more. `since`, `until` bound `received_at`."""

    since: datetime
    until: datetime
    rows: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    complaints: dict[str, int] = field(default_factory=dict)
    in_pieces: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    added: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)
    wishes: dict[str, int] = field(default_factory=dict)
    erasures: dict[str, int] = field(default_factory=dict)
    linked: dict[str, list[int]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def differs(self, kind: str, about: object, sentence: str) -> None:
        self.differences.append(Difference(kind, str(about), sentence))


async def account(pieces: Pieces, since: datetime, until: datetime) -> Account:
    """Raise `JournalError`, `LedgerAway`."""
    found = Account(since, until)
    named: dict[str, int] = {}
    drafted: dict[int, str] = {}
    for row in _between(pieces.reader, since, until):
        found.rows += 1
        _of_row(found, named, drafted, row)
    for seq, end in (await pieces.became(drafted, since)).items():
        _of_piece(found, named, seq, end)
    found.touched.update(named)
    await _of_ledger(found, pieces.ledger, named)
    return found


def _between(reader: JournalReader, since: datetime, until: datetime) -> Iterator[Row]:
    """Clocks are set back now and then: rows are looked at somewhat further than their times would ask for."""
    after = reader.last_before((since - timedelta(hours=1)).timestamp())
    while rows := reader.heads(after=after, limit=_BATCH):
        yield from (row for row in rows if since <= row.received_at < until)
        after = rows[-1].seq


def _of_piece(found: Account, named: dict[str, int], seq: int, end: str) -> None:
    """A piece's row names its draft; what that became, the ledger knows, or the node that closed it."""
    word, _, rest = end.partition(":")
    name = rest.partition(":")[0]
    if end == LOST:
        found.differs("lost", f"row {seq}", "a piece of a complaint that nobody has in hand: `journal rebuild`")
    elif end in (WAITS, FORGOTTEN):
        found.sums["pieces that wait for the rest" if end == WAITS else "pieces too old to say what they became"] += 1
    elif word in _OF_A_COMPLAINT:
        named.setdefault(name, seq)
    if word == "supplement":
        _of_supplement(found, rest, seq)
    if word == "linked":
        found.linked.setdefault(name, []).append(seq)
    if word == "complaint" and name not in found.complaints:
        found.complaints[name] = seq
        found.in_pieces.add(name)


def _of_row(found: Account, named: dict[str, int], drafted: dict[int, str], row: Row) -> None:
    if not row.end:
        found.sums["not understood yet"] += 1
        found.differs("open", row.seq, "nobody made anything of this row yet: is `satupintu serve` running here?")
        return
    for end in row.end.split(" "):
        word, _, rest = end.partition(":")
        if word not in ENDS:
            found.differs("end", row.seq, f"ends in a way that this version does not know ({word[:20]})")
        found.sums[_SAID.get(end) or ENDS.get(word, "unknown")] += 1
        if word in _OF_A_COMPLAINT:
            named.setdefault(rest.partition(":")[0], row.seq)
        if word == "complaint":
            _of_complaint(found, rest.partition(":")[0], row.seq)
        if word == "supplement":
            _of_supplement(found, rest, row.seq)
        if word == "linked":
            found.linked.setdefault(rest.partition(":")[0], []).append(row.seq)
        if word == "act":
            _of_act(found, rest, row.seq)
        if word == "draft":
            drafted[row.seq] = rest


def _of_supplement(found: Account, rest: str, seq: int) -> None:
    name, _, key = rest.partition(":")
    if key:
        found.added.setdefault(f"{name}+{key}", seq)


def _of_act(found: Account, rest: str, seq: int) -> None:
    names, _, what = rest.partition(":")
    key, _, deed = what.partition(":")
    found.touched.update(names.split(","))
    if deed == "withdraw":
        found.withdrawn.update((name, seq) for name in names.split(","))
    elif deed == "erase":
        found.erasures[key] = seq
    wish, _, letters = deed.partition("-")
    if wish in ("raise", "lift"):
        found.wishes.update((f"{name}~{wish}_{letter}", seq) for name in names.split(",") for letter in letters)


def _of_complaint(found: Account, name: str, seq: int) -> None:
    first = found.complaints.setdefault(name, seq)
    if first != seq:
        found.differs("double", name, f"rows {first} and {seq} both became this complaint; one should be `again`")


async def _of_ledger(found: Account, ledger: Ledger, named: Mapping[str, int]) -> None:
    known = await census(ledger, sorted(named))
    for name, stands in known.items():
        row = named[name]
        if not stands.state:
            found.differs("lost", name, f"row {row} became it, but the ledger does not know it: `journal rebuild`")
        elif stands.state not in ("done", "withdrawn", "closed") and not stands.seen_to:
            found.differs("stuck", name, f"row {row}: {stands.state}, and nobody will see to it: `complaints retry`")
        elif stands.state == "done" and not stands.national:
            found.differs("numberless", name, f"row {row}: it is done, but has no national number")
        found.sums[f"complaints {_WORDS.get(stands.state, stands.state)}"] += name in found.complaints


_WORDS = {
    "closed": "closed by an operator",
    "done": "with their number",
    "due": "on their way",
    "waiting": "waiting for their number",
    "": "lost",
}


def sums(accounts: Sequence[Account]) -> Counter[str]:
    return sum((one.sums for one in accounts), Counter[str]())
