"""Under what keyed names the ledger knows messages and people: without ID_KEY they tell nobody anything."""

from __future__ import annotations

from forwarder.seal import Hasher
from normalizer.schema import Flags, Message


def delivery_of(hasher: Hasher, message: Message) -> str:
    return hasher.short("claim", message.channel, message.delivery)


def who_of(hasher: Hasher, message: Message) -> str:
    """The chat a message came from (`Claim.who`). What came in a borrowed name came from another, of that address."""
    if message.borrowed:
        return f"{message.channel}-{_unproven(hasher, message)[:16]}"
    return who_at(hasher, message.channel, message.sender.address)


def who_at(hasher: Hasher, channel: str, address: str) -> str:
    return f"{channel}-{hasher.short('who', channel, address)[:16]}"


def owner_of(hasher: Hasher, message: Message, flags: Flags) -> str:
    """Phones are shared: what is anonim or rahasia belongs to the chat it came from, all else to the person.
    What came in a borrowed name is not that person's: it belongs to whoever writes in it without proof."""
    if message.borrowed:
        return _unproven(hasher, message)
    if flags:
        return hasher.short("owner", message.channel, message.sender.address)
    return hasher.short("person", message.person)


def _unproven(hasher: Hasher, message: Message) -> str:
    return hasher.short("unproven", message.channel, message.sender.address.lower())


def recap_of(hasher: Hasher, message: Message) -> str:
    """Under what name the complaints stand that this person forwarded."""
    return hasher.short("recap", message.person)


def chats_of(hasher: Hasher, message: Message) -> list[str]:
    """Under which its chat hears of complaints: mail programs write an address in whatever case."""
    return [who_at(hasher, message.channel, one) for one in _spelled(message)]


def names_of(hasher: Hasher, message: Message, who: str) -> tuple[str, ...]:
    """Under which its sender, `who`, may own a complaint or hear of it."""
    owners = [hasher.short("owner", message.channel, one) for one in _spelled(message)]
    return tuple(dict.fromkeys([who, *chats_of(hasher, message), *owners, hasher.short("person", message.person)]))


def _spelled(message: Message) -> tuple[str, str]:
    return message.sender.address, message.sender.address.lower()
