"""Multinomial logistic regression, one message at a time, by AdaGrad (J. Duchi, E. Hazan, Y. Singer, 2011,
https://jmlr.org/papers/v12/duchi11a.html); the same rows give the same weights.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

Features = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Regression:
    """`columns`: how many there are to choose from. `least`: an error below it teaches nothing."""

    columns: int
    rounds: int
    seeds: Sequence[int]
    least: float = 0.0
    rate: float = 0.3
    shrink: float = 2e-5

    def weighed(self, seen: Sequence[tuple[int, Features]], forms: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """For each form its weight for each column: the mean of what several orders of the rows give."""
        counted = [self._counted(seen, forms, seed) for seed in self.seeds]
        return {form: [fmean(at) for at in zip(*(one[form] for one in counted), strict=True)] for form in forms}

    def _counted(
        self, seen: Sequence[tuple[int, Features]], forms: Sequence[str], seed: int
    ) -> Mapping[str, Sequence[float]]:
        weights = {form: [0.0] * self.columns for form in forms}
        steps = {form: [1e-6] * self.columns for form in forms}
        draw, order = random.Random(seed), list(seen)
        for _ in range(self.rounds):
            draw.shuffle(order)
            for column, found in order:
                self._learn(weights, steps, column, found)
        return weights

    def _learn(
        self, weights: Mapping[str, list[float]], steps: Mapping[str, list[float]], column: int, found: Features
    ) -> None:
        scores = [sum(weights[form][at] * value for form, value in found) for at in range(self.columns)]
        top = max(scores)
        likely = [math.exp(score - top) for score in scores]
        total = sum(likely)
        off = [(at, one / total - (at == column)) for at, one in enumerate(likely)]
        off = [(at, error) for at, error in off if abs(error) > self.least]
        for form, value in found:
            row, step = weights[form], steps[form]
            for at, error in off:
                slope = error * value + self.shrink * row[at]
                step[at] += slope * slope
                row[at] -= self.rate * slope / math.sqrt(step[at])
