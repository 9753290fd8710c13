"""Damaged mails: every one is made from the case mails, a seed and a number, and always comes out the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"
_LARGE = 30_000  # bytes; a larger case is drawn one time in fifty
_LONGEST = 400_000
_LIMITS = (2_000, 2_000, 2_000, 10_000, 100_000)  # bytes that a repeated piece may take: most inputs are small
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(rb"(?:[^\n]*\n[ \t])*[^\n]*\n?")
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\";\r\n]{1,80})", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*\"?[\w.:-]{1,30}\"?", re.IGNORECASE)
_ENCODING = re.compile(rb"(?i)(content-transfer-encoding:\s*)[^\r\n]*")
_CHARSETS = (
    b"utf-8 utf-7 utf-16 utf-16le utf-32 us-ascii iso-8859-1 windows-1252 koi8-r gb18030 big5 shift_jis iso-2022-jp "
    b"iso-2022-kr euc-kr hz idna punycode unicode_escape raw_unicode_escape base64 rot13 zlib cp037 cp65001 x-user "
    b"undefined mbcs unknown-8bit utf8mb4 \"\" '' * =?x?="
).split()
_ENCODINGS = (b"base64", b"quoted-printable", b"7bit", b"8bit", b"binary", b"x-uuencode", b"uuencode", b"nonsense", b"")
_KINDS = (
    b"text/plain", b"text/html", b"multipart/mixed", b"multipart/alternative", b"multipart/digest", b"message/rfc822",
    b"message/delivery-status", b"message/partial", b"message/external-body", b"application/octet-stream",
    b"application/ms-tnef", b"image/png", b"text/plain; format=flowed; delsp=yes", b"text", b"/", b"",
)  # fmt: skip
_FRAGMENTS = (
    b"\r\n", b"\n", b"\r", b"\0", b"\t", b" ", b":", b";", b'"', b"<", b">", b"(", b")", b"=", b"==", b"=\r\n", b"--",
    b"=?", b"?=", b"=?utf-8?B?", b"=?utf-8?Q?=00=ED=A0=80?=", b"=?utf-7?Q?+2AA-?=", b"=?x?Y?z?=", b"\xff", b"\xfe\xff",
    b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"&#xD800;", b"&#0;", b"&#99999999999;", b"&nbsp", b"<!--",
    b"<script>", b"<style>", b"<![CDATA[", b"<div hidden>", b"<td>", b"</html>", b"\xe2\x80\xae", b"\xef\xbb\xbf",
    b"\r\n.\r\n", b"\n>", b">>>> ", b"begin 644 x\n", b"\n-- \n", b"a@example.id", b"<a@[1.2.3.4]>", b"mailto:",
    b"\r\n---------- Forwarded message ---------\r\n", b"\r\n-----Pesan Asli-----\r\n", b"\r\n" + b"_" * 32 + b"\r\n",
    b"\r\nDari: Siti <siti@example.id>\r\n", b"\r\nFrom: \r\n", b"\r\nTanggal: 32 Mei 99999\r\n", b"\r\nSubject:",
    b"\r\nPada Sen, 3 Mei 2021, Siti <siti@example.id> menulis:\r\n", b"\r\nResent-From: x <y@example.id>\r\n",
    b"X-Forwarded-For: a@example.id b@example.id\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"; name*0*=x''%",
    b"Date: Thu, 99 Foo 99999999999 99:99:99 +9999\r\n", b"%", b"\x1b$B", b"\\", b"[", b"]", b"*", b"|", b"ANONIM",
)  # fmt: skip

Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def cases() -> list[bytes]:
    """Every case mail, in the order of their names."""
    return [path.read_bytes() for path in sorted(CASES.rglob("*.eml"))]


def mutated(seed: int, number: int, mails: Sequence[bytes]) -> bytes:
    """Input `number` of the run `seed`; at most 400,000 bytes."""
    rng = random.Random(f"{seed}:{number}")
    data = _drawn(rng, mails)
    for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6, 10))):
        data = rng.choice(MUTATIONS)(data, rng, mails)[:_LONGEST]
    return data


def _drawn(rng: random.Random, mails: Sequence[bytes]) -> bytes:
    for _ in range(50):
        mail = rng.choice(mails)
        if len(mail) <= _LARGE:
            break
    return mail


def _place(data: bytes, rng: random.Random) -> int:
    """Anywhere; in one case of two within the headers, where most is decided."""
    end = _HEADERS_END.search(data)
    limit = end.end() if end and rng.random() < 0.5 else len(data)
    return rng.randint(0, limit)


def bits(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 20) if data else 0):
        changed[min(_place(data, rng), len(data) - 1)] ^= 1 << rng.randrange(8)
    return bytes(changed)


def fragments(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    for _ in range(rng.randint(1, 6)):
        at = _place(data, rng)
        data = data[:at] + rng.choice(_FRAGMENTS) * rng.choice((1, 1, 1, 2, 50)) + data[at + rng.choice((0, 0, 1, 9)) :]
    return data


def cut(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    at = _place(data, rng)
    return rng.choice((data[:at], data[at:], data[:at] + data[at + rng.randint(1, 200) :]))


def repeated(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    at = _place(data, rng)
    piece = data[at : at + rng.choice((1, 5, 40, 400))]
    return (
        data[:at]
        + piece * min(rng.choice((2, 2, 2, 10, 10, 300, 3000)), rng.choice(_LIMITS) // max(1, len(piece)) + 1)
        + data[at:]
    )


def headers(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    """Doubled, lost, in another order, with each other's values, or under another name."""
    head, body = _split(data)
    fields = [field for field in _FOLDED.findall(head) if field]
    if not fields:
        return data
    at, other = rng.randrange(len(fields)), rng.randrange(len(fields))
    match rng.randrange(6):
        case 0:
            fields.insert(other, fields[at])
        case 1:
            del fields[at]
        case 2:
            rng.shuffle(fields)
        case 3:
            fields[at] = fields[at].partition(b":")[0] + b":" + fields[other].partition(b":")[2]
        case 4:
            fields[at] = fields[at].replace(b" ", b"\r\n ", rng.randint(1, 9))
        case _:
            fields[at] = fields[at].replace(b":", rng.choice((b" :", b"", b"::", b":\r\n", b"\0:")), 1)
    return b"".join(fields) + body


