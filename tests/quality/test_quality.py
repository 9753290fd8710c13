"""A small part of the measurement: `make quality` does the whole."""

from __future__ import annotations

import pytest
from hands import HANDS, hands
from measure import Count, measure, wilson
from pairs import cases, pairs
from weigh import found_share

from gateway.judge_read import read_told
from normalizer.likeness_rules import verdict
from normalizer.likeness_told import encode, keeps_apart, parsed, told_in

pytestmark = pytest.mark.once

PARTS = ("tuned", "heldout", "fresh")


def test_there_are_three_hundred_texts() -> None:
    assert len({case.text for part in PARTS for case in cases(part)}) >= 300


@pytest.mark.parametrize("half", PARTS)
def test_texts_are_enough_and_apart(half: str) -> None:
    found = cases(half)
    other = {case.text for part in PARTS if part != half for case in cases(part)}
    assert len(found) >= 40
    assert len({case.text for case in found}) == len(found)
    assert not other & {case.text for case in found}
    assert sum(bool(case.reworded) for case in found) >= 40


def test_the_same_seed_makes_the_same_pairs() -> None:
    found = cases("tuned")[:5]
    assert list(pairs(found, 7)) == list(pairs(found, 7))
    assert list(pairs(found, 7)) != list(pairs(found, 8))


@pytest.mark.parametrize("half", PARTS)
def test_links_are_right_and_most_are_found(half: str) -> None:
    person, problem = measure(list(pairs(cases(half), 1))[:: 4 if half != "fresh" else 2])
    for count in (person, problem):
        assert count.right > 250
        assert count.right / (count.right + count.wrong) >= 0.99, count.misses
        assert count.right / (count.right + count.missed) >= 0.93, count.misses


def test_most_pairs_of_each_hand_are_links() -> None:
    counted = [(len(found), sum(pair.same_person for pair in found)) for found in (list(hands([it])) for it in HANDS)]
    assert counted == [(700, 560)] * 3 + [(450, 270)] * 2 + [(240, 150), (180, 110)]


@pytest.mark.parametrize(("of", "precision", "recall"), [((1, 2), 0.99, 0.87), ((4,), 0.97, 0.77), ((6,), 0.98, 0.76)])
def test_second_wordings_are_linked_and_hard_neighbours_are_not(
    of: tuple[int, ...], precision: float, recall: float
) -> None:
    person, _ = measure(hands(of))
    assert person.right / (person.right + person.wrong) >= precision, person.misses
    assert person.right / (person.right + person.missed) >= recall, person.misses


def test_both_ways_round_is_the_same_answer() -> None:
    for pair in list(pairs(cases("tuned"), 3))[::23]:
        a, b = read_told(pair.a), read_told(pair.b)
        assert verdict(a, b) == verdict(b, a), pair.kind


def test_strangers_complaints_are_found_by_their_sketch() -> None:
    hits, total = found_share("tuned")
    assert total > 100
    assert hits / total >= 0.97


def test_what_facts_keep_apart_is_never_one_problem() -> None:
    apart = 0
    for pair in list(pairs(cases("tuned"), 5))[::3]:
        a, b = read_told(pair.a), read_told(pair.b)
        row = parsed(encode(b))
        assert row is not None
        assert told_in(row).gist.weights == b.gist.weights
        if keeps_apart(row, a.gist.facts):
            apart += 1
            assert not verdict(a, b).same_problem, pair.kind
    assert apart > 100


def test_counts_and_interval() -> None:
    count = Count()
    for wanted, said in ((True, True), (True, False), (False, True), (False, False)):
        count.add("kind", wanted=wanted, said=said)
    assert (count.right, count.missed, count.wrong, count.refused, count.misses["kind"]) == (1, 1, 1, 1, 2)
    share, low, high = wilson(50, 100)
    # Wilson's interval for 50 of 100, as textbooks give it.
    assert (round(share, 3), round(low, 3), round(high, 3)) == (0.5, 0.404, 0.596)
