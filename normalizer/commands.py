"""What somebody orders us to do, in a word or two: the commands of every channel, whatever the thumb makes of them.

A message is an order only when every word of it is explained: "batal" is one, "batal lagi rapat RT" is a complaint.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from normalizer import command_words as said
from normalizer.command_forms import plain
from normalizer.command_spoken import spoken
from normalizer.flag_lifted import lifts
from normalizer.not_sent import not_sent
from normalizer.phrases import OFFICES
from normalizer.questions import complains


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
    """One word of each core must be there, and nothing but these and `beside`; a denial only where the form has one."""

    command: Command
    cores: Sequence[frozenset[str] | set[str]]
    beside: Set[str]
    most: int
    denies: bool = False


_LANGUAGE_NAMES = said.LANGUAGES.keys() | said.OTHER_LANGUAGES
# The first that fits: "hapus data" before "data", "tidak jadi" before "tidak".
_FORMS = (
    _Form(Command.ERASE, (said.ERASE | said.ERASE_SLIPS, said.DATA), said.BESIDE_ERASE, 10),
    _Form(Command.CANCEL, (said.ERASE, said.REPORT), said.BESIDE_CANCEL, 8),
    _Form(Command.ERASE, (said.ERASE,), said.BESIDE_ERASE_ME, 4),
    _Form(Command.ERASE, (said.ERASE, said.WHO, said.ME | {"my"}), said.BESIDE_WHO, 9),
    _Form(Command.ERASE, ({"forget"}, {"me"}), said.BESIDE_ERASE_ME, 4),
    _Form(Command.ERASE, (said.FORGET, said.DATA), said.BESIDE_ERASE, 8),
    _Form(Command.ERASE, (said.SHAKEN | said.NOT, said.KEPT, said.DATA), said.BESIDE_ERASE, 8, denies=True),
    _Form(Command.LANGUAGE, (said.DENIALS, said.SPOKEN, _LANGUAGE_NAMES), said.BESIDE_LANGUAGE, 9, denies=True),
    _Form(Command.LANGUAGE, (said.LANGUAGE,), said.BESIDE_LANGUAGE, 7),
    _Form(Command.LANGUAGE, (_LANGUAGE_NAMES - {"id", "en"} - said.PLACES,), said.BESIDE_LANGUAGE, 6),
    _Form(Command.LANGUAGE, (said.PLACES, said.SPOKEN_IN), said.BESIDE_LANGUAGE, 6),
    _Form(
        Command.STOP,
        (said.SHAKEN, said.HELD, {"lagi", "anything", "terus"} | said.STOP),
        said.BESIDE_HOLD,
        9,
        denies=True,
    ),
    _Form(Command.STOP, (said.SHAKEN | {"not"}, said.WRITTEN_TO, said.ME), said.BESIDE_HOLD, 8, denies=True),
    _Form(
        Command.STOP,
        (said.NOT | {"dont", "not"}, said.WANTED, said.RECEIVED, said.RECEIVED_WHAT),
        said.BESIDE_HOLD,
        9,
        denies=True,
    ),
    _Form(Command.STOP, (said.SHAKEN, said.ANSWERED), said.BESIDE_HOLD, 6, denies=True),
    _Form(Command.STOP, (said.LEFT, {"me"}), said.LITTLE | {"leave"}, 4),
    _Form(Command.STOP, (said.CANCEL | said.OFF, said.SUBSCRIPTION), said.BESIDE_STOP, 6),
    _Form(Command.STOP, (said.ERASE, {"me", "saya", "nomor"}, said.LISTED), said.BESIDE_STOP | {"from"}, 8),
    _Form(Command.STOP, ({"opt"}, {"out"}), said.BESIDE_STOP, 4),
    _Form(Command.STOP, ({"no"}, {"lagi"}, said.NOTICES), said.BESIDE_HOLD, 5, denies=True),
    _Form(Command.STOP, (said.OFF, said.NOTICES), said.BESIDE_STOP, 7),
    _Form(Command.STOP, ({"enough", "cukup", "udahan"}, said.NOTICES), said.BESIDE_STOP, 5),
    _Form(Command.STOP, (said.SHAKEN, {"spam", "nyepam"}), said.BESIDE_HOLD, 4, denies=True),
    _Form(
        Command.START,
        ({"lanjut", "buka", "enable"}, said.NOTICES - {"pesan"}, {"lagi", "kembali"}),
        said.BESIDE_START,
        6,
    ),
    _Form(Command.STOP, (said.STOP, said.NOTICES), said.BESIDE_STOP_MESSAGES, 8),
    _Form(Command.STOP, (said.STOP,), said.BESIDE_STOP, 8),
    _Form(Command.START, (said.ON, said.NOTICES), said.BESIDE_START, 7),
    _Form(Command.START, (said.RECEIVED, said.NOTICES, {"lagi", "kembali"}), said.BESIDE_START, 8),
    _Form(Command.START, (said.WRITTEN_TO - {"balas", "spam"}, said.ME, {"lagi", "kembali"}), said.LITTLE, 5),
    _Form(Command.START, (said.SUBSCRIPTION, {"lagi", "kembali"}), said.BESIDE_START, 6),
    _Form(Command.START, ({"aktif"}, {"lagi", "kembali"}), said.BESIDE_START, 5),
    _Form(Command.START, (said.START,), said.BESIDE_START, 6),
    _Form(Command.CANCEL, (said.NOT, said.DONE_WITH), said.BESIDE_DONE_WITH, 8, denies=True),
    _Form(Command.CANCEL, ({"tarik", "cabut", "ambil"}, said.REPORT, {"lagi", "kembali"}), said.BESIDE_CANCEL, 9),
    _Form(Command.CANCEL, (said.SHAKEN, said.WORKED_ON, said.REPORT - {"lapor"}), said.BESIDE_CANCEL, 9, denies=True),
    _Form(
        Command.CANCEL,
        (said.WORKED_ON, {"mohon", "harap"}, said.NOT, said.REPORT - {"lapor"}, {"lagi"}),
        said.BESIDE_CANCEL,
        9,
        denies=True,
    ),
    _Form(Command.CANCEL, (said.CLOSED, said.REPORT - {"lapor", "pesan", "message"}), said.BESIDE_CANCEL, 9),
    _Form(Command.CANCEL, (said.SHAKEN, said.DONE_WITH), said.BESIDE_DONE_WITH, 5, denies=True),
    _Form(Command.CANCEL, (said.HALT, said.REPORT - {"lapor", "pesan", "message"}), said.BESIDE_CANCEL, 8),
    _Form(
        Command.CANCEL,
        (said.SHAKEN | said.NOT, said.WANTED, {"lapor", "report", "melapor"}, {"lagi", "jadi"}),
        said.BESIDE_DONE_WITH | said.WANTED,
        8,
        denies=True,
    ),
    _Form(
        Command.CANCEL, ({"anggap", "dianggap"}, said.REPORT, {"ada"}), said.BESIDE_CANCEL | said.NOT, 9, denies=True
    ),
    _Form(Command.CANCEL, ({"take"}, {"back"}, said.REPORT), said.BESIDE_CANCEL, 7),
    _Form(Command.CANCEL, ({"forget"}, {"it", "that", "this"}), said.LITTLE, 5),
    _Form(Command.CANCEL, ({"never"}, {"mind"}), said.LITTLE, 5, denies=True),
    _Form(Command.CANCEL, (said.CANCEL,), said.BESIDE_CANCEL, 9),
    _Form(Command.LIFT, (said.LIFT,), said.BESIDE_LIFT, 9),
    _Form(Command.LIFT, ({"keberatan", "mind"}, said.SHOWN | said.LIFT, said.NAMED), said.BESIDE_SHOWN, 9, denies=True),
    _Form(Command.LIFT, ({"open"}, said.NAMED | {"report", "complaint"}), said.BESIDE_SHOWN, 6),
    _Form(Command.LIFT, (said.SHAKEN, said.COVERED, {"lagi"}), said.BESIDE_SHOWN, 6, denies=True),
    _Form(Command.LIFT, (said.SHAKEN, said.COVERED, said.NAMED), said.BESIDE_SHOWN, 9, denies=True),
    _Form(Command.LIFT, (said.NAMED, said.ALLOWED, said.WRITTEN), said.BESIDE_SHOWN | {"asli", "apa"}, 9),
    _Form(Command.LIFT, (said.SHOWN, said.NAMED | {"make", "boleh"}), said.BESIDE_SHOWN, 9),
    _Form(Command.SEND, (said.SEND,), said.BESIDE_SEND, 7),
    _Form(Command.YES, (said.YES,), said.BESIDE_YES_NO, 4, denies=True),
    _Form(Command.NO, (said.NO,), said.BESIDE_YES_NO, 4, denies=True),
)
_CANCELS = tuple(form for form in _FORMS if form.command is Command.CANCEL)
_FIRST = frozenset[str]().union(*(form.cores[0] for form in _FORMS))
# Without a complaint's number these mean something else: "Nomor 5 batal", "ya 5".
NUMBERED = frozenset(
    {Command.CANCEL, Command.LIFT, Command.ERASE, Command.CONFIDENTIAL, Command.ANONYMOUS, Command.SEND}
)
_HARMS = frozenset({Command.ERASE, Command.CANCEL, Command.LIFT, Command.STOP})


def ordered(words: Sequence[str], polite: Set[str], *, flagged: bool = False, lifted: bool = False) -> Order | None:
    """The order that these words are, corrected and without numbers and names of flags; None when they tell anything
    else. `polite` may stand beside any; `flagged`: a flag was named among them; `lifted`: as what is taken back."""
    found = spoken(words)
    if flagged and lifts(found, polite, named=lifted):
        return Order(Command.LIFT)
    if _FIRST.isdisjoint(found):  # nine messages of ten
        return None
    for form in _FORMS:
        if form.command is Command.SEND and not said.NOT_SENT.isdisjoint(found):
            continue
        if _fits(form, found, polite) and not (form.command in _HARMS and _only_told(words, found)):
            return Order(form.command, _language(found) if form.command is Command.LANGUAGE else "")
    return _explained(found, polite) or (None if _only_told(words, found) else _over(found, polite))


def told(command: Command, words: Sequence[str]) -> bool:
    """Whether what would harm is told of, not ordered: "laporan saya dibatalkan"."""
    return command in _HARMS and _only_told(words, spoken(words))


def _fits(form: _Form, words: Sequence[str], polite: Set[str]) -> bool:
    if any(core.isdisjoint(words) for core in form.cores):
        return False
    if not form.denies and not said.DENIALS.isdisjoint(words):
        return False
    cores = frozenset().union(*form.cores)
    own = [word for word in words if word in cores or word in form.beside or word not in polite or word in OFFICES]
    return len(own) <= form.most and all(word in cores or word in form.beside for word in own)


def _only_told(words: Sequence[str], found: Sequence[str]) -> bool:
    """ "Data habis", "laporan saya dibatalkan": nobody asks for it."""
    if "kk" in found and "dari" in found:  # the family's card
        return True
    slip = next((at for at, word in enumerate(found) if word in said.ERASE_SLIPS), -1)
    if slip >= 0 and not any(word in said.DATA for word in found[slip:]):
        return True
    begun = found[:1] == ["sudah"] and len(found) == 2
    if found[-1:] == ["ya"] and len(found) > 2:  # "laporannya dibatalkan ya"
        return False
    passive = begun or any(word.startswith("di") and plain(word) != word for word in words)
    return passive and (said.PLEAS | said.SHAKEN).isdisjoint(found) and len(words) > 1


def _over(words: Sequence[str], polite: Set[str]) -> Order | None:
    """ "Ga usah diproses, lampunya sudah nyala", "airnya sudah ngalir, tidak jadi lapor"."""
    at = next((at for at, word in enumerate(words) if word in said.OVER and _is_over(words, at)), -1)
    if at < 0 or not (said.TURNS.isdisjoint(words) and said.WORSE.isdisjoint(words[at:])):
        return None
    first = next((place for place in range(max(0, at - 3), at) if words[place] in said.ALREADY), at)
    # What it was stands between the order and what became of it.
    close = len(words) - at <= _BEHIND and not _complains(words[at + 1 :], polite)
    heads = [words[:end] for end in range(first, max(0, first - 4), -1)] if close else []
    # "Tidak usah dikirim surat tagihan lagi, sudah dibayar".
    heads = [head for head in heads if len(head) == first or not said.SEND.intersection(head[-1:])]
    tails = [words[begin:] for begin in range(at + 1, min(at + 4, len(words)))] if first <= _BEHIND else []
    for part in (*heads, *tails):
        part = part[:-1] if part[-1:] == ["lagi"] else part
        if part and (not_sent(part, polite) == "cancel" or any(_fits(form, part, polite) for form in _CANCELS)):
            return Order(Command.CANCEL)
    return None


def _complains(behind: Sequence[str], polite: Set[str]) -> bool:
    return complains(" ".join([word for word in behind if word not in polite and word not in said.LITTLE]))


_BEHIND = 6


def _is_over(words: Sequence[str], at: int) -> bool:
    """ "Sudah selesai"; the first word where its "sudah" was dropped."""
    return at == 0 or not said.ALREADY.isdisjoint(words[max(0, at - 3) : at])


def _explained(words: Sequence[str], polite: Set[str]) -> Order | None:
    """ "Batalkan laporan saya, sudah diperbaiki": who cancels because nothing is left to complain of."""
    at = next((at for at, word in enumerate(words) if word in said.BECAUSE), 0)
    mended = at and not said.MENDED.isdisjoint(words[at:]) and said.DENIALS.isdisjoint(words[at:])
    mended = mended and not _goes_on(words, polite)
    # "Batal, lampunya sudah nyala": what is mended stands before it.
    heads = [words[:end] for end in (at, at - 1) if end > 0] if mended else _reasoned(words)
    return Order(Command.CANCEL) if any(_fits(form, head, polite) for head in heads for form in _CANCELS) else None


def _goes_on(words: Sequence[str], polite: Set[str]) -> bool:
    """Whether something else is told behind the reason: "…, sudah diperbaiki, sekarang sampah menumpuk di pasar"."""
    last = max(at for at, word in enumerate(words) if word in said.MENDED)
    behind = words[last + 1 :]
    rest = [word for word in behind if word not in polite and word not in said.LITTLE]
    if rest and not said.ELSE.isdisjoint(behind):
        return True
    return len(rest) > _BESIDE_A_REASON or complains(" ".join(rest))


_BESIDE_A_REASON = 3


def _reasoned(words: Sequence[str]) -> Sequence[Sequence[str]]:
    """ "Ternyata sudah diperbaiki, batal saja": the reason comes first."""
    if words[0] not in said.BECAUSE or not said.DENIALS.isdisjoint(words):
        return ()
    at = next((at for at, word in enumerate(words) if word in said.CANCEL), 0)
    return () if said.MENDED.isdisjoint(words[:at]) else (words[at:],)


def _language(words: Sequence[str]) -> str:
    """The last one: "ganti bahasa Inggris ke bahasa Indonesia"; but "I don't speak Indonesian" asks for English."""
    named = [said.LANGUAGES[word] for word in words if word in said.LANGUAGES]
    denied = not said.DENIALS.isdisjoint(words)
    if denied and len(set(named)) == 1:
        return "id" if named[0] == "en" else "en"
    return named[-1] if named else ""
