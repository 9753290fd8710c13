"""What an SMS provider posts to us, judged and read by its profile."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from channels.base import Unauthentic, Unreadable
from channels.sms_profile import Auth, Incoming, Profile, Report, Time
from channels.twilio_signature import parse_form
from normalizer.phone import phone, phone_uri
from normalizer.schema import ChannelName, DeliveryReport, Inbound, Message, Otherwise, Party, Raw

SMS_HTTP = ChannelName("sms_http")
REPORT_PATH = "/sms/report"
_LONGEST_ID = 200
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")  # JSON may hold them; nothing that stores text can


@dataclass(frozen=True, slots=True)
class Reader:
    """One profile's way in. `secrets` are what may stand in `auth`: two while one is rotated."""

    profile: Profile
    secrets: Sequence[bytes] = field(repr=False)

    def verify(self, raw: Raw) -> None:
        """Raise `Unauthentic` and nothing else."""
        auth = self.profile.incoming.auth
        given = _given(auth, raw)
        if not given:
            raise Unauthentic(f"no secret where the profile has it ({auth.kind})")
        if not any(hmac.compare_digest(given, _expected(auth, secret, raw)) for secret in self.secrets):
            raise Unauthentic(f"the secret ({auth.kind}) does not fit: check SMS_HTTP_SECRET")

    def delivery_key(self, raw: Raw) -> str:
        """The id where it is reliable; else sender, words and the provider's time; else all bytes, so that without a
        time the same words again count as a repeat."""
        try:
            return self._key(raw)
        except Unreadable:
            return _hashed("bytes", _query(raw).hex(), raw.body.hex())

    def read(self, raw: Raw) -> Sequence[Inbound]:
        """One message, one report, or nothing. Raise `Unreadable` and nothing else."""
        tree = _tree(self.profile.incoming, raw)
        if (report := self._report(raw)) is not None:
            return _read_report(report, tree)
        if not self._wanted(tree):
            return ()
        return (self._message(raw, tree),)

    def _key(self, raw: Raw) -> str:
        tree = _tree(self.profile.incoming, raw)
        if (report := self._report(raw)) is not None:
            return _hashed("report", *(text_at(tree, path) for path in (report.id, report.status, report.code)))
        incoming = self.profile.incoming
        at = incoming.fields
        known = text_at(tree, at.id)
        if not self._wanted(tree):
            raise Unreadable("not a message")
        if incoming.reliable_id and known:
            return _hashed("id", known)
        if not text_at(tree, at.time):
            raise Unreadable("no time")
        return _hashed("message", *(text_at(tree, path) for path in (at.sender, at.to, at.text, at.time, at.id)))

    def _report(self, raw: Raw) -> Report | None:
        return self.profile.report if raw.url.partition("?")[0].endswith(REPORT_PATH) else None

    def _wanted(self, tree: Any) -> bool:
        only = self.profile.incoming.only
        return only is None or text_at(tree, only.field) in only.values

    def _message(self, raw: Raw, tree: Any) -> Message:
        incoming = self.profile.incoming
        at = incoming.fields
        sender, written = text_at(tree, at.sender).strip(), found_at(tree, at.text)
        if not sender or not isinstance(written, str):
            raise Unreadable("no sender, or no words, where the profile has them")
        text, odd = _decoded(written, incoming.text_encoding)
        sent_at = _moment(text_at(tree, at.time), incoming.time)
        late = bool(text_at(tree, at.time)) and sent_at is None
        return Message(
            channel=SMS_HTTP,
            delivery=self.delivery_key(raw),
            sender=Party(phone(sender)),
            person=phone_uri(sender),
            received_at=raw.received_at,
            text=text,
            sent_at=sent_at,
            thread=text_at(tree, at.id)[:_LONGEST_ID],
            recipient=phone(text_at(tree, at.to)),
            doubts=(("encoding",) if odd else ()) + (("time",) if late else ()),
        )


def _given(auth: Auth, raw: Raw) -> bytes:
    """What the sender shows for itself; empty if nothing."""
    try:
        if auth.kind in ("query", "form"):
            pairs = parse_form(_query(raw) if auth.kind == "query" else raw.body)
            return dict(reversed(pairs)).get(auth.name.encode(), b"").removeprefix(auth.prefix.encode())
    except ValueError:
        return b""
    shown = raw.header("Authorization" if auth.kind == "basic" else auth.name)
    prefix = "Basic " if auth.kind == "basic" else auth.prefix
    # Without its prefix a header is not the one the profile speaks of.
    return shown[len(prefix) :].encode("utf-8", "surrogatepass") if shown.startswith(prefix) else b""


