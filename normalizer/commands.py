"""What somebody orders us to do, in a word or two: the commands of every channel, whatever the thumb makes of them.

A message is an order only when every word of it is explained: "batal" is one, "batal lagi rapat RT" is a complaint.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from normalizer import command_words as said


class Command(StrEnum):
    """Each is said in Indonesian and in English; the name stands for both."""

    LAPOR = "lapor"  # what follows is a complaint, whatever else it could be taken for
    STATUS = "status"  # STATUS, CEK <number>
    HELP = "help"  # BANTUAN, HELP, MENU
    SEND = "send"  # KIRIM: what was written so far goes at once
    CANCEL = "cancel"  # BATAL: what was written so far, or a complaint that was taken, is withdrawn
    CONFIDENTIAL = "confidential"  # RAHASIA
    ANONYMOUS = "anonymous"  # ANONIM
    LIFT = "lift"  # BUKA: a flag is withdrawn
    LANGUAGE = "language"  # BAHASA INDONESIA, LANGUAGE ENGLISH
    STOP = "stop"  # STOP, BERHENTI: no more answers
    START = "start"  # MULAI, START: answers again
    ERASE = "erase"  # HAPUS DATA
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Order:
    """`argument`: a language for LANGUAGE (its code, "" for none we know)."""

    command: Command
    argument: str = ""


class _Form(NamedTuple):
    """One word of each core must be there, and nothing but these and `beside`."""

    command: Command
    cores: Sequence[Set[str]]
    beside: Set[str]
    most: int


_LANGUAGE_NAMES = said.LANGUAGES.keys() | said.OTHER_LANGUAGES
# The first that fits: "hapus data" before "data", "tidak jadi" before "tidak".
_FORMS = (
    _Form(Command.ERASE, (said.ERASE | said.ERASE_SLIPS, said.DATA), said.BESIDE_ERASE, 9),
    _Form(Command.ERASE, (said.ERASE,), said.BESIDE_ERASE_ME, 4),
    _Form(Command.LANGUAGE, (said.LANGUAGE,), said.BESIDE_LANGUAGE, 6),
    _Form(Command.LANGUAGE, (_LANGUAGE_NAMES - {"id", "en", "eng"},), said.BESIDE_LANGUAGE, 5),
    _Form(Command.STOP, (said.SHAKEN, said.HELD, {"lagi"}), said.BESIDE_HOLD, 7),
    _Form(Command.STOP, (said.STOP,), said.BESIDE_STOP, 6),
    _Form(Command.START, (said.START,), said.BESIDE_START, 5),
    _Form(Command.CANCEL, (said.NOT, said.DONE_WITH), said.BESIDE_DONE_WITH, 7),
    _Form(Command.CANCEL, (said.CANCEL,), said.BESIDE_CANCEL, 9),
    _Form(Command.LIFT, (said.LIFT,), said.BESIDE_LIFT, 9),
    _Form(Command.SEND, (said.SEND,), said.BESIDE_SEND, 6),
    _Form(Command.YES, (said.YES,), said.BESIDE_YES_NO, 4),
    _Form(Command.NO, (said.NO,), said.BESIDE_YES_NO, 4),
)
# Without a complaint's number these mean something else: "Nomor 5 batal", "ya 5".
NUMBERED = frozenset({Command.CANCEL, Command.LIFT, Command.ERASE, Command.CONFIDENTIAL, Command.ANONYMOUS})


def ordered(words: Sequence[str], polite: Set[str]) -> Order | None:
    """The order that these words are, corrected and without numbers and names of flags; None when they tell anything
    else. `polite` may stand beside any."""
    for form in _FORMS:
        if _fits(form, words, polite):
            return Order(form.command, _language(words) if form.command is Command.LANGUAGE else "")
    return None


def _fits(form: _Form, words: Sequence[str], polite: Set[str]) -> bool:
    cores = set().union(*form.cores)
    if not all(any(word in core for word in words) for core in form.cores):
        return False
    spoken = [word for word in words if word in cores or word in form.beside or word not in polite]
    return len(spoken) <= form.most and all(word in cores or word in form.beside for word in spoken)


def _language(words: Sequence[str]) -> str:
    # The last one: "ganti bahasa Inggris ke bahasa Indonesia".
    return next((said.LANGUAGES[word] for word in reversed(words) if word in said.LANGUAGES), "")
