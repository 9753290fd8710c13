"""From a message to what its chat asks of a complaint that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from forwarder.acts import Act, Deed
from forwarder.listener import listener_of
from forwarder.naming import delivery_of, names_of
from forwarder.protection import letters
from forwarder.seal import Hasher
from forwarder.supplement_token import complaint_of
from normalizer.called_off import may_ask_office
from normalizer.commands import Command
from normalizer.confirm_word import BARE_NO, OTHER_WORD, confirm_word, confirm_word_in
from normalizer.flag_words import ANONIM, flag_word
from normalizer.keeps_data import KEEPS_DATA
from normalizer.offer_answer import goes_on, is_doubtful, only_agrees, wanted
from normalizer.quotes import own_words
from normalizer.schema import Flags, Kind, Message
from normalizer.text import folded_of, words
from normalizer.triage import Triage, says_nothing_itself
from normalizer.united import united

DEEDS: Mapping[Command, Deed] = {
    Command.CONFIDENTIAL: Deed.RAISE,
    Command.ANONYMOUS: Deed.RAISE,
    Command.LIFT: Deed.LIFT,
    Command.CANCEL: Deed.WITHDRAW,
    Command.ERASE: Deed.ERASE,
    Command.SEND: Deed.SEND,
}
# What is said to somebody who asks for something of a complaint that is not there.
OTHERWISE: Mapping[Deed, str] = {
    **dict.fromkeys((Deed.LIFT, Deed.WITHDRAW, Deed.ERASE, Deed.SEND), "act_unknown"),
    Deed.RAISE: "flag_alone",
}
_LOOKED_AT = 400
# "Ya betul pak"; whoever says more than that, or another word, tells something.
_MOST_BARE = 4
_BARE = {Command.YES: OTHER_WORD, Command.NO: BARE_NO}
# "Silakan", "lanjutkan", "ga apa apa": said to what waits for an answer, and to nothing else.
_UNNAMED = frozenset({None, Command.YES, Command.HELP})
_MAY_BE_A_WORD = frozenset({Kind.COMPLAINT, Kind.GIBBERISH})
# In the place of flags: whoever only says "not yet" is asked whether it shall be withdrawn; so is who may mean a bill,
# but where everything is to be erased that is called off.
WAIT, MAY_MEAN_A_BILL = "w", "o"
# What is answered to an offer of protection, in the place of flags: act_claim.lua.
_DECLINED = "n"
# … and for how long (ms) it waits for a plainer one.
_DOUBTFUL = "q"
# What only asks, agrees or lets go may be about the offer.
_MAY_ANSWER = frozenset({None, Command.YES, Command.NO, Command.HELP, Command.STATUS, Command.LIFT, Command.SEND})
_TAKEN: Mapping[Flags, str] = {
    Flags(rahasia=True): "y",
    Flags(anonim=True, rahasia=True): "ya",
    Flags(anonim=True): "a",
}
# Whoever calls an erasure off withdraws nothing else.
KEEP = "k"
_MEANS: Mapping[str, str] = {"hold": WAIT, KEEPS_DATA: KEEP}


@dataclass(frozen=True, slots=True)
class Acting:
    """`wait_ms`: after so long somebody is told that what they asked does not hold yet. `who` as in `Claim`."""

    hasher: Hasher
    node: str
    wait_ms: int
    who: str
    doubt: bool

    def act(self, message: Message, found: Triage, deed: Deed, word: str = "", offer: str = "") -> Act:
        """`word`: the one that confirms, and `offer`: what is answered to one, for `Deed.CONFIRM`."""
        confirms = deed is Deed.CONFIRM
        flags = Flags() if confirms else found.flags
        drawn = word if confirms else confirm_word(self.hasher.digest("confirm", self.who, message.delivery))
        again = {"minutes": str(_waits_ms(offer) // 60_000)} if _waits_ms(offer) else {}
        return Act(
            delivery=delivery_of(self.hasher, message),
            key=self.hasher.short("act", message.channel, message.delivery),
            deed=deed,
            node=self.node,
            received_ms=int(message.received_at.timestamp() * 1000),
            who=self.who,
            listener=b""
            if message.silent
            else listener_of(message, found.language, flags, word=drawn, **again).encode(),
            names=() if message.borrowed else names_of(self.hasher, message, self.who),
            letters=offer or _letters(message, found, deed, flags),
            number="" if deed in (Deed.ERASE, Deed.CONFIRM) else found.argument,
            complaints=self._proven(message),
            word=drawn,
            person=self.hasher.short("person", message.person),
            every=message.edited,
            wait_ms=self.wait_ms,
            doubt=self.doubt,
        )

    def _proven(self, message: Message) -> tuple[str, ...]:
        """The complaints that an answer of ours, named by this message, proves to be about."""
        return tuple(filter(None, (complaint_of(self.hasher, token) for token in message.tokens)))


def _letters(message: Message, found: Triage, deed: Deed, flags: Flags) -> str:
    if deed is not Deed.WITHDRAW:
        return letters(flags)
    asks = not found.argument and not message.tokens and may_ask_office(message.text)
    return _MEANS.get(found.why, MAY_MEAN_A_BILL if asks else letters(flags))


def kept_also(hasher: Hasher, act: Act) -> Act:
    """BATAL that took a draft back calls an erasure off as well: nothing is destroyed that its writer may want."""
    name = hasher.short("kept", act.delivery)
    return replace(act, delivery=name, key=name, letters=KEEP, complaints=())


def deed_of(message: Message, found: Triage) -> Deed | None:
    """What is asked by a command, or by an edit that asks for protection."""
    if message.robot or message.origin or message.proposal:
        return None
    if message.edited:
        return Deed.RAISE if found.flags else None
    return DEEDS.get(found.command) if found.command else None


def confirming(message: Message, judged: Callable[[], Triage]) -> str:
    """The word that a message is which says nothing else, if it can confirm something; `OTHER_WORD` or `BARE_NO` for
    what is said in its place; else "". An order is one, however near it is to a word."""
    said = _answer(message)
    spoken = folded_of(words(said))
    word = confirm_word_in(spoken)
    agrees = not word and only_agrees(said)
    unnamed = agrees or (not word and goes_on(said))
    if not spoken or not (word or unnamed or len(spoken) <= _MOST_BARE):
        return ""
    found = judged()
    if unnamed and (found.command in _UNNAMED or (agrees and found.command is Command.SEND)):
        return OTHER_WORD
    if found.command in _BARE and not word:
        return _BARE[found.command]
    alone = len(spoken) == 1 and spoken[0].isalpha() and found.kind in _MAY_BE_A_WORD and not found.flags
    return "" if found.command else word or OTHER_WORD * alone


def _waits_ms(offer: str) -> int:
    return int(offer.removeprefix(_DOUBTFUL)) if offer.startswith(_DOUBTFUL) else 0


def offer_answered(message: Message, judged: Callable[[], Triage], hold_minutes: int) -> str:
    """What a message answers to an offer of protection, as act_claim.lua reads it; "" where it answers none, or is an
    order that does the same."""
    said = _answer(message)
    flags = wanted(said)
    if flags is None:
        return f"{_DOUBTFUL}{hold_minutes * 60_000}" if hold_minutes and _chooses_nothing(said, judged) else ""
    found = judged()
    if not flags:
        return "" if found.command in (Command.SEND, Command.LIFT) else _DECLINED
    named = found.command is Command.ANONYMOUS and any(flag_word(word) == ANONIM for word in folded_of(words(said)))
    return "" if named or found.command is Command.CONFIDENTIAL else _TAKEN[united(flags, _asked(found))]


def _chooses_nothing(said: str, judged: Callable[[], Triage]) -> bool:
    if not is_doubtful(said):
        return False
    found = judged()
    if found.argument or found.status_number or found.command not in _MAY_ANSWER:
        return False
    return is_doubtful(said, ordered=found.command in (Command.LIFT, Command.SEND))


def _asked(found: Triage) -> Flags:
    return Flags() if found.command is Command.LIFT else found.flags


def _answer(message: Message) -> str:
    """What may answer something we asked, and nothing else; "" where more is sent than a few words."""
    if message.attachments or message.location or message.robot or message.edited or message.origin:
        return ""
    if says_nothing_itself(message, message.text):
        return ""
    letter = message.subject or message.tokens
    said = own_words(message.text).text if letter else message.text
    return said if len(said) <= _LOOKED_AT else ""
