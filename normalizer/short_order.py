"""An order that is said in a word or two, with its number and what it asks to be hidden: "RAHASIA 1916449", "batal"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from normalizer import phrases
from normalizer.commands import NUMBERED, Command, Order, ordered
from normalizer.confirm_word import WORDS
from normalizer.flag_alone import THANKING, asked_alone, named
from normalizer.flag_lifted import kept_beside, takes_back
from normalizer.flag_words import flag_word
from normalizer.keeps_data import KEEPS_DATA, keeps_data
from normalizer.not_sent import not_sent
from normalizer.schema import Flags, Kind
from normalizer.small_talk import MOST_WORDS

_TELLING = frozenset({
    *("lagi", "ada", "orang", "orangnya", "aktif", "apa", "kabar", "siapa", "ganggu", "mengganggu", "izin", "ijin"),
    *("apakah", "ga", "gak", "nggak", "on", "online", "bicara", "ngobrol", "ngomong", "test", "tanya", "nanya"),
    *("bertanya", "kalian", "chat", "sehat", "disini", "sini", "sana", "disana", "dulu", "kah", "ini"),
})  # fmt: skip
# "Batal lagi", "buka kelurahan", "cabut izin" tell something.
_ADDRESSED = phrases.HONORIFICS | phrases.GREETINGS | phrases.WISHES | phrases.DAYTIMES | THANKING | {"lapor", "tim"}
_THANKFUL = _ADDRESSED | (phrases.FILLERS - _TELLING)
# With these nobody answers: "boleh tanya?", "iya terima kasih".
_NO_ANSWER = (
    THANKING
    | phrases.GREETINGS
    | {"apa", "siapa", "apaan", "ganggu", "mengganggu", "tanya", "nanya", "bertanya", "bicara", "ngobrol"}
)


class Short(NamedTuple):
    """What a message is, by which rule; the number asked for; the order and what goes with it."""

    kind: Kind
    why: str
    number: str = ""
    command: Command | None = None
    argument: str = ""
    flags: Flags = Flags()


def order_in(said: Sequence[str], digits: str) -> Short | None:
    if len(said) > MOST_WORDS:
        return None
    bare = [word for word in said if not word.isdecimal() and not flag_word(word)]
    flags = [at for at, word in enumerate(said) if flag_word(word)]
    lifted = any(takes_back(said, at) for at in flags)
    if not flags and keeps_data(bare, _THANKFUL):
        return Short(Kind.COMMAND, KEEPS_DATA, command=Command.CANCEL)
    found = ordered(bare, _THANKFUL, flagged=bool(flags), lifted=lifted) or _confirmed(bare)
    if found is None and not flags and (kept := not_sent(bare, _THANKFUL)):
        return Short(Kind.COMMAND, "hold" if kept == "hold" else "command", "", Command.CANCEL, digits)
    if found is None or (len(bare) != len(said) and not _may_name(found.command, said, digits)):
        return None
    if found.command is Command.LIFT and (asked := kept_beside(said, flags)):
        return Short(Kind.COMMAND, "flag alone", argument=digits, flags=named([said[at] for at in asked]))
    if found.command in (Command.YES, Command.NO):
        # "Belum ada petugas" tells something: whoever is missing is not spoken to.
        tells_of = "ada" in bare and not phrases.OFFICES.isdisjoint(bare)
        thanked = found.command is Command.NO and {*bare} & _NO_ANSWER <= THANKING  # "no thanks"
        if tells_of or not (thanked or _NO_ANSWER.isdisjoint(bare)):
            return None
        return Short(Kind.YESNO, "yesno", command=found.command)
    return Short(Kind.COMMAND, "command", "", found.command, found.argument or digits, named(said))


def _confirmed(bare: Sequence[str]) -> Order | None:
    """An act with the word that confirms it, without a slip: "HAPUS DATA payung"; "kirim perahu" asks for a boat."""
    word = bare[-1] if len(bare) > 1 and bare[-1] in _CONFIRMING else ""
    found = ordered(bare[:-1], _THANKFUL) if word else None
    if found and found.command is Command.LIFT and word in _OPENED:
        return None
    return Order(found.command, word) if found and found.command in _CONFIRMED else None


_CONFIRMING = frozenset(WORDS)
# "Buka jendela" opens nothing of ours.
_OPENED = frozenset({
    *("jendela", "payung", "dompet", "kancing", "kompor", "ransel", "sandal", "termos", "topi", "toples"),
    *("koper", "kardus", "sarung"),
})  # fmt: skip
_CONFIRMED = NUMBERED - {Command.SEND} | {Command.YES}


def _may_name(command: Command, said: Sequence[str], digits: str) -> bool:
    """A number and a flag go with acts only."""
    numbers, flags = any(word.isdecimal() for word in said), any(flag_word(word) for word in said)
    return (not numbers or (command in NUMBERED and bool(digits))) and (not flags or command is Command.LIFT)


def flag_alone(said: Sequence[str], digits: str, *, flagged: bool) -> Short | None:
    if not asked_alone(said, flagged=flagged, numbered=bool(digits)):
        return None
    return Short(Kind.COMMAND, "flag alone", argument=digits, flags=Flags() if flagged else named(said))
