"""Makes the dictionary that sealed values are packed with: `python tests/quality/pack_dictionary.py FILE`.

Of what lies in Redis, as the product writes it, with the invented complaints of `cases` for words. What was packed with
a dictionary needs that one: a new one takes a new file beside the old (forwarder/packing.py).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backports import zstd
from pairs import cases

from forwarder.listener import Listener
from forwarder.national_case import freeze
from forwarder.packing import shortened
from normalizer import codec
from normalizer.schema import ChannelName, Complaint, Flags, Kind, Language, Party, Submission

PARTS = ("tuned", "heldout", "second", "third", "fresh")
BYTES = 6144
_CHANNELS = tuple(map(ChannelName, ("sms", "whatsapp", "whatsapp", "telegram", "mail")))
_START = datetime(2026, 3, 1, tzinfo=UTC)
_LOWER = "abcdefghijklmnopqrstuvwxyz234567"


def samples(texts: Iterable[str], seed: int = 1) -> Iterator[bytes]:
    """For each text what one complaint leaves: itself, who is answered, and for some the case as it was sent."""
    for at, text in enumerate(texts):
        draw = random.Random(f"{seed} {at}")
        complaint = _complaint(text, draw)
        yield shortened(codec.encode(complaint), complaint.id.encode())
        yield _listener(complaint, draw).encode()
        if at % 3 == 0:
            yield shortened(freeze(_submission(complaint, draw)), complaint.id.encode())


def _complaint(text: str, draw: random.Random) -> Complaint:
    channel = draw.choice(_CHANNELS)
    address, person, delivery = _sender(channel, draw)
    sender = Party(address, draw.choice(("", "Siti", "Budi S")) if channel != "sms" else "")
    flags = Flags(anonim=draw.random() < 0.1, rahasia=draw.random() < 0.1)
    return Complaint(
        id=_drawn(draw, _LOWER, 26),
        kind=draw.choice((Kind.COMPLAINT, Kind.COMPLAINT, Kind.COMPLAINT, Kind.ASPIRATION, Kind.INFORMATION)),
        channel=channel,
        delivery=delivery,
        reporter=sender,
        submitted_by=sender,
        person=person,
        title=text[:100],
        text=text,
        received_at=_START + timedelta(seconds=draw.random() * 40_000_000),
        language=Language.ENGLISH if draw.random() < 0.1 else Language.INDONESIAN,
        flags=flags,
    )


def _sender(channel: ChannelName, draw: random.Random) -> tuple[str, str, str]:
    if channel == "mail":
        address = f"{_drawn(draw, _LOWER[:26], 8)}@example.org"
        return address, f"mailto:{address}", f"mail:{_drawn(draw, '0123456789abcdef', 64)}"
    if channel == "telegram":
        number = _drawn(draw, "0123456789", 10)
        return f"telegram:{number}", f"telegram:{number}", f"telegram:update:{_drawn(draw, '0123456789', 9)}"
    phone = f"+628{_drawn(draw, '0123456789', 10)}"
    account, message = (_drawn(draw, "0123456789abcdef", 32) for _ in range(2))
    return phone, f"tel:{phone}", f"twilio:message:AC{account}:SM{message}"


def _listener(complaint: Complaint, draw: random.Random) -> Listener:
    threaded = complaint.channel in ("mail", "telegram")
    return Listener(
        channel=complaint.channel,
        to=complaint.reporter,
        language=complaint.language,
        flags=complaint.flags,
        thread=_drawn(draw, "0123456789", 6) if threaded else "",
        recipient="" if threaded else f"+628{_drawn(draw, '0123456789', 10)}",
        subject="Laporan" if complaint.channel == "mail" else "",
        heard_ms=int(complaint.received_at.timestamp() * 1000),
    )


def _submission(complaint: Complaint, draw: random.Random) -> Submission:
    names = ("kind", "channel", "title", "text", "reporter", "submitted_by", "flags", "received_at", "language")
    told = {name: getattr(complaint, name) for name in names}
    return Submission(reference=complaint.id, number=_drawn(draw, "123456789", 10), **told)


def _drawn(draw: random.Random, letters: str, length: int) -> str:
    return "".join(draw.choice(letters) for _ in range(length))


def texts_of(parts: Iterable[str]) -> list[str]:
    found = [case for part in parts for case in cases(part)]
    return [text for case in found for text in (case.text, case.reworded, case.other) if text]


def trained(texts: Iterable[str]) -> bytes:
    return zstd.train_dict(list(samples(texts)), BYTES).dict_content


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(trained(texts_of(PARTS)))
