"""What a message is: a complaint, a question, a greeting, a command; and which protection it asks for.

Rules over tables, so that every answer can be explained. When in doubt it is a complaint: nobody is turned away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from normalizer import number
from normalizer.commands import Command
from normalizer.flag_phrases import FLAG_FILLERS
from normalizer.flag_words import flag_word, one_slip
from normalizer.flags import flags_in, united
from normalizer.phrases import (
    ASPIRATION_OPENINGS,
    BARE_CORE,
    COMPLAINT_OPENINGS,
    DAYTIMES,
    FILLERS,
    GREETINGS,
    HELP_CORE,
    HELP_FILLERS,
    HONORIFICS,
    HOW_GOES,
    INFORMATION_OPENINGS,
    OFFICES,
    REPLY_PREFIXES,
    SLIP_COMMANDS,
    STATUS_CORE,
    STATUS_FILLERS,
    STOP_CORE,
    TAG_ONLY,
    TEST_CORE,
    TESTS,
    THANKS,
    THANKS_CORE,
    WHO_CORE,
    WHO_FILLERS,
    WISHES,
)
from normalizer.schema import Flags, Kind, Language, Message
from normalizer.text import Word, agency_keyword, has_words, language, opening, words
from normalizer.wordless import TO_TRANSCRIBE

_POLITE = HONORIFICS | OFFICES | FILLERS | GREETINGS | WISHES | DAYTIMES
# A command or a greeting is short; whatever is longer tells something.
_MOST_WORDS = 16
# What a message is shows in its first characters; a mail of megabytes costs no more than a letter.
_OPENING, _SHORT, _CLASS = 4_000, 500, 300
# LAPOR!'s numbers have been seen with seven and eight digits; other bodies' numbers are shorter or longer.
_NUMBER = re.compile(r"(?<!\w)#?\s*(\d(?:[ .\-]?\d){3,19})(?!\w)")
_LAPOR_NUMBER = re.compile(r"[0-9]{7,8}")
_STUCK = re.compile(r"\b(status|cek)(?=#?\d{4})", re.I)  # "STATUS1916449"
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_SALAM = ("assalam", "asalam", "waalaikum", "warahma", "warohma", "wabarak", "wabarok")
_ABOUT = frozenset({"laporan", "laporannya", "aduan", "aduannya", "pengaduan", "report"})
_MINE = frozenset({"saya", "sy", "kami", "my"})
# Alphanumeric sender names and short codes: adverts and bank codes on a SIM's line. Nobody could read an answer.
_NOBODY = re.compile(r"sender:|tel:[0-9]{1,6}$")
# What a mail program puts below an answer: the letter answered (a forward is no answer), a signature.
_QUOTE = re.compile(
    r"^(?:>|(?:Pada|On) [\s\S]{0,200}?(?:menulis|wrote)\s?:|-{2,} ?(?:Original Message|Pesan Asli))", re.I | re.M
)
_SIGNATURE = re.compile(r"^(?:-- ?$|(?:Dikirim dari|Sent from|Terkirim dari|Get Outlook)\b)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Triage:
    """`why` is a short constant that names the rule, never a citizen's words. `status_number` is what a status was
    asked for, bare digits; "" when a status was asked without a number. `argument` goes with the command: a number, a
    language, a confirming word."""

    kind: Kind
    flags: Flags
    language: Language
    status_number: str = field(default="", repr=False)
    why: str = ""
    command: Command | None = None
    argument: str = field(default="", repr=False)


def triage(message: Message, keywords: Collection[str] = ()) -> Triage:
    """Judge one message. `keywords` are the known agency keywords of SMS 1708. Pure and total."""
    whole = f"{message.subject}\n{message.text}" if message.subject else message.text
    skip = 1 if agency_keyword(message.text, keywords) else 0
    beside = (message.subject, *message.quoted)
    if message.origin:
        beside = (*beside, message.origin.subject, message.origin.text)
    flags = united(flags_in(message.text, skip), *map(flags_in, beside))
    kind, status, why = _kind(message, skip, flagged=bool(flags))
    return Triage(kind, flags, language(whole), status, why)


def _kind(message: Message, skip: int, *, flagged: bool) -> tuple[Kind, str, str]:
    if message.robot:
        return Kind.ROBOT, "", "robot"
    if _NOBODY.match(message.person):
        return Kind.ROBOT, "", "sender name"
    written = (message.text if has_words(message.text) else message.subject)[:_OPENING]
    if message.attachments or message.location:
        return *_class(message.subject, words(written[:_CLASS])[skip:]), ""
    if TO_TRANSCRIBE in message.doubts and not has_words(written):
        return Kind.COMPLAINT, "", ""  # somebody wrote, and a person has to find out what
    return _short(message.subject, written, skip, flagged=flagged) or (
        *_class(message.subject, words(written[:_CLASS])[skip:]),
        "",
    )


def _class(subject: str, found: Sequence[Word]) -> tuple[Kind, str]:
    """One of LAPOR!'s three classes: what the subject says, else how the text begins, else a complaint."""
    return _class_of(words(subject)) or _class_of(found) or Kind.COMPLAINT, ""


def _class_of(found: Sequence[Word]) -> Kind | None:
    found = _told(found)
    if not found:
        return None
    head = " ".join(word.folded for word in found[:6]) + " "
    for phrase, kind in _OPENINGS.get(found[0].folded, ()):
        if head.startswith(phrase) and _opens(found, phrase.rstrip()):
            return kind
    return None


