"""HTML of a mail as text: in linear time and without losing words, because html.parser and lxml have slow corners.

It makes no tree: tags are read one after the other, so depth costs nothing.
Hidden preheaders: https://www.litmus.com/blog/the-ultimate-guide-to-preview-text-support
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from normalizer.html_lines import BLANK, CELL, LINE, OURS, PARAGRAPH, QUOTE, UNQUOTE, quoting, tidy

# Possessive and with disjoint alternatives: one pass, no way back.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*+)(?P<attributes>(?:[\s/](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)?)>"
)
# The same with a quote that nobody closed, or with "<" in it: up to the next ">".
_LAX_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*+)(?P<attributes>(?:[\s/][^<>]{0,2000}+)?)>")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li listing main menu nav ol optgroup option p
        plaintext pre section select summary table tbody tfoot thead tr ul xmp""",
    )
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr acronym applet area audio b base basefont bdi bdo bgsound big blink button canvas circle cite code col
        colgroup data datalist del dfn em embed font frame frameset g head i iframe image img input ins kbd label link
        map mark marquee math meta meter nobr noframes noscript object output param path picture portal progress q
        rect rp rt ruby s samp script slot small source spacer span strike strong style sub sup svg td template
        textarea th time title track tt u var video wbr""",
    )
)
_KNOWN = _BLOCKS | _INLINE
_NO_WORDS = frozenset({"script", "style", "title"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "ul", "ol", "pre"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "param", "source", "wbr"})
# Not font-size:0, which layouts set around words that have their own size; nor mso-hide, which Outlook alone obeys.
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|"
    r"opacity\s{0,9}:\s{0,9}0(?:\.0{1,4})?\s{0,9}(?:[;\"']|!|$)|"
    r"max-height\s{0,9}:\s{0,9}0(?:px|em|pt)?\s{0,9}(?:;|!)[^\"']{0,200}?overflow\s{0,9}:\s{0,9}hidden|"
    r"overflow\s{0,9}:\s{0,9}hidden[^\"']{0,200}?max-height\s{0,9}:\s{0,9}0(?:px|em|pt)?\s{0,9}(?:[;\"']|!|$)",
    re.IGNORECASE,
)
_HIDDEN_ALONE = re.compile(r"\shidden(?:\s|=|$)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_ATTRIBUTE = {
    name: re.compile(rf"\s{name}\s{{0,9}}=\s{{0,9}}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
    for name in ("href", "alt")
}
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_STARTS = {"br": "\n", "li": "\x01- "}
_MANY_TAGS = 150_000  # beyond it (over 0.3 s) what is left is only stripped
_LONGEST_LINK = 300
_MOST_QUOTES = 50


@dataclass
class _Page:
    source: str = field(repr=False)
    out: list[str] = field(default_factory=list, repr=False)
    hidden: list[tuple[str, int, int]] = field(default_factory=list)  # name, open tags of it, where it began in `out`
    quotes: list[tuple[str, int]] = field(default_factory=list)  # name, open tags of it
    # Where it leads, where its words begin in `out`.
    links: list[tuple[str, int]] = field(default_factory=list, repr=False)
    preformatted: int = 0
    absent: set[str] = field(default_factory=set)  # ends that were looked for and are nowhere further down

    def find(self, wanted: str, start: int) -> int:
        """As str.find, but a search that failed once is not made again: that would be quadratic."""
        if wanted in self.absent:
            return -1
        at = self.source.find(wanted, start)
        if at < 0:
            self.absent.add(wanted)
        return at

    def words(self, text: str) -> None:
        if not text:
            return
        if "&" in text:
            text = _unescape(text)
        self.out.append(text.replace(" ", BLANK) if self.preformatted else _BLANKS.sub(" ", text))


def _unescape(text: str) -> str:
    try:
        return html.unescape(text)
    except (ValueError, OverflowError):  # &# and thousands of digits
        return text


def html_to_text(source: str) -> str:
    """The words of a page, a line per block, "- " before list items, links and mailto addresses behind their words.

    Never raises. Unknown tags (`<budi@example.id>`, `<Jl. Mawar>`) are words. What is marked as hidden stays out.
    """
    page = _Page(source.translate(OURS))
    at, tags, text = 0, 0, page.source
    while tags < _MANY_TAGS:
        less = text.find("<", at)
        if less < 0:
            break
        page.words(text[at:less])
        at = _markup(page, less)
        tags += 1
    if tags >= _MANY_TAGS:
        page.words(re.sub(r"<[^<>]{0,2000}+>", " ", text[at:]))
    else:
        page.words(text[at:])
    return tidy("".join(page.out))


def _markup(page: _Page, at: int) -> int:
    """Take what begins with "<" at `at`; where to go on."""
    following = page.source[at + 1 : at + 2]
    if following in ("!", "?"):
        return _declaration(page, at)
    found = _TAG.match(page.source, at) or _LAX_TAG.match(page.source, at)
    if found is None or not _is_tag(found["name"].lower(), found["attributes"], closes=bool(found["close"])):
        page.out.append("<")
        return at + 1
    name = found["name"].lower()
    if found["close"]:
        _close(page, name)
    elif name in _NO_WORDS:
        return _skip(page, name, found.end())
    else:
        _open(page, name, found["attributes"])
    return found.end()


def _is_tag(name: str, attributes: str, *, closes: bool) -> bool:
    """Known ones, `o:p`, `x-block class="…"`; not `<https://…>`, `<budi-santoso>` and `<RT 3>`."""
    prefix, colon, rest = name.partition(":")
    if colon:
        return bool(prefix and rest)
    if "-" in name:
        return closes or bool(attributes)
    return name in _KNOWN and not (attributes and name == "rt")


def _declaration(page: _Page, at: int) -> int:
    if page.source.startswith("<!--", at):
        end = page.find("-->", at + 4)
        return end + 3 if end >= 0 else at + 4
    end = page.source.find(">", at, at + 2001)
    if end >= 0:
        return end + 1
    page.out.append("<")
    return at + 1


def _skip(page: _Page, name: str, at: int) -> int:
    """Past the end of a script or a style sheet; without an end nothing is left out."""
    for wanted in (f"</{name}", f"</{name.upper()}", f"</{name.capitalize()}"):
        end = page.find(wanted, at)
        if end >= 0:
            close = page.source.find(">", end, end + 200)
            return close + 1 if close >= 0 else end + len(wanted)
    return at


def _open(page: _Page, name: str, attributes: str) -> None:
    if page.hidden and page.hidden[-1][0] == name:
        hidden, depth, start = page.hidden[-1]
        page.hidden[-1] = (hidden, depth + 1, start)
    elif attributes and name not in _VOID and len(page.hidden) < 50 and _hides(attributes):
        page.hidden.append((name, 1, len(page.out)))
    if name in _BLOCKS:
        page.out.append(_STARTS.get(name) or (PARAGRAPH if name in _PARAGRAPHS else LINE))
        page.preformatted += name == "pre"
        _quote(page, name, attributes)
    elif name in ("td", "th"):
        page.out.append(CELL)
    elif attributes and name == "a" and len(page.links) < 50:
        page.links.append((_attribute(attributes, "href"), len(page.out)))
    elif attributes and name == "img":
        page.words(_attribute(attributes, "alt"))


def _close(page: _Page, name: str) -> None:
    if name == "a" and page.links:
        _link(page)
    if name in _BLOCKS and name not in _VOID and name != "li":
        _unquote(page, name)
        page.out.append(PARAGRAPH if name in _PARAGRAPHS else LINE)
        page.preformatted = max(0, page.preformatted - (name == "pre"))
    if page.hidden and page.hidden[-1][0] == name:
        hidden, depth, start = page.hidden.pop()
        if depth > 1:
            page.hidden.append((hidden, depth - 1, start))
        else:
            quotes = [piece for piece in page.out[start:] if piece in (QUOTE, UNQUOTE)]
            page.out[start:] = [LINE, *quotes, LINE]


def _hides(attributes: str) -> bool:
    alone = _HIDDEN_ALONE.search(attributes) is not None and _HIDDEN_ALONE.search(_QUOTED.sub("", attributes))
    return bool(alone or _HIDDEN.search(attributes))


def _quote(page: _Page, name: str, attributes: str) -> None:
    if len(page.quotes) < _MOST_QUOTES and quoting(name, attributes):
        page.quotes.append((name, 1))
        page.out.append(QUOTE)
    elif page.quotes and page.quotes[-1][0] == name:
        page.quotes[-1] = (name, page.quotes[-1][1] + 1)


def _unquote(page: _Page, name: str) -> None:
    if not page.quotes or page.quotes[-1][0] != name:
        return
    _, depth = page.quotes.pop()
    if depth > 1:
        page.quotes.append((name, depth - 1))
    else:
        page.out.append(UNQUOTE)


def _link(page: _Page) -> None:
    """An address or a map behind a word would be lost with the tag."""
    leads_to, start = page.links.pop()
    if not leads_to or len(leads_to) > _LONGEST_LINK or len(page.out) - start > 50:
        return
    shown = "".join(piece[:_LONGEST_LINK] for piece in page.out[start:])  # an address shown is no longer than that
    if leads_to.lower().startswith("mailto:"):
        address = leads_to[7:].split("?")[0]
        if address and address.lower() not in shown.lower():
            page.out.append(f" <{address}>")
    elif leads_to.lower().startswith(("http://", "https://", "tel:", "geo:")) and leads_to not in shown:
        page.out.append(f" <{leads_to}>")


def _attribute(attributes: str, name: str) -> str:
    found = _ATTRIBUTE[name].search(attributes[:4000])
    return _unescape(found[1] or found[2] or found[3] or "").strip() if found else ""