def _expected(auth: Auth, secret: bytes, raw: Raw) -> bytes:
    if auth.kind == "basic":
        return base64.b64encode(secret)
    if auth.kind != "hmac":
        return secret
    stamp = raw.header(auth.timestamp_header).encode("utf-8", "surrogatepass") if auth.timestamp_header else b""
    digest = hmac.digest(secret, raw.body + stamp, auth.algorithm)
    return digest.hex().encode() if auth.digest == "hex" else base64.b64encode(digest)


def _query(raw: Raw) -> bytes:
    try:
        return urlsplit(raw.url).query.encode("utf-8", "surrogatepass")
    except ValueError:
        return b""


def _tree(incoming: Incoming, raw: Raw) -> Any:
    try:
        if incoming.encoding == "json":
            return json.loads(raw.body)
        pairs = parse_form(_query(raw) if incoming.encoding == "query" else raw.body)
        return {
            name.decode("utf-8", "replace"): value.decode(incoming.charset, "replace")
            for name, value in reversed(pairs)
        }
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not {incoming.encoding} as the profile says") from error


def found_at(tree: Any, path: str) -> Any:
    """What stands at a name or at a dotted path; None if nothing does."""
    if not path:
        return None
    if isinstance(tree, dict) and path in tree:
        found = tree[path]
    else:
        found = tree
        for step in path.split("."):
            found = _step(found, step)
    return _LONE_SURROGATES.sub("\ufffd", found) if isinstance(found, str) else found


def _step(tree: Any, step: str) -> Any:
    if isinstance(tree, dict):
        return tree.get(step)
    if isinstance(tree, list) and step.isdecimal() and step.isascii() and len(step) < 4:
        return tree[int(step)] if int(step) < len(tree) else None
    return None


def text_at(tree: Any, path: str) -> str:
    """A text or a number, as text; empty for anything else."""
    found = found_at(tree, path)
    if isinstance(found, str):
        return found
    return json.dumps(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""


def _decoded(text: str, encoding: str) -> tuple[str, bool]:
    """The words, and whether they are in doubt: what cannot be decoded is kept as it came."""
    if encoding == "plain":
        return text, "\ufffd" in text
    try:
        code = base64.b64decode(text, validate=True) if encoding == "base64" else bytes.fromhex(text)
        return code.decode("utf-16-be" if encoding == "hex-utf-16-be" else "utf-8"), False
    except (ValueError, binascii.Error):
        return text, True


def _moment(written: str, time: Time) -> datetime | None:
    """In UTC; None where nothing, or nothing understood, stands."""
    try:
        if time.format in ("unix", "unix_ms"):
            return datetime.fromtimestamp(float(written) / (1000 if time.format == "unix_ms" else 1), UTC)
        found = datetime.fromisoformat(written) if time.format == "iso" else datetime.strptime(written, time.format)  # noqa: DTZ007 - the offset is added below
        aware = found if found.tzinfo else found.replace(tzinfo=timezone(timedelta(hours=time.offset_hours)))
        return aware.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read_report(report: Report, tree: Any) -> tuple[DeliveryReport, ...]:
    known, status = text_at(tree, report.id), text_at(tree, report.status)
    if not known or status not in report.statuses:
        raise Unreadable("a report without id, or with a status that the profile does not map")
    ours = report.statuses[status]
    if not ours:
        return ()
    code = text_at(tree, report.code)
    # A code is a word; a sentence might name someone.
    shown = code if re.fullmatch(r"[\w.-]{1,40}", code) else ""
    way = Otherwise.WAY if ours == "failed" and not (code and code in report.stopped_codes) else Otherwise.NOTHING
    return (DeliveryReport(SMS_HTTP, known[:_LONGEST_ID], ours, shown, otherwise=way),)


def _hashed(kind: str, *parts: str) -> str:
    text = "\0".join(f"{len(part)}:{part}" for part in parts)
    return f"sms_http:{kind}:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
