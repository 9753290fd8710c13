"""Authentication-Results of a mail server of ours."""

from __future__ import annotations

import pytest

from channels.mail_proof_fields import read_header
from channels.mail_proof_results import parse, verdicts

OURS = "mx.kab.example"
AUTHOR = "sari@warga.example.org"

# label, headers from the top, how many count, what is found
ROWS = [
    ("dmarc", ["mx.kab.example; dmarc=pass header.from=warga.example.org"], 1, "dmarc"),
    ("opendkim", ["mx.kab.example;\r\n\tdkim=pass (2048-bit key) header.d=warga.example.org header.i=@x"], 1, "dkim"),
    ("rspamd", [
        "mx.kab.example;\r\n\tdkim=pass header.d=warga.example.org header.s=s1;\r\n\tspf=pass (x) smtp.mailfrom=x@y"
    ], 1, "dkim"),
    ("header.i alone", ["mx.kab.example; dkim=pass header.i=@mail.example.org"], 1, "dkim"),
    ("spf, an address", ["mx.kab.example; spf=pass smtp.mailfrom=x@example.org"], 1, "spf"),
    ("spf, a domain", ["mx.kab.example; spf=pass smtp.mailfrom=mail.example.org"], 1, "spf"),
    ("a login there", ["mx.kab.example; auth=pass smtp.auth=sari@warga.example.org"], 1, "auth"),
    ("a version and capitals", ["MX.kab.example 1; DMARC=Pass header.From=Warga.Example.org"], 1, "dmarc"),
    ("blanks around the signs", ["mx.kab.example ; spf = pass smtp . mailfrom = x@example.org"], 1, "spf"),
    ("a method with a version", ["mx.kab.example; dkim/1=pass header.d=example.org"], 1, "dkim"),
    ("none", ["mx.kab.example; none"], 1, ""),
    ("another's login", ["mx.kab.example; auth=pass smtp.auth=x@warga.example.org"], 1, ""),
    ("another's domain", ["mx.kab.example; dkim=pass header.d=evil.example"], 1, ""),
    ("another's SPF", ["mx.kab.example; spf=pass smtp.mailfrom=warga.example.org@evil.example"], 1, ""),
    ("a domain that ends alike", ["mx.kab.example; dkim=pass header.d=evil-example.org"], 1, ""),
    ("DMARC of another From", ["mx.kab.example; dmarc=pass header.from=evil.example"], 1, ""),
    ("DMARC without saying of whom", ["mx.kab.example; dmarc=pass"], 1, ""),
    ("DMARC fails, whatever else", [
        "mx.kab.example; dkim=pass header.d=example.org; dmarc=fail header.from=warga.example.org"
    ], 1, ""),
    ("softfail", ["mx.kab.example; spf=softfail smtp.mailfrom=example.org"], 1, ""),
    ("ARC only", ["mx.kab.example; arc=pass header.d=warga.example.org"], 1, ""),
    ("IP address in the net of PTR", ["mx.kab.example; iprev=pass policy.iprev=192.0.2.1"], 1, ""),
    ("another server's name", ["mx.evil.example; dmarc=pass header.from=warga.example.org"], 1, ""),
    ("a name that begins alike", ["mx.kab.example.evil.example; dmarc=pass header.from=warga.example.org"], 1, ""),
    ("another server's above ours", [
        "mx.evil.example; dmarc=fail header.from=warga.example.org",
        "mx.kab.example; dmarc=pass header.from=warga.example.org",
    ], 1, "dmarc"),
    ("the sender's own below ours", [
        "mx.kab.example; dkim=none; dmarc=none header.from=warga.example.org",
        "mx.kab.example; dmarc=pass header.from=warga.example.org; spf=pass smtp.mailfrom=example.org",
    ], 1, ""),
    ("the sender's own below ours, of two", [
        "mx.kab.example; dmarc=none header.from=warga.example.org",
        "mx.kab.example; dkim=none",
        "mx.kab.example; spf=pass smtp.mailfrom=example.org",
    ], 2, ""),
    ("two of ours", [
        "mx.kab.example; dmarc=none header.from=warga.example.org",
        "mx.kab.example; dkim=pass header.d=warga.example.org",
    ], 2, "dkim"),
    ("a second word on the same method", [
        "mx.kab.example; dkim=fail header.d=warga.example.org",
        "mx.kab.example; dkim=pass header.d=warga.example.org",
    ], 2, ""),
    ("within a comment", ["mx.kab.example; spf=fail (x; dmarc=pass header.from=warga.example.org) a.b=x"], 1, ""),
    ("within nested comments", ["mx.kab.example; spf=fail (a (b) ; dmarc=pass header.from=warga.example.org)"], 1, ""),
    ("within quotes", ['mx.kab.example; spf=fail smtp.mailfrom="; dmarc=pass header.from=warga.example.org "'], 1, ""),
    ("quotes that never end", ['mx.kab.example; dkim=pass header.d=example.org; spf=fail reason="x'], 1, ""),
    ("a comment that never ends", ["mx.kab.example; dkim=pass header.d=example.org (x"], 1, ""),
    ("a second value of a property", [
        "mx.kab.example; dkim=pass header.d=evil.example header.d=warga.example.org"
    ], 1, ""),
    ("no header", [], 1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("label", "values", "most", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_verdict(label: str, values: list[str], most: int, expected: str) -> None:
    head = "".join(f"Authentication-Results: {value}\r\n" for value in values)
    header = read_header(f"{head}From: {AUTHOR}\r\n\r\nTolong.\r\n".encode())
    assert header is not None
    assert next(iter(verdicts(header, OURS, most, AUTHOR)), "") == expected


@pytest.mark.parametrize("value", ["", ";", ";;=;", "(" * 5000, '"' * 4001, "a;" * 4000, "\\", "x; =pass", "x; a=b c"])
def test_any_words_are_read(value: str) -> None:
    named, results = parse(value)
    assert isinstance(named, str)
    assert all(one.method for one in results)
