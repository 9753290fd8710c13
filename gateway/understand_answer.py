"""An answer to our answer: what it adds to its complaint, or that there is nothing to act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import islice

from forwarder.added import Added
from forwarder.items import Claim, Note
from forwarder.listener import listener_of
from forwarder.naming import names_of
from forwarder.protection import letters
from forwarder.seal import Hasher
from forwarder.supplement import Supplement
from forwarder.supplement_text import supplement_text
from forwarder.supplement_token import complaint_of
from forwarder.unnamed import writers
from gateway.attach_limits import left_out
from normalizer import codec
from normalizer.commands import Command
from normalizer.quotes import own_words
from normalizer.schema import TAKEN_KINDS, Complaint, Kind, Message
from normalizer.triage import Triage, triage

# Set on a new complaint that came as an answer about somebody else's, or about one nobody knows any more.
STRANGER = "answer-of-a-stranger"
# Nobody pays for an answer to these, and nothing is added.
_NOTHING = frozenset({"thanks", "yesno", "bare", "empty", "test"})
_COURTESY = frozenset({"thanks", "empty", "test", "greeting"})
# "ya" and "belum" are answers; whoever writes LAPOR begins anew.
_NO_ANSWER = frozenset(Command) - {Command.YES, Command.NO}


_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){3,19}(?!\d)")
_MOST_NUMBERS = 50


@dataclass(frozen=True, slots=True)
class Answering:
    """`claim` makes a complaint of a message, should it be nobody's answer after all."""

    hasher: Hasher
    node: str
    keywords: Collection[str]
    claim: Callable[[Message], Claim]

    def read(self, message: Message, delivery: str, *, doubt: bool) -> Supplement | Note | Message:
        """What the answer is; or the message, without the letter it answers, when it asks or says something else.

        A forward is a matter of its own, to whatever address it goes."""
        complaints = tuple(filter(None, (complaint_of(self.hasher, token) for token in message.tokens)))
        if not complaints or message.origin or message.robot or message.edited:
            return message
        cut = own_words(message.text)
        said = replace(message, text=cut.text, quoted=(), tokens=())
        found = triage(said, self.keywords)
        beside = message.attachments or message.location
        if not beside and (cut.only_quoted or found.why in _NOTHING):
            return Note(delivery, "thanks", self.node)
        if found.kind not in TAKEN_KINDS and found.why != "flag alone":
            return said if found.kind is Kind.STATUS or cut.cut else replace(message, tokens=())
        return replace(
            self.supplement(message, said, found, complaints, delivery, doubt=doubt), numbers=_numbers(said.text)
        )

    def answer(self, message: Message, complaint: str, delivery: str, *, doubt: bool) -> Supplement | None:
        """What somebody whose agency asked something writes next; None for orders, courtesies and a matter that is
        said to be new."""
        if message.origin or message.robot or message.edited:
            return None
        found = triage(message, self.keywords)
        if found.command in _NO_ANSWER or found.why in _COURTESY or found.kind is Kind.STATUS:
            return None
        return self.supplement(message, message, found, (complaint,), delivery, doubt=doubt)

    def supplement(
        self, message: Message, said: Message, found: Triage, complaints: tuple[str, ...], delivery: str, *, doubt: bool
    ) -> Supplement:
        """What `said` adds to the first of these complaints that is the sender's."""
        otherwise = self.claim(replace(message, tokens=(), doubts=(*message.doubts, STRANGER)))
        limited = codec.decode(Complaint, otherwise.body)
        # How many, never which: the complaint may be protected. What asks for protection is answered in neutral words.
        over = {"left_out": told} if (told := left_out(limited, named=False)) and not found.flags else {}
        spoken = supplement_text(said.text, message.attachments, message.location, found.language)
        return Supplement(
            delivery=delivery,
            key=self.hasher.short("supplement", message.channel, message.delivery),
            complaints=complaints,
            # Only who was proven was ever answered: a borrowed name is nobody's of that complaint.
            names=() if message.borrowed else names_of(self.hasher, message, otherwise.who),
            node=self.node,
            received_ms=otherwise.received_ms,
            body=codec.encode(Added(spoken, limited.attachments, writers(limited))),
            who=otherwise.who,
            listener=b"" if message.silent else listener_of(message, found.language, found.flags, **over).encode(),
            asked=letters(found.flags),
            otherwise=otherwise,
            doubt=doubt,
        )


def _numbers(text: str) -> tuple[str, ...]:
    """All that may be the number of a complaint, in digits alone."""
    found = ("".join(filter(str.isdigit, one)) for one in _NUMBER.findall(text))
    return tuple(dict.fromkeys(islice(found, _MOST_NUMBERS)))
