"""What the central system was asked and answered when that came to nothing, for `complaints show`.

An answer may repeat any word of a citizen, whole or cut, spelt as it likes: without `--unmask` its form is shown, and
codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from forwarder.exchange import LONGEST, Exchange
from gateway.dossier import hidden
from gateway.moments import at_ms
from gateway.redacted import Redactor
from gateway.terminal import printable

# What APIs call the kind of a fault; people's words stand in other places (RFC 9457, GeoReport v2, OAuth).
_CODES: Final = frozenset({"code", "error_code", "errorcode", "error", "type", "status", "status_code"})
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z_.-]{0,39}(?:\d{1,4})?|\d{1,6}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_.-]{0,29}\d{0,2}")


def answered(exchanges: Sequence[Exchange], zone: ZoneInfo, redactor: Redactor, *, unmask: bool) -> Iterator[str]:
    """Lines. With `unmask`, which was written down before, whole but for secrets."""
    for one in exchanges:
        line = redactor.masker.without_secrets(_line(one))
        yield printable(f"{'asked':<14} {at_ms(one.at_ms, zone)}  {line}")
        said = redactor.masker.without_secrets(one.answer)[:LONGEST]
        for part in (said if unmask else _masked(said)).splitlines():
            yield printable(f"  {part}")


def _line(one: Exchange) -> str:
    asked = f"{one.asked}, {one.sent} bytes" if one.sent else one.asked
    came = f"answered {one.status} {one.kind}".rstrip() if one.status else f"no answer: {one.failed}"
    return f"{asked}: {came} (after {one.took_ms} ms)"


def _masked(said: str) -> str:
    if not said:
        return ""
    try:
        tree = json.loads(said)
    except (ValueError, RecursionError):
        more = " and more" if len(said) >= LONGEST else ""
        return f"{hidden(said)}{more}"
    return json.dumps(_form(tree), ensure_ascii=False, indent=2)


def _form(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        return {_name(str(key)): _form(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_form(item, name) for item in value]
    if value is None or isinstance(value, bool):
        return value
    code = name.casefold() in _CODES and _CODE.fullmatch(str(value))
    return value if code else hidden(str(value))


def _name(key: str) -> str:
    """A name may come from outside, too."""
    return key if _NAME.fullmatch(key) else hidden(key)
