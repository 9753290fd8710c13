"""Twilio's Content API as the stand-in has it: templates, WhatsApp's word about them, and what they say when sent
(https://www.twilio.com/docs/content/content-api-resources)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from gateway.simulator.twilio_api import error, new_sid

CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
LONGEST = 1024
_FIELDS = frozenset({"friendly_name", "variables", "language", "types"})
_TYPES = frozenset({"twilio/text"})  # of Twilio's many, the one we send
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_VARIABLE = re.compile(r"\{\{(\d{1,3})\}\}")
# WhatsApp takes its time: each look finds it one further.
_NEXT = {"received": "pending", "pending": "approved"}
Refuse = Callable[[web.Request], web.Response | None]


@dataclass
class Content:
    """A template; `status` is WhatsApp's word, `unsubmitted` before it was asked."""

    sid: str
    friendly_name: str | None
    language: str
    body: str
    variables: dict[str, str]
    name: str = ""
    category: str = ""
    status: str = "unsubmitted"
    reason: str = ""

    def said(self, told: Mapping[str, str]) -> str:
        return _VARIABLE.sub(lambda found: told[found[1]], self.body)


@dataclass
class ContentDesk:
    """`rejects` are words: a template whose name holds one is rejected. `refuse` is the account's own door."""

    account: str
    refuse: Refuse
    kept: dict[str, Content] = field(default_factory=dict)
    rejects: set[str] = field(default_factory=set)
    created: int = 0

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/v1/Content", self._create)
        app.router.add_get("/v1/Content", self._list)
        app.router.add_get("/v1/Content/{sid}/ApprovalRequests", self._approval)
        app.router.add_post("/v1/Content/{sid}/ApprovalRequests/whatsapp", self._submit)

    def plant(self, name: str, language: str, body: str, status: str = "approved") -> Content:
        """A template that WhatsApp has looked at already."""
        samples = dict.fromkeys(_VARIABLE.findall(body), "contoh")
        content = Content(new_sid("HX"), name, language, body, samples, name, "UTILITY", status)
        self.kept[content.sid] = content
        return content

    def fault_in(self, form: Mapping[str, str]) -> tuple[int, str] | None:
        """What is wrong with the template a message names, as Twilio's code and sentence."""
        if not form.get("ContentSid"):
            return None
        content = self.kept.get(form["ContentSid"])
        if content is None:
            return 21655, f"The ContentSid {form['ContentSid']} is invalid"
        told = _variables(form.get("ContentVariables", ""))
        if told is None or set(told) != set(content.variables) or not all(map(_fits, told.values())):
            return 21656, "The ContentVariables Parameter is invalid"
        return None

    def said(self, form: Mapping[str, str]) -> str:
        """The words of a message that names a template."""
        return self.kept[form["ContentSid"]].said(_variables(form.get("ContentVariables", "")) or {})

    def approved(self, form: Mapping[str, str]) -> bool:
        content = self.kept.get(form.get("ContentSid", ""))
        return content is not None and content.status == "approved"

    async def _create(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self.refuse(request)) is not None:
            return refusal
        wanted = await _json(request)
        wrong = _wrong(wanted)
        if wrong:
            return error(400, 20001, wrong)
        content = Content(
            new_sid("HX"),
            wanted.get("friendly_name"),
            wanted["language"],
            wanted["types"]["twilio/text"]["body"],
            dict(wanted.get("variables") or {}),
        )
        self.kept[content.sid] = content
        self.created += 1
        return web.json_response(self._resource(content, request), status=201)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        """Pages as https://www.twilio.com/docs/usage/twilios-response#pagination, newest first."""
        if (refusal := self.refuse(request)) is not None:
            return refusal
        size, page = min(int(request.query.get("PageSize", "50")), 500), int(request.query.get("Page", "0"))
        found = list(reversed(self.kept.values()))
        more = len(found) > size * (page + 1)
        base = f"{request.scheme}://{request.host}/v1/Content"
        meta = {
            "page": page,
            "page_size": size,
            "first_page_url": f"{base}?PageSize={size}&Page=0",
            "previous_page_url": None,
            "url": str(request.url),
            "next_page_url": f"{base}?PageSize={size}&Page={page + 1}" if more else None,
            "key": "contents",
        }
        rows = [self._resource(one, request) for one in found[size * page : size * (page + 1)]]
        return web.json_response({"contents": rows, "meta": meta})

    async def _submit(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self.refuse(request)) is not None:
            return refusal
        content = self.kept.get(request.match_info["sid"])
        if content is None:
            return error(404, 20404, "The requested resource was not found")
        wanted = await _json(request)
        wrong = self._unfit(content, wanted)
        if wrong:
            return error(400, 20001, wrong)
        content.name, content.category = wanted["name"], wanted["category"]
        content.status, content.reason = _judged(content, self.rejects)
        return web.json_response(_request(content), status=201)

    def _unfit(self, content: Content, wanted: Mapping[str, Any]) -> str:
        if content.status != "unsubmitted":
            return "Approval was already requested for this Content"
        if not _NAME.fullmatch(str(wanted.get("name", ""))):
            return "Template name may only contain lowercase alphanumeric characters and underscores"
        if any(one.name == wanted["name"] and one.language == content.language for one in self.kept.values()):
            return "A template with this name and language already exists"
        return "" if wanted.get("category") in CATEGORIES else "Invalid WhatsApp category"

    async def _approval(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self.refuse(request)) is not None:
            return refusal
        content = self.kept.get(request.match_info["sid"])
        if content is None:
            return error(404, 20404, "The requested resource was not found")
        shown = _request(content)
        content.status = _NEXT.get(content.status, content.status)
        url = f"{request.scheme}://{request.host}{request.path}"
        return web.json_response(
            {"sid": content.sid, "account_sid": self.account, "url": url, "whatsapp": {"type": "whatsapp", **shown}}
        )

    def _resource(self, content: Content, request: web.Request) -> dict[str, Any]:
        url, now = f"{request.scheme}://{request.host}/v1/Content/{content.sid}", datetime.now(UTC)
        return {
            "sid": content.sid,
            "account_sid": self.account,
            "friendly_name": content.friendly_name,
            "language": content.language,
            "variables": content.variables,
            "types": {"twilio/text": {"body": content.body}},
            "date_created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "date_updated": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "url": url,
            "links": {
                "approval_fetch": f"{url}/ApprovalRequests",
                "approval_create": f"{url}/ApprovalRequests/whatsapp",
            },
        }