def _split(data: bytes) -> tuple[bytes, bytes]:
    end = _HEADERS_END.search(data)
    at = end.start() + data[end.start() : end.end()].index(b"\n") + 1 if end else len(data)
    return data[:at], data[at:]


def boundaries(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    found = _BOUNDARY.search(data)
    if found is None:
        return b'Content-Type: multipart/mixed; boundary="b"\r\n' + data
    word = found[1]
    changed = rng.choice((word[:-1], word + b"x", b"", b" " + word, word.swapcase(), word * 3, word + b"--"))
    if rng.random() < 0.5:
        return data.replace(word, changed, 1)
    lines = data.split(b"--" + word)
    at = rng.randrange(len(lines))
    return (b"--" + word).join(lines[:at]) + b"--" + changed + (b"--" + word).join(lines[at:])


def charsets(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    put = b"charset=" + rng.choice(_CHARSETS)
    if _CHARSET.search(data):
        return _CHARSET.sub(lambda _: put, data, count=rng.randint(0, 2))
    return b"Content-Type: " + rng.choice(_KINDS) + b"; " + put + b"\r\n" + data


def encodings(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    put = rng.choice(_ENCODINGS)
    if _ENCODING.search(data):
        return _ENCODING.sub(lambda found: found[1] + put, data, count=rng.randint(0, 2))
    return b"Content-Transfer-Encoding: " + put + b"\r\n" + data


def kinds(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    put = rng.choice(_KINDS)
    return re.sub(rb"(?i)(content-type:\s*)[\w/+.-]*", lambda found: found[1] + put, data, count=rng.randint(0, 2))


def spliced(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    other = _drawn(rng, mails)
    (head, body), (other_head, other_body) = _split(data), _split(other)
    at, there = _place(data, rng), _place(other, rng)
    return rng.choice((head + other_body, other_head + body, data[:at] + other[there:], data + other, other + data))


def words(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    """Encoded words, whole and broken, in a header that matters."""
    name = rng.choice((b"Subject", b"From", b"To", b"Reply-To", b"Resent-From"))
    word = b"=?%b?%b?%b?=" % (
        rng.choice(_CHARSETS),
        rng.choice((b"B", b"Q", b"b", b"X", b"")),
        rng.choice(
            (b"SmFsYW4gcnVzYWs=", b"Jalan=20rusak", b"=ED=A0=80", b"!!!", b"", b"=", b"A" * 2000, rng.randbytes(9))
        ),
    )
    if rng.random() < 0.5:
        at = rng.randrange(len(word))
        word = word[:at] + rng.choice(_FRAGMENTS) + word[at:]
    return name + b": " + word * rng.choice((1, 2, 500)) + b" <siti@example.id>\r\n" + data


def lines(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    """Lines in another order, glued, quoted, or with other ends."""
    head, body = _split(data)
    match rng.randrange(6):
        case 0:
            some = body.split(b"\n")
            rng.shuffle(some)
            return head + b"\n".join(some)
        case 1:
            return head + body.replace(b"\r\n", b" ", rng.randint(1, 30)).replace(b"\n", b" ", 2)
        case 2:
            return head + body.replace(b"\n", b"\n" + b">" * rng.choice((1, 2, 60, 900)), 60)
        case 3:
            return data.replace(b"\r\n", rng.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))
        case 4:
            return head + re.sub(rb"\n", lambda _: b"\n\n" if rng.random() < 0.3 else b"\n", body)
        case _:
            return head + body.replace(b":", rng.choice((b"\xef\xbc\x9a", b"\xc2\xa0:", b"", b" :*")))


def nested(data: bytes, rng: random.Random, mails: Sequence[bytes]) -> bytes:
    for depth in range(rng.choice((1, 1, 2, 6, 30))):
        edge = b"=_n%d" % depth
        if rng.random() < 0.5:
            head = b"From: d%d@example.desa.id\r\nSubject: Fwd: x\r\nContent-Type: message/rfc822\r\n\r\n" % depth
            data = head + data
        else:
            head = b"Content-Type: multipart/mixed; boundary=%b\r\n\r\n--%b\r\n" % (edge, edge)
            data = head + data + b"\r\n--%b--\r\n" % edge
    return data


MUTATIONS: Sequence[Mutation] = (
    bits, fragments, cut, repeated, headers, boundaries, charsets, encodings, kinds, spliced, words, lines, nested,
)  # fmt: skip
