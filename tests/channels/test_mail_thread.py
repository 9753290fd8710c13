"""The names by which an answer finds its complaint: written, folded, found again, and never made up."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from channels.mail_answer import compose
from channels.mail_thread import answers, is_ours, message_id, recipient_tokens, signed_address, tokens
from normalizer.schema import ChannelName, Language, Party, Reply

TOKEN = "k3v7q2m5x4b6n7p2r3s4t5u6w7" + "abcdefgh23456722"
OURS = message_id("0123456789abcdef", TOKEN, "lapor@kab.example")
SIGNED = f"lapor+{TOKEN}@kab.example"

ADDRESSES: list[tuple[str, str, str, str]] = [
    ("plain", "lapor@kab.example", TOKEN, SIGNED),
    ("with a detail of its own", "lapor+web@kab.example", TOKEN, SIGNED),
    ("no token", "lapor@kab.example", "", ""),
    ("a token with a blank", "lapor@kab.example", "abc def" * 5, ""),
    ("a token with a line break", "lapor@kab.example", TOKEN + "\n", ""),
    ("a token with an at", "lapor@kab.example", TOKEN + "@", ""),
    ("capitals", "lapor@kab.example", TOKEN.upper(), ""),
    ("the longest name that fits", f"{'a' * 21}@kab.example", TOKEN, f"{'a' * 21}+{TOKEN}@kab.example"),
    ("a name too long for a token", f"{'a' * 22}@kab.example", TOKEN, ""),
]


@pytest.mark.parametrize(("label", "address", "token", "expected"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_signed_addresses(label: str, address: str, token: str, expected: str) -> None:
    found = signed_address(address, token)
    assert found == expected
    assert len(found.partition("@")[0]) <= 64


FOUND: list[tuple[str, list[str], tuple[str, ...], str, tuple[str, ...]]] = [
    ("by the address, as an answer", [SIGNED], (), "Re: Jalan", (TOKEN,)),
    ("by the address, in capitals", [SIGNED.upper()], (), "BLS: Jalan", (TOKEN,)),
    ("by the address, below a mail", [SIGNED], ("<x@y.example>",), "", (TOKEN,)),
    ("by the address, in brackets", [f"<{SIGNED}>"], ("<x@y.example>",), "", (TOKEN,)),
    ("by the thread", ["lapor@kab.example"], ("<x@y.example>", OURS), "", (TOKEN,)),
    ("by the thread, folded", ["lapor@kab.example"], (OURS.upper(),), "", (TOKEN,)),
    ("both say the same", [SIGNED], (OURS,), "Re: x", (TOKEN,)),
    ("the nearest first", [], (OURS, OURS.replace("k3v7", "zzzz")), "", (TOKEN.replace("k3v7", "zzzz"), TOKEN)),
    ("a new mail to a kept address", [SIGNED], (), "Sampah di pasar", ()),
    ("a forward to a kept address", [SIGNED], (), "Fwd: Sampah", ()),
    ("a help text", [], (message_id("0123456789abcdef", "", "lapor@kab.example"),), "Re: Halo", ()),
    ("somebody else's thread", ["lapor@kab.example"], ("<satu@pintu.example>",), "Re: x", ()),
    ("a detail that is no token", ["lapor+web@kab.example"], ("<x@y.example>",), "", ()),
    ("our form in another place", [], (f"<x{OURS[1:]}",), "", ()),
]


@pytest.mark.parametrize(("label", "to", "references", "subject", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_tokens_that_an_answer_names(
    label: str, to: list[str], references: tuple[str, ...], subject: str, expected: tuple[str, ...]
) -> None:
    assert tokens(to, references, subject) == expected


def test_a_crowd_of_references_names_few() -> None:
    crowd = [OURS.replace("k3v7", f"{place:04d}".translate(str.maketrans("0189", "abcd"))) for place in range(500)]
    assert len(tokens([], crowd, "")) == 8
    assert len(recipient_tokens([SIGNED.replace("k3v7", f"{place:04d}") for place in range(500)])) == 8


SUBJECTS = [
    ("Re: x", True), ("RE : x", True), ("Bls: x", True), ("Balas: x", True), ("AW: x", True), ("Re[2]: x", True),
    ("回复：x", True), ("Fwd: x", False), ("Laporan: x", False), ("x", False), ("", False),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "expected"), SUBJECTS)
def test_subjects_of_answers(subject: str, expected: bool) -> None:
    assert answers(subject) is expected


def test_ids_of_a_thread_are_written_as_they_are() -> None:
    """Longer than a line; encoded (RFC 2047) they would name no thread."""
    outlook = "<" + "A" * 90 + "@APCPR01MB1234.apcprd01.prod.outlook.com>"
    thread = json.dumps({"id": outlook, "references": [OURS, outlook]})
    reply = Reply(
        id="0123456789abcdef", channel=ChannelName("mail"), to=Party("sari@warga.example.org"), text="Halo",
        language=Language.INDONESIAN, thread=thread, token=TOKEN,
    )  # fmt: skip
    head = compose(reply, "lapor@kab.example", datetime(2026, 11, 21, tzinfo=UTC), SIGNED).partition(b"\r\n\r\n")[0]
    unfolded = re.sub(r"\r\n[ \t]+", " ", head.decode())
    assert f"In-Reply-To: {outlook}\r\n" in unfolded
    assert f"References: {OURS} {outlook}\r\n" in unfolded
    assert f"Reply-To: {SIGNED}\r\n" in unfolded
    assert f"Message-ID: {OURS}\r\n" in unfolded
    assert is_ours(OURS)
    assert "=?" not in unfolded
