"""What is said in a word or two: an order, a greeting, a thank-you, a call for help, where something stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.asked_after import tells_besides
from normalizer.asked_whether import whether
from normalizer.command_forms import plain
from normalizer.commands import NUMBERED, Command, told
from normalizer.demands import demands
from normalizer.emergency import is_emergency
from normalizer.hiding_reach import to_stay
from normalizer.likeness import gist
from normalizer.needs import of_need
from normalizer.not_sent import denies_sending
from normalizer.order_names import ends_in_a_name
from normalizer.order_several import foremost, parts_of
from normalizer.order_status import status_asked
from normalizer.order_tenor import weighed
from normalizer.overtyped import overtyped
from normalizer.questions import complains
from normalizer.schema import Flags, Kind
from normalizer.short_number import apart, in_digits, number_in
from normalizer.short_order import Short, flag_alone, order_in
from normalizer.small_talk import small_talk
from normalizer.spelling import insisted, meant, tells
from normalizer.tells_plainly import of_accounts
from normalizer.text import folded, folded_of, has_words, words
from normalizer.told_beside import harmed_beside_report, tells_of_harm
from normalizer.vowelless import voiced
from normalizer.wish_alone import tells_besides_it, wished

_MOST_CHARS = 500
# https://core.telegram.org/bots/api#botcommand: "/status@the_bot 123".
_SLASH = re.compile(r"^\s*/([A-Za-z_]{1,32})(?:@\w{1,64})?(?=\s|$)")
# What a mail program puts below an answer: the letter answered (a forward is no answer), a signature.
_QUOTE = re.compile(
    r"^(?:>|(?:Pada|On) [\s\S]{0,200}?(?:menulis|wrote)\s?:|-{2,} ?(?:Original Message|Pesan Asli))", re.I | re.M
)
_SIGNATURE = re.compile(r"^(?:-- ?$|(?:Dikirim dari|Sent from|Terkirim dari|Get Outlook)\b)", re.I | re.M)
# Pictures that say something; the others are as good as nothing.
_WAVES = re.compile("\U0001f44b")
_THUMBS = re.compile("[\U0001f44d\U0001f44c\U0001f64f\U0001f91d\U0001f44f❤\U0001f970\U0001f60a]")


# Beside a wish for protection these say nothing of their own.
_COURTESY = frozenset({Kind.GREETING, Kind.THANKS, Kind.TEST, Kind.HELP, Kind.YESNO})


def short(subject: str, written: str, skip: int, *, flagged: bool) -> Short | None:
    """None when something is told. `skip` leading words are an agency's keyword; flagged: a flag was found in it."""
    above = _above(_SIGNATURE, written)
    spoken = _above(_QUOTE, above)
    if len(spoken) > _MOST_CHARS:
        return None
    found = _said(subject, spoken, skip, flagged=flagged)
    found = _wish(spoken, found, flagged=flagged) or found
    # Below "halo" somebody's complaint may be quoted; below "terima kasih" it is our own answer.
    if found and spoken != above and found.kind not in (Kind.STATUS, Kind.THANKS, Kind.COMMAND, Kind.YESNO):
        return None
    return found


def _wish(spoken: str, found: Short | None, *, flagged: bool) -> Short | None:
    """Protection that is wished for in words of one's own, or asked after."""
    lifted = found is not None and found.command is Command.LIFT
    if found and not (lifted or found.kind in _COURTESY or found.why == "weighed"):
        return None
    kind = Kind.HELP if found and found.kind is Kind.HELP else Kind.COMMAND
    if (lifted or flagged or not found) and (flags := whether(spoken)):
        return Short(kind, "flag alone", argument=number_in(spoken)[0], flags=flags)
    wish = wished(spoken) if flagged and not lifted else None
    return Short(kind, "flag alone", argument=wish.number) if wish else None


def spoken_in(written: str) -> str:
    """What somebody wrote, without the letter they answer and a signature; all of it where nothing else is said."""
    return _above(_QUOTE, _above(_SIGNATURE, written))


def _above(mark: re.Pattern[str], text: str) -> str:
    # Both begin a line.
    found = mark.search(text) if "\n" in text else mark.match(text)
    return text[: found.start()] if found and has_words(text[: found.start()]) else text


def _said(subject: str, spoken: str, skip: int, *, flagged: bool) -> Short | None:
    if not has_words(spoken):
        return _wordless(spoken)
    slashed = _SLASH.match(spoken)
    pressed = slashed is not None and "_" not in slashed[1] and not has_words(spoken[slashed.end() :])
    spoken = (_SLASH.sub(r"\1", spoken, count=1) if slashed else spoken).replace("_", " ")
    spoken = apart(overtyped(spoken))
    read = words(spoken)[skip:]
    found = folded_of(read)
    if (numbered := in_digits(spoken, found)) != spoken:
        spoken, found = numbered, [word.folded for word in words(numbered)[skip:]]
    if tells(found) or of_accounts(found):
        return None
    digits, written = number_in(spoken)
    if not digits and ends_in_a_name(read):
        return None
    if slashed and meant(found, numbered=bool(digits))[:1] == ["start"]:
        return Short(Kind.GREETING, "greeting", command=Command.START)
    one = _one(found, digits, written, subject, flagged=flagged)
    if one and one.command is Command.LIFT and (wish := _wish_beside(spoken, flagged=flagged)):
        return wish
    several = one or _several(spoken, skip, digits, subject, flagged=flagged)
    order = several or (None if subject or skip else _weighed(spoken, digits, written, flagged=flagged))
    if order is None and pressed and not (subject or flagged or is_emergency(spoken) or gist(spoken).matters):
        return Short(Kind.HELP, "help", command=Command.HELP)  # another bot's command
    return None if order and order.kind is Kind.STATUS and tells_besides(spoken) else order


