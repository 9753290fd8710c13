"""DKIM: mails signed by another implementation, and what of them does not count."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable

import pytest
from signed_mail import rsa_key, signed

from channels.mail_proof_dkim import Key, Signature, Verifier, read_key, read_signature, tag_list
from channels.mail_proof_dkim_form import body_hash
from channels.mail_proof_fields import read_header

NOW = time.time()
MAIL = (
    b"From: Sari Contoh <sari@example.org>\r\nTo: lapor@kab.example\r\nSubject: Jalan  rusak\r\n\tdi RT 3\r\n"
    b"Date: Mon, 02 Nov 2026 08:15:00 +0700\r\nMessage-ID: <a1@example.org>\r\n\r\n"
    b"Tolong  diperbaiki. \r\n\r\n\tTerima kasih.\t\r\n\r\n\r\n"
)
FORMS = [(one, other) for one in (b"simple", b"relaxed") for other in (b"simple", b"relaxed")]


def holds(mail: bytes, record: str = "", at: float = NOW) -> bool:
    """Whether any signature of the mail counts and is right."""
    header = read_header(mail)
    assert header is not None
    found = [read_signature(field, at) for field in header.all("dkim-signature")]
    key = read_key(record or rsa_key()[1])
    return key is not None and any(one is not None and Verifier(mail, header).holds(one, key) for one in found)


@pytest.mark.parametrize("forms", FORMS, ids=[b"/".join(forms).decode() for forms in FORMS])
@pytest.mark.parametrize(
    "mail",
    [
        MAIL,
        MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
        MAIL.rstrip(),
        MAIL + b"\r\n" * 500,
        MAIL + b" \t\r\n \r\n",
        MAIL + b"x" * 300_000 + b" \t " * 100_000 + b"\r\n" * 50_000 + b"end\r\n",
        MAIL + b"\r\n" * 200_000,
    ],
    ids=["a mail", "no body", "no last line end", "empty lines", "blank lines", "long lines", "only lines"],
)
def test_what_another_implementation_signs(mail: bytes, forms: tuple[bytes, bytes]) -> None:
    assert holds(signed(mail, "example.org", forms=forms))


SAMPLE = b"""\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
BRISBANE = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@pytest.mark.parametrize("mail", [SAMPLE, SAMPLE.replace(b"\n", b"\r\n")], ids=["LF", "CRLF"])
def test_the_sample_of_rfc_8463(mail: bytes) -> None:
    assert holds(mail, BRISBANE, at=1528637909)
    assert not holds(mail.replace(b"dinner", b"supper"), BRISBANE, at=1528637909)


CHANGES: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("body", lambda mail: mail.replace(b"diperbaiki", b"dibiarkan")),
    ("one more line", lambda mail: mail + b"x\r\n"),
    ("From", lambda mail: mail.replace(b"sari@example.org>\r\nTo", b"budi@example.org>\r\nTo")),
    ("subject", lambda mail: mail.replace(b"Jalan", b"Jembatan")),
    (
        "another signature",
        lambda mail: re.sub(rb"\bb=(.)", lambda found: b"b=B" if found[1] == b"A" else b"b=A", mail, count=1),
    ),
    (
        "a field above a signed one",
        lambda mail: mail.replace(b"Subject:", b"Subject: \r\nSubject:"),
    ),
]


@pytest.mark.parametrize(("label", "change"), CHANGES, ids=[label for label, _ in CHANGES])
def test_a_change_breaks_it(label: str, change: Callable[[bytes], bytes]) -> None:
    mail = signed(MAIL, "example.org")
    assert holds(mail)
    changed = change(mail)
    assert changed != mail
    assert holds(changed) is (label == "a field above a signed one")


def test_the_key_of_another_does_not_fit() -> None:
    assert not holds(signed(MAIL, "example.org"), rsa_key(1024)[1])


def test_a_part_of_the_body_does_not_count() -> None:
    mail = signed(MAIL, "example.org", length=True)
    assert b"l=" in mail
    assert not holds(mail)


def test_sha1_does_not_count() -> None:
    assert not holds(signed(MAIL, "example.org", algorithm=b"rsa-sha1"))


BASE = "v=1; a=rsa-sha256; d=example.org; s=s1; h=from:to; bh=" + "A" * 43 + "=; b=AAAA"
SIGNATURES = [
    ("plain", "", True),
    ("all of it", "; c=relaxed/simple; q=dns/txt; i=@mail.example.org; t=NOW; x=LATER; z=From:x", True),
    ("a subdomain's identity", "; i=sari@x.example.org", True),
    ("another's identity", "; i=@example.net", False),
    ("an identity that ends alike", "; i=@evilexample.org", False),
    ("expired", "; x=BEFORE", False),
    ("expired before it was made", "; t=NOW; x=BEFORE", False),
    ("made in the future", "; t=LATER", False),
    ("made weeks ago", "; t=LONGAGO", False),
    ("a time that is none", "; t=soon", False),
    ("a time of a thousand digits", "; t=" + "9" * 1000, False),
    ("a part of the body", "; l=0", False),
    ("another query", "; q=http", False),
    ("an unknown form", "; c=nowsp", False),
    ("a tag twice", "; d=example.net", False),
    ("no tag", "; =", False),
]


@pytest.mark.parametrize(("label", "more", "counts"), SIGNATURES, ids=[row[0] for row in SIGNATURES])
def test_which_signatures_count(label: str, more: str, counts: bool) -> None:
    times = {"NOW": NOW, "LATER": NOW + 7200, "BEFORE": NOW - 60, "LONGAGO": NOW - 30 * 86400}
    for name, at in times.items():
        more = more.replace(name, str(int(at)))
    assert (signature(BASE + more) is not None) is counts


