"""Telegram's updates read into our shape: https://core.telegram.org/bots/api#update"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from channels.base import Unreadable
from normalizer.phone import e164, phone_uri
from normalizer.schema import Attachment, ChannelName, Location, Message, Party, Raw

if TYPE_CHECKING:
    import telegram

NAME = ChannelName("telegram")
KINDS = ("message", "edited_message")  # the only ones we ask Telegram for; others are keyed and read as nothing

# What the library gets to see: everything else (a poll, a quoted message) may be of a newer form than it knows, and one
# part it cannot take would cost the citizen's words beside it.
_SEEN = (
    *("media_group_id", "message_id", "from", "chat", "date", "edit_date", "text", "caption", "forward_origin"),
    *("photo", "animation", "document", "voice", "video", "video_note", "audio"),
    *("location", "venue", "contact", "sticker"),
)
# What a citizen may send and we cannot read, so a person looks; Telegram's own notes (a message pinned, a timer set)
# are not among them: https://core.telegram.org/bots/api#message
_UNSUPPORTED = frozenset({"poll", "dice", "game", "story", "paid_media", "checklist", "invoice", "passport_data"})

_EDITED = ("edit_date", "text", "caption", "location")
_LARGEST = 1 << 20  # a text of 4,096 characters with all its entities stays below 100 KB

# What `Update.de_json` was seen to raise on half updates, lists for objects, dates beyond the calendar and depth.
_HALF = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError, OSError)


class MediaKind(NamedTuple):
    """How one kind of file is called when Telegram gives it no name and no type."""

    field: str
    name: str
    media_type: str


# `animation` stands before `document`, which repeats it for old clients: https://core.telegram.org/bots/api#message
_MEDIA = (
    MediaKind("animation", "animation.mp4", "video/mp4"),
    MediaKind("document", "document", "application/octet-stream"),
    MediaKind("voice", "voice.ogg", "audio/ogg"),
    MediaKind("video", "video.mp4", "video/mp4"),
    MediaKind("video_note", "video.mp4", "video/mp4"),
    MediaKind("audio", "audio", "audio/mpeg"),
)


def delivery_key(bot: str, body: bytes) -> str:
    """Total over any bytes. `update_id` is left out: it may restart at random after an idle week. The time of an edit
    has whole seconds only, so the edited words stand beside it (hashed)."""
    try:
        update = _loaded(body)
        for kind in KINDS:
            if key := _message_key(bot, update.get(kind), edited=kind != "message"):
                return key
        return f"{bot}:update:{_hash(update)}"
    except _HALF:
        return f"bytes:{hashlib.sha256(body).hexdigest()}"


def _message_key(bot: str, message: object, *, edited: bool) -> str | None:
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict):
        return None
    ids = chat.get("id"), message.get("message_id")
    if not all(map(_is_id, ids)):
        return None
    changed = [_hash([message.get(name) for name in _EDITED])] if edited else []
    return ":".join([bot, *map(str, ids), *changed])


def _hash(value: object) -> str:
    """Of the canonical form: the same update has the same hash whether it was pushed or polled."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def _loaded(body: bytes) -> dict[str, Any]:
    """Raise one of `_HALF`."""
    update = json.loads(body) if len(body) <= _LARGEST else None
    if not isinstance(update, dict):
        raise TypeError
    return update


def read(raw: Raw, bot: str) -> Sequence[Message]:
    """One message of a person in a private chat, or none. Raise `Unreadable` on bytes that are no whole update."""
    try:
        update = _loaded(raw.body)
        return _acted_on(raw, bot, _parsed(update), strange=_is_strange(update))
    except _HALF as error:
        reason = f"Telegram sent no whole update ({type(error).__name__})"
    raise Unreadable(reason)  # outside of `except`: the original may quote the citizen


def _parsed(update: dict[str, Any]) -> telegram.Update:
    from telegram import Update  # 0.3 s and 34 MB: the listener, which only verifies and keeps, does without

    seen = {
        kind: {name: update[kind][name] for name in _SEEN if name in update[kind]} for kind in KINDS if kind in update
    }
    return Update.de_json({"update_id": update["update_id"]} | seen, None)


def _is_strange(update: dict[str, Any]) -> bool:
    return any(_UNSUPPORTED & update[kind].keys() for kind in KINDS if kind in update)


