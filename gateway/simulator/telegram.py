"""A stand-in for Telegram: the Bot API over HTTP, and the phones of those who write to the bot.

https://core.telegram.org/bots/api; error texts as in https://github.com/tdlib/telegram-bot-api
"""

from __future__ import annotations

import asyncio
import base64
import json
import math
import re
import time
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from gateway.simulator.telegram_chats import Chats, Json, Refused
from gateway.simulator.telegram_updates import Hook, Updates

TOKEN = "700000001:AAstand-in-of-telegram_0123456789abcdef"  # noqa: S105 - it opens nothing
_USERNAME = "satupintu_bot"

FaultKind = Literal["429", "500", "cut", "slow"]


@dataclass
class Fault:
    """What the next `times` calls of a method meet. `seconds`: the retry_after of a 429, the wait of `slow`;
    `cut` does what was asked and then closes the connection without an answer. The method `file` gives its bytes."""

    kind: FaultKind
    times: int = 1
    seconds: float = 1.0
    method: str = "sendmessage"


class TelegramStandIn(Chats):
    """One bot and any number of citizens. Made and used on one event loop."""

    def __init__(self, token: str = TOKEN, *, again_after: float = 0.2) -> None:
        super().__init__(Updates(again_after))
        self.token = token
        self.menu_words: dict[str, dict[str, str]] = {}
        self.faults: list[Fault] = []
        self.calls: Counter[str] = Counter()
        self.menu: dict[str, list[str]] = {}  # by language, "" for all others
        # sendMessage before a 429's retry_after was over; what comes within `on_its_way` seconds of it had left before
        # that was heard.
        self.early_calls = 0
        self.on_its_way = 0.0
        self.asked_for_updates = asyncio.Event()
        self.url = ""
        self._quiet_since = self._quiet_until = 0.0
        self._poller: asyncio.Event | None = None
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """The base URL, for TELEGRAM_API_BASE. Port 0: any free one."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        await self.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{kind}/{name}", self._file)
        app.router.add_get("/_control/messages", self._control_messages)
        app.router.add_post("/_control/citizen", self._control_citizen)
        app.router.add_post("/_control/fault", self._control_fault)
        app.router.add_post("/_control/block", self._control_block)
        return app

    # The Bot API

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        self.calls[method] += 1
        fault = None if self._quiet(method) else self._fault(method)
        try:
            self._must_know(request.match_info["token"])
            await self._suffer(fault)
            result = await self._answer(method, await _parameters(request))
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        if fault and fault.kind == "cut" and request.transport:
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    def _must_know(self, token: str) -> None:
        if token != self.token:
            raise Refused(401, "Unauthorized")

    def _fault(self, method: str) -> Fault | None:
        fault = next((one for one in self.faults if one.method == method and one.times > 0), None)
        if fault:
            fault.times -= 1
        return fault

    def _quiet(self, method: str) -> bool:
        """Who was asked for patience meets that, and no fault."""
        return method == "sendmessage" and time.monotonic() < self._quiet_until

    async def _suffer(self, fault: Fault | None) -> None:
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "500":
            raise Refused(500, "Internal Server Error")
        if fault and fault.kind == "429":
            self._quiet_since = time.monotonic()
            self._quiet_until = self._quiet_since + fault.seconds
            raise _too_many(fault.seconds)

    async def _answer(self, method: str, asked: Json) -> object:
        answers = {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
            "sendmessage": self._send_message,
            "getfile": self._get_file,
            "setmycommands": self._set_my_commands,
        }
        if method not in answers:
            raise Refused(404, "Not Found")
        return await answers[method](asked)

    async def _get_file(self, asked: Json) -> object:
        """https://core.telegram.org/bots/api#getfile"""
        name = str(asked.get("file_id", ""))
        path = f"{name.partition('-')[0]}/{name}"
        return {"file_id": name, "file_unique_id": name, "file_size": len(self.file(name)), "file_path": path}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            self._must_know(request.match_info["token"])
            await self._suffer(self._fault("file"))
            return web.Response(body=self.file(request.match_info["name"]))
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)

    async def _set_my_commands(self, asked: Json) -> object:
        """https://core.telegram.org/bots/api#botcommand"""
        commands = asked.get("commands")
        if not isinstance(commands, list) or not 0 < len(commands) <= 100:
            raise Refused(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        language = str(asked.get("language_code", ""))
        self.menu[language] = [one["command"] for one in commands]
        self.menu_words[language] = {one["command"]: one["description"] for one in commands}
        return True

    async def _get_me(self, _: Json) -> object:
        can = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return self._me() | can

    def _me(self) -> Json:
        bot = int(self.token.partition(":")[0])
        return {"id": bot, "is_bot": True, "first_name": "Satu Pintu", "username": _USERNAME}

    async def _get_updates(self, asked: Json) -> object:
        """A second poller ends the first, which hears of it with a 409."""
        if self.updates.hook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first",
            )
        if self._poller:
            self._poller.set()
        ended = self._poller = asyncio.Event()
        self.asked_for_updates.set()
        limit, seconds = int(asked.get("limit", 100)), float(asked.get("timeout", 0))
        waiting = asyncio.ensure_future(self.updates.after(int(asked.get("offset", 0)), limit, seconds))
        ending = asyncio.ensure_future(ended.wait())
        try:
            await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
            if ended.is_set():
                raise Refused(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            return waiting.result()
        finally:
            waiting.cancel()
            ending.cancel()
            self._poller = None if self._poller is ended else self._poller

    async def _set_webhook(self, asked: Json) -> object:
        url = str(asked.get("url", ""))
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        kinds = frozenset(asked.get("allowed_updates") or ())
        self.updates.set_hook(Hook(url, str(asked.get("secret_token", "")), kinds) if url else None)
        return True

    async def _delete_webhook(self, _: Json) -> object:
        self.updates.set_hook(None)
        return True

    async def _get_webhook_info(self, _: Json) -> object:
        hook, error = self.updates.hook, self.updates.last_error
        info: Json = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }
        return info | ({"last_error_date": error[0], "last_error_message": error[1]} if error else {})

    async def _send_message(self, asked: Json) -> object:
        if (left := self._quiet_until - time.monotonic()) > 0:
            self.early_calls += time.monotonic() >= self._quiet_since + self.on_its_way
            raise _too_many(left)
        return await self.bot_sends(self._me(), asked)

    # Orders from another process

    async def _control_messages(self, request: web.Request) -> web.Response:
        chat = request.query.get("chat")
        return web.json_response(self.messages_to(int(chat) if chat else None))

    async def _control_citizen(self, request: web.Request) -> web.Response:
        order = await request.json()
        if "repeat" in order:
            await self.repeat(int(order["repeat"]))
            return web.json_response({"message_id": order["repeat"]})
        for name in {"photo", "voice"} & order.keys():
            order[name] = base64.b64decode(order[name])
        place = order.pop("location", None)
        message_id = await self.citizen_sends(**order, location=tuple(place) if place else None)
        return web.json_response({"message_id": message_id})

    async def _control_fault(self, request: web.Request) -> web.Response:
        self.faults.append(Fault(**await request.json()))
        return web.json_response({})

    async def _control_block(self, request: web.Request) -> web.Response:
        self.blocked.add(int((await request.json())["chat"]))
        return web.json_response({})


async def _parameters(request: web.Request) -> Json:
    """Query, form or JSON; in a form, what is not flat is JSON: https://core.telegram.org/bots/api#making-requests"""
    if request.content_type == "application/json":
        found = await request.json()
        return found if isinstance(found, dict) else {}
    form = await request.post()
    return {name: _value(value) for name, value in (*request.query.items(), *form.items())}


def _value(text: object) -> object:
    if isinstance(text, str) and text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _too_many(seconds: float) -> Refused:
    left = max(1, math.ceil(seconds))
    return Refused(429, f"Too Many Requests: retry after {left}", {"retry_after": left})
