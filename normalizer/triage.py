"""What a message is: a complaint, a question, a greeting, an order; and which protection it asks for.

Rules over tables, so that every answer can be explained. When in doubt it is a complaint: nobody is turned away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import inf

from normalizer.asked_after import asks_after, complains_besides, tells_besides
from normalizer.asks_how import asks_barely_how, asks_how, only_tries, tells_beside_how
from normalizer.asks_of_data import asks_of_data
from normalizer.asks_of_report import asks_of_report
from normalizer.beside_courtesy import is_sober, tells_besides_courtesy
from normalizer.called_off import halts_something, tells_anew
from normalizer.chatter import is_chatter
from normalizer.command_words import CANCEL, ERASE, LIFT, SEND, STOP
from normalizer.command_words import HELP as HELPING
from normalizer.commands import Command
from normalizer.courtesy import introduces, is_thanks
from normalizer.earlier import without_earlier
from normalizer.earlier_off import tells_something_new
from normalizer.emergency import is_emergency
from normalizer.emergency_beside import weighs_as_emergency
from normalizer.flags import flags_in, lifted_in
from normalizer.gibberish import is_gibberish
from normalizer.goes_on import is_followup
from normalizer.kept_back import kept_back
from normalizer.lapor_class import begins, class_of
from normalizer.machines import has_signs
from normalizer.needs import of_need
from normalizer.nobody import answers_itself, robot_words
from normalizer.not_yet import told_not_yet
from normalizer.offer_answer import only_agrees
from normalizer.phrases import HONORIFICS, REPLY_PREFIXES, STATUS_CORE
from normalizer.places import facts
from normalizer.questions import asks, complains
from normalizer.schema import LAPOR_KINDS, Flags, Kind, Language, Message
from normalizer.sensitive import sensitive
from normalizer.short import short, spoken_in
from normalizer.short_number import number_in
from normalizer.short_order import Short
from normalizer.sim_lines import CHANNELS, SENDER
from normalizer.tells_plainly import tells_plainly
from normalizer.tenor import tenor
from normalizer.text import Word, agency_keyword, folded, has_words, language, raw_of, words
from normalizer.told_beside import harmed_beside_report, tells_of_harm, told_beside
from normalizer.told_by_people import told_by_people
from normalizer.united import united
from normalizer.vowelless import voiced
from normalizer.wish_told import waits
from normalizer.wishes import hopes, wishes
from normalizer.wordless import TO_TRANSCRIBE

# A person let it out of the tray: whatever it looks like, somebody wrote it.
RELEASED = "released"
# A name and a number that somebody passed on (channels/telegram_update.py): "Bagas" is no BATAL there.
_CONTACT = "contact-of-another"
# What a message is shows in its first characters; a mail of megabytes costs no more than a letter.
_OPENING, _CLASS = 4_000, 300
# Whatever its words are in the language a provider was set to.
_OPTED = {
    "stop": Short(Kind.COMMAND, "command", command=Command.STOP),
    "start": Short(Kind.COMMAND, "command", command=Command.START),
    "help": Short(Kind.HELP, "help", command=Command.HELP),
}


@dataclass(frozen=True, slots=True)
class Triage:
    """`why` is a short constant that names the rule, never a citizen's words. `status_number` is what a status was
    asked for, bare digits; "" when a status was asked without a number. `argument` goes with the command: the word that
    proves a STATUS's number, the number (or a confirming word) of an act, the language of LANGUAGE. The flags of LIFT
    are those to be lifted, of all else those asked for."""

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
    beside = (message.subject, *((message.origin.subject, message.origin.text) if message.origin else ()))
    flags = united(flags_in(message.text, skip), *map(flags_in, beside), _flags_along(message.quoted))
    found = _found(message, skip, flagged=bool(flags))
    if found.command is Command.STOP and not message.opted and halts_something(message.text):
        found = Short(Kind.GIBBERISH, "gibberish")
    calls_off = found.command is Command.CANCEL or found.kind is Kind.THANKS
    if calls_off and not (found.number or found.argument) and _tells_beside(message.text):
        found = Short(Kind.COMPLAINT, "")
    if found.why == "flag alone" and not (found.flags or _asks_itself(message)):
        found = _found(message, skip, flagged=False)
    flags = united(flags, found.flags)
    judged = Triage(found.kind, flags, language(whole), found.number, found.why, found.command, found.argument)
    if judged.command is Command.LIFT:
        return replace(judged, flags=_lifted(message, flags))
    if flags and judged.kind in _BESIDE_A_WISH and _asks_itself(message):
        kind = Kind.HELP if judged.kind is Kind.HELP else Kind.COMMAND
        judged = replace(judged, kind=kind, why="flag alone", argument="")
    if judged.kind in LAPOR_KINDS and not judged.why and not message.origin and _is_to_wait(message.text):
        return replace(judged, why="hold")
    if judged.why == "flag alone":
        return replace(judged, command=Command.CONFIDENTIAL if flags.rahasia else Command.ANONYMOUS)
    return judged


@lru_cache(maxsize=1)  # hundreds of messages may have come in one mail, and each has the words of all along
def _flags_along(quoted: tuple[str, ...]) -> Flags:
    return united(*map(flags_in, quoted))


def _tells_beside(text: str) -> bool:
    """Beside what is called off, of this report or of an earlier one."""
    return tells_anew(text) or tells_something_new(text)


def _is_to_wait(text: str) -> bool:
    """What shall happen to an earlier report says nothing of what is told beside it."""
    if not (told_not_yet(text) or waits(text)) or _tells_beside(text):
        return False
    told = without_earlier(text)
    return told == text or told_not_yet(told) or waits(told)


# Who thanks, greets or tries this and asks for protection besides wants to be protected.
_BESIDE_A_WISH = frozenset({Kind.GREETING, Kind.THANKS, Kind.TEST, Kind.HELP, Kind.YESNO})


def _asks_itself(message: Message) -> bool:
    """Whether it asks itself for protection, and not the letter that it answers."""
    answers = {word.folded for word in words(message.subject)[:1]} & REPLY_PREFIXES
    return bool(flags_in(spoken_in(message.text)) or (flags_in(message.subject) and not answers))


def _lifted(message: Message, named: Flags) -> Flags:
    """Both, unless one is named."""
    wanted = united(named, Flags() if named else lifted_in(message.text))
    return wanted or Flags(anonim=True, rahasia=True)


def _found(message: Message, skip: int, *, flagged: bool) -> Short:
    if message.robot:
        return Short(Kind.ROBOT, "robot")
    released = RELEASED in message.doubts
    if SENDER.match(message.person) and not released:
        return Short(Kind.ROBOT, "sender name")
    written = (message.text if has_words(message.text) else message.subject or message.text)[:_OPENING]
    if message.shared:
        return Short(Kind.COMMAND, "contact")
    if message.opted in _OPTED:
        return _OPTED[message.opted]
    if message.attachments or message.location:
        return _told(message, written, skip, flagged=flagged)
    if says_nothing_itself(message, written):
        return Short(Kind.COMPLAINT, "")
    if _on_a_line(message) and answers_itself(written):
        return Short(Kind.ROBOT, "answers itself")
    if found := short(message.subject, written, skip, flagged=flagged):
        return found
    if why := robot_words(written) if _on_a_line(message) else "":
        return Short(Kind.ROBOT, why)
    return _told(message, written, skip, flagged=flagged)


def says_nothing_itself(message: Message, written: str) -> bool:
    """Somebody sent it, and a person has to find out what it tells; or whose number it is that they passed on."""
    return _CONTACT in message.doubts or (TO_TRANSCRIBE in message.doubts and not has_words(written))


def _on_a_line(message: Message) -> bool:
    """Whether it came where machines write to anybody, and nobody let it out of the tray."""
    return message.channel in CHANNELS and RELEASED not in message.doubts


def _told(message: Message, written: str, skip: int, *, flagged: bool) -> Short:
    """Something is told, or should be: in a forward by its author, not by the header lines and notes around that."""
    if message.origin and has_words(message.origin.text):
        written = message.origin.text[:_OPENING]
    said = spoken_in(written)
    found = words(written[:_CLASS])[skip:]
    ordered = Command.LAPOR if begins(found, "lapor") else None
    if not message.origin and kept_back(said):
        return Short(Kind.COMMAND, "hold", command=Command.CANCEL)
    if is_emergency(said):
        return Short(Kind.EMERGENCY, "emergency", command=ordered)
    bare = not (message.attachments or message.location or message.subject or message.origin)
    if bare and (asked := _asked(said)):
        return asked
    kind = named = class_of(words(message.subject)) or class_of(found)
    if kind is Kind.INFORMATION and _reckons([word.folded for word in found], said):
        kind = Kind.COMPLAINT
    small = _untold(written, found) if kind is None and bare and ordered is None else None
    if small and tells_besides_courtesy(small.kind, said):
        small = None
    if small and (small.kind not in _COURTEOUS or flagged or said != written):
        return small
    kind = kind or (small.kind if small else _unnamed(said))
    if bare and not (flagged or ordered) and said == written:
        return _by_its_words(kind or Kind.COMPLAINT, said, message, named=bool(named), small=small is not None)
    if not message.origin and weighs_as_emergency(said, kind or Kind.COMPLAINT):
        return Short(Kind.EMERGENCY, "emergency", command=ordered)
    return Short(kind or Kind.COMPLAINT, "", command=ordered)


def _asked(said: str) -> Short | None:
    """After a report that is there, or how to make one."""
    if _asks_after(said):
        return Short(Kind.STATUS, "status", number_in(said)[0], Command.STATUS)
    of_data = asks_of_data(words(said[:_CLASS])) and not (complains(voiced(folded(said))) or told_beside(said))
    return Short(Kind.HELP, "help", command=Command.HELP) if of_data or asks_barely_how(said) else None


def _asks_after(said: str) -> bool:
    if not asks_after(said) or harmed_beside_report(said):
        return False
    return tenor(said, Kind.STATUS) not in _TELLS and not tells_plainly(said)


def _by_its_words(ruled: Kind, said: str, message: Message, *, named: bool, small: bool) -> Short:
    """No rule names it, or one that is wrong now and then. named: it says itself what it is, as machines do, too.
    small: a rule found that it says nothing, which weights contradict only where something is told."""
    kind = tenor(said, ruled, machines=0.0 if _on_a_line(message) else inf)
    by_people = kind in _NOBODY and told_by_people(voiced(folded(said)))
    if kind is Kind.ROBOT and by_people:
        kind = tenor(said, ruled)
    if kind is Kind.ROBOT:
        kind = kind if has_signs(said) else tenor(said, ruled, machines=_WITHOUT_A_SIGN)
    elif named or (small and kind not in _TELLS):
        kind = ruled
    if kind in _SAYS_NOTHING and kind is not ruled and facts(said).found:
        kind = ruled
    told = (by_people and kind in _UNTOLD) or (not small and kind in _NOT_TAKEN and tells_plainly(said))
    told = told or (not small and _demands(kind, said))
    if told or _tells_as_well(kind, said) or tells_besides_courtesy(kind, said):
        kind = Kind.COMPLAINT
    why = "" if kind in LAPOR_KINDS else kind.value
    return Short(kind, why, number_in(said)[0] if kind is Kind.STATUS else "", _ORDERS.get(kind))


# Who says where it is tells something, however politely: weights alone do not keep that from being taken.
_SAYS_NOTHING = frozenset({Kind.GREETING, Kind.THANKS, Kind.TEST, Kind.GIBBERISH})
_UNTOLD = _SAYS_NOTHING | {Kind.HELP}
_NOT_TAKEN = _UNTOLD | {Kind.STATUS}
_SMALL = frozenset({Kind.GREETING, Kind.TEST, Kind.GIBBERISH})
_NOBODY = _UNTOLD | {Kind.ROBOT}
# Of 2,009 blind messages that people wrote none weighed more than 5.7 like a machine's.
_WITHOUT_A_SIGN = 10.0
_TELLS = frozenset({Kind.COMPLAINT, Kind.EMERGENCY})
# Machines are polite, too.
_COURTEOUS = frozenset({Kind.GREETING, Kind.THANKS, Kind.FOLLOWUP})
_ORDERS = {Kind.STATUS: Command.STATUS, Kind.HELP: Command.HELP}
# "Status tanah", "bantuan beras": the rules for orders know all that is as short and asks for that.
_ORDERING = HELPING | SEND | LIFT | CANCEL | STOP | ERASE | STATUS_CORE
_SHORT, _BEGUN = 3, 7


def _tells_as_well(kind: Kind, said: str) -> bool:
    """ "Saya diancam setelah lapor ke sini" asks for no help with this; "halo pak, saya dilecehkan" greets nobody."""
    if kind in _SMALL:
        return bool(sensitive(said))
    if kind not in _ORDERS:
        return False
    if _is_no_order(folded(said).split(), asked=said.rstrip().endswith("?")):
        return True
    if kind is Kind.STATUS:
        return tells_besides(said) or harmed_beside_report(said) or not asks_of_report(said)
    return complains_besides(said) or of_need(folded(said)) or tells_of_harm(said) or tells_beside_how(said)


def _demands(kind: Kind, said: str) -> bool:
    """ "Batalkan denda saya" greets nobody, "kios saya pak" thanks nobody, though it weighs like that."""
    found = folded(said).split()
    if kind not in (Kind.GREETING, Kind.THANKS) or not found:
        return False
    if len(found) <= _BEGUN and found[0] in _ORDERING:
        return True
    owned = [word for word in found if word not in HONORIFICS]
    return len(owned) > 1 and len(found) <= _SHORT and owned[-1] in _MINE and is_sober(voiced(" ".join(found)))


_MINE = frozenset({"saya", "sy", "kami", "kita", "my", "our", "aku", "gue", "gw"})


def _is_no_order(said: Sequence[str], *, asked: bool) -> bool:
    return len(said) <= _SHORT - asked or (len(said) <= _BEGUN and said[0] in _ORDERING)


def _untold(written: str, found: Sequence[Word]) -> Short | None:
    """What is said without anything being told."""
    if only_tries(written):
        return Short(Kind.TEST, "test")
    if asks_how(written) and tenor(written, Kind.HELP) is Kind.HELP:
        return Short(Kind.HELP, "help", command=Command.HELP)
    if only_agrees(written):
        return Short(Kind.YESNO, "yesno")
    if introduces(found) or is_chatter(written):
        return Short(Kind.GREETING, "greeting")
    if is_thanks(written):
        return Short(Kind.THANKS, "thanks")
    if is_followup(written):
        return Short(Kind.FOLLOWUP, "followup")
    if is_gibberish(" ".join(raw_of(found)) or written):
        return Short(Kind.GIBBERISH, "gibberish")
    return None


_RECKONS = frozenset({"kok", "padahal"})
_ASKING = frozenset({"tanya", "nanya", "bertanya"})


def _reckons(found: Sequence[str], said: str) -> bool:
    """ "Mau tanya, kok bantuan saya tidak masuk"; "mau tanya, kapan tiang roboh itu diangkat?"."""
    if not _RECKONS.isdisjoint(found):
        return True
    return not _ASKING.isdisjoint(found[:5]) and complains(voiced(folded(said[:_CLASS])))


def _unnamed(written: str) -> Kind | None:
    """A question or a wish that does not say it is one."""
    # "Sebaiknya pendaftaran bisa online" is put like a question, too.
    if wishes(written):
        return Kind.ASPIRATION
    if asks(written):
        return None if tells_beside_how(written) else Kind.INFORMATION
    return Kind.ASPIRATION if hopes(written) else None
