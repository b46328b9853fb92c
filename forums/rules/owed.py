"""Work that is owed and fails."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
# Not longer: what is mended is soon found to be so.
LONGEST_WAIT = timedelta(hours=1)
MOST_DOUBLINGS = 10


def wait_before_try(number: int) -> timedelta:
    """How long after the try before it: from the second one on, twice as long each time."""
    doublings = min(max(number - 2, 0), MOST_DOUBLINGS)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
