"""The header of a mail as a verifier sees it: whole fields in their bytes, and the one author it names.

RFC 5322, 2.2, 3.6.2. Whatever two readers could see differently is nobody's proof: it is refused here, and the mail is
read all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from channels.mail_alignment import mailbox
from normalizer.mime_headers import parties
from normalizer.mime_words import Budget

# As many as are looked at when a mail is read: beyond them it might name another author.
LARGEST = 128 * 1024
MOST = 500
LONGEST_AUTHOR = 4096
# A blank before the colon is obsolete (RFC 5322, 4.5.8), and "From " also begins an mbox line.
_NAME = re.compile(rb"([!-9;-~]{1,200}):")
_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Field:
    """`name` in lower case; `raw` with name, colon and CRLF between its lines, without the last CRLF."""

    name: str
    raw: bytes = field(repr=False)

    @property
    def value(self) -> bytes:
        return self.raw.partition(b":")[2]

    @property
    def text(self) -> str:
        """The value on one line; bytes that are no UTF-8 become U+FFFD."""
        return re.sub(r"[\r\n]", "", self.value.decode("utf-8", "replace")).strip()


@dataclass(frozen=True, slots=True)
class Header:
    """Every field from the top, and where the body begins."""

    fields: tuple[Field, ...] = field(repr=False)
    body_at: int

    def all(self, name: str) -> list[Field]:
        return [one for one in self.fields if one.name == name]


def read_header(data: bytes) -> Header | None:
    """None when something stands there that is no field, or more than is ever looked at."""
    end = _END.search(data, 0, LARGEST)
    if end is None:
        return None
    block = data[: end.start()].replace(b"\r\n", b"\n")
    if b"\r" in block or b"\0" in block:
        return None
    fields: list[tuple[str, list[bytes]]] = []
    for line in block.split(b"\n"):
        found = _NAME.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif found and len(fields) < MOST:
            fields.append((found[1].decode("ascii").lower(), [line]))
        else:
            return None
    return Header(tuple(Field(name, b"\r\n".join(lines)) for name, lines in fields), end.end())


def author_of(header: Header) -> str:
    """The one address in the one From, as `mailbox` has it; empty unless there is exactly one of both.

    A display name, Sender, Reply-To and Resent-From say nothing.
    """
    named = header.all("from")
    if len(named) != 1 or len(named[0].raw) > LONGEST_AUTHOR:
        return ""
    value = named[0].text
    found = parties(value, Budget())
    if len(found) != 1 or _is_group(value) or found[0].address not in value or "\ufffd" in found[0].address:
        return ""
    return mailbox(found[0].address)


def _is_group(value: str) -> bool:
    """`Kantor: a@desa.example, b@desa.example;` (RFC 5322, 3.4): several, or nobody. A comma alone is in many names
    (`Siti, S.H. <siti@…>`)."""
    return any(sign in re.sub(r"\"(?:[^\"\\]|\\.)*+\"|\([^()]*+\)", "", value) for sign in ":;")
