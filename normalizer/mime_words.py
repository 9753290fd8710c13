"""Charsets as mail programs really send them: declared wrongly, or not at all.

Labels: https://encoding.spec.whatwg.org/#names-and-labels
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# What is written in mails but is not, or not quite, what Python calls it. As in browsers Latin-1 means Windows-1252.
_ALIASES: Mapping[str, str] = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "646": "utf-8",
    "7bit": "utf-8",
    "8bit": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "windows-874": "cp874",
}
# Only these are tried: punycode and idna take quadratic time, unicode_escape warns, zlib and hex are no text at all.
_TEXT_CODECS = re.compile(
    r"utf-(?:8|16|32|7)(?:-(?:le|be|sig))?|cp\d{3,4}|iso8859-\d{1,2}|koi8-[rut]|mac-\w+|big5(?:hkscs)?|gb18030|hz|"
    r"euc_\w+|euc-\w+|iso2022_\w+|shift_jis\w*|tis-620|johab|ptcp154|viscii"
)
_GUESSED_AMONG = ["cp1252", "cp1250", "cp1251", "cp1256", "big5", "gb18030", "cp932", "cp949", "koi8_r", "cp874"]
_GUESS_BYTES = 2048  # one guess costs about 10 ms at this size
_GUESSES = 3
_SURROGATES = re.compile("[\ud800-\udfff]")
# What is read of the texts of one mail, its attached mails included. A complaint has at most 100,000 characters of four
# bytes; a page of HTML is mostly markup and pictures.
LONGEST_TEXT = 400_000
LONGEST_PAGE = 3_000_000
_PARTS = 100
_PARTS_OF_ATTACHED = 500


@dataclass
class Budget:
    """What one mail may still cost: parts, guesses of charsets, bytes of text and of HTML that are read. `attached` are
    the parts that all mails attached to it may have. `fault` notes a doubt once."""

    parts: int = _PARTS
    guesses: int = _GUESSES
    doubts: dict[str, None] = field(default_factory=dict)
    text: int = LONGEST_TEXT
    page: int = LONGEST_PAGE
    attached: int = _PARTS_OF_ATTACHED

    def of_its_own(self) -> Budget | None:
        """For an attached mail: doubts and parts of its own, else the same purse. `settle` it afterwards. None when it
        is empty: a mail has as many parts wherever it is read, or none, because they are numbered."""
        if self.attached < _PARTS:
            return None
        return Budget(_PARTS, self.guesses, text=self.text, page=self.page, attached=self.attached - _PARTS)

    def settle(self, own: Budget) -> None:
        self.guesses, self.text, self.page = own.guesses, own.text, own.page
        self.attached = own.attached + max(0, own.parts)

    def fault(self, word: str) -> None:
        self.doubts[word] = None


def without_surrogates(text: str) -> str:
    """UTF-7 can make lone surrogates, and those break every encoder that comes later."""
    return _SURROGATES.sub("\ufffd", text)


def whole_characters(data: bytes) -> bytes:
    """Bytes that were cut, without the beginning of a UTF-8 character at their end."""
    for back in range(1, min(4, len(data)) + 1):
        if data[-back] < 0x80:
            break
        if data[-back] >= 0xC0:
            return data[:-back]
    return data


def codec_of(charset: str) -> str | None:
    """Python's name of a charset that is safe to decode with; None for anything else."""
    label = charset.strip().strip("\"'").lower()
    if not label or len(label) > 40 or not re.fullmatch(r"[\w.:+-]+", label, re.ASCII):
        return None
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return name if _TEXT_CODECS.fullmatch(name) else None


def decode_words(data: bytes, charset: str, budget: Budget) -> str:
    """Text of any bytes. UTF-8 that is valid is believed before any label; notes "charset" when it had to guess."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return without_surrogates(_decode_other(data, charset, budget))
    if b"\0" not in data and not (b"\x1b" in data or b"~{" in data or b"+" in data):
        return text  # a label of UTF-16 over plain ASCII is wrong; escape sequences are valid ASCII and are not
    return without_surrogates(_decode_declared(data, charset) or text)


def _decode_declared(data: bytes, charset: str) -> str | None:
    codec = codec_of(charset)
    if codec is None or (codec.startswith(("utf-16", "utf-32")) and b"\0" not in data):
        return None
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _decode_other(data: bytes, charset: str, budget: Budget) -> str:
    codec = codec_of(charset)
    if codec and codec != "utf-8":
        text = _decode_declared(data, charset)
        if text is not None:
            return text
    budget.fault("charset")
    broken = data.decode("utf-8", "replace")
    high = sum(map(data.count, (bytes([lead]) for lead in range(0xC2, 0xF5))))
    if broken.count("\ufffd") * 4 <= high:
        return broken  # UTF-8 with a few bad bytes: a cut character, not another charset
    return data.decode(_guess(data, budget), "replace")


def _guess(data: bytes, budget: Budget) -> str:
    if budget.guesses <= 0:
        return "cp1252"
    from charset_normalizer import from_bytes  # 1.3 MB, for the few that declare none

    budget.guesses -= 1
    first_high = next((i for i, byte in enumerate(data[:100_000]) if byte > 127), 0)
    sample = data[max(0, first_high - _GUESS_BYTES // 2) :][:_GUESS_BYTES]
    try:
        best = from_bytes(sample, cp_isolation=_GUESSED_AMONG, preemptive_behaviour=False).best()
    except (ValueError, LookupError, UnicodeError, RuntimeError):
        return "cp1252"
    return best.encoding if best else "cp1252"
