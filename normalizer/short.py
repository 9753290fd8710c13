"""What is said in a word or two: an order, a greeting, a thank-you, a call for help, where something stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizer import number, phrases
from normalizer.command_words import HELP, LITTLE
from normalizer.commands import NUMBERED, Command, Order, ordered
from normalizer.confirm_word import confirm_word_in
from normalizer.flag_phrases import FLAG_FILLERS
from normalizer.flag_words import ANONIM, RAHASIA, flag_word
from normalizer.schema import Flags, Kind
from normalizer.secret_word import is_secret_word
from normalizer.slips import slips
from normalizer.spelling import insisted, meant, tells
from normalizer.text import has_words, words

_POLITE = phrases.HONORIFICS | phrases.OFFICES | phrases.FILLERS | phrases.GREETINGS | phrases.WISHES | phrases.DAYTIMES
_THANKING = frozenset({"terima", "kasih", "terimakasih", "makasih", "mksh", "trims", "thanks", "thank", "you", "thx"})
_THANKFUL = _POLITE | _THANKING
_HOW_FAR = frozenset({"sampai", "sejauh", "sampe"})
# With these nobody answers: "boleh tanya?", "iya terima kasih".
_NO_ANSWER = (
    _THANKING
    | phrases.GREETINGS
    | {"apa", "siapa", "apaan", "ganggu", "mengganggu", "tanya", "nanya", "bertanya", "bicara", "ngobrol"}
)
# A command or a greeting is short; whatever is longer tells something.
_MOST_WORDS, _MOST_CHARS = 16, 500
# LAPOR!'s numbers have been seen with seven and eight digits; other bodies' numbers are shorter or longer.
_NUMBER = re.compile(r"(?<!\w)#?\s*(\d(?:[ .\-]?\d){3,19})(?!\w)")
_LAPOR_NUMBER = re.compile(r"[0-9]{7,8}")
# "STATUS1916449", "1916449pak"; a house number ("no12a") has fewer digits.
_STUCK = re.compile(r"(?<=[a-z])(?=#?\d{4})|(?<=[a-z]{4})(?=\d{3})|(?<=\bcek)(?=\d{3})|(?<=\d{4})(?=[a-z])", re.I)
_LONG_NUMBER = re.compile(r"\d{3,}")
# https://core.telegram.org/bots/api#botcommand: "/status@the_bot 123".
_SLASH = re.compile(r"^\s*/([A-Za-z_]{1,32})(?:@\w{1,64})?(?=\s|$)")
_ABOUT = frozenset({"laporan", "laporannya", "aduan", "aduannya", "pengaduan", "report", "laporanku", "aduanku"})
_MINE = frozenset({"saya", "sy", "kami", "my", "laporanku", "aduanku"})
# What a mail program puts below an answer: the letter answered (a forward is no answer), a signature.
_QUOTE = re.compile(
    r"^(?:>|(?:Pada|On) [\s\S]{0,200}?(?:menulis|wrote)\s?:|-{2,} ?(?:Original Message|Pesan Asli))", re.I | re.M
)
_SIGNATURE = re.compile(r"^(?:-- ?$|(?:Dikirim dari|Sent from|Terkirim dari|Get Outlook)\b)", re.I | re.M)
# Pictures that say something; the others are as good as nothing.
_THUMBS = re.compile("[\U0001f44d\U0001f44c\U0001f64f\U0001f91d\U0001f44f❤\U0001f970\U0001f60a]")


class Short(NamedTuple):
    """What a message is, by which rule; the number asked for; the order and what goes with it."""

    kind: Kind
    why: str
    number: str = ""
    command: Command | None = None
    argument: str = ""
    flags: Flags = Flags()


def short(subject: str, written: str, skip: int, *, flagged: bool) -> Short | None:
    """None when something is told. `skip` leading words are an agency's keyword; flagged: a flag was found in it."""
    above = _above(_SIGNATURE, written)
    spoken = _above(_QUOTE, above)
    if len(spoken) > _MOST_CHARS:
        return None
    found = _said(subject, spoken, skip, flagged=flagged)
    # Below "halo" somebody's complaint may be quoted; below "terima kasih" it is our own answer.
    if found and spoken != above and found.kind not in (Kind.STATUS, Kind.THANKS, Kind.COMMAND, Kind.YESNO):
        return None
    return found


def spoken_in(written: str) -> str:
    """What somebody wrote, without the letter they answer and a signature; all of it where nothing else is said."""
    return _above(_QUOTE, _above(_SIGNATURE, written))


