"""What a log shows as a whole: when, how often, what came to it, and when there was nothing. Pure.

Figures only, each of which can be counted again by hand. What they mean is for whoever reads them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trackers.choices import IncidentKind, Precision
from trackers.models import IncidentEntry
from trackers.rules.days import A_DAY
from trackers.rules.incidents import over_by
from trackers.rules.insights import HOURS_TOGETHER, Span, Stretch

# From so many days without an entry on, they are named.
SHORTEST_GAP = 14
MOST_GAPS = 10
# Hours and weekdays of fewer are chance.
FEWEST_TIMES = 5
# Halves of a time with fewer in it say nothing.
FEWEST_TO_COMPARE = 6


@dataclass(frozen=True)
class MadeOf:
    """What the figures rest upon."""

    entries: int
    # Of these, how many are known less well than to the minute.
    about: int = 0
    day_only: int = 0
    ranges: int = 0
    without_kind: int = 0


@dataclass(frozen=True)
class OfKind:
    """All entries of one kind."""

    kind: str
    count: int
    first: IncidentEntry
    last: IncidentEntry


@dataclass(frozen=True)
class Gap:
    """Days on which nothing is written down, the first and the last of them with it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Turn:
    """How many entries there were in the days before something, and from its day on."""

    before: int
    days_before: int
    after: int
    days_after: int


def theirs(entries: Iterable[IncidentEntry]) -> list[IncidentEntry]:
    """Without those that are one's own last words alone; in the order in which they happened."""
    found = (entry for entry in entries if entry.kinds != [IncidentKind.STATEMENT])
    return sorted(found, key=lambda entry: (entry.at, entry.number))


def within(entries: Iterable[IncidentEntry], span: Span) -> list[IncidentEntry]:
    return [entry for entry in entries if span.has(entry.at.date())]


def made_of(entries: Sequence[IncidentEntry]) -> MadeOf:
    known = Counter(entry.precision for entry in entries)
    return MadeOf(
        entries=len(entries),
        about=known[Precision.ABOUT],
        day_only=known[Precision.DAY],
        ranges=known[Precision.RANGE],
        without_kind=sum(not entry.kinds for entry in entries),
    )


def by_kind(entries: Sequence[IncidentEntry]) -> list[OfKind]:
    """In the order in which each kind was there for the first time."""
    found: dict[str, list[IncidentEntry]] = {}
    for entry in entries:
        for kind in dict.fromkeys(entry.kinds):
            found.setdefault(kind, []).append(entry)
    return [OfKind(kind, len(of), of[0], of[-1]) for kind, of in found.items()]


def first_with(
    entries: Iterable[IncidentEntry], has: Callable[[IncidentEntry], object]
) -> IncidentEntry | None:
    return next((entry for entry in entries if has(entry)), None)


def per_piece(entries: Iterable[IncidentEntry], pieces: Sequence[Stretch]) -> list[int]:
    """How many begin in each piece of the time."""
    days = Counter(entry.at.date() for entry in entries)
    return [
        sum(count for day, count in days.items() if piece.first <= day <= piece.last)
        for piece in pieces
    ]


def turn_at(entries: Sequence[IncidentEntry], day: date, span: Span) -> Turn:
    before = sum(entry.at.date() < day for entry in entries)
    return Turn(
        before=before,
        days_before=(day - span.first).days,
        after=len(entries) - before,
        days_after=(span.last - day).days + 1,
    )


def in_halves(entries: Sequence[IncidentEntry], span: Span) -> Turn | None:
    """The first half of the time beside the second; nothing where too little is in it."""
    if len(entries) < FEWEST_TO_COMPARE or span.days < 2:
        return None
    return turn_at(entries, span.first + timedelta(days=span.days // 2), span)


def gaps(entries: Sequence[IncidentEntry], *, until: date) -> list[Gap]:
    """The longest stretches without an entry, since the first one; each in its place in time."""
    found: list[Gap] = []
    covered: date | None = None
    for entry in entries:
        if covered is not None:
            found.append(Gap(covered + A_DAY, entry.at.date() - A_DAY))
        covered = max(covered or entry.at.date(), over_by(entry).date())
    if covered is not None:
        found.append(Gap(covered + A_DAY, until))
    named = [gap for gap in found if gap.days >= SHORTEST_GAP]
    longest = sorted(named, key=lambda gap: (-gap.days, gap.first))[:MOST_GAPS]
    return sorted(longest, key=lambda gap: gap.first)


def at_known_times(entries: Iterable[IncidentEntry]) -> list[IncidentEntry]:
    return [entry for entry in entries if entry.precision in (Precision.EXACT, Precision.ABOUT)]


def on_known_days(entries: Iterable[IncidentEntry]) -> list[IncidentEntry]:
    return [
        entry
        for entry in entries
        if entry.precision != Precision.RANGE or over_by(entry).date() == entry.at.date()
    ]


def by_hour(entries: Iterable[IncidentEntry]) -> list[int]:
    """How many in each three hours of the day, as the clock there showed it."""
    counts = Counter(entry.at.hour // HOURS_TOGETHER for entry in entries)
    return [counts[part] for part in range(24 // HOURS_TOGETHER)]


def by_weekday(entries: Iterable[IncidentEntry], *, week_begins: int = 0) -> list[int]:
    """In the order of days that the language has."""
    counts = Counter(entry.at.weekday() for entry in entries)
    return [counts[(week_begins + day) % 7] for day in range(7)]
