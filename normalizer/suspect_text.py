"""A mail as its judge sees it: words folded for comparing, pages of HTML, links, files; every amount capped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from normalizer.mime import ParsedMail
from normalizer.mime_headers import Headers, without_prelude
from normalizer.mime_parts import Part, leaves, read_part
from normalizer.mime_words import Budget, decode_words

# Adverts show what they are in their first lines; a letter of megabytes costs no more than a page.
LOOKED_AT = 8_000
_PAGE_BYTES = 200_000
_MOST_LINKS = 200
_SHOWN = 300
# Between letters only: in emoji and in Arabic or Indic words they are orthography.
_UNSEEN = re.compile("(?<=[A-Za-z])[\u00ad\u200b-\u200d\u2060\ufeff]+(?=[A-Za-z])")
_URL = re.compile(r"(?:https?://|(?<![\w.@/])www\.)[^\s<>\"'()\[\]]{3,500}", re.IGNORECASE)
# No "<" within a tag: an endless row of beginnings is read once.
_ANCHOR = re.compile(r"<a\s([^<>]{1,2000})>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s{0,5}=\s{0,5}[\"']?([^\"'\s]{1,1000})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SHOWN_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(?:[/?]\S*)?")
# "sl0t", "pr0m0": a digit between letters is read as the letter it looks like. Only from where letters begin: a word of
# sixty thousand letters would be looked through from each of them.
_LEET = re.compile(r"(?<![a-z])[a-z]++[013457@$]++[a-z]++[a-z013457@$]*+")
_LEET_SIGNS = str.maketrans("013457@$", "oieastas")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .*_-]){3,11}\w(?!\w)")


def any_phrase(*patterns: str) -> re.Pattern[str]:
    """One of these as whole words; one may begin or end with a sign ("wa.me/", "$ 5 million")."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


@dataclass(frozen=True, slots=True)
class Link:
    """`host` it leads to; `shown` is the host that its words claim, empty when they name none."""

    host: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """`said` is subject and words, NFKC, lower case, single blanks; `count` its words. `plain` says that there was a
    text/plain part with words. `names` are the files' names in lower case with their first bytes."""

    headers: Headers
    mail: ParsedMail = field(repr=False)
    said: str = field(repr=False)
    written: str = field(repr=False)
    count: int
    page: str = field(repr=False)
    plain: bool
    links: tuple[Link, ...] = field(repr=False)
    files: tuple[tuple[str, bytes], ...] = field(repr=False)


def letter(data: bytes, mail: ParsedMail) -> Letter:
    """Look at a mail that was parsed. Total."""
    budget = Budget()
    root = read_part(without_prelude(data.replace(b"\r", b"\n") if b"\n" not in data else data), budget)
    parts = list(leaves(root))
    page = "".join(_page(part, budget) for part in parts if part.is_text and part.kind.kind == "text/html")[
        :_PAGE_BYTES
    ]
    written = "\n".join([mail.subject, mail.text[:LOOKED_AT], *_attached(mail)])[: 2 * LOOKED_AT]
    said = folded(written)
    plain = any(part.is_text and part.kind.kind == "text/plain" and bytes(part.body[:200]).strip() for part in parts)
    return Letter(
        headers=root.headers,
        mail=mail,
        said=said,
        written=written,
        count=len(re.findall(r"[^\W\d_]{2,}", said)),
        page=page,
        plain=plain,
        links=tuple(_links(written, page)),
        files=tuple(_file(part) for part in parts if part.is_file),
    )


def folded(text: str) -> str:
    """As the tables want it; words written so that programs do not find them are added at the end as they are read."""
    # One sign may be eighteen letters in this form.
    shaped = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[: 2 * LOOKED_AT]))[: 2 * LOOKED_AT]
    plain = " ".join(shaped.lower().split())
    leet = (found[0].translate(_LEET_SIGNS) for found in _LEET.finditer(plain))
    spaced = (re.sub(r"[ .*_-]", "", found[0]) for found in _SPACED.finditer(plain))
    return " ".join([plain, *leet, *spaced])


def unseen(text: str) -> int:
    """How many words hold characters that nobody sees."""
    return sum(1 for _ in _UNSEEN.finditer(text))


def _attached(mail: ParsedMail) -> Iterator[str]:
    for one in mail.attached[:5]:
        yield f"{one.subject}\n{one.text[:LOOKED_AT]}"


def _page(part: Part, budget: Budget) -> str:
    content = part.content(budget)[:_PAGE_BYTES]
    return decode_words(content, part.kind.parameters.get("charset", ""), budget)


def _file(part: Part) -> tuple[str, bytes]:
    return (part.name.lower(), part.content(Budget())[:4])


def _links(text: str, page: str) -> Iterator[Link]:
    found = 0
    for anchor in _ANCHOR.finditer(page):
        target = _HREF.search(anchor[1])
        host = host_of(target[1]) if target else ""
        if host and found < _MOST_LINKS:
            found += 1
            words = page[anchor.end() : anchor.end() + _SHOWN].partition("</a")[0]
            shown = _SHOWN_HOST.fullmatch(" ".join(_TAG.sub("", words).split()).lower())
            yield Link(host, shown[1].removeprefix("www.") if shown else "")
    for url in _URL.finditer(text):
        if (host := host_of(url[0] if "//" in url[0] else f"http://{url[0]}")) and found < _MOST_LINKS:
            found += 1
            yield Link(host)


def host_of(url: str) -> str:
    """The host of a web address in lower case, without "www."; empty for anything else."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""