def _one(found: Sequence[str], digits: str, written: str, subject: str, *, flagged: bool) -> Short | None:
    said = meant(_dictated(found), numbered=bool(digits))
    beyond_doubt = insisted(said)
    return (
        order_in(said, digits)
        or order_in(beyond_doubt, digits)
        or _status(beyond_doubt or said, digits, written, subject)
        or flag_alone(said, digits, flagged=flagged)
        or _small_talk(beyond_doubt or said)
        or _small_talk([plain(word) for word in said])
    )


def _small_talk(said: Sequence[str]) -> Short | None:
    found = small_talk(said)
    return Short(*found, command=Command.HELP if found[1] == "help" else None) if found else None


def _dictated(found: Sequence[str]) -> Sequence[str]:
    """ "KETIK STATUS SPASI 1916449", as an instruction is copied."""
    return [word for word in found if word not in _KEYED] or found


_KEYED = frozenset({"ketik", "spasi", "space"})


def _wish_beside(spoken: str, *, flagged: bool) -> Short | None:
    """ "Gak usah anonim, rahasia aja" asks for one of them."""
    said = [
        _one(folded_of(words(part)), *number_in(part), "", flagged=flagged)
        for part in _CLAUSE.split(spoken)
        if has_words(part)
    ]
    return next((one for one in said if one and one.why == "flag alone"), None)


_CLAUSE = re.compile(r"[.,;:!?\n]+")


def _several(spoken: str, skip: int, digits: str, subject: str, *, flagged: bool) -> Short | None:
    said: list[Short] = []
    for at, part in enumerate(parts_of(spoken)):
        found = [word.folded for word in words(part)[skip * (not at) :]]
        one = _one(found, *number_in(part), subject, flagged=flagged)
        if one is None or one.kind not in _SAID_BESIDE:
            return None
        said.append(one)
    first = foremost([one.command for one in said]) if said else None
    if first is None:
        return None
    # Of which complaint: "cek 1916449 batal" orders nothing of the newest one.
    chosen = said[first]
    return chosen._replace(argument=chosen.argument or digits) if chosen.command in NUMBERED else chosen


def _weighed(spoken: str, digits: str, written: str, *, flagged: bool) -> Short | None:
    """An order in words of one's own. Who is in danger, or complains, orders nothing besides."""
    command = weighed(spoken, digits, written)
    if command is None or (command is Command.LIFT and flagged) or told(command, folded(spoken).split()):
        return None
    if command is Command.HELP and (of_need(folded(spoken)) or tells_of_harm(spoken)):
        return None
    if command is Command.STATUS and harmed_beside_report(spoken):
        return None
    if command is Command.SEND and denies_sending(folded(spoken).split()):
        return None
    if complains(_UNWILLING.sub(" ", voiced(folded(spoken)))) or is_emergency(spoken) or gist(spoken).matters:
        return None
    number, argument = (digits, "") if command is Command.STATUS else ("", digits if command in NUMBERED else "")
    if flags := _FLAGS.get(command):
        if (flagged and tells_besides_it(spoken)) or to_stay(words(spoken)) or demands(words(spoken)):
            return None
        return Short(Kind.COMMAND, "flag alone", argument=digits, flags=flags)
    return Short(_KINDS.get(command, Kind.COMMAND), "weighed", number, command, argument)


# Denials that complain of nothing: "saya tidak mau sms lagi", "tidak ada tambahan, kirim saja".
_UNWILLING = re.compile(
    r"\b(?:tidak|tdk|gak|ga|nggak|ngga|enggak|no|not) (?:mau|ingin|usah|perlu|apa apa|apa2|keberatan|more|"
    r"ada (?:lagi|tambahan|foto|fotonya|yang (?:di)?tambah\w*))\b|\bfotonya (?:tidak|ga|gak|nggak) ada\b|\bsaya takut\b"
)
_KINDS = {
    Command.STATUS: Kind.STATUS,
    Command.HELP: Kind.HELP,
    Command.YES: Kind.YESNO,
    Command.NO: Kind.YESNO,
}
_FLAGS = {Command.CONFIDENTIAL: Flags(rahasia=True), Command.ANONYMOUS: Flags(anonim=True)}
_SAID_BESIDE = frozenset({Kind.COMMAND, Kind.STATUS, Kind.HELP, Kind.YESNO, Kind.GREETING, Kind.THANKS})


def _status(said: Sequence[str], digits: str, written: str, subject: str) -> Short | None:
    asked = status_asked(said, digits, written)
    if asked is None:
        return None
    return Short(Kind.STATUS, "status", digits or number_in(subject)[0], Command.STATUS, asked)


def _wordless(spoken: str) -> Short | None:
    if not spoken.strip():
        return Short(Kind.HELP, "empty")
    if _WAVES.search(spoken):
        return Short(Kind.GREETING, "greeting")
    return Short(Kind.THANKS, "thanks") if _THUMBS.search(spoken) else None
