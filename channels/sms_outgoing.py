"""Answers that leave through an SMS provider, by its profile."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from channels.base import SendFailed
from channels.connections import Connections, body, never_left
from channels.sms_incoming import REPORT_PATH, text_at
from channels.sms_profile import PLACE, Answer, Outgoing
from normalizer import gsm7
from normalizer.phone import local
from normalizer.reasons import reason
from normalizer.retry_after import retry_after
from normalizer.schema import Otherwise, Reply

_WAIT_FOR_OPERATOR = 300.0  # seconds
_CONFIGURATION = frozenset({301, 302, 307, 308, 401, 403, 404})
_LOOKED_AT = 10_000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Sender:
    """One profile's way out. `values` are what settings put into the places."""

    outgoing: Outgoing
    url: str
    values: Mapping[str, str] = field(repr=False)
    connections: Connections = field(repr=False)

    async def send(self, reply: Reply) -> str:
        """The provider's id, or ours where it has none. Raise `SendFailed`."""
        if len(reply.text) > self.outgoing.longest:
            raise SendFailed(f"longer than the provider's {self.outgoing.longest} characters", permanent=True)
        status, headers, text = await self._call(reply)
        return judged(self.outgoing.answer, status, headers, text) or reply.id

    async def _call(self, reply: Reply) -> tuple[int, Mapping[str, str], str]:
        import aiohttp

        request = self._request(reply)
        try:
            async with self.connections.session().request(
                self.outgoing.method, self.url, allow_redirects=False, **request
            ) as answer:
                return answer.status, answer.headers, (await body(answer)).decode("utf-8", "replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            why = reason(error)
            if never_left(error):
                raise SendFailed(f"the SMS provider cannot be reached ({why}): see the url in its profile") from error
            raise SendFailed(f"no answer from the SMS provider ({why}); it may have taken it", unknown=True) from error
        except ValueError as error:
            raise SendFailed("the profile makes a request that cannot be sent", permanent=True) from error

    def _request(self, reply: Reply) -> dict[str, Any]:
        import aiohttp

        values = {**self.values, **_places(reply)}
        how = {"query": "params", "form": "data", "json": "json"}[self.outgoing.encoding]
        headers = {name: _filled(text, values) for name, text in self.outgoing.headers.items()}
        if self.outgoing.auth == "basic":
            headers["Authorization"] = aiohttp.encode_basic_auth(values["user"], values["password"])
        elif self.outgoing.auth == "bearer":
            headers["Authorization"] = f"Bearer {values['password']}"
        return {how: _filled(self.outgoing.params, values), "headers": headers}


def setting_places(public_url: str, sender: str, user: str, password: str, secret: str) -> dict[str, str]:
    """The places that are the same for every message."""
    return {
        "sender": sender,
        "user": user,
        "password": password,
        "secret": secret,
        "secret_quoted": quote(secret, safe=""),
        "report_url": public_url.rstrip("/") + REPORT_PATH,
    }


def judged(answer: Answer, status: int, headers: Mapping[str, str], text: str) -> str:
    """The provider's id of a message it took, "" where it names none. Raise `SendFailed`."""
    tree, shown = _json(text), text[:_LOOKED_AT]
    code = text_at(tree, answer.code) or _matched(answer.code_pattern, shown)
    name = code if re.fullmatch(r"[\w.-]{1,40}", code) else str(status)
    after = retry_after(headers.get("Retry-After"), datetime.now(UTC), headers.get("Date"))
    if code and code in answer.stopped_codes:
        raise SendFailed(f"that phone wants no messages ({name})", permanent=True, code=name)
    if status in answer.permanent or code in answer.permanent_codes:
        raise _refused(name)
    if status in answer.retry or code in answer.retry_codes or status == 429:
        raise SendFailed(f"the SMS provider asks us to wait ({name})", after=after, code=name)
    if status not in answer.ok:
        raise _unlisted(status, name)
    if answer.accepted_codes and code not in answer.accepted_codes:
        raise SendFailed(f"an answer that the profile does not know ({name})", unknown=True, code=name)
    return "" if answer.own_id else text_at(tree, answer.id) or _matched(answer.id_pattern, shown)


def _refused(name: str) -> SendFailed:
    """Not by SMS: a mail may do."""
    return SendFailed(f"the SMS provider refused it ({name})", permanent=True, code=name, otherwise=Otherwise.WAY)


def _unlisted(status: int, name: str) -> SendFailed:
    if status in _CONFIGURATION:
        why = (
            f"the SMS provider refuses our account ({name}): check SMS_HTTP_USER, SMS_HTTP_PASSWORD, SMS_HTTP_SEND_URL"
        )
        return SendFailed(why, after=_WAIT_FOR_OPERATOR, code=name, ours=True)
    if 400 <= status < 500 and status != 408:
        return _refused(name)
    return SendFailed(f"the SMS provider failed ({name}); it may have taken it", unknown=True, code=name)


def _places(reply: Reply) -> dict[str, str]:
    return {
        "to": reply.to.address,
        "to_plain": reply.to.address.removeprefix("+"),
        "to_local": local(reply.to.address),
        "text": reply.text,
        "id": reply.id,
        "id_quoted": quote(reply.id, safe=""),
        "coding": "0" if gsm7.septets(reply.text) is not None else "2",
    }


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        return PLACE.sub(lambda place: values.get(place[1], ""), template)
    if isinstance(template, dict):
        return {name: _filled(one, values) for name, one in template.items()}
    return [_filled(one, values) for one in template] if isinstance(template, list) else template


def _matched(pattern: str, text: str) -> str:
    found = re.search(pattern, text) if pattern else None
    return (found[1] or "") if found else ""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
