"""How many slips of a thumb lie between two words: a letter missing, too many, wrong, or swapped with its neighbour.

Optimal string alignment: F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964,
https://doi.org/10.1145/363958.363994.
"""

from __future__ import annotations


def slips(word: str, target: str, most: int) -> int:
    """How many, or `most` + 1 when there are more."""
    if abs(len(word) - len(target)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(target) + 1))
    for at, letter in enumerate(word, 1):
        row = [at]
        for to, wanted in enumerate(target, 1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (letter != wanted))
            if before and to > 1 and letter == target[to - 2] and word[at - 2] == wanted:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