@pytest.mark.parametrize(
    "tag", ["v=1; ", "d=example.org; ", "s=s1; ", "h=from:to; ", "bh=" + "A" * 43 + "=; ", "; b=AAAA"]
)
def test_no_tag_may_be_missing(tag: str) -> None:
    assert tag in BASE
    assert signature(BASE.replace(tag, "")) is None


def test_from_must_be_signed() -> None:
    assert signature(BASE.replace("h=from:to", "h=to:subject")) is None


def test_too_large_a_signature_does_not_count() -> None:
    assert signature(BASE + "; z=" + "x" * 20_000) is None
    assert signature(BASE.replace("h=from", "h=" + "x:" * 300 + "from")) is None


def signature(value: str) -> Signature | None:
    header = read_header(f"DKIM-Signature: {value}\r\nFrom: a@example.org\r\n\r\n".encode())
    assert header is not None
    return read_signature(header.fields[0], NOW)


RSA = rsa_key()[1].partition("p=")[2]
KEYS = [
    ("as others write it", f"v=DKIM1; k=rsa; p={RSA}", True),
    ("the key alone", f"p={RSA}", True),
    ("blanks in it", f"v=DKIM1; p={RSA[:40]} {RSA[40:]};", True),
    ("for mail", f"s=email; p={RSA}", True),
    ("Ed25519", BRISBANE, True),
    ("revoked", "v=DKIM1; p=", False),
    ("testing", f"v=DKIM1; t=y; p={RSA}", False),
    ("testing and strict", f"v=DKIM1; t=s:y; p={RSA}", False),
    ("for something else", f"s=tlsrpt; p={RSA}", False),
    ("for SHA-1 only", f"h=sha1; p={RSA}", False),
    ("another version", f"v=DKIM2; p={RSA}", False),
    ("another kind", f"k=dsa; p={RSA}", False),
    ("no key", "hello", False),
    ("no base64", "p=%%%", False),
    ("a broken key", "p=AAAA", False),
    ("an Ed25519 key of another length", "k=ed25519; p=AAAA", False),
    ("too long", f"p={'A' * 5000}", False),
    ("empty", "", False),
]


@pytest.mark.parametrize(("label", "record", "counts"), KEYS, ids=[row[0] for row in KEYS])
def test_which_keys_count(label: str, record: str, counts: bool) -> None:
    assert (read_key(record) is not None) is counts


def test_a_strict_key_is_not_for_names_below() -> None:
    strict = rsa_key()[1].replace("k=rsa", "k=rsa; t=s")
    assert holds(signed(MAIL, "example.org", identity="sari@example.org"), strict)
    assert not holds(signed(MAIL, "example.org", identity="sari@mail.example.org"), strict)
    assert holds(signed(MAIL, "example.org", identity="sari@mail.example.org"))


def test_a_small_key_does_not_count() -> None:
    small = (
        "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu"
        "KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ=="
    )
    assert read_key(small) is None


def test_tags() -> None:
    assert tag_list(" a = 1 ; b=x=y ;;") == {"a": "1", "b": "x=y"}
    assert tag_list("a=1; a=2") == {}
    assert tag_list("1=a") == {}


@pytest.mark.parametrize("at", range(-4, 3))
@pytest.mark.parametrize(
    "mark", [b"  \t ", b" \r\n", b"\r\n\r\n", b"\t\r\n \r\n", b"\r\n\r\nx", b" \n", b"\r\r\n", b"a b"]
)
def test_it_does_not_matter_where_a_piece_ends(mark: bytes, at: int) -> None:
    body = b"x" * (64 + at) + mark + b"y" * 61 + mark + b" z" * 40 + mark
    for relaxed in (True, False):
        assert body_hash(body, 0, relaxed, 64) == body_hash(body, 0, relaxed, 1 << 20)


@pytest.mark.parametrize(
    "blanks", [b" " * 4_000_000, b" a" * 2_000_000, b" \t" * 2_000_000, b"\r\n" * 2_000_000, b" \r\n" * 1_300_000]
)
def test_megabytes_of_blanks_take_no_time(blanks: bytes) -> None:
    before = time.process_time()
    body_hash(b"\r\n" + blanks + b"x", 2, relaxed=True)
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    ("body", "relaxed", "formed"),
    [
        (b"", False, b"\r\n"),
        (b"", True, b""),
        (b"\r\n\r\n", False, b"\r\n"),
        (b"\r\n \r\n", True, b""),
        (b" C \r\nD \t E\r\n\r\n\r\n", True, b" C\r\nD E\r\n"),
        (b" C \r\nD \t E\r\n\r\n\r\n", False, b" C \r\nD \t E\r\n"),
        (b"a\r\r\n\r\n", False, b"a\r\r\n"),
        (b"a\r\r\n\r\r\n", False, b"a\r\r\n\r\r\n"),
        (b"a\nb", False, b"a\r\nb\r\n"),
    ],
)
def test_the_forms_of_rfc_6376(body: bytes, relaxed: bool, formed: bytes) -> None:
    assert body_hash(body, 0, relaxed) == hashlib.sha256(formed).digest()


def test_a_key_says_whether_it_is_strict() -> None:
    key = read_key(rsa_key()[1])
    assert isinstance(key, Key)
    assert not key.strict
