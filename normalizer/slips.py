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