def _above(mark: re.Pattern[str], text: str) -> str:
    found = mark.search(text)
    head = text[: found.start()] if found else text
    return head if has_words(head) else text


def _said(subject: str, spoken: str, skip: int, *, flagged: bool) -> Short | None:
    if not has_words(spoken):
        return _wordless(spoken)
    slashed = _SLASH.match(spoken)
    spoken = (_SLASH.sub(r"\1", spoken, count=1) if slashed else spoken).replace("_", " ")
    spoken = _STUCK.sub(" ", spoken) if any(map(_is_stuck, _LONG_NUMBER.finditer(spoken))) else spoken
    found = [word.folded for word in words(spoken)[skip:]]
    if tells(found):
        return None
    digits, written = number_in(spoken)
    said = meant(found, numbered=bool(digits))
    if slashed and said[:1] == ["start"]:
        return Short(Kind.GREETING, "greeting", command=Command.START)
    beyond_doubt = insisted(said)
    return (
        _order(said, digits)
        or _order(beyond_doubt, digits)
        or _status(beyond_doubt or said, digits, written, subject)
        or _flag_alone(said, digits, flagged=flagged)
        or _small_talk(said)
    )


def _is_stuck(found: re.Match[str]) -> bool:
    """Whether a letter stands beside it, or before its "#"."""
    text, (start, end) = found.string, found.span()
    start -= text[start - 1 : start] == "#"
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def _wordless(spoken: str) -> Short | None:
    if not spoken.strip():
        return Short(Kind.HELP, "empty")
    return Short(Kind.THANKS, "thanks") if _THUMBS.search(spoken) else None


def number_in(text: str) -> tuple[str, str]:
    """The first number, in bare digits and as written; empty when there is none."""
    found = _NUMBER.search(text)
    return (number.clean(found[1]), found[0]) if found else ("", "")


# -- orders -----------------------------------------------------------------------------------------------------------


def _order(said: Sequence[str], digits: str) -> Short | None:
    if len(said) > _MOST_WORDS:
        return None
    bare = [word for word in said if not word.isdecimal() and not flag_word(word)]
    found = ordered(bare, _THANKFUL) or _confirmed(bare)
    if found is None or (len(bare) != len(said) and not _may_name(found.command, said, digits)):
        return None
    if found.command in (Command.YES, Command.NO):
        # "Belum ada petugas" tells something: whoever is missing is not spoken to.
        tells_of = "ada" in bare and not phrases.OFFICES.isdisjoint(bare)
        if tells_of or not _NO_ANSWER.isdisjoint(bare):
            return None
        return Short(Kind.YESNO, "yesno", command=found.command)
    argument, flags = found.argument or digits, _named(said)
    return Short(Kind.COMMAND, "command", command=found.command, argument=argument, flags=flags)


def _confirmed(bare: Sequence[str]) -> Order | None:
    """An act with the word that confirms it: "HAPUS DATA payung"."""
    word = confirm_word_in(bare[-1:]) if len(bare) > 1 else ""
    found = ordered(bare[:-1], _THANKFUL) if word else None
    return Order(found.command, word) if found and found.command in (NUMBERED | {Command.YES}) else None


def _may_name(command: Command, said: Sequence[str], digits: str) -> bool:
    """A number and a flag go with acts only."""
    numbers, flags = any(word.isdecimal() for word in said), any(flag_word(word) for word in said)
    return (not numbers or (command in NUMBERED and bool(digits))) and (not flags or command is Command.LIFT)


def _flag_alone(said: Sequence[str], digits: str, *, flagged: bool) -> Short | None:
    named = _named(said)
    if not (flagged or named):
        return None
    rest = [word for word in said if not flag_word(word) and not (digits and word.isdecimal())]
    if all(word in _POLITE or word in FLAG_FILLERS or word in _BESIDE_FLAG for word in rest):
        return Short(Kind.COMMAND, "flag alone", argument=digits, flags=Flags() if flagged else named)
    return None


def _named(said: Sequence[str]) -> Flags:
    """The flags named, also with more slips than one."""
    named = set(map(flag_word, said))
    return Flags(anonim=ANONIM in named, rahasia=RAHASIA in named)


_BESIDE_FLAG = LITTLE | {
    "jadikan",
    "jadi",
    "buat",
    "nomor",
    "no",
    "nomer",
    "laporan",
    "laporannya",
    "untuk",
    "number",
    "report",
}


# -- STATUS -----------------------------------------------------------------------------------------------------------


