"""Words that are said beside an order, with one slip of the thumb: "buka donng pak", "kirim seadana"."""

from __future__ import annotations

from functools import lru_cache

from normalizer import phrases
from normalizer.command_forms import INFLECTED
from normalizer.command_words import BESIDE_FLAG, HELP_BESIDE, OTHER_LANGUAGES, STATUS_BESIDE
from normalizer.confirm_word import WORDS
from normalizer.flag_phrases import UNSEEN
from normalizer.near_words import NearWords
from normalizer.order_table import is_ordering, is_word, ordering
from normalizer.spelling_words import SAID

# "Perang" is no "petang", "bataj" names no language.
_NEVER = OTHER_LANGUAGES | phrases.GREETINGS | phrases.DAYTIMES | phrases.WISHES | set(WORDS)

_SAID = {*SAID, *INFLECTED, *BESIDE_FLAG, *HELP_BESIDE, *STATUS_BESIDE, *UNSEEN} - _NEVER


def meant_beside(word: str) -> str:
    """Which of them is meant by a word that nobody was seen to write, or in orders only; "" where none is. Pure and
    total."""
    if not is_word(word):
        return _all().nearest(word)
    return _known().nearest(word) if is_ordering(word) else ""


@lru_cache(maxsize=1)
def _known() -> NearWords:
    return NearWords(sorted(_SAID))


@lru_cache(maxsize=1)
def _all() -> NearWords:
    return NearWords([*sorted(_SAID), *ordering()])
