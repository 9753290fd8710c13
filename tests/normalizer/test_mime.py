"""Real bytes of mails beside what must be read from them: tests/cases/mail/NAME.eml and NAME.json."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from normalizer.mime import ParsedMail, parse
from normalizer.mime_files import contents
from normalizer.mime_text import unflowed

CASES = Path(__file__).parents[1] / "cases" / "mail"
NAMES = sorted(path.stem for path in CASES.glob("*.json"))


def described(mail: ParsedMail) -> dict[str, Any]:
    """The fields as a case's JSON names them."""
    return {
        "from": dataclasses.asdict(mail.from_),
        "reply_to": mail.reply_to.address if mail.reply_to else None,
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "references": list(mail.references),
        "text": mail.text,
        "robot": mail.robot_because,
        "silent": mail.silent_because,
        "doubts": list(mail.doubts),
        "attachments": [dataclasses.asdict(file) for file in mail.attachments],
        "attached": [described(inner) for inner in mail.attached],
    }


def only(found: Any, wanted: Any) -> Any:
    """What was found, reduced to what the case speaks of; lists keep their length."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {key: only(found.get(key), value) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list) and len(found) == len(wanted):
        return [only(one, other) for one, other in zip(found, wanted, strict=True)]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    wanted = json.loads((CASES / f"{name}.json").read_text())
    data = (CASES / f"{name}.eml").read_bytes()
    found = described(parse(data))
    found["doubts"], wanted["doubts"] = sorted(found["doubts"]), sorted(wanted.get("doubts", found["doubts"]))
    assert only(found, wanted) == wanted
    assert "unparsable" not in found["doubts"]


def test_every_case_expects_something() -> None:
    assert len(NAMES) >= 100
    assert all(json.loads((CASES / f"{name}.json").read_text()) for name in NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if '"source"' in (CASES / f"{name}.json").read_text()])
def test_attachments_can_be_fetched_by_their_source(name: str) -> None:
    data = (CASES / f"{name}.eml").read_bytes()
    for file in parse(data).attachments:
        ((_, content),) = contents(data, [file.source])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)


@pytest.mark.parametrize("source", ["part:0", "part:9", "part:x", "part:", "", "part:2.9", "part:²", "https://x"])
def test_no_such_part(source: str) -> None:
    assert not list(contents((CASES / "eml-attached.eml").read_bytes(), [source]))


def test_files_in_an_attached_mail_are_numbered_below_it() -> None:
    photo = (CASES / "photo.eml").read_bytes()
    boundary = b"=_outer"
    outer = b"From: desa@example.id\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n\r\nlihat\r\n" % (
        (boundary, boundary)
    )
    outer += b"--%s\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n--%s--\r\n" % (boundary, photo, boundary)
    (inner,) = parse(outer).attached
    assert inner.attachments[0].source == "part:2.2"
    ((_, of_outer),) = contents(outer, ["part:2.2"])
    assert list(contents(photo, ["part:2"])) == [("part:2", of_outer)]


@pytest.mark.parametrize(
    ("sender", "silent"),
    [(None, ""), ("warga@example.id", ""), ("", "null sender"), ("<>", "null sender"), (" <> ", "null sender")],
)
def test_a_null_sender_may_complain_but_is_not_answered(sender: str | None, silent: str) -> None:
    mail = parse((CASES / "plain-7bit.eml").read_bytes(), sender)
    assert (mail.robot_because, mail.silent_because) == ("", silent)


def test_attached_mails_end_somewhere() -> None:
    data = b"From: a@example.id\r\nContent-Type: message/rfc822\r\n\r\n" * 60 + b"isi"
    depth, mail = 0, parse(data)
    while mail.attached:
        depth, mail = depth + 1, mail.attached[0]
    # The last is not read, but kept for a person.
    assert depth == 6
    assert mail.unread == mail.attachments[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("satu \ndua\ntiga", "satu dua\ntiga"),
        ("> a \n> b\n>> c", "> a b\n>> c"),
        ("a \n> b", "a \n> b"),
        ("-- \nSiti", "-- \nSiti"),
        ("", ""),
        (" >bukan kutipan", ">bukan kutipan"),
    ],
)
def test_unflowed(text: str, expected: str) -> None:
    assert unflowed(text) == expected


HEAD = b"From: budi@example.id\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
MB = 1_000_000
HEAVY: list[tuple[str, bytes]] = [
    ("headers", b"X: y\r\n" * (MB // 6)),
    ("folded header", b"Subject: a\r\n" + b" x\r\n" * (MB // 4)),
    ("encoded words", b"Subject: " + b"=?utf-8?q?a?= " * (MB // 14)),
    ("quoted semicolons", b'Content-Type: text/plain; a="' + b";" * MB),
    ("parameters", b"Content-Type: text/plain" + b"; a=b" * (MB // 5)),
    ("continued parameters", b"Content-Type: text/plain" + b"".join(b"; a*%d*=b" % i for i in range(90_000))),
    ("comments", b"From: " + b"(" * MB),
    ("parts", MIXED + b"--b\r\n\r\nx\r\n" * (MB // 9)),
    ("parts of rubbish", MIXED + (b"--b\r\n\r\n" + bytes(range(11, 256)) * 40 + b"\r\n") * 99),
    ("html parts", MIXED + (b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<b>x</b>" * 1250 + b"\r\n") * 99),
    ("base64 padding", HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A" * (MB // 2)),
    ("quoted-printable", HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * MB),
    ("tags", HEAD + b"Content-Type: text/html\r\n\r\n" + b"<b>x</b>" * (MB // 8)),
    ("open tags", HEAD + b"Content-Type: text/html\r\n\r\n" + b'<a "' * (MB // 4)),
    ("open comments", HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * (MB // 4)),
    ("open scripts", HEAD + b"Content-Type: text/html\r\n\r\n" + b"<script>" * (MB // 8)),
    ("hidden", HEAD + b"Content-Type: text/html\r\n\r\n" + b'<p style="display:none">' * (MB // 24)),
    ("links", HEAD + b"Content-Type: text/html\r\n\r\n" + b'<a href="mailto:x@example.id">' * (MB // 30)),
    ("digits", HEAD + b"Content-Type: text/html\r\n\r\n&#" + b"9" * MB),
    ("punycode", HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * MB),
    ("flowed", HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> \r\n" * (MB // 4)),
    ("blank lines", HEAD + b"\r\n" + b" \r\n" * (MB // 3)),
    ("boundaries", HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + b"--" + b"x " * (MB // 2)),
    ("nested", b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (i, i) for i in range(16_000))),
]


@pytest.mark.once
@pytest.mark.parametrize(("label", "data"), HEAVY, ids=[label for label, _ in HEAVY])
def test_no_mail_of_one_megabyte_takes_long(label: str, data: bytes) -> None:
    """Quadratic time would be minutes; the bound is generous because other work may share the core."""
    began = time.process_time()
    mail = parse(data)
    assert time.process_time() - began < 5
    assert "unparsable" not in mail.doubts