def _status(said: Sequence[str], digits: str, written: str, subject: str) -> Short | None:
    rest = [word for word in said if not word.isdecimal()]
    secret = _secret(rest, digits)
    rest = [_as_status(word) if digits else word for word in rest if word != secret]
    if len(rest) > _MOST_WORDS or not all(_about_status(word) for word in rest):
        return None
    how_far = "mana" in rest and not _HOW_FAR.isdisjoint(rest)
    asks = how_far or any(word in phrases.STATUS_CORE for word in rest)
    if digits and (asks or not _ABOUT.isdisjoint(rest) or _is_number(digits, written, rest)):
        return Short(Kind.STATUS, "status", digits, Command.STATUS, secret)
    if not digits and _asks_barely(said, rest, asks=asks):
        return Short(Kind.STATUS, "status", number_in(subject)[0], Command.STATUS)
    return None


def _as_status(word: str) -> str:
    """Before a number even "satu" and "statis" are STATUS."""
    near = word.startswith("s") and len(word) > 3 and not _about_status(word) and slips(word, "status", 3) <= 3
    return "status" if near else word


def _about_status(word: str) -> bool:
    return word in phrases.STATUS_FILLERS or word in phrases.STATUS_CORE or word in _POLITE


def _asks_barely(said: Sequence[str], rest: Sequence[str], *, asks: bool) -> bool:
    about = _ABOUT & set(rest)
    # "status 123" names a number that can be none; "cek 3 rumah" is a complaint.
    unusable = "status" in rest and len(said) <= 4
    told = set(rest)
    bare = (asks and (about or "status" in rest)) or (about and phrases.HOW_GOES & told and _MINE & told)
    alone = list(rest) in (["cek"], ["check"])
    waits = about and {"belum", "blm"} & told and {"ada", "kabar", "tanggapan"} & told
    return unusable or (bool(bare or waits) and len(rest) == len(said)) or (alone and len(said) == 1)


def _secret(rest: Sequence[str], digits: str) -> str:
    """The word that proves a number, the only one that is none of ours."""
    if not digits:
        return ""
    return next((word for word in reversed(rest) if is_secret_word(word) and not _about_status(word)), "")


def _is_number(digits: str, written: str, rest: Sequence[str]) -> bool:
    """A number alone is one a citizen sends back, if it can be one: ours, LAPOR!'s, or written with "#"."""
    likely = "#" in written or bool(_LAPOR_NUMBER.fullmatch(digits)) or number.is_ours(digits)
    return likely and len(rest) <= 4


# -- small talk -------------------------------------------------------------------------------------------------------


def _small_talk(said: Sequence[str]) -> Short | None:
    rest = [word for word in said if not flag_word(word)]
    if len(rest) > _MOST_WORDS:
        return None
    # "Bantuan kami mana" reproaches, "lapor di mana" asks.
    if rest[-1:] == ["mana"] and rest[-2:-1] and rest[-2] not in _WHERE:
        return None
    for kind, why, core, fillers in _VOCABULARIES:
        if any(word in core for word in rest) and all(word in fillers for word in rest):
            return Short(kind, why, command=Command.HELP if why == "help" else None)
    addressed = phrases.HONORIFICS & set(rest) and all(word in _POLITE for word in rest)
    return Short(Kind.GREETING, "greeting") if addressed and len(rest) < 6 else None


_WHERE = frozenset({"di", "ke", "lewat", "dari", "sampai", "sampe", "yang", "dr"})
_HELP_CORE = phrases.HELP_CORE | HELP
_VOCABULARIES = (
    (Kind.GREETING, "greeting", phrases.GREETINGS | phrases.DAYTIMES, _POLITE | phrases.GREETED),
    (Kind.HELP, "help", _HELP_CORE, _HELP_CORE | phrases.HELP_FILLERS | _POLITE),
    (Kind.HELP, "help", phrases.WHO_CORE, phrases.WHO_FILLERS | _POLITE),
    (Kind.THANKS, "thanks", phrases.THANKS_CORE, phrases.THANKS | _POLITE),
    (Kind.TEST, "test", phrases.TEST_CORE, phrases.TESTS | _POLITE),
    (Kind.TEST, "test", frozenset({"cek", "check"}), phrases.CHECKED),
    (Kind.TEST, "test", phrases.ALIVE_CORE, phrases.ALIVE),
    (Kind.TEST, "test", phrases.ARRIVED_CORE, phrases.ARRIVED),
    (Kind.YESNO, "bare", phrases.BARE_CORE, phrases.BARE_CORE | _POLITE),
)
