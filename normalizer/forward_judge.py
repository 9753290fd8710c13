"""Whether a block of headers in a text begins a forwarded message, or only what a reply quotes, and how sure that is.

In the body Outlook's replies and forwards look alike; the subject, the mark above the headers, what stands above them
and whom the mail goes to tell them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from normalizer.forward_blocks import Block
from normalizer.forward_lines import Lines, Mark
from normalizer.forward_search import candidates
from normalizer.forward_subjects import Intent
from normalizer.mime_robot_words import DAEMON, NO_REPLY
from normalizer.quotes import own_words
from normalizer.schema import Party

Confidence = Literal["high", "low"]
_NEAR = 3  # lines
# A program prints the time of day; who types a letter's head does not.
_CLOCK = re.compile(r"\d\s?[:.h]\s?\d\d")


# How offices and companies begin when they answer a complaint that was made to them.
_ANSWERS = re.compile(
    r"terima ?kasih\s(?:\w+\s){0,3}(?:laporan|pengaduan|aduan|keluhan)\s(?:\w+\s)?(?:anda|saudara|bapak|ibu)\b|"
    r"(?:laporan|pengaduan|aduan|keluhan) (?:anda|saudara|bapak/ibu) (?:telah|sudah|akan|sedang)\b|"
    r"thank you for (?:your (?:report|complaint|message|inquiry)|contacting)\b",
    re.IGNORECASE,
)
_OPENING = 600


@dataclass(frozen=True, slots=True)
class Outer:
    """What is known of the message a block was found in."""

    intent: Intent
    sender: str = field(default="", repr=False)
    recipients: frozenset[str] = field(default=frozenset(), repr=False)
    answers: bool = False  # it names a mail it answers
    nested: bool = False


def chosen(lines: Lines, outer: Outer) -> Block | None:
    """The first block that can be a forward. A quotation ends the search, unless the subject says it was forwarded."""
    likely: Block | None = None
    begins = next((at for at, line in enumerate(lines.raw) if line.strip(" \t\xa0>")), len(lines))
    for block in candidates(lines):
        if block.form == "attribution" and block.mark is Mark.NONE:
            if outer.intent is not Intent.FORWARD:
                return likely
            likely = likely or block
        elif likely and likely.form == "attribution":
            return _below_attribution(likely, block)
        elif judge(block, outer, noted=begins < block.start) is not None:
            if not (_is_letterhead(block, outer) or block.form == "chat"):
                return block
            likely = likely or block
        elif outer.intent is Intent.REPLY and (block.core >= 3 or block.author.address):
            return None
    return likely


def _below_attribution(quotation: Block, block: Block) -> Block:
    """Old Yahoo puts the headers of the same mail below the line; a forward mark as little quoted weighs more."""
    if block.mark is Mark.FORWARD:
        return block if block.core and block.depth <= quotation.depth else quotation
    same = block.author.address and block.author.address.lower() == quotation.author.address.lower()
    return replace(block, start=quotation.start) if same and block.start - quotation.end <= _NEAR else quotation


def _is_letterhead(block: Block, outer: Outer) -> bool:
    """The forwarder's own "Dari: … Kepada: … Hal: …" above what is forwarded looks like a block of Outlook's."""
    own = bool(outer.sender) and block.author.address.lower() == outer.sender
    return own and block.mark in (Mark.NONE, Mark.LINE) and not outer.nested


def judge(block: Block, outer: Outer, noted: bool) -> tuple[Confidence, str] | None:
    """How sure it is that this block begins a forwarded message; None when it does not."""
    if block.form == "guessed":
        return _judge_guessed(block, outer)
    if block.mark is Mark.FORWARD:
        return _judge_marked(block, outer)
    if outer.intent is Intent.FORWARD:
        return _judge_under_forward(block)
    if outer.intent is Intent.REPLY or not block.author.address:
        return None
    if outer.nested:
        return None if noted or block.core < 3 else ("high", "")
    return _judge_by_headers(block, outer, noted)


def no_complaint(author: Party, text: str) -> str:
    """Why the author of what was forwarded is hardly the one who complains; "" when nothing says so. Who sends on the
    answer they got complains themselves, above it."""
    if NO_REPLY.search(author.address) or DAEMON.match(author.address):
        return "nobody reads mail at the author's address"
    said = _ANSWERS.search(text[:_OPENING]) and _ANSWERS.search(own_words(text).text[:_OPENING])
    return "what was forwarded answers a complaint" if said else ""


def _judge_guessed(block: Block, outer: Outer) -> tuple[Confidence, str] | None:
    if outer.nested or not (block.mark is Mark.FORWARD or outer.intent is Intent.FORWARD):
        return None
    return "low", f"headers in an unknown language ({block.mark})"


def _judge_marked(block: Block, outer: Outer) -> tuple[Confidence, str] | None:
    named = bool(block.author.address or block.author.name)
    if not named:
        alone = not block.core and outer.intent is not Intent.FORWARD
        return None if alone or outer.nested else ("low", "forward mark, but nobody is named as the author")
    if outer.intent is Intent.REPLY and not outer.nested:
        return ("low", "forward mark under a reply subject") if block.depth == 0 else None
    return "high", f"forward mark ({block.form})"


def _judge_under_forward(block: Block) -> tuple[Confidence, str] | None:
    author = block.author
    if block.form == "chat":
        return "low", "forward subject and a copied chat"
    if block.form == "attribution":
        return ("high" if author.address else "low"), "forward subject and a line saying who wrote"
    if author.address and block.core >= 2:
        return "high", f"forward subject and headers ({block.mark})"
    if author.name and block.core >= 3 and _CLOCK.search(block.date_raw):
        return "high", f"forward subject and headers without an address ({block.mark})"
    if author.name and block.core >= 3 and block.mark is Mark.ORIGINAL:
        return "low", f"forward subject and headers with nothing but a name ({block.mark})"
    return None


def _judge_by_headers(block: Block, outer: Outer, noted: bool) -> tuple[Confidence, str] | None:
    """Neither the subject nor the mark says "forward": a reply looks the same, so only what is whole counts."""
    author = block.author.address.lower()
    if author == outer.sender or author in outer.recipients or (noted and outer.answers):
        return None
    announced = block.mark in (Mark.ORIGINAL, Mark.UNKNOWN)
    if block.core < (2 if announced else 3) or (block.mark is Mark.UNKNOWN and block.core < 3):
        return None
    if not noted:
        return "high", f"nothing but another mail's headers and text ({block.mark})"
    return "low", f"another mail's headers, but neither subject nor mark says it was forwarded ({block.mark})"
