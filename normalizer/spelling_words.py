"""What orders and courtesy are made of, and all words that are known to be no slip."""

from __future__ import annotations

from normalizer import command_words as said
from normalizer import phrases
from normalizer.confirm_word import WORDS
from normalizer.flag_phrases import FLAG_FILLERS
from normalizer.short_forms import SHORT_FORMS
from normalizer.slip_words import ORDINARY

ORDERS = frozenset().union(
    *(said.SEND, said.CANCEL, said.LIFT, said.STOP, said.START, said.ERASE, said.DATA, said.LANGUAGE, said.HELP),
    *(said.OFF, said.ON),
    *(said.LANGUAGES.keys() - {"id", "en"}, said.OTHER_LANGUAGES, phrases.STATUS_CORE, {"laporan", "lapor", "nomor"}),
)
BESIDE = frozenset().union(
    *(said.BESIDE_SEND, said.BESIDE_CANCEL, said.BESIDE_LIFT, said.BESIDE_STOP, said.BESIDE_START, said.BESIDE_ERASE),
    *(said.BESIDE_HOLD, said.RECEIVED, said.HELD, said.BESIDE_FLAG_LIFTED, said.DENIALS, said.BECAUSE, said.MENDED),
    *(said.CLOSED, said.WORKED_ON, said.FORGET, said.SHOWN, said.COVERED, said.KEPT, {"take", "udahan"}),
    *(said.BESIDE_LANGUAGE, said.YES, said.NO, phrases.STATUS_FILLERS, phrases.HONORIFICS, phrases.HELP_FILLERS),
)
KNOWN = frozenset().union(
    *(ORDERS, BESIDE, ORDINARY, said.SHAKEN, said.BESIDE_YES_NO, phrases.GREETINGS, phrases.WISHES),
    *(phrases.DAYTIMES, phrases.OFFICES, phrases.FILLERS, phrases.THANKS, phrases.TESTS, phrases.HELP_CORE),
    *(phrases.HELP_FILLERS, phrases.WHO_FILLERS, phrases.INDONESIAN, phrases.ENGLISH, phrases.ABBREVIATIONS),
    # What confirms an order is none itself: "sendok" is not "send".
    *(SHORT_FORMS.keys(), SHORT_FORMS.values(), WORDS),
)
# All that orders and courtesy are made of.
SAID = frozenset().union(
    *(ORDERS, BESIDE, said.SHAKEN, said.BESIDE_YES_NO, phrases.GREETINGS, phrases.WISHES, phrases.DAYTIMES),
    *(phrases.OFFICES, phrases.FILLERS, phrases.THANKS, phrases.TESTS, phrases.HELP_CORE, phrases.HELP_FILLERS),
    *(phrases.WHO_FILLERS, FLAG_FILLERS, WORDS),
)
