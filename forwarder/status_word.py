"""The word that proves whose a confidential number is: phones are shared, recycled and spoofed."""

from __future__ import annotations

import hmac

from forwarder.seal import Hasher
from normalizer.secret_word import secret_word


def word_for(hasher: Hasher, number: str) -> str:
    """The word of one of our numbers, the same on every node and for ever."""
    return secret_word(hasher.digest("status word", number))


def proves(hasher: Hasher, number: str, word: str) -> bool:
    """Whether somebody knows the word of a number; both in the form in which a triage gives them."""
    return hmac.compare_digest(word_for(hasher, number).encode(), word.encode())
