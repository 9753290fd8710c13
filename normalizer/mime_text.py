"""The sender's words out of the parts of a mail: which part holds them, in which charset and form.

RFC 2046, 5.1.4 (alternatives), RFC 3676 (format=flowed).
"""

from __future__ import annotations

import re
import unicodedata

from normalizer.html_text import html_to_text
from normalizer.mime_parameters import ContentType
from normalizer.mime_parts import Part, leaves
from normalizer.mime_tnef import read_tnef
from normalizer.mime_words import LONGEST_TEXT, Budget, decode_words, whole_characters, without_surrogates

_WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SPOKEN = frozenset({"text/plain", "text/html"})
_META_CHARSET = re.compile(rb"<meta\s[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PICTURE = re.compile(rb"(?<=;base64,)[A-Za-z0-9+/=%\s]{1000,}+")  # pasted into the page itself
# HTML is read although there is plain text when it is so much longer that the plain text is only a stub.
_STUB_BYTES = 30
_STUB_WORDS = 40
_LONGEST_SIGN = 18


def words_of(part: Part, budget: Budget) -> str:
    """The sender's words: plain text before HTML, several texts one after the other."""
    if not part.children:
        return _words(part, budget) if part.is_text else ""
    if part.kind.kind == "multipart/alternative":
        return _best(part.children, budget)
    return "\n\n".join(filter(None, (words_of(child, budget) for child in part.children)))


def words_of_files(root: Part, budget: Budget) -> str:
    """Telephone gateways send the words as a text file and nothing else; it stays among the attachments."""
    files = [leaf for leaf in leaves(root) if leaf.is_file and leaf.kind.kind in _SPOKEN and not leaf.is_mail]
    text = "\n\n".join(filter(None, (_words(leaf, budget) for leaf in files)))
    if text:
        budget.fault("text-from-file")
    return text


def packed_words(root: Part, budget: Budget) -> str:
    """Outlook's own package may hold the only words."""
    for leaf in leaves(root):
        if is_winmail(leaf):
            packed = read_tnef(leaf.content(budget))
            words = _plain_words(_spend(packed.text, budget), "", leaf.kind, budget)
            if words or packed.html:
                return words or _page_words(packed.html, "", budget)
    return ""


def is_winmail(leaf: Part) -> bool:
    return leaf.kind.kind in _WINMAIL or leaf.name.lower() == "winmail.dat"


def _best(options: tuple[Part, ...], budget: Budget) -> str:
    plain_parts = [option for option in options if option.kind.kind == "text/plain"]
    rich_parts = [option for option in options if option.kind.kind not in ("text/plain", "text/x-amp-html")]
    plain = "\n\n".join(filter(None, (words_of(option, budget) for option in plain_parts)))
    if plain and sum(len(option.body) for option in rich_parts) < _STUB_BYTES * len(plain):
        return plain
    rich = next(filter(None, (words_of(option, budget) for option in reversed(rich_parts))), "")
    if len(rich.split()) > 4 * len(plain.split()) + _STUB_WORDS:
        return rich
    return plain or rich


def _words(part: Part, budget: Budget) -> str:
    content = part.content(budget)
    charset = part.kind.parameters.get("charset", "")
    if part.kind.kind in ("text/plain", "text/markdown"):
        return _plain_words(_spend(content, budget), charset, part.kind, budget)
    return _page_words(content, charset, budget)


def _page_words(content: bytes, charset: str, budget: Budget) -> str:
    if len(content) > budget.page:
        content = _PICTURE.sub(b"", content)
    content, budget.page = _spent(content, budget.page, budget)
    meta = _META_CHARSET.search(content[:2048]) if not charset else None
    page = decode_words(content, meta[1].decode("ascii", "replace") if meta else charset, budget)
    return _trimmed(_readable(without_surrogates(html_to_text(page)), budget))


def _plain_words(content: bytes, charset: str, kind: ContentType, budget: Budget) -> str:
    text = decode_words(content, charset, budget).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if kind.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, kind.parameters.get("delsp", "").lower() == "yes")
    if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----"):
        budget.fault("encrypted")
    return _trimmed(_readable(text, budget))


def _spend(content: bytes, budget: Budget) -> bytes:
    content, budget.text = _spent(content, budget.text, budget)
    return content


def _spent(content: bytes, left: int, budget: Budget) -> tuple[bytes, int]:
    """As much of a text as may still be read, and what may be read after it."""
    if len(content) <= left:
        return content, left - len(content)
    budget.fault("text-cut")
    return whole_characters(content[: left & ~3]), 0


def _readable(text: str, budget: Budget) -> str:
    """The text, or its beginning where it is made of signs that are spelt out to many letters each, as a blessing of
    eighteen is: they pass what is read of any other text."""
    if text.isascii() or len(text) < LONGEST_TEXT // _LONGEST_SIGN:
        return text
    spelt = {sign: len(unicodedata.normalize("NFKC", sign)) for sign in set(text)}
    added = sum(text.count(sign) * (length - 1) for sign, length in spelt.items() if length > 2)
    if added < LONGEST_TEXT:
        return text
    budget.fault("text-cut")
    return text[: LONGEST_TEXT // _LONGEST_SIGN]


def _trimmed(text: str) -> str:
    """Without a byte order mark, and empty lines before and after; what stands between is the sender's own."""
    return re.sub(r"\A\ufeff?(?:[ \t]*+\n)*+", "", text).rstrip()


def unflowed(text: str, delete_space: bool = False) -> str:
    """The paragraphs of format=flowed text on one line each (RFC 3676); quoted lines keep their ">"."""
    lines: list[str] = []
    pending: list[str] = []
    depth_before, soft = 0, False
    for line in text.split("\n"):
        unquoted = line.lstrip(">")
        depth = len(line) - len(unquoted)
        words = unquoted.removeprefix(" ")
        if not (soft and depth == depth_before):
            lines.append("".join(pending))
            pending = [">" * depth + " " if depth else ""]
        soft = words.endswith(" ") and words != "-- "
        pending.append(words[:-1] if soft and delete_space else words)
        depth_before = depth
    return "\n".join([*lines, "".join(pending)][1:])
