"""Who else is told when somebody writes on a citizen's behalf, and how what came in one mail is answered together.

Only a proven forwarder's word counts, only the author of the forwarded message itself, and only where that is sure:
nobody can make us write to a third person by forging.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from channels.base import Channel
from channels.mail_alignment import mailbox
from channels.mail_forwarders import free_mail
from channels.mail_message import ELSEWHERE
from forwarder.items import Bundle, Claim, Copy, Note
from forwarder.listener import About, Listener
from forwarder.seal import Hasher
from gateway.attach_limits import left_out
from normalizer import codec
from normalizer.phone import e164, phone_uri
from normalizer.schema import ChannelName, Complaint, Flags, Language, Message, Origin, Party

MAIL = ChannelName("mail")
# By which of them an SMS goes to somebody who wrote none; the first that is switched on.
SMS_CHANNELS = (ChannelName("sms"), ChannelName("sms_http"))
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Citizen:
    """Where the citizen behind a forward can be told the number; `person` as in `Message`."""

    channel: ChannelName
    to: Party
    person: str = field(repr=False)


def behalf_of(message: Message) -> Origin | None:
    """The message somebody proven passed on; None for what they wrote for themselves, and for everybody else."""
    return message.origin if message.verified and not message.silent else None


def about(message: Message, complaint: Complaint) -> tuple[About, ...]:
    """What the forwarder's answer may tell about it, and its printed receipt show."""
    if message.origin is None:
        return ()
    received, protected = int(complaint.received_at.timestamp() * 1000), bool(complaint.flags)
    if protected:
        return (About(received_ms=received, protected=True),)
    name = message.origin.author.name if message.origin.sure else ""
    return (About(name=name, title=complaint.title, received_ms=received),)


def citizen(message: Message, flags: Flags, channels: Mapping[ChannelName, Channel]) -> Citizen | None:
    """Nobody for a protected complaint, nobody whom the mail already came from or went to, and not ourselves."""
    origin = behalf_of(message)
    if origin is None or not origin.sure or flags or ELSEWHERE in message.doubts:
        return None
    if not _all_known(message, origin, channels):
        return None
    found = _citizen(origin.author.address.strip(), channels)
    involved = (message.sender.address, origin.forwarder.address, message.recipient)
    if found is None or found.to.address.lower() in {one.strip().lower() for one in involved}:
        return None
    # A channel with mailboxes of its own says which they are.
    ours = getattr(channels.get(found.channel), "takes", None)
    return None if ours and ours(found.to.address) else found


def _all_known(message: Message, origin: Origin, channels: Mapping[ChannelName, Channel]) -> bool:
    """Whether each who passed it on before is one whose word counts: a stranger may have written a forward of his own
    making to the office, in which a third person is the author."""
    return all(_is_known(party.address, message, channels) for party in origin.chain[:-1])


def _is_known(address: str, message: Message, channels: Mapping[ChannelName, Channel]) -> bool:
    """The office itself, a colleague there, or one whom the channel's setting names."""
    who, office = mailbox(address), mailbox(message.sender.address)
    domain = office.rpartition("@")[2]
    if who and (who == office or (who.rpartition("@")[2] == domain and not free_mail(domain))):
        return True
    known = getattr(channels.get(message.channel), "forwarders", None)
    return bool(who and known and known.has(who))


def _citizen(address: str, channels: Collection[str]) -> Citizen | None:
    if "@" in address:
        return Citizen(MAIL, Party(address), f"mailto:{address.lower()}") if MAIL in channels else None
    number, way = e164(address), next((name for name in SMS_CHANNELS if name in channels), None)
    return Citizen(way, Party(number), phone_uri(number)) if number and way else None


def copy_for(found: Citizen, who: str, language: Language) -> Copy:
    """Without the mail's subject and thread: the citizen gets a number and nothing else."""
    return Copy(who, Listener(found.channel, found.to, language, Flags()).encode())


def together(items: Sequence[_T], bundle: str, patience_ms: int) -> list[_T | Claim | Note]:
    """The messages of one mail: several complaints get one answer, and beside a complaint, or twice, nobody needs
    help."""
    claims = [item for item in items if isinstance(item, Claim)]
    places = {delivery: place for place, delivery in enumerate(dict.fromkeys(one.delivery for one in claims), 1)}
    helped = bool(claims) or any(isinstance(item, Note) and item.what == "enrolled" for item in items)
    joined: list[_T | Claim | Note] = []
    for item in items:
        if isinstance(item, Note) and item.what == "help":
            joined.append(_unanswered(item) if helped else item)
            helped = True
        elif isinstance(item, Claim) and len(places) > 1:
            own = Bundle(bundle, places[item.delivery], len(places), patience_ms)
            joined.append(replace(item, bundle=own, listener=_one_listener(claims, places), hold_ms=0))
        else:
            joined.append(item)
    return joined


def _unanswered(note: Note) -> Note:
    return Note(note.delivery, f"unanswered:{note.what}", note.node)


def _one_listener(claims: Sequence[Claim], places: dict[str, int]) -> bytes:
    """Of a mail in which one asks for protection no subject and no name is repeated."""
    if not all(claim.listener for claim in claims):
        return b""
    each = {claim.delivery: Listener.decode(claim.listener) for claim in claims}
    flags = [listener.flags for listener in each.values()]
    told = [replace(one, place=places[name]) for name, listener in each.items() for one in listener.about]
    first = next(iter(each.values()))
    facts = {name: value for listener in each.values() for name, value in listener.facts}
    if "left_out" in facts:
        of_each = {claim.delivery: codec.decode(Complaint, claim.body) for claim in claims}
        facts["left_out"] = left_out(*of_each.values())
    united = Flags(any(one.anonim for one in flags), any(one.rahasia for one in flags))
    return replace(first, flags=united, about=tuple(told), facts=tuple(facts.items())).encode()


def owners_of(hasher: Hasher, owner: str, found: Citizen | None) -> str:
    """Who may ask where it stands: who sent it, and the citizen from the address the number is sent to."""
    return f"{owner} {hasher.short('person', found.person)}" if found else owner
