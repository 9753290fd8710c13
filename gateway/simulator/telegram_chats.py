"""The stand-in's chats: what citizens write to the bot and what it writes back.

Shapes as in https://core.telegram.org/bots/api#message; refusals as in https://github.com/tdlib/telegram-bot-api
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from typing import Any

from gateway.simulator.telegram_updates import Updates, about

Json = dict[str, Any]

FIRST_UPDATE = 410_000_000


class Refused(Exception):
    """An error as the Bot API words it."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.body: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class Chats:
    """Private chats with one bot. Message ids are one row for all of them, as with Telegram."""

    def __init__(self, updates: Updates) -> None:
        self.updates = updates
        self.blocked: set[int] = set()
        self._messages: list[Json] = []  # of both sides, by message id
        self._answers: defaultdict[int | None, list[Json]] = defaultdict(list)  # by chat; all of them under None
        self._known: set[int] = set()
        self._updates: list[Json] = []
        self._sent = asyncio.Condition()
        self._files: dict[str, bytes] = {}

    async def citizen_sends(
        self,
        chat: int,
        text: str = "",
        *,
        name: str = "Warga",
        photo: bool | bytes = False,
        voice: bytes = b"",
        location: tuple[float, float] | None = None,
        edit: int | None = None,
        contact: tuple[str, int] | None = None,
        album: str = "",
    ) -> int:
        """A citizen writes, sends a photo (its bytes where they matter; the text is its caption; `album` is the same
        for those sent together), a voice note, a place or a contact (phone, whose account it is), or edits the
        message `edit`. The message id. Whoever writes has not blocked the bot."""
        self.blocked.discard(chat)
        self._known.add(chat)
        message_id = len(self._messages) + 1 if edit is None else edit
        message = _signed(chat, name, message_id)
        said = self._photographed(text, photo, message_id) if photo else {"text": text}
        message |= _placed(location) if location else said
        if voice:
            message |= self._recorded(voice, message_id)
            message.pop("text")
        if contact:
            message |= {"contact": {"phone_number": contact[0], "first_name": name, "user_id": contact[1]}}
            message.pop("text")
        message |= {"media_group_id": album} if album else {}
        if edit is None:
            self._messages.append(message)
        else:
            message |= {"edit_date": message["date"], "date": self._messages[edit - 1]["date"]}
            self._messages[edit - 1] = message
        kind = "message" if edit is None else "edited_message"
        self._updates.append({"update_id": FIRST_UPDATE + len(self._updates), kind: message})
        await self.updates.add(self._updates[-1])
        return message_id

    def _recorded(self, content: bytes, message_id: int) -> Json:
        name = f"voice-{message_id}"
        self._files[name] = content
        file = {"file_id": name, "file_unique_id": name, "file_size": len(content), "mime_type": "audio/ogg"}
        return {"voice": {**file, "duration": 3}}

    def _photographed(self, caption: str, content: bool | bytes, message_id: int) -> Json:
        """In two sizes; Telegram sends up to four."""
        photo = [_size(message_id, 90, 67, 1_200), _size(message_id, 1280, 960, 180_000)]
        if isinstance(content, bytes):
            self._files[photo[-1]["file_id"]] = content
        return {"photo": photo} | ({"caption": caption} if caption else {})

    def file(self, name: str) -> bytes:
        """Raise `Refused`."""
        if name not in self._files:
            raise Refused(400, "Bad Request: invalid file_id")
        return self._files[name]

    async def repeat(self, message_id: int) -> None:
        """Telegram delivers the last update of this message once more, byte for byte."""
        found = [update for update in self._updates if about(update)["message_id"] == message_id]
        await self.updates.repeat(found[-1])

    def last_of(self, chat: int) -> int:
        """The id of what this citizen sent last."""
        return int([about(update)["message_id"] for update in self._updates if about(update)["chat"]["id"] == chat][-1])

    def messages_to(self, chat: int | None = None) -> list[Json]:
        """What the bot sent, oldest first: to one chat, or to all."""
        return list(self._answers[chat])

    async def wait_for_messages(self, chat: int, count: int = 1, seconds: float = 30.0) -> list[Json]:
        """Raise TimeoutError when the bot has not sent that many in time."""
        async with asyncio.timeout(seconds), self._sent:
            await self._sent.wait_for(lambda: len(self._answers[chat]) >= count)
        return self.messages_to(chat)

    async def bot_sends(self, bot: Json, asked: Json) -> Json:
        """The message, as sendMessage answers it. Raise `Refused`."""
        chat, text, reply = int(asked.get("chat_id", 0)), str(asked.get("text", "")), asked.get("reply_parameters")
        self._may_send(chat, text, reply or {})
        message: Json = {
            "message_id": len(self._messages) + 1,
            "from": bot,
            "chat": {"id": chat, "type": "private"},
            "date": int(time.time()),
            "text": text,
        }
        if reply and (answered := self._found(chat, reply.get("message_id"))):
            message["reply_to_message"] = answered
        self._messages.append(message)
        self._answers[chat].append(message)
        self._answers[None].append(message)
        async with self._sent:
            self._sent.notify_all()
        return message

    def _may_send(self, chat: int, text: str, reply: Json) -> None:
        if chat not in self._known:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(text) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        careful = bool(reply) and not reply.get("allow_sending_without_reply")
        if careful and self._found(chat, reply.get("message_id")) is None:
            raise Refused(400, "Bad Request: message to be replied not found")

    def _found(self, chat: int, message_id: object) -> Json | None:
        """Telegram shows one level: the message answered, not what that one answered."""
        if type(message_id) is not int or not 0 < message_id <= len(self._messages):
            return None
        found = self._messages[message_id - 1]
        shown = {key: value for key, value in found.items() if key != "reply_to_message"}
        return shown if found["chat"]["id"] == chat else None


def _signed(chat: int, name: str, message_id: int) -> Json:
    return {
        "message_id": message_id,
        "from": {"id": chat, "is_bot": False, "first_name": name, "language_code": "id"},
        "chat": {"id": chat, "first_name": name, "type": "private"},
        "date": int(time.time()),
    }


def _placed(location: tuple[float, float]) -> Json:
    return {"location": {"latitude": location[0], "longitude": location[1]}}


def _size(message_id: int, width: int, height: int, size: int) -> Json:
    name = f"{message_id}-{width}"
    return {
        "file_id": f"photo-{name}",
        "file_unique_id": name,
        "width": width,
        "height": height,
        "file_size": size,
    }
