"""A pull comes, is highest, and falls. Pure functions over its ratings."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _

STRENGTHS = range(11)
# After so long one is asked again.
ASK_AGAIN_AFTER = timedelta(minutes=5)
# A pull that nobody said anything of for so long is over, however it ended.
OVER_AFTER = timedelta(hours=6)
# Of fewer than these, a median would be one evening's chance.
FEWEST_FOR_MEDIAN = 3
MOST_RATINGS = 200
LONGEST_WORDS = 5_000

Rating = tuple[datetime, int]


def time_to_fall(ratings: Sequence[Rating]) -> timedelta | None:
    """From the first rating until it was for the first time at most half of its peak; nothing
    where that was not seen, or there was nothing to fall from."""
    if not ratings or not (peak := max(strength for _at, strength in ratings)):
        return None
    at_peak = next(n for n, rating in enumerate(ratings) if rating[1] == peak)
    fallen = (at for at, strength in ratings[at_peak + 1 :] if strength <= peak / 2)
    first = next(fallen, None)
    return first - ratings[0][0] if first else None


def usual_time_to_fall(urges: Iterable[Sequence[Rating]]) -> timedelta | None:
    """The median of those that were seen to fall; nothing where there are too few of them."""
    seen = [fell for ratings in urges if (fell := time_to_fall(ratings)) is not None]
    if len(seen) < FEWEST_FOR_MEDIAN:
        return None
    return timedelta(seconds=median(fell.total_seconds() for fell in seen))


def is_under_way(ratings: Sequence[Rating], outcome: str, *, now: datetime) -> bool:
    return not outcome and now - ratings[-1][0] < OVER_AFTER


def why_not_rate(strength: int, *, ratings: Sequence[Rating] = (), outcome: str = "") -> str | None:
    if strength not in STRENGTHS:
        return _("Choose a number from 0 to 10.")
    if outcome:
        return _("This one is over already. If there is another pull, begin anew.")
    if len(ratings) >= MOST_RATINGS:
        return _("That is as many times as can be kept. Say how it ended, or begin anew.")
    return None


def why_not_end(words: str) -> str | None:
    if len(words) > LONGEST_WORDS:
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_WORDS}
    return None
