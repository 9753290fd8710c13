"""What every channel must hold, as checks: for the tests of the shipped ones and for whoever adds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from channels.base import Channel, Unauthentic, Unreadable
from normalizer.schema import DeliveryReport, Inbound, Message, Raw

GARBAGE: tuple[bytes, ...] = (
    b"",
    b" ",
    b"\x00",
    b"\xff\xfe\xfd",
    b"null",
    b"[]",
    b"{}",
    b'"x"',
    b"1e999",
    b"[" * 100_000,
    b'{"a":' * 5_000,
    b'{"update_id": 1, "message": null}',
    b'{"message": {"message_id": "x", "chat": [], "from": {}}}',
    b"%",
    b"%E9%&=&==&%00=%ff",
    b"From=&MessageSid=&Body=",
    b"MessageSid=SM%30&From=whatsapp%3A&NumMedia=-1&Latitude=nan&Longitude=1e400",
    b"&".join(b"a%d=1" % n for n in range(1_000)),
    b"a=" + b"%F0%9F%98%A1" * 10_000,
    b"Message-ID: <>\r\nFrom: =?x-none?Q?=FF?= <\r\n\r\n\xff",
    b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
    b"From: " + b"(" * 3_000,
    b"\r\n" * 1_000,
)
_LONGEST_KEY = 1_000


def breaches(channel: Channel, raws: Iterable[Raw], secrets: Sequence[str] = ()) -> Iterator[str]:
    """A sentence for each duty that is not kept while these bytes come in; none if all are."""
    shown = repr(channel) + str(channel)
    if any(secret in shown for secret in secrets if secret):
        yield "a secret can be seen in its repr: use field(repr=False)"
    if not getattr(getattr(channel, "__dataclass_params__", None), "frozen", False):
        yield "it is no frozen dataclass"
    for raw in raws:
        label = f"{raw.body[:40]!r} at {raw.url.partition('?')[0]}"
        yield from (f"{breach}: {label}" for breach in _breaches_of(channel, raw))


def trusts_strangers(channel: Channel, good: Raw) -> Iterator[str]:
    """A sentence for each way in which bytes are believed that the provider did not send. `good` is a real delivery."""
    if _verified(channel, good) != "":
        yield "it refuses a real delivery"
    spoiled = {
        "without headers and query": replace(good, headers=(), url=good.url.partition("?")[0]),
        "with empty headers": replace(good, headers=tuple((name, "") for name, _ in good.headers), url=_bare(good)),
        "with another secret": replace(
            good, headers=tuple((n, v + "x") for n, v in good.headers), url=good.url.replace("=", "=x")
        ),
        "with a secret no ASCII can hold": replace(
            good, headers=tuple((name, "é\udcff") for name, _ in good.headers), url=_bare(good)
        ),
    }
    for label, raw in spoiled.items():
        found = _verified(channel, raw)
        if found != "Unauthentic":
            yield f"{label}: {found or 'it believes that'}"


def _bare(raw: Raw) -> str:
    return raw.url.partition("?")[0]


def _verified(channel: Channel, raw: Raw) -> str:
    try:
        channel.verify(raw)
    except Unauthentic:
        return "Unauthentic"
    except Exception as error:  # noqa: BLE001 - whatever else it raises is what is looked for
        return f"verify raises {type(error).__name__}"
    return ""


def _breaches_of(channel: Channel, raw: Raw) -> Iterator[str]:
    if (found := _verified(channel, raw)) not in ("", "Unauthentic"):
        yield found
    key = _key(channel, raw)
    if isinstance(key, Exception):
        yield f"delivery_key raises {type(key).__name__}"
        return
    if key != _key(channel, raw) or not 0 < len(key) <= _LONGEST_KEY:
        yield "delivery_key is empty, endless, or another the second time"
    first, second = _read(channel, raw), _read(channel, raw)
    if isinstance(first, Exception):
        yield f"read raises {type(first).__name__}"
    elif isinstance(second, Exception) or first != second:
        yield "the same bytes are read another way the second time"
    else:
        yield from (breach for one in first for breach in _breaches_in(one, raw, key))


def _key(channel: Channel, raw: Raw) -> str | Exception:
    try:
        key = channel.delivery_key(raw)
        key.encode()
    except Exception as error:  # noqa: BLE001 - total means total
        return error
    return key


def _read(channel: Channel, raw: Raw) -> list[Inbound] | Exception:
    try:
        return list(channel.read(raw))
    except Unreadable:
        return []
    except Exception as error:  # noqa: BLE001 - whatever else it raises is what is looked for
        return error


def _breaches_in(one: Inbound, raw: Raw, key: str) -> Iterator[str]:
    if isinstance(one, DeliveryReport):
        if not one.provider_id:
            yield "a report of nothing"
        return
    rows = (
        (not one.delivery.startswith(key), "a message whose delivery does not begin with the delivery key"),
        (not (one.sender.address or one.robot or one.doubts), "a message from nobody, and no doubt about it"),
        (":" not in one.person, "a person who is no URI"),
        (one.received_at != raw.received_at, "received_at is not the delivery's"),
        (not _aware(one.received_at) or not _aware(one.sent_at), "a time without a zone"),
        (not _storable(one), "words that UTF-8 cannot hold"),
        (_shown(one), "the sender or the words can be seen in its repr"),
    )
    yield from (breach for broken, breach in rows if broken)


def _aware(moment: datetime | None) -> bool:
    return moment is None or moment.tzinfo is not None


def _storable(message: Message) -> bool:
    words = (message.text, message.subject, message.person, message.sender.name, message.sender.address, message.thread)
    names = (text for one in message.attachments for text in (one.name, one.media_type, one.source))
    try:
        "".join([*words, *names]).encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(message: Message) -> bool:
    # Our own address may be shown, also to someone who calls himself by it.
    shown = repr(replace(message, recipient="", delivery=""))
    return any(len(word) > 8 and word in shown for word in (message.text, message.sender.address, message.sender.name))
