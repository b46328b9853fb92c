"""Whether two rows of numbers can be told apart: the rank sum of Mann and Whitney.

The area under the curve (AUC) is how often a number of the second row is the larger one, where one
is drawn of each: 0.5 where nobody can tell them apart, 0 or 1 where everybody can.
"""

from collections.abc import Sequence
from itertools import groupby
from math import sqrt

# Of a normal distribution: 95 in 100 lie within so many deviations, and 997 in 1000.
WITHIN_95, WITHIN_997 = 1.96, 3.0


def auc(first: Sequence[float], second: Sequence[float]) -> float:
    """Equal numbers count half."""
    ranked = sorted([(number, 0) for number in first] + [(number, 1) for number in second])
    rank, of_second = 0, 0.0
    for _number, group in groupby(ranked, key=lambda pair: pair[0]):
        rows = [row for _number, row in group]
        of_second += sum(rows) * (rank + (len(rows) + 1) / 2)
        rank += len(rows)
    least = len(second) * (len(second) + 1) / 2
    return (of_second - least) / (len(first) * len(second))


def chance(first: int, second: int) -> float:
    """How far from 0.5 the AUC of two rows lies by mere chance: one standard deviation."""
    return sqrt((first + second + 1) / (12 * first * second))


def deviation(area: float, first: int, second: int) -> float:
    """Of an AUC that was found in rows of these lengths (Hanley and McNeil)."""
    both_first, both_second = area / (2 - area), 2 * area**2 / (1 + area)
    square = area * (1 - area)
    square += (second - 1) * (both_first - area**2) + (first - 1) * (both_second - area**2)
    return sqrt(max(square, 0) / (first * second))


def cannot_be_told_apart(first: Sequence[float], second: Sequence[float]) -> bool:
    """As far as rows of these lengths can tell."""
    away = abs(auc(first, second) - 0.5)
    return away <= WITHIN_997 * chance(len(first), len(second))