def _request(content: Content) -> dict[str, Any]:
    return {
        "name": content.name,
        "category": content.category,
        "content_type": "twilio/text",
        "status": content.status,
        "rejection_reason": content.reason,
        "allow_category_change": True,
    }


def _judged(content: Content, rejects: set[str]) -> tuple[str, str]:
    """https://developers.facebook.com/docs/whatsapp/message-templates/guidelines#common-rejection-reasons"""
    body = content.body.strip()
    if body.startswith("{{") or body.endswith("}}") or re.search(r"\}\}\s*\{\{", body):
        return "rejected", "INVALID_FORMAT"
    if any(word in content.name for word in rejects):
        return "rejected", "TAG_CONTENT_MISMATCH"
    return "received", ""


def _wrong(wanted: Mapping[str, Any]) -> str:
    if strange := set(wanted) - _FIELDS:
        return f"Unknown field {', '.join(sorted(strange))}"
    if not re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", str(wanted.get("language", ""))):
        return "Language is required"
    types = wanted.get("types")
    if not isinstance(types, dict) or len(types) != 1 or set(types) - _TYPES:
        return "Exactly one known content type is required"
    return _body_fault(types["twilio/text"], wanted.get("variables") or {})


def _body_fault(text: object, variables: object) -> str:
    body = text.get("body") if isinstance(text, dict) else None
    if not isinstance(body, str) or not body.strip():
        return "body must not be empty"
    if len(body) > LONGEST:
        return f"body must have at most {LONGEST} characters"
    if not isinstance(variables, dict) or not all(isinstance(one, str) and one for one in variables.values()):
        return "variables must be an object of strings"
    named = set(_VARIABLE.findall(body))
    if named != set(variables) or named != {str(place) for place in range(1, len(named) + 1)}:
        return "variables must have a sample for each of {{1}}, {{2}} …"
    return ""


def _variables(text: str) -> dict[str, str] | None:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return None
    good = isinstance(found, dict) and all(isinstance(one, str) for one in found.values())
    return found if good else None


def _fits(value: str) -> bool:
    """No line breaks, tabs or more than four blanks in a row in a variable; error 63013 or 21656 at Twilio."""
    return bool(value.strip()) and not re.search(r"[\r\n\t]| {5,}", value)


async def _json(request: web.Request) -> dict[str, Any]:
    if not request.headers.get("Content-Type", "").startswith("application/json"):
        return {"no JSON": True}
    try:
        found = await request.json()
    except ValueError:
        return {"no JSON": True}
    return found if isinstance(found, dict) else {"no JSON": True}
