"""One person from the value of a From line in a forwarded text, however the program spelt it."""

from __future__ import annotations

import re
from html import unescape

from normalizer.forward_marks import ON_BEHALF
from normalizer.schema import Party

# An apostrophe within an address is the Irish one; around it, it is a quote.
_LOCAL = r"[^\s<>\"'“”„«»(),;:@\[\]|*\\]{1,128}"
ADDRESS = re.compile(rf"{_LOCAL}(?:'{_LOCAL}){{0,3}}@[^\s<>\"'“”„«»(),;:@\[\]|*\\/]{{1,250}}")
_LONGEST = 2_000
_LONGEST_NAME = 200
_MARKDOWN = re.compile(r"\[([^\[\]]{1,200})\]\(mailto:([^()\s]{1,300})\)", re.IGNORECASE)
_WIDE = str.maketrans("＜＞＠", "<>@")
_MAILTO = re.compile(r"mailto:\s?", re.IGNORECASE)
_EXCHANGE = re.compile(r"<?/o=[^<>]{1,400}>?", re.IGNORECASE)
_BEHALF = re.compile(rf"[\s;,>\])]({'|'.join(map(re.escape, ON_BEHALF))})\s+(?=[^\W\d_]|[\"'])", re.IGNORECASE)
_QUOTES = "\"'“”„‟«»‘’‚`´"
_JUNK = " \t*_|;,<>"


def person(value: str) -> Party:
    """The author a value names; an empty address or name where it has none. Total; looks at 2,000 characters."""
    text = _MARKDOWN.sub(_linked, _spelt_out(" ".join(value[:_LONGEST].split())))
    behalf = _BEHALF.search(text)
    if behalf is None:
        return _one(text)
    delegate, author = _one(text[: behalf.start() + 1]), _one(text[behalf.end() :])
    return Party(author.address or delegate.address, author.name or delegate.name)


def _spelt_out(text: str) -> str:
    """Brackets as Japanese typists write them, or as a program left them that took a page for text."""
    return (unescape(text) if "&lt;" in text else text).translate(_WIDE)


def _linked(found: re.Match[str]) -> str:
    return found[1] if ADDRESS.search(found[1]) else f"{found[1]} <{found[2]}>"


def people(value: str) -> tuple[Party, ...]:
    """Everybody a To or Cc line names, at most 100; only those with an address."""
    found: list[Party] = []
    start = 0
    text = " ".join(value[: 10 * _LONGEST].split())
    for at in ADDRESS.finditer(text):
        if len(found) >= 100:
            break
        one = _one(text[start : at.end()].lstrip(" ,;>)]"))
        if one.address and one.address not in (other.address for other in found):
            found.append(one)
        start = at.end()
    return tuple(found)


def _one(text: str) -> Party:
    plain = _MAILTO.sub("", _EXCHANGE.sub(" ", text))
    bracketed = re.search(rf"[<\[(]\s?({ADDRESS.pattern})", plain)
    found = bracketed or ADDRESS.search(plain)
    if found is None:
        return Party("", _name(plain.partition("<")[0]) or _name(plain))
    address = _address(found[1] if bracketed else found[0])
    name = _name(plain[: found.start()].rstrip("-–— "))
    if not name or name.lower() == address.lower():
        name = _comment(plain[found.end() :])
    return Party(address, "" if name.lower() == address.lower() else name)


def _address(text: str) -> str:
    return text.strip("'.`*_")


def _comment(rest: str) -> str:
    """A name behind the address: in brackets, or bare behind an address in angle brackets."""
    found = re.search(r"[(\[]([^()\[\]<>@]{1,200})[)\]]", rest) or re.fullmatch(
        r"\s?>\s*([^\W\d_][^<>@;,]{1,80})", rest
    )
    return _name(found[1]) if found else ""


def _name(text: str) -> str:
    plain = text.replace("\\", "").replace("*", "").strip(_JUNK)
    if (plain[:1] in _QUOTES and plain[-1:] in _QUOTES) or sum(map(plain.count, _QUOTES)) == 1:
        plain = plain.strip(_QUOTES + _JUNK)
    for opening, closing in ("()", "[]"):
        if plain.count(opening) != plain.count(closing) or (plain[:1], plain[-1:]) == (opening, closing):
            plain = plain.strip(f" {opening}{closing}")
    return " ".join(plain.split())[:_LONGEST_NAME]
