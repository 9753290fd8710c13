"""What filters say of a mail: the headers of a trusted relay, and an rspamd that is asked over HTTP.

https://spamassassin.apache.org/full/4.0.x/doc/Mail_SpamAssassin_Conf.html (X-Spam-*),
https://docs.rspamd.com/developers/protocol (/checkv2), https://docs.rspamd.com/modules/milter_headers (X-Spamd-Result),
https://learn.microsoft.com/exchange/antispam-and-antimalware/antispam-protection/scl (spam confidence level)
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from channels.connections import Connections, body
from normalizer.mime_headers import split_headers, without_prelude
from normalizer.mime_words import Budget
from normalizer.schema import Raw

Verdict = Literal["spam", "doubtful", "ham", ""]

_HEADER_BYTES = 256 * 1024
_LARGEST_ANSWER = 256 * 1024
_SCL_SPAM, _SCL_TRUSTED = 5, -1


def _flag(value: str) -> Verdict:
    return "spam" if value.lower().startswith(("yes", "true", "spam")) else ""


def _status(value: str) -> Verdict:
    """`Yes, score=9.1 required=5.0 …`"""
    word = value.partition(",")[0].strip().lower()
    return "spam" if word == "yes" else ""


def _result(value: str) -> Verdict:
    """`default: False [3.50 / 15.00]; …`: rspamd's True is its own decision to reject."""
    return "spam" if re.match(r"\s*\w+: true\b", value, re.IGNORECASE) else ""


def _action(value: str) -> Verdict:
    return ACTIONS.get(value.strip().lower(), "")


def _confidence(value: str) -> Verdict:
    found = re.match(r"\s*(-?\d{1,2})\b", value)
    return "spam" if found and int(found[1]) >= _SCL_SPAM else ""


# https://docs.rspamd.com/configuration/metrics (actions)
ACTIONS: Mapping[str, Verdict] = {
    "reject": "spam",
    "add header": "spam",
    "rewrite subject": "spam",
    "quarantine": "spam",
    "discard": "spam",
    "soft reject": "doubtful",
    "greylist": "doubtful",
    "no action": "ham",
}

# Headers of filters, and how each says yes.
HEADERS: Mapping[str, Callable[[str], Verdict]] = {
    "x-spam-flag": _flag,
    "x-spam-status": _status,
    "x-spam": _flag,
    "x-rspamd-action": _action,
    "x-spamd-result": _result,
    "x-ms-exchange-organization-scl": _confidence,
}


def told_by_relay(raw: Raw) -> Verdict:
    """The verdict in the headers of a mail that a trusted relay brought; nobody else's headers say anything. A filter's
    "no" is not taken: whoever wrote the mail may have written it."""
    if raw.header("RELAY") != "trusted":
        return ""
    headers, _ = split_headers(without_prelude(raw.body[:_HEADER_BYTES]), Budget())
    told = {HEADERS[name](value.strip()) for name, value in headers.fields if name in HEADERS}
    return "spam" if "spam" in told else "doubtful" if "doubtful" in told else ""


def marked_verdict(raw: Raw) -> Verdict:
    """What an rspamd said of this mail before."""
    found = raw.header("MARK spam")
    return found if found in ("spam", "doubtful", "ham") else ""  # type: ignore[return-value]


@dataclass(frozen=True)
class Rspamd:
    """`url` of its normal worker or controller, "" for none; a mail above `largest` bytes is not shown to it."""

    url: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 5
    largest: int = 10 * 1024 * 1024
    connections: Connections = field(default_factory=lambda: Connections(5), repr=False, compare=False)

    def wants(self, raw: Raw) -> bool:
        return bool(self.url) and len(raw.body) <= self.largest

    async def verdict(self, raw: Raw) -> str:
        """`spam`, `doubtful` or `ham`; `away` when it did not answer, or nothing that can be read: our own rules decide
        then, and no mail waits for it."""
        import aiohttp

        try:
            async with asyncio.timeout(self.seconds):
                return await self._asked(raw)
        except (aiohttp.ClientError, OSError, ValueError, TimeoutError):
            return "away"

    async def _asked(self, raw: Raw) -> str:
        url = f"{self.url.rstrip('/')}/checkv2"
        async with self.connections.session().post(url, data=raw.body, headers=self._envelope(raw)) as answer:
            said = json.loads(await body(answer, _LARGEST_ANSWER)) if answer.status == 200 else None
        action = said.get("action") if isinstance(said, dict) else None
        return ACTIONS.get(str(action).lower(), "") or "away"

    def _envelope(self, raw: Raw) -> dict[str, str]:
        """https://docs.rspamd.com/developers/protocol#http-headers"""
        told = {"From": "MAIL FROM", "Rcpt": "RCPT TO", "Helo": "HELO", "IP": "PEER"}
        found = {name: _header_value(raw.header(ours)) for name, ours in told.items()}
        found["Password"] = self.password
        return {name: value for name, value in found.items() if value}

    async def close(self) -> None:
        await self.connections.close()


def _header_value(text: str) -> str:
    """Only what an HTTP header may hold: an address with a line break in it would be a header of its own."""
    return text if text.isascii() and text.isprintable() and len(text) < 1000 else ""
