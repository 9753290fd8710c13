"""Signs of a mail that nobody meant for an office: each gives its name and its weight.

Headers of mass mail: RFC 2369, RFC 2919, RFC 8058; endings that carry programs:
https://support.google.com/mail/answer/6590
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from normalizer.suspect_languages import ENGLISH, FOREIGN, INDONESIAN
from normalizer.suspect_lists import ARCHIVES, CAMPAIGN, CHEAP, CITIZENS, MACROS, OFFICES, PAGES, PROGRAMS, SHORTENERS
from normalizer.suspect_text import Letter, Link, unseen

Sign = tuple[str, int]

_FREE = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|rocketmail|outlook|hotmail|live|msn|aol|proton|protonmail|gmx|mail|zoho|yandex|"
    r"icloud|tutanota|qq|163|126|rediffmail|inbox|consultant|usa)\.\w{2,3}(?:\.\w{2})?"
)
# Names that strangers borrow; the domain they really write from holds them.
_BRANDS = re.compile(
    r"\b(bri|bca|mandiri|bni|btn|bsi|dana|ovo|gopay|shopee|tokopedia|lazada|telkomsel|indosat|xl|netflix|spotify|"
    r"paypal|visa|mastercard|amazon|apple|icloud|microsoft|office ?365|outlook|onedrive|sharepoint|google|gmail|"
    r"whatsapp|facebook|instagram|metamask|binance|coinbase|dhl|fedex|ups|usps|jne|sicepat|j&t|docusign|dropbox|adobe|"
    r"linkedin|zoom|norton|mcafee|geek squad|western union|world bank|united nations|fbi|interpol|imf)\b"
)
_DESKS = re.compile(
    r"\b(?:it support|help ?desk|mail ?(?:box)? ?admin\w*|webmail|administrator|mail (?:server|delivery|system|team|"
    r"center)|e-?mail (?:team|support|server|admin\w*)|(?:account|security) team|customer (?:care|service)|"
    r"no-?reply)\b"
)
# Who is never found at a free mail service, or behind another's domain.
_SUPERIORS = re.compile(
    r"\b(?:bupati|wali ?kota|gubernur|sekda|kepala (?:dinas|badan)|menteri|direktur|director|ceo|president|chairman|"
    r"manager)\b"
)
_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}[01](?:px|pt)?\s{0,3}[;\"']|"
    r"max-height\s{0,3}:\s{0,3}0|opacity\s{0,3}:\s{0,3}0\s{0,3}[;\"']",
    re.I,
)
_FORM = re.compile(r"<form\b|<input\b|<script\b", re.I)
_IMAGE = re.compile(r"<img\b", re.I)
_PIXEL = re.compile(
    r"<img\b(?=[^<>]{0,600}\bwidth\s{0,3}=\s{0,3}[\"']?[01]\b)(?=[^<>]{0,600}\bheight\s{0,3}=\s{0,3}[\"']?[01]\b)", re.I
)
_LAID_OUT = re.compile(r"<table\b|\bbgcolor\b|<center\b", re.I)
_TAGGED = re.compile(r"\W{0,5}(?:spam|junk|bulk|suspected spam|probable spam)\W{1,6}", re.I)
_ANSWER = re.compile(r"\s{0,3}(?:re|fw|fwd|bls|tr|aw)\s{0,3}:", re.I)
_SECRET = re.compile(r"\b(?:password|passcode|pwd|kata sandi|sandi)\b(?: \w+){0,3} ?(?:[:=]|is|adalah)? ?\w{3,}")
# Scripts somebody in Indonesia may write a complaint in, beside Latin: Buginese to Batak, Rejang, Javanese.
_OURS = ((0x1A00, 0x1A1F), (0x1B00, 0x1BFF), (0xA930, 0xA95F), (0xA980, 0xA9DF))
_ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
_LATIN_WORD = re.compile(r"[^\W\d_]{3,}")
_FANCY = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\uff21-\uff5a]")
_PICTOGRAM = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


def bulk(letter: Letter) -> Iterator[Sign]:
    """Sent to many: a list or a campaign says so itself."""
    headers = letter.headers
    if headers.has("list-unsubscribe") or headers.has("list-unsubscribe-post"):
        yield "list", 2
    if headers.has("list-id") or headers.has("list-post"):
        yield "list", 2
    if headers.first("precedence").strip().lower() in ("bulk", "junk", "list"):
        yield "list", 2
    if any(headers.has(name) for name in CAMPAIGN):
        yield "list", 2


def sender(letter: Letter) -> Iterator[Sign]:
    """Answers would go elsewhere than the sender, or the name belongs to another."""
    named = letter.mail.from_
    domain, name = _domain(named.address), named.name.lower()
    answers = _domain(letter.mail.reply_to.address) if letter.mail.reply_to else ""
    elsewhere = bool(answers) and _end(answers) != _end(domain)
    if elsewhere or (_FREE.fullmatch(answers) and _differs(letter)):
        yield "reply-to", 2
    if (found := _BRANDS.search(name)) and found[1].replace(" ", "") not in domain.replace("-", ""):
        yield "borrowed-name", 3
    elif (_SUPERIORS.search(name) or _DESKS.search(name)) and not domain.endswith(OFFICES):
        yield "borrowed-name", 2
    if "@" in name and (shown := _domain(name.split()[-1].strip("()<>\"'"))) and shown != domain:
        yield "borrowed-name", 3
    if domain.rpartition(".")[2] in CHEAP:
        yield "domain", 2


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower().strip(" >.")


def _end(domain: str) -> str:
    labels = domain.split(".")
    return ".".join(labels[-3:] if len(labels[-1]) == 2 and len(labels[-2:][0]) <= 4 else labels[-2:])


def _differs(letter: Letter) -> bool:
    answers = letter.mail.reply_to
    return answers is not None and answers.address.lower() != letter.mail.from_.address.lower()


def envelope(letter: Letter, ours: tuple[str, ...]) -> Iterator[Sign]:
    """Many recipients, or none that is named; what no mail program leaves out is missing."""
    to = letter.headers.first("to") + "," + letter.headers.first("cc")
    addresses = to.count("@")
    if addresses > 15:
        yield "recipients", 2
    elif ours and not any(address in to.lower() for address in ours):
        yield "recipients", 1
    if not letter.headers.has("date") and not letter.headers.has("message-id"):
        yield "headers", 1
    if _TAGGED.match(letter.mail.subject):
        yield "tagged", 5
    fresh = not letter.mail.references and not letter.mail.names_forwarded
    if fresh and _ANSWER.match(letter.mail.subject) and letter.count < 60 and "@" not in letter.written:
        yield "no-answer", 1
    if letter.mail.silent_because == "null sender":
        yield "null-sender", 2


def layout(letter: Letter) -> Iterator[Sign]:
    """HTML as nobody types it."""
    page = letter.page
    if not page:
        return
    if not letter.plain:
        yield "layout", 1
    if _FORM.search(page):
        yield "form", 4
    if _HIDDEN.search(page):
        yield "hidden", 2
    if _PIXEL.search(page):
        yield "hidden", 1
    if sum(1 for _ in _LAID_OUT.finditer(page)) >= 4:
        yield "layout", 1
    if _IMAGE.search(page) and letter.count < 25:
        yield "picture", 4 if letter.links else 2


def links(letter: Letter) -> Iterator[Sign]:
    """Where it wants its reader to go."""
    strange = [link for link in letter.links if not _harmless(link.host)]
    if not strange:
        return
    if letter.count < 15:
        yield "links", 3
    if len({link.host for link in strange}) >= 5 or len(strange) >= 10:
        yield "links", 2
    if any(re.fullmatch(r"\d+\.\d+\.\d+\.\d+", link.host) for link in strange):
        yield "links", 3
    if any(link.host.rpartition(".")[2] in CHEAP or link.host in SHORTENERS for link in strange):
        yield "links", 2
    if any(_pretends(link) for link in strange):
        yield "deceptive-link", 4


def strange_links(letter: Letter) -> bool:
    return any(not _harmless(link.host) for link in letter.links)


def _harmless(host: str) -> bool:
    return host.endswith(OFFICES) or any(host == known or host.endswith(f".{known}") for known in CITIZENS)


def _pretends(link: Link) -> bool:
    """Its words name one domain and it leads to another."""
    return bool(link.shown) and "." in link.shown and _end(link.shown) != _end(link.host)


def files(letter: Letter) -> Iterator[Sign]:
    """Programs in any clothes; pages and macros, which are how they come today."""
    for name, magic in letter.files:
        ending = name.rpartition(".")[2]
        if ending in PROGRAMS or magic[:2] == b"MZ" or magic == b"\x7fELF":
            yield "program", 9
        elif ending in PAGES:
            yield "attachment", 4
        elif ending in MACROS:
            yield "attachment", 3
        elif ending in ARCHIVES:
            yield "attachment", 4 if _SECRET.search(letter.said) else 2


def script(letter: Letter) -> Iterator[Sign]:
    """Letters and languages nobody here writes to an office in; letters that only look like ours."""
    sample = letter.written[:3000]
    counts = {"latin": 0, "ours": 0, "arabic": 0, "other": 0}
    for character in sample:
        if character.isalpha():
            counts[_script(ord(character))] += 1
    if counts["other"] >= 8 and counts["other"] > counts["latin"] + counts["ours"] + counts["arabic"]:
        yield "script", 5
    elif counts["arabic"] >= 20 and counts["arabic"] > counts["latin"]:
        yield "script", 3
    known = _count(INDONESIAN, letter.said) + _count(ENGLISH, letter.said)
    foreign = _count(FOREIGN, letter.said)
    if foreign >= 4 and foreign > known:
        yield "language", 4
    disguised = sum(1 for word in _LATIN_WORD.findall(sample) if _mixed(word))
    if disguised or unseen(sample) >= 2:
        yield "disguise", 4 if disguised + unseen(sample) >= 3 else 3
    if sum(1 for _ in _FANCY.finditer(sample)) >= 8:
        yield "disguise", 2
    if sum(1 for _ in _PICTOGRAM.finditer(sample)) >= 6:
        yield "pictograms", 1


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text[:4000]))


def _script(code: int) -> str:
    if code < 0x0250 or 0x1D400 <= code <= 0x1D7FF or 0x1E00 <= code <= 0x1EFF or 0xFF21 <= code <= 0xFF5A:
        return "latin"
    if any(first <= code <= last for first, last in _OURS):
        return "ours"
    return "arabic" if any(first <= code <= last for first, last in _ARABIC) else "other"


def _mixed(word: str) -> bool:
    """Latin letters with Cyrillic or Greek ones in the same word."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(character, "?").partition(" ")[0] for character in word}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"})


PLAIN: tuple[Callable[[Letter], Iterator[Sign]], ...] = (bulk, sender, layout, links, files, script)