def _by_first_word(*classes: tuple[Kind, Sequence[str]]) -> Mapping[str, Sequence[tuple[str, Kind]]]:
    table: dict[str, list[tuple[str, Kind]]] = {}
    for kind, openings in classes:
        for phrase in openings:
            table.setdefault(phrase.split()[0], []).append((phrase + " ", kind))
    return table


_OPENINGS = _by_first_word(
    (Kind.COMPLAINT, COMPLAINT_OPENINGS),
    (Kind.ASPIRATION, ASPIRATION_OPENINGS),
    (Kind.INFORMATION, INFORMATION_OPENINGS),
)


def _opens(found: Sequence[Word], phrase: str) -> bool:
    """ "Info: …", "[USULAN]" and "#saran" are tags; "info dari warga …" is how a sentence begins."""
    parts = phrase.split()
    if parts[0] not in TAG_ONLY:
        return True
    return found[0].before.endswith(("[", "#", "(")) or bool(found[len(parts) - 1].after.strip())


def _told(found: Sequence[Word]) -> Sequence[Word]:
    """What is left behind greeting, reply prefixes and flags at the beginning."""
    at, last = 0, -1
    while at != last:
        last = at
        at += opening(found[at:])
        if at < len(found) and (found[at].folded in REPLY_PREFIXES or flag_word(found[at].folded)):
            at += 1
    return found[at:]


def _short(subject: str, written: str, skip: int, *, flagged: bool) -> tuple[Kind, str, str] | None:
    """A status question, a call for help or a greeting; None when something is told."""
    above = _above(_SIGNATURE, written)
    spoken = _above(_QUOTE, above)
    if len(spoken) > _SHORT:
        return None
    said = [_corrected(word.folded) for word in words(_STUCK.sub(r"\1 ", spoken))[skip:]]
    kind = _status(spoken, said) or _command(said, flagged=flagged)
    if not kind or (kind[0] is Kind.STATUS and kind[1]):
        return kind
    if kind[0] is Kind.STATUS:
        return Kind.STATUS, _number_in(subject)[0], "status"
    # Below "halo" somebody's complaint may be quoted; below "terima kasih" it is our own answer.
    return kind if spoken == above or kind[2] == "thanks" else None


def _above(mark: re.Pattern[str], text: str) -> str:
    found = mark.search(text)
    head = text[: found.start()] if found else text
    return head if has_words(head) else text


def _number_in(text: str) -> tuple[str, str]:
    """The first number, in bare digits and as written; empty when there is none."""
    found = _NUMBER.search(text)
    return (number.clean(found[1]), found[0]) if found else ("", "")


def _command(said: Sequence[str], *, flagged: bool) -> tuple[Kind, str, str] | None:
    rest = [word for word in said if not flag_word(word)]
    if not said:
        return Kind.HELP, "", "empty"
    if flagged and all(word in _POLITE or word in FLAG_FILLERS for word in rest):
        return Kind.HELP, "", "flag alone"
    for kind, why, core, fillers in _VOCABULARIES:
        if len(rest) <= _MOST_WORDS and any(word in core for word in rest) and all(word in fillers for word in rest):
            return kind, "", why
    return None


_VOCABULARIES = (
    (Kind.GREETING, "greeting", GREETINGS | DAYTIMES, _POLITE),
    (Kind.HELP, "help", HELP_CORE, HELP_CORE | HELP_FILLERS | _POLITE),
    (Kind.HELP, "help", WHO_CORE, WHO_FILLERS | _POLITE),
    (Kind.GREETING, "thanks", THANKS_CORE, THANKS | _POLITE),
    (Kind.GREETING, "test", TEST_CORE, TESTS | _POLITE),
    (Kind.GREETING, "stop", STOP_CORE, STOP_CORE | _POLITE),
    (Kind.HELP, "bare", BARE_CORE, BARE_CORE | _POLITE),
)


def _status(spoken: str, said: Sequence[str]) -> tuple[Kind, str, str] | None:
    digits, written = _number_in(_STUCK.sub(r"\1 ", spoken))
    rest = [word for word in said if not word.isdecimal()]
    if len(rest) > _MOST_WORDS or not all(word in STATUS_FILLERS or word in STATUS_CORE for word in _impolite(rest)):
        return None
    asks = any(word in STATUS_CORE for word in rest) or {"sampai", "mana"} <= set(rest)
    if digits and (asks or _is_number(digits, written, rest)):
        return Kind.STATUS, digits, "status"
    about = _ABOUT & set(rest)
    bare = (asks and (about or "status" in rest)) or (about and HOW_GOES & set(rest) and _MINE & set(rest))
    # "status 123" names a number that can be none; "cek 3 rumah" is a complaint.
    unusable = not digits and "status" in rest and len(said) <= 4
    if unusable or (bare and not digits and len(rest) == len(said)):
        return Kind.STATUS, "", "status"
    return None


def _impolite(said: Sequence[str]) -> Sequence[str]:
    return [word for word in said if word not in _POLITE]


def _is_number(digits: str, written: str, rest: Sequence[str]) -> bool:
    """A number alone is one a citizen sends back, if it can be one: ours, LAPOR!'s, or written with "#"."""
    likely = "#" in written or bool(_LAPOR_NUMBER.fullmatch(digits)) or number.is_ours(digits)
    return likely and len(rest) <= 4


@lru_cache(maxsize=8192)
def _corrected(word: str) -> str:
    """A slip in a command, drawn-out letters ("haloooo") and the spellings of salam, as the tables have them."""
    word = _DRAWN_OUT.sub(r"\1", word)
    if word.startswith(_SALAM):
        return "assalamualaikum"
    return next((command for command in SLIP_COMMANDS if one_slip(word, command)), word)
