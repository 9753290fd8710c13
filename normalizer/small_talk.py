"""What is said in a word or two and tells nothing: a greeting, thanks, a trial, a call for help with this."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer import phrases
from normalizer.command_forms import plain
from normalizer.command_spoken import said_itself
from normalizer.command_words import HELP, HELP_BESIDE, UNDERSTOOD
from normalizer.flag_words import flag_word
from normalizer.order_status import OF_OTHERS
from normalizer.schema import Kind

POLITE = phrases.HONORIFICS | phrases.OFFICES | phrases.FILLERS | phrases.GREETINGS | phrases.WISHES | phrases.DAYTIMES
# A command or a greeting is short; whatever is longer tells something.
MOST_WORDS = 16
WHOSE = frozenset({"siapa", "apa", "apaan", "orang", "oknum", "akun"})


def small_talk(said: Sequence[str]) -> tuple[Kind, str] | None:
    """What it is and why; None when it is something else."""
    rest = [word for word in said if not flag_word(word)]
    if len(rest) > MOST_WORDS or (len(rest) < len(said) and not WHOSE.isdisjoint(rest)):
        return None
    # "Bantuan kami mana" reproaches, "lapor di mana" asks.
    if rest[-1:] == ["mana"] and rest[-2:-1] and rest[-2] not in _WHERE:
        return None
    # "Kirim bantuan" asks for rice, not for help with this.
    if {"kirim", "bantuan"} <= set(map(plain, rest)):
        return None
    # "Bantuan, terima kasih" asks; "terima kasih bantuannya" thanks.
    if rest[:1] and rest[0] in _ASKED and _thanked(rest[1:]):
        return Kind.HELP, "help"
    # "Badhe matur" asks to report, "matur nuwun" thanks.
    if {"matur", "nuwun"} <= set(rest) and all(word in phrases.THANKS or word in POLITE for word in rest):
        return Kind.THANKS, "thanks"
    for kind, why, core, fillers in _VOCABULARIES:
        if any(word in core for word in rest) and all(word in fillers for word in rest):
            if why == "help" and _helpless(rest):
                return None
            return kind, why
    addressed = phrases.HONORIFICS & set(rest) and all(word in POLITE for word in rest)
    return (Kind.GREETING, "greeting") if addressed and len(rest) < 6 else None


def _helpless(rest: Sequence[str]) -> bool:
    """ "Tidak ada bantuan", "bantuan desa" tell something."""
    lacks = not _LACKS.isdisjoint(rest[:-1]) and UNDERSTOOD.isdisjoint(rest)
    return lacks or (len(rest) < 4 and not OF_OTHERS.isdisjoint(said_itself(rest)))


def _thanked(rest: Sequence[str]) -> bool:
    courteous = phrases.THANKS | phrases.HONORIFICS
    return not phrases.THANKS_CORE.isdisjoint(rest) and all(word in courteous for word in rest)


_ASKED = frozenset({"bantuan", "help", "menu", "panduan"})
_LACKS = frozenset({"tidak", "ndak", "belum"})
_WHERE = frozenset({"di", "ke", "lewat", "dari", "sampai", "sampe", "yang", "dr"})
_HELP_CORE = phrases.HELP_CORE | HELP
_HELP_BESIDE = phrases.HELP_FILLERS | HELP_BESIDE | POLITE | frozenset({"kk", "kka", "kaka", "kakak", "e", "ee", "jo"})
_VOCABULARIES = (
    (Kind.GREETING, "greeting", phrases.GREETINGS | phrases.DAYTIMES, POLITE | phrases.GREETED),
    (Kind.HELP, "help", _HELP_CORE, _HELP_CORE | _HELP_BESIDE),
    (Kind.HELP, "help", phrases.WHO_CORE, phrases.WHO_FILLERS | POLITE),
    (Kind.HELP, "help", phrases.REPORTING, phrases.REPORTING_BESIDE | POLITE),
    (Kind.THANKS, "thanks", phrases.THANKS_CORE, phrases.THANKS | POLITE),
    (Kind.TEST, "test", phrases.TEST_CORE, phrases.TESTS | POLITE),
    (Kind.TEST, "test", frozenset({"cek", "check"}), phrases.CHECKED),
    (Kind.TEST, "test", phrases.ALIVE_CORE, phrases.ALIVE),
    (Kind.TEST, "test", phrases.ARRIVED_CORE, phrases.ARRIVED),
    (Kind.YESNO, "bare", phrases.BARE_CORE, phrases.BARE_CORE | POLITE),
)