def _acted_on(raw: Raw, bot: str, update: telegram.Update, *, strange: bool) -> Sequence[Message]:
    found = update.message or update.edited_message
    if found is None or found.chat.type != "private":
        return ()
    if found.from_user is None:
        raise ValueError
    if found.from_user.is_bot or (update.message is None and _is_moving_pin(found)):
        return ()
    message = _message(raw, bot, found, edited=update.message is None)
    if message.text or message.attachments or message.location:
        return (message,)
    return (replace(message, doubts=(*message.doubts, "unsupported")),) if strange else ()


def _message(raw: Raw, bot: str, found: telegram.Message, *, edited: bool) -> Message:
    person, shared = found.from_user, "" if edited else _shared(found)
    return Message(
        channel=NAME,
        delivery=delivery_key(bot, raw.body),
        sender=Party(str(_integer(found.chat.id)), _words(person.full_name if person else "")),
        person=f"telegram:{_integer(person.id if person else None)}",
        received_at=raw.received_at,
        text=_text(found),
        sent_at=_moment(found.edit_date if edited else found.date),
        attachments=_attachments(found),
        location=_location(found),
        thread=str(_integer(found.message_id)),
        group=_words(found.media_group_id) if isinstance(found.media_group_id, str) else "",
        recipient=bot,
        edited=edited,
        doubts=_doubts(found, shared),
        shared=shared,
    )


def _is_moving_pin(message: telegram.Message) -> bool:
    """A live location is edited every few seconds: its first place is the one the citizen chose."""
    return message.location is not None and message.venue is None


def _shared(message: telegram.Message) -> str:
    """The sender's own phone as a person: Telegram names the account a contact belongs to, whoever passes it on
    (https://core.telegram.org/bots/api#contact). What was forwarded proves nothing."""
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or message.forward_origin is not None:
        return ""
    number = e164(_international(_words(contact.phone_number)))
    return phone_uri(number) if number and contact.user_id == _integer(sender.id) else ""


def _international(number: str) -> str:
    """Telegram leaves the plus out."""
    return number if number.startswith(("+", "0")) else f"+{number}"


def _doubts(message: telegram.Message, shared: str) -> tuple[str, ...]:
    """`forwarded`: somebody else's words. `contact-of-another`: whose number the text is nobody has proven."""
    anothers = message.contact is not None and not shared
    found = {"forwarded": message.forward_origin is not None, "contact-of-another": anothers}
    return tuple(name for name, holds in found.items() if holds)


def _text(message: telegram.Message) -> str:
    """The citizen's words; for what has none but means something, the words a clerk needs."""
    if words := _words(message.text) or _words(message.caption):
        return words
    if (contact := message.contact) is not None:
        name = f"{_words(contact.first_name)} {_words(contact.last_name)}".strip()
        return f"{name} {_words(contact.phone_number)}".strip()
    if message.sticker is not None:
        return _words(message.sticker.emoji)
    return ""


def _attachments(message: telegram.Message) -> tuple[Attachment, ...]:
    """At most one: an album comes as several messages."""
    if message.photo:
        largest = max(message.photo, key=lambda size: _integer(size.width) * _integer(size.height))
        return (_attachment(largest, MediaKind("photo", "photo.jpg", "image/jpeg")),)
    for kind in _MEDIA:
        if (found := getattr(message, kind.field)) is not None:
            return (_attachment(found, kind),)
    return ()


def _attachment(file: Any, kind: MediaKind) -> Attachment:
    """`source` is Telegram's file id: `getFile` turns it into a path that holds the token, so that comes later."""
    return Attachment(
        name=_words(getattr(file, "file_name", None)) or kind.name,
        media_type=_words(getattr(file, "mime_type", None)) or kind.media_type,
        size=None if file.file_size is None else _integer(file.file_size),
        source=_words(file.file_id),
    )


def _location(message: telegram.Message) -> Location | None:
    place = message.venue.location if message.venue else message.location
    if place is None:
        return None
    latitude, longitude = float(place.latitude), float(place.longitude)
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError
    label = f"{_words(message.venue.title)}, {_words(message.venue.address)}" if message.venue else ""
    return Location(latitude, longitude, label)


def _words(value: str | None) -> str:
    """JSON can spell half a surrogate pair, which no text can be encoded with."""
    return "" if value is None else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _integer(value: object) -> int:
    if type(value) is not int or not _is_id(value):
        raise TypeError
    return value


def _is_id(value: object) -> bool:
    """Telegram's numbers have at most 52 significant bits: https://core.telegram.org/bots/api#chat"""
    return type(value) is int and abs(value) < 1 << 53


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
