"""How many slips of a thumb lie between two words: a letter missing, too many, wrong, or swapped with its neighbour.

The unrestricted distance: letters may be swapped and another typed between them. F. J. Damerau, "A technique for
computer detection and correction of spelling errors", 1964, https://doi.org/10.1145/363958.363994; R. Lowrance and
R. A. Wagner, 1975, https://doi.org/10.1145/321879.321880.
"""

from __future__ import annotations


def slips(word: str, target: str, most: int) -> int:
    """How many, or `most` + 1 when there are more."""
    if abs(len(word) - len(target)) > most:
        return most + 1
    # A slip brings in one letter at most, and takes one away: nine of ten pairs need no table.
    letters, wanted_letters = set(word), set(target)
    if len(letters - wanted_letters) > most or len(wanted_letters - letters) > most:
        return most + 1
    far = len(word) + len(target)
    table: list[list[int]] = [[far] * (len(target) + 2), [far, *range(len(target) + 1)]]
    last_row: dict[str, int] = {}
    for at, letter in enumerate(word, 1):
        row = [far, at]
        last_column = 0
        for to, wanted in enumerate(target, 1):
            swapped_row, swapped_column = last_row.get(wanted, 0), last_column
            same = letter == wanted
            swap = table[swapped_row][swapped_column] + (at - swapped_row - 1) + 1 + (to - swapped_column - 1)
            row.append(min(table[at][to] + (not same), row[-1] + 1, table[at][to + 1] + 1, swap))
            last_column = to if same else last_column
        table.append(row)
        last_row[letter] = at
        if min(row[1:]) > most + 1:  # a swap may still win one back
            return most + 1
    return min(table[-1][-1], most + 1)


# A phone's keyboard, row by row: each letter's neighbours left, right and in the rows beside.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(
    frozenset((one, other))
    for row, below in zip(_ROWS, (*_ROWS[1:], ""), strict=True)
    for at, one in enumerate(row)
    for other in (row[at + 1 : at + 2] + below[max(0, at - 1) : at + 1])
)
_ALIKE = frozenset(map(frozenset, ("iy", "ie", "ae", "ou", "ck", "sz", "fv", "pb", "td", "gk")))


# "Stopn": meant to end the word.
_ABOVE_SPACE = "cvbnm"
# What no thumb does by itself counts as two.
_FAR = 2


def of_thumb(word: str, target: str, most: int) -> bool:
    """Whether so many slips of a thumb make `word` of `target`: a letter left out, swapped with the next, typed twice,
    or one beside it on the keyboard or of its sound typed instead or as well. Any other counts twice."""
    rows = [list(range(len(target) + 1))]
    for at, letter in enumerate(word, 1):
        row = [rows[-1][0] + 1]
        for to, wanted in enumerate(target, 1):
            beside = (*target[to - 1 : to + 1], *word[max(0, at - 2) : at - 1])
            overshot = at == len(word) and letter in _ABOVE_SPACE
            extra = 1 if overshot or any(_mistaken(letter, other) for other in beside) else _FAR
            wrong = (letter != wanted) * (1 if _mistaken(letter, wanted) else _FAR)
            row.append(min(rows[-1][to - 1] + wrong, row[-1] + 1, rows[-1][to] + extra))
            if at > 1 and to > 1 and letter == target[to - 2] and word[at - 2] == wanted:
                row[-1] = min(row[-1], rows[-2][to - 2] + 1)
        rows.append(row)
    return rows[-1][-1] <= most


def _mistaken(one: str, other: str) -> bool:
    pair = frozenset((one, other))
    return one == other or pair in _BESIDE or pair in _ALIKE
