"""What a complaint came in as, each piece of it, for `satupintu complaints show`: what tells of people is hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from gateway.dossier import hidden
from gateway.inbox import Row
from gateway.moments import at
from gateway.redacted import Redactor
from gateway.terminal import printable
from normalizer.mime_parts import Part, leaves, read_part
from normalizer.mime_words import Budget
from normalizer.privacy import mask
from normalizer.schema import Raw

# So much of one body is shown; the whole is in `journal show`.
_LONGEST: Final = 20_000
_MOST_PARTS: Final = 50
_MOST_FIELDS: Final = 200
_LONGEST_DATE: Final = 200
# Names of headers and fields whose values tell nothing of a person:
# https://www.twilio.com/docs/messaging/guides/webhook-request, https://core.telegram.org/bots/api#message
_PLAIN: Final = frozenset(
    {"content-type", "content-length", "content-transfer-encoding", "mime-version", "user-agent", "date"}
    | {"auto-submitted", "precedence", "accountsid", "messagesid", "smssid", "smsmessagesid", "messagetype", "event"}
    | {"smsstatus", "messagestatus", "errorcode", "nummedia", "numsegments", "apiversion", "fromcountry", "tocountry"}
    | {"update_id", "message_id", "edit_date", "type", "mime_type", "file_size", "width", "height", "duration"}
    | {"offset", "length"}
)
_MEDIA_TYPE: Final = re.compile(r"mediacontenttype\d{1,2}")
_NAME: Final = re.compile(r"[\w.\[\]-]{1,60}(?: [\w-]{1,20})?")  # `RCPT TO`, `MARK doubt`


def raw_lines(row: Row, zone: ZoneInfo, redactor: Redactor, *, unmask: bool) -> Iterator[str]:
    """One row. With `unmask` whole but for secrets: the audit line is on the disk by then."""
    head = f"row {row.seq}, {at(row.received_at, zone)} by {row.channel}"
    if row.raw is None:
        yield _line(f"{head}: {row.error or 'its bytes were purged'}")
        return
    yield _line(f"{head}, {len(row.raw.body)} bytes" + ("" if unmask else "; --unmask shows its words"))
    told = _whole(row, row.raw, redactor) if unmask else _hidden(row.raw)
    yield from (printable(f"  {line}") for line in told)


def _line(told: str) -> str:
    return printable(f"{'raw':<14} {told}")


def _whole(row: Row, raw: Raw, redactor: Redactor) -> Iterator[str]:
    for name, value in (*redactor.headers(raw.headers), *redactor.fields(raw.url)):
        yield f"{name}: {value}".replace("\n", "\\n")
    text = redactor.body(raw).decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    yield from text[:_LONGEST].split("\n")
    if len(text) > _LONGEST:
        yield f"… the whole: satupintu journal show {row.seq} --unmask"


def _hidden(raw: Raw) -> Iterator[str]:
    for name, value in raw.headers[:_MOST_FIELDS]:
        yield _field(name, value)
    yield from _form(urlsplit(raw.url).query)
    if raw.channel == "mail":
        yield from _mail(raw.body)
        return
    text = raw.body.decode("utf-8", "replace")
    try:
        yield from json.dumps(_shape(json.loads(text)), ensure_ascii=False, indent=2).split("\n")
    except (ValueError, RecursionError):
        yield from _form(text)


def _form(text: str) -> Iterator[str]:
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        fields = []
    yield from (_field(name, value) for name, value in fields)
    if text and not fields:
        yield hidden(text)


def _mail(body: bytes) -> Iterator[str]:
    """Its own headers, then each part by its kind and size."""
    whole = read_part(body, Budget())
    for name, value in whole.headers.fields[:_MOST_FIELDS]:
        yield _field(name, value)
    parts = list(leaves(whole))
    yield from (f"part {place}: {_part(part)}" for place, part in enumerate(parts[:_MOST_PARTS], 1))
    if len(parts) > _MOST_PARTS:
        yield f"… and {len(parts) - _MOST_PARTS} more parts"


def _part(part: Part) -> str:
    kind = part.kind.kind
    return f"{kind if mask(kind) == kind else hidden(kind)}, {len(part.body)} bytes"


def _field(name: str, value: str) -> str:
    return f"{_name(name)}: {_value(name, value)}"


def _shape(value: object, name: str = "") -> object:
    """Of JSON. What is in a list has no name of its own; hidden names of one length stay apart by their places."""
    if isinstance(value, dict):
        names = {key: _name(key) for key in value}
        return {
            shown if shown == key else f"{shown} {place}": _shape(value[key], key)
            for place, (key, shown) in enumerate(names.items(), 1)
        }
    if isinstance(value, list):
        return [_shape(item) for item in value]
    if value is None or isinstance(value, bool) or value == "":
        return value
    shown = _value(name, str(value))
    return value if shown == str(value) else shown


def _name(name: str) -> str:
    """A stranger may write words into it."""
    return name if _NAME.fullmatch(name) and mask(name) == name else hidden(name)


def _value(name: str, value: str) -> str:
    """A stranger may write anything behind its first semicolon."""
    name, shown = name.lower(), ""
    if name == "date":
        shown = _date(value)
    elif name in _PLAIN or _MEDIA_TYPE.fullmatch(name):
        shown = value.partition(";")[0].strip()
    return shown if shown and mask(shown) == shown else hidden(value)


def _date(value: str) -> str:
    """Written anew, without comments (https://www.rfc-editor.org/rfc/rfc5322#section-3.3) and other words; "" if it is
    none."""
    if value.isdecimal():
        return value
    value = value if len(value) < _LONGEST_DATE else ""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return format_datetime(read(value))
    return ""
