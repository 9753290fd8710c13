"""What is remembered of words stays small: each citizen brings some that nobody said before."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import _lru_cache_wrapper

import normalizer
from normalizer.fingerprint import same_words
from normalizer.sensitive import _ALL
from normalizer.text import words as words_of
from normalizer.wish_words import PROTECTION, SENDING, meaning

MOST = 4_096


def test_no_cache_holds_more_than_the_words_that_repeat() -> None:
    modules = [importlib.import_module(f"normalizer.{each.name}") for each in pkgutil.iter_modules(normalizer.__path__)]
    found = [meaning(PROTECTION), meaning(SENDING), *(one for module in modules for one in vars(module).values())]
    caches = [one for one in found if isinstance(one, _lru_cache_wrapper) and inspect.signature(one).parameters]
    assert len(caches) > 30
    sizes = {f"{one.__module__}.{one.__qualname__}": one.cache_parameters()["maxsize"] for one in caches}
    assert {name for name, size in sizes.items() if size is not None and size > MOST} == set()


def test_words_that_stand_for_nothing_share_one_empty_set() -> None:
    for wish in (PROTECTION, SENDING):
        read = meaning(wish)
        assert read("jembatan") == read("trotoar") == frozenset()
        assert read("jembatan") is read("trotoar")


def test_words_that_stand_in_many_phrases_lie_in_memory_once() -> None:
    places = [words for _, phrase in _ALL for _, words in phrase]
    assert len({id(words) for words in places}) == len(set(places))
    words = [word for each in {id(one): one for one in places}.values() for word in each]
    assert len({id(word) for word in words}) == len(set(words))


def test_long_words_do_not_fill_what_is_remembered() -> None:
    (word,) = words_of("SETUMPUK" * 10_000)
    assert len(word.raw) == 80_000
    assert word.folded == ("setumpuk" * 13)[:100]
    assert same_words("SETUMPUK" * 100 + "A") != same_words("SETUMPUK" * 100 + "B")
