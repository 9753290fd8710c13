"""What the pieces of a draft become together: a complaint, an addition to one, or nothing; pure, so it may be redone.

What a closed draft was made of stands sealed in a journal (`Told`), because its pieces may have come to several nodes.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

from forwarder.acts import Act
from forwarder.items import Claim, Note
from forwarder.protection import flags_of, letters
from forwarder.supplement import Supplement
from gateway.understand import Understanding
from gateway.understand_answer import Answering
from normalizer import codec
from normalizer.called_off import may_ask_office
from normalizer.conversation import Add, Closed, Closing, Submit, Withdraw
from normalizer.draft import Draft, Role
from normalizer.draft_join import joined
from normalizer.earlier import protects_earlier
from normalizer.triage import triage
from normalizer.united import united, without

CANCELLED = "draft_cancelled"
# Of the time the first answer waits for the central system's number this much is left when the quiet period used it up:
# two SMS in a row cost twice.
LEAST_WAIT_MS = 5_000
_MOST_BYTES = 8 * 1024 * 1024

Become = Claim | Supplement | Note


@dataclass(frozen=True, slots=True)
class Told:
    """A closing as it is kept. `held`: protection its chat asked for before (`protection.letters`). `to`: what it was
    added to. `target`: the complaint behind that. `opened`: protection that its writer wants it to go without, though
    its words ask for it. `kept`: what an addition keeps of `held`, as nobody protected what it is added to; None: an
    earlier version, which kept it all. `over`: the protection of a complaint that its words name; versions that do not
    know it find it in `held`, and what was held without it is `alone`."""

    who: str
    draft: Draft
    held: str = ""
    to: Closed | None = None
    target: str = ""
    withdrawn: bool = False
    opened: str = ""
    kept: str | None = None
    over: str = ""
    alone: str | None = None

    def encode(self) -> bytes:
        return zlib.compress(codec.encode(self))

    @classmethod
    def decode(cls, data: bytes) -> Told:
        """Raise `Undecodable`, or `zlib.error`."""
        return codec.decode(cls, zlib.decompressobj().decompress(data, _MOST_BYTES))

    @property
    def outcome(self) -> Closing:
        if self.withdrawn:
            return Withdraw(self.draft)
        return Add(self.draft, self.to) if self.to else Submit(self.draft)

    @property
    def deliveries(self) -> tuple[str, ...]:
        return tuple(piece.name for piece in self.draft.pieces)

    @property
    def at_ms(self) -> int:
        return int(self.draft.pieces[0].at.timestamp() * 1000)


def told_of(
    who: str, outcome: Closing, held: str, target: str = "", opened: str = "", kept: str = "", over: str = ""
) -> Told:
    told = Told(who, outcome.draft, held, opened=opened, kept=kept, over=over)
    if over and isinstance(outcome, Submit):
        both = letters(united(flags_of(held), flags_of(over)))
        told = replace(told, held=both, alone=held, opened=letters(without(flags_of(opened), flags_of(over))))
    if isinstance(outcome, Add):
        return replace(told, to=outcome.to, target=target or outcome.to.id)
    return replace(told, withdrawn=isinstance(outcome, Withdraw))


def become(understanding: Understanding, told: Told) -> Become:
    """What the ledger is told. Raise whatever a defect may raise."""
    if told.withdrawn:
        return _withdrawn(understanding, told)
    claim = _claim(understanding, told)
    return _added(understanding, told, claim) if told.to else claim


def call(understanding: Understanding, told: Told, item: Become) -> Note | None:
    """Whom to call, where only all its pieces together tell of danger: one that does so itself was answered at once."""
    claim = item.otherwise if isinstance(item, Supplement) else item
    answered = any(piece.urgent and piece.role is Role.TEXT for piece in told.draft.pieces)
    if answered or not isinstance(claim, Claim):
        return None
    return understanding.call(joined(told.draft), claim, doubt=claim.doubt)


def asked_back(understanding: Understanding, told: Told) -> Act | None:
    """Whether it is called off, where an order in it was taken for a part of what it tells: asked once it has a number.
    What is added to a complaint calls nothing of that off."""
    asks = [piece for piece in told.draft.pieces if piece.role is Role.TEXT and piece.faint and not told.to]
    asks = [piece for piece in asks if may_ask_office(piece.message.text)]
    orders = (understanding.asked_back(piece.message, doubt=piece.doubt) for piece in reversed(asks))
    return next(filter(None, orders), None)


def asked_also(understanding: Understanding, told: Told) -> Act | None:
    """Protection that is wished, beside what it tells, for what its chat told before."""
    wishing = [piece for piece in told.draft.pieces if piece.role is Role.TEXT and piece.flags]
    asked = [(piece, flags) for piece in wishing if (flags := protects_earlier(piece.message.text))]
    if not asked or told.withdrawn:
        return None
    flags = united(*(flags for _, flags in asked))
    return understanding.asked_also(asked[-1][0].message, flags, doubt=asked[-1][0].doubt)


def doubted(item: Become) -> Become:
    """It may have been submitted and answered before the ledger was lost."""
    if isinstance(item, Supplement):
        return replace(item, doubt=True, otherwise=replace(item.otherwise, doubt=True))
    return replace(item, doubt=True)


def _claim(understanding: Understanding, told: Told) -> Claim:
    draft = told.draft
    doubt = any(piece.doubt for piece in draft.pieces)
    # Who said KIRIM, or BUKA, is not asked whether it shall be protected before it goes.
    here = replace(understanding, hold_minutes=0) if draft.sent or told.opened else understanding
    over = flags_of(told.over)
    asked, opened = united(draft.flags, over), without(flags_of(told.opened), over)
    held = flags_of(told.held if told.alone is None else told.alone)
    claim = here.whole(joined(draft), asked, held, doubt=doubt, opened=opened)
    waited = int((draft.until - draft.pieces[0].at).total_seconds() * 1000)
    wait = min(claim.wait_ms, max(LEAST_WAIT_MS, claim.wait_ms - waited))
    return replace(claim, delivery=_delivery(understanding, draft), wait_ms=wait)


def _added(understanding: Understanding, told: Told, claim: Claim) -> Supplement:
    """The complaint it would be alone stands behind it, should there be nothing to add it to. Protection that the chat
    asked for before is where it asked for it, or was opened there since: only what is added can ask for more, unless
    nobody ever asked for any there."""
    message = joined(told.draft)
    found = triage(message, understanding.keywords)
    kept = flags_of(told.held if told.kept is None else told.kept)
    flags = without(united(found.flags, told.draft.flags, kept), flags_of(told.opened))
    answering = Answering(understanding.hasher, understanding.node, understanding.keywords, lambda _: claim)
    return answering.supplement(
        message, message, replace(found, flags=flags), (told.target,), claim.delivery, doubt=claim.doubt
    )


def _withdrawn(understanding: Understanding, told: Told) -> Note:
    """Whoever said BATAL is answered below that; a piece that was overtaken by it goes with the rest, and nothing is
    said again."""
    draft = told.draft
    ends = [piece for piece in draft.pieces if piece.role in (Role.CANCEL, Role.HOLD) or piece.held]
    # A hold counts as the last word only; BATAL does wherever it stands.
    cancel = next((piece.message for piece in sorted(ends, key=lambda piece: piece.role is not Role.CANCEL)), None)
    outcome, delivery = f"withdrawn:{draft.id}", _delivery(understanding, draft)
    if cancel is None or cancel.silent:
        return Note(delivery, outcome, understanding.node)
    found = replace(triage(cancel, understanding.keywords), flags=draft.flags)
    note = understanding.note(cancel, found, CANCELLED, doubt=any(piece.doubt for piece in draft.pieces))
    return replace(note, delivery=delivery, outcome=outcome)


def _delivery(understanding: Understanding, draft: Draft) -> str:
    """A name of its own: those of its messages say that they are in a draft."""
    return understanding.hasher.short("draft", draft.id)
