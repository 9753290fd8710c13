"""Whether a message is nothing that can be read: keys pressed at random, laughter, signs alone.

One readable word is enough for it to be read: place names and short forms without vowels ("jln rsk blm dbnrin") are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.phrases import THANKS
from normalizer.places_words import NAMED
from normalizer.spelling_words import KNOWN
from normalizer.text import has_words, readable
from normalizer.word_lists import set_of

_MOST_WORDS = 12
_READ = (KNOWN | EMPTY | WEAK | THANKS | MATTERS.keys() | SAME.keys() | frozenset(SAME.values()) | NAMED.keys()) - {"p"}
_NONSENSE = set_of("""
    bla blabla blablabla lorem ipsum dolor amet hehe hihi haha hoho hmm hm hmmm eh ah oh uh wkwk wk lol lmao asd qwe
    zzz abc abcd xyz xxx aaa iii ooo dor cilukba skrrt yeay yey uwu tralala lalala nananana prikitiw awokwok
""")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_VOWELS = frozenset("aeiouy")
# Written with two letters, spoken as one.
_DIGRAPHS = re.compile("ng|ny|kh|sy|gh|th|sh|ch|ck|dh|bh")
_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]+")
# Consonants that meet inside Indonesian and English words and names.
_PAIRS = set_of("""
    mb mp nd nt nc nj nk ns ks rb rc rd rf rg rh rj rk rl rm rn rp rs rt rw ry sk sl sm sn sp st sw tr pr br kr gr
    dr fr bl pl kl gl fl lb lc ld lg lk lm ln lp ls lt lw nd ft kt pt ps bs ms mn mr nr ts tn tm tl wn ht hl hm hn
    hr ll ss nn tt mm pp kk dd bb gg rr ff cc lh nh sh
""")
_LAUGHTER = re.compile(r"(?:wk|kw|ha|he|hi|ho|xi|ah|ak|hu|hak|wak){2,}[a-z]?|([a-z]{1,2})\1{2,}")
_WORD = re.compile(r"[^\W_]+")
_PICTURES = re.compile(r"[\U0001f300-\U0001faff\u2600-\u27bf]")


def is_gibberish(text: str) -> bool:
    """Whether nobody could read it. Pure and total."""
    if not has_words(text):
        return bool(text.strip())
    found: list[bool] = []
    for word in islice(_WORD.finditer(readable(text[:300])), _MOST_WORDS + 1):
        odd = _odd(word[0].casefold())
        # The first word tells most often: what follows is not even looked for.
        if not (odd or _lone(word[0])):
            return False
        found.append(odd)
    return len(found) <= _MOST_WORDS and (len(found) == 1 or any(found))


def _lone(word: str) -> bool:
    """A letter by itself, which beside keys pressed at random is one of them."""
    return len(word) == 1 and word.casefold() != "p"


@lru_cache(maxsize=2_048)
def _odd(word: str) -> bool:
    if word in _NONSENSE or word.isdecimal():
        return word in _NONSENSE or len(word) < 7
    if word in _READ:
        return False
    return bool(_LAUGHTER.fullmatch(word)) or _walks(word) or _unspeakable(word)


def _walks(word: str) -> bool:
    """Along one row of a keyboard, there or back."""
    return len(word) > 2 and any(word in row or word in row[::-1] or word in row + row for row in _ROWS)


def _unspeakable(word: str) -> bool:
    if not word.isascii():
        return False
    if len(set(word)) <= 2 and len(word) > 4:
        return True
    spoken = _DIGRAPHS.sub("n", word)
    runs = _RUN.findall(spoken)
    if not _VOWELS & set(spoken):
        return len(word) > 3 or len(set(word)) == 1
    strange = sum(run[at : at + 2] not in _PAIRS for run in runs for at in range(len(run) - 1))
    return strange > 1 or any(len(run) > 3 for run in runs) or (strange == 1 and len(word) < 8 and _mashed(word))


def _mashed(word: str) -> bool:
    """Almost all of it on one row of the keyboard."""
    return any(sum(letter in row for letter in word) > len(word) - 2 for row in _ROWS[:2]) and word[0] in "asdfghjkl"
