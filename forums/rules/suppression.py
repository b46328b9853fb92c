"""Small numbers say who: in a small house, "one threat in March" is a person.

The rule is the one of official statistics: a cell below a threshold is not shown (primary
suppression), and neither is any other from which it could be worked out by way of a total
(complementary suppression).
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

# What is fewer than this is not told.
FEWEST = 5

Key = TypeVar("Key")
# A number, or nothing where it is not told.
Shown = int | None


def shown_partition(counts: Mapping[Key, int]) -> dict[Key, Shown] | None:
    """The cells of one whole that everything falls into exactly once, and whose total may be known.

    Nothing at all, where no table could be shown without giving a small number away. A cell of
    zero is shown as it is: nobody is behind it.
    """
    total = sum(counts.values())
    hidden = {key for key, count in counts.items() if 0 < count < FEWEST}
    if not hidden:
        return dict(counts)
    spare = sorted(
        (key for key, count in counts.items() if count >= FEWEST), key=lambda key: counts[key]
    )
    while _can_be_worked_out(hidden, counts):
        if not spare:
            return None
        hidden.add(spare.pop(0))
    if total < FEWEST:
        return None
    return {key: None if key in hidden else count for key, count in counts.items()}


def _can_be_worked_out(hidden: Iterable[Key], counts: Mapping[Key, int]) -> bool:
    """From the total: one that is missing is what is left, and where all that are missing are one
    each, their sum says so."""
    missing = [counts[key] for key in hidden]
    return len(missing) < 2 or sum(missing) == len(missing)


def shown_alone(counts: Mapping[Key, int]) -> dict[Key, Shown]:
    """Cells that may overlap, so that no total joins them: each is judged by itself."""
    return {key: None if 0 < count < FEWEST else count for key, count in counts.items()}


def shown_time(value: float | None, *, of: int) -> float | None:
    """A middle or a tail of so many times; of a few, it would be somebody's own."""
    return None if of < FEWEST else value
