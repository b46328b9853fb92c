"""What some time shows: mood, urges, what helped, attempts at contact. Pure functions.

Nothing is drawn of fewer than what stands here: a curve of three points is one evening's chance,
and somebody might live by it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median

from django.utils.translation import gettext as _

from trackers.choices import Direction
from trackers.models import TalliedCheckIn, TalliedContact, TalliedUrge
from trackers.rules.days import A_DAY

FEWEST_DAYS = 5
FEWEST_URGES = 10
FEWEST_TIMES = 3
FEWEST_ATTEMPTS = 5
FEWEST_GAPS = 5

A_WEEK = timedelta(days=7)
HOURS_TOGETHER = 3
# Up to so many days, each day has its own point; up to so many, each week has.
MOST_BY_DAY, MOST_BY_WEEK = 31, 400


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Span:
    """From a day to another, both of them with it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Stretch:
    """A day, a week or a month; as much of it as lies in the span."""

    first: date
    last: date
    is_whole: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Point:
    stretch: Stretch
    # Nothing where nothing was written.
    value: float | None


@dataclass(frozen=True)
class Helped:
    words: str
    times: int
    # Medians: by how many of ten points it fell, and the minutes until it had fallen by half.
    fell: float
    minutes: float | None


def by_day_or_longer(span: Span) -> Step:
    if span.days <= MOST_BY_DAY:
        return Step.DAY
    return by_week_or_longer(span)


def by_week_or_longer(span: Span) -> Step:
    return Step.WEEK if span.days <= MOST_BY_WEEK else Step.MONTH


def stretches(span: Span, step: Step, *, week_begins: int = 0) -> list[Stretch]:
    """The whole span in pieces, none left out. A week begins on Monday, 0, or on another day."""
    found = []
    first = _begin(span.first, step, week_begins)
    while first <= span.last:
        after = _after(first, step)
        begin, end = max(first, span.first), min(after - A_DAY, span.last)
        found.append(Stretch(begin, end, (end - begin) + A_DAY == after - first))
        first = after
    return found


def _begin(day: date, step: Step, week_begins: int) -> date:
    if step == Step.MONTH:
        return day.replace(day=1)
    return day - ((day.weekday() - week_begins) % 7) * A_DAY if step == Step.WEEK else day


def _after(first: date, step: Step) -> date:
    if step == Step.MONTH:
        return (first + timedelta(days=31)).replace(day=1)
    return first + (A_WEEK if step == Step.WEEK else A_DAY)


def moods(check_ins: Iterable[TalliedCheckIn]) -> dict[date, int]:
    return {said.on: said.mood for said in check_ins if said.mood is not None}


def strongest_urges(
    check_ins: Iterable[TalliedCheckIn], urges: Iterable[TalliedUrge]
) -> dict[date, int]:
    """The strongest that each day knew, whether it was said in a check-in or while it lasted."""
    found: dict[date, int] = {}
    said = [(one.on, one.urge) for one in check_ins if one.urge is not None]
    for on, strength in [*said, *((urge.on, urge.strongest) for urge in urges)]:
        found[on] = max(strength, found.get(on, 0))
    return found


def averages(values: dict[date, int], pieces: Sequence[Stretch]) -> list[Point]:
    """The mean of the days that say something; a gap where none does."""
    there = sorted(values.items())
    points, at = [], 0
    for piece in pieces:
        inside = []
        while at < len(there) and there[at][0] <= piece.last:
            if there[at][0] >= piece.first:
                inside.append(there[at][1])
            at += 1
        points.append(Point(piece, fmean(inside) if inside else None))
    return points


def by_hour(urges: Iterable[TalliedUrge]) -> list[int]:
    """How many began in each three hours of the day, as the clock there showed it."""
    counts = Counter(urge.at.hour // HOURS_TOGETHER for urge in urges)
    return [counts[part] for part in range(24 // HOURS_TOGETHER)]


def by_weekday(urges: Iterable[TalliedUrge], *, week_begins: int = 0) -> list[int]:
    """How many began on each day of the week, in the order of days that the language has."""
    counts = Counter(urge.at.weekday() for urge in urges)
    return [counts[(week_begins + day) % 7] for day in range(7)]


def what_helped(urges: Iterable[TalliedUrge]) -> list[Helped]:
    """Each thing that was done instead, the one after which it fell furthest first."""
    fell: dict[str, list[int]] = {}
    minutes: dict[str, list[float]] = {}
    for urge in urges:
        for words in dict.fromkeys(urge.helped):
            fell.setdefault(words, []).append(urge.strongest - urge.latest)
            if urge.minutes is not None:
                minutes.setdefault(words, []).append(urge.minutes)
    found = [
        Helped(
            words,
            len(all_fell),
            median(all_fell),
            median(minutes[words]) if words in minutes else None,
        )
        for words, all_fell in fell.items()
    ]
    return sorted(found, key=lambda one: (-one.fell, -one.times, one.words))


def attempts(contacts: Iterable[TalliedContact]) -> list[TalliedContact]:
    """What came from them, themselves or through somebody; what the member did is no attempt."""
    theirs = (Direction.THEIRS, Direction.THROUGH_SOMEONE)
    return sorted((one for one in contacts if one.direction in theirs), key=_moment)


def per_week(found: Sequence[TalliedContact], pieces: Sequence[Stretch]) -> list[Point]:
    """How many there were a week. None at all is a zero, which is worth seeing."""
    counts = Counter[date]()
    firsts = [piece.first for piece in pieces]
    for one in found:
        at = bisect_right(firsts, one.on) - 1
        if at >= 0 and one.on <= pieces[at].last:
            counts[firsts[at]] += 1
    return [Point(piece, counts[piece.first] / _weeks(piece)) for piece in pieces]


def _weeks(piece: Stretch) -> float:
    """What is a week or a part of one counts as one: nobody is told of three attempts a week
    because there was one on a Monday."""
    return max(piece.days / 7, 1)


def counted(
    found: Iterable[TalliedContact], of: Callable[[TalliedContact], Iterable[str]]
) -> list[tuple[str, int]]:
    """How often each word of a choice is there, the most frequent first."""
    counts = Counter(word for one in found for word in set(of(one)))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def gaps(found: Sequence[TalliedContact]) -> list[timedelta]:
    """The time from each attempt to the next, whatever the clocks were put to meanwhile."""
    moments = sorted(map(_moment, found))
    return [timedelta(seconds=after - before) for before, after in pairwise(moments)]


def usual(lengths: Iterable[timedelta]) -> timedelta:
    return timedelta(seconds=median(length.total_seconds() for length in lengths))


# Shorter than this, and a name for it (queries/insights.py); the last has no end.
GAP_ENDS = tuple(timedelta(days=days) for days in (1, 3, 7, 14, 28))


def by_length(lengths: Iterable[timedelta]) -> list[int]:
    counts = Counter(sum(length >= end for end in GAP_ENDS) for length in lengths)
    return [counts[part] for part in range(len(GAP_ENDS) + 1)]


def why_not_span(first: date | None, last: date | None) -> str | None:
    if first and last and last < first:
        return _("The last day lies before the first. Please look at them again.")
    return None


def _moment(contact: TalliedContact) -> float:
    return contact.at.timestamp()
