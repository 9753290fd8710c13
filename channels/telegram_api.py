"""Calls to Telegram's Bot API, and what its errors mean to us: https://core.telegram.org/bots/api#making-requests

Spoken with aiohttp: the library's own client logs every URL, and so the bot's token, at INFO (httpx), hides in its
`TimedOut` whether anything was sent, and brings a second HTTP client of 10 MB into each process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.base import SendFailed
from channels.connections import Connections, body, fetched, never_left
from normalizer.reasons import reason
from normalizer.retry_after import LONGEST

_LARGEST_ANSWER = 16 << 20  # a hundred updates of the largest kind stay far below
_TOKEN_WRONG_AFTER = 300.0  # an operator must mend it; meanwhile nothing is given up
CONFLICT = "409"
_CONFLICT_AFTER = 30.0
_PATH = re.compile(r"[A-Za-z0-9_./-]{1,300}")

# What stands in `description`, as tdlib/telegram-bot-api words it (Client.cpp), and what we say instead: the original
# is never passed on, since some of them quote what was sent.
_PERMANENT = {
    "bot was blocked by the user": "The citizen has blocked the bot",
    "user is deactivated": "The citizen's account no longer exists",
    "chat not found": "Telegram knows no such chat",
    "bot can't initiate conversation": "The citizen has never written to the bot",
    "message is too long": "The answer is too long for Telegram",
    "message text is empty": "The answer has no words",
}
_CONFLICTS = {
    "webhook is active": "A webhook is set so the bot cannot be polled: remove it or set TELEGRAM_MODE=webhook",
    "terminated by other": "Another program polls this bot with the same token: stop one of the two",
}


@dataclass(frozen=True)
class BotApi:
    """One bot at one server."""

    token: str = field(repr=False)
    base: str
    connections: Connections = field(repr=False)

    async def call(self, method: str, parameters: Mapping[str, Any], *, wait: float = 0.0) -> Any:
        """The `result` of one method, within the timeout (seconds) plus `wait`. Raise `SendFailed` and nothing else."""
        import aiohttp

        try:
            status, answer = await self._post(method, parameters, wait)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failed = _not_reached(error)
        else:
            return _result(status, answer)
        raise failed  # outside of `except`: the original names the URL, and with it the token

    async def _post(self, method: str, parameters: Mapping[str, Any], wait: float) -> tuple[int, bytes]:
        import aiohttp

        seconds = self.connections.seconds
        async with self.connections.session().post(
            f"{self.base}/bot{self.token}/{method}",
            json=dict(parameters),
            timeout=aiohttp.ClientTimeout(total=seconds + wait, sock_connect=seconds / 2),
            allow_redirects=False,  # a redirect would carry the token elsewhere
        ) as answer:
            return answer.status, await body(answer, _LARGEST_ANSWER)

    async def content(self, file: str) -> bytes:
        """The bytes of a file id, up to 20 MB: https://core.telegram.org/bots/api#getfile. Raise `SendFailed`."""
        told = await self.call("getFile", {"file_id": file})
        path = str(told.get("file_path", "")) if isinstance(told, dict) else ""
        if not _PATH.fullmatch(path) or ".." in path:
            raise SendFailed("Telegram gives this file to nobody: it is larger than 20 MB, or gone", permanent=True)
        return await fetched(self.connections, f"{self.base}/file/bot{self.token}/{path}", "Telegram")


def _not_reached(error: Exception) -> SendFailed:
    if never_left(error):
        told = f"Telegram cannot be reached ({reason(error)}), nothing was sent"
        return SendFailed(f"{told}: see that this machine may connect to TELEGRAM_API_BASE")
    return SendFailed(f"Telegram did not answer ({reason(error)}); it may have been sent", unknown=True)


def _result(status: int, text: bytes) -> Any:
    answer = _parsed(text)
    if 200 <= status < 300 and answer.get("ok") is True and "result" in answer:
        return answer["result"]
    raise _refused(status, answer)


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _refused(status: int, answer: Mapping[str, Any]) -> SendFailed:
    description, code = str(answer.get("description", "")).lower(), str(status)
    if status == 429:
        return SendFailed("Telegram asks for patience", after=_retry_after(answer), code=code)
    if code == CONFLICT:
        reason = _worded(description, _CONFLICTS, "Another program uses this bot")
        return SendFailed(reason, after=_CONFLICT_AFTER, code=code)
    if status in (401, 404):
        reason = "Telegram does not know this bot: TELEGRAM_TOKEN is wrong or was revoked (@BotFather has the new one)"
        return SendFailed(reason, after=_TOKEN_WRONG_AFTER, code=code, ours=True)
    if status in (400, 403):
        return SendFailed(_worded(description, _PERMANENT, "Telegram refuses this answer"), permanent=True, code=code)
    if status < 300 or status >= 500:
        return SendFailed(f"Telegram answered {status} and no result; it may have been sent", unknown=True, code=code)
    return SendFailed(f"TELEGRAM_API_BASE answered {status}, as no Bot API does; nothing was sent", code=code)


def _worded(description: str, table: Mapping[str, str], otherwise: str) -> str:
    return next((words for phrase, words in table.items() if phrase in description), otherwise)


def _retry_after(answer: Mapping[str, Any]) -> float:
    """Seconds, at least one and at most a day: after a flood it may be hours."""
    parameters = answer.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    # Compared before it is made a float: JSON has integers that are none, and Python's has NaN, which no order knows.
    return float(min(max(1.0, told), LONGEST)) if isinstance(told, int | float) else 5.0
