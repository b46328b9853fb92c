"""Whether two texts say the same, or nearly."""

from collections.abc import Iterable

from forums.screen.plain import plain

# In a row; few enough that a changed word changes little.
ROW = 3
# Shorter ones ("Thank you, this helped") are said by many, and honestly.
FEWEST_WORDS = 8
# Of all rows in both, so many are in each.
ALIKE = 0.7


def rows_of(text: str) -> frozenset[tuple[str, ...]]:
    """The words that follow each other; none for a text that is too short to tell."""
    words = [word.text for word in plain(text).words]
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(zip(*(words[at:] for at in range(ROW)), strict=False))


def how_often(text: str, others: Iterable[str]) -> int:
    """How many of the others say the same."""
    rows = rows_of(text)
    return sum(are_alike(rows, rows_of(other)) for other in others) if rows else 0


def are_alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    if not (one and other):
        return False
    return len(one & other) >= ALIKE * len(one | other)
