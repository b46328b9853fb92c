"""Counting without shame: what the days add up to. Pure functions over plain data.

A day is held unless the member themselves made contact on it: a day without a word written is
held too, from the day on which the record began. Days before that count where something was
written about them; the others are unknown, which breaks no run and adds to none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from trackers.choices import Meaning
from trackers.rules.days import A_DAY, day_before, days_before, exists, next_day
from trackers.rules.events import meaning_of_day

# One slip takes the strength from 100 % to about 95 %.
HALF_LIFE_DAYS = 13
KEPT_OVERNIGHT = 0.5 ** (1 / HALF_LIFE_DAYS)
RECENT = 30
FEWEST_FOR_STRENGTH = 14
NONE: frozenset[Meaning] = frozenset()


class State(StrEnum):
    """How a day is drawn."""

    HELD = "held"
    NEUTRAL = "neutral"
    INDIRECT = "indirect"
    SLIP = "slip"
    NONE = "none"


STATE_OF = {
    Meaning.HELD: State.HELD,
    Meaning.NEUTRAL: State.NEUTRAL,
    Meaning.INDIRECT: State.INDIRECT,
    Meaning.DIRECT: State.SLIP,
}


@dataclass(frozen=True)
class Record:
    """What is known of somebody's days."""

    begun_on: date
    today: date
    zone: str
    meanings: Mapping[date, frozenset[Meaning]] = field(default_factory=dict)
    # Days on which something else was written: a check-in, a note.
    written_on: frozenset[date] = frozenset()

    def state_on(self, day: date) -> State:
        meaning = meaning_of_day(self.meanings.get(day, ()))
        if meaning is not None:
            return STATE_OF[meaning]
        return State.HELD if day in self.written_on else State.NONE

    def has(self, meaning: Meaning) -> bool:
        """Whether there is any day with this in it."""
        return any(meaning in found for found in self.meanings.values())

    @cached_property
    def last(self) -> date:
        """Today; or a later date that was lived already, before a journey to the west."""
        return max(self.begun_on, self.today, *self._told)

    def knows(self, day: date) -> bool:
        """Whether a day up to the last one is one of those that count."""
        return day >= self.begun_on or day in self.written_on or day in self.meanings

    @property
    def known_days(self) -> list[date]:
        since_begun = range(self.begun_on.toordinal(), self.last.toordinal() + 1)
        days = {day for day in map(date.fromordinal, since_begun) if exists(day, self.zone)}
        return sorted(days | self._told)

    @cached_property
    def _told(self) -> frozenset[date]:
        return self.written_on | self.meanings.keys()


@dataclass(frozen=True)
class Run:
    """Days in a row up to now."""

    days: int
    since: date


@dataclass(frozen=True)
class Figures:
    recent_held: int
    recent_known: int
    all_held: int
    longest_run: int
    current_run: int
    current_since: date | None
    # Per cent; nothing yet where there is too little to speak of.
    strength: int | None


def strip(record: Record, *, days: int = 14) -> list[tuple[date, State]]:
    """The last days, oldest first."""
    return [(day, record.state_on(day)) for day in days_before(record.last, days, record.zone)]


def figures(record: Record, *, broken_by: Collection[Meaning] = (Meaning.DIRECT,)) -> Figures:
    """What the days add up to, when a day is held unless it has one of these meanings in it."""
    known = record.known_days
    held = [day for day in known if record.meanings.get(day, NONE).isdisjoint(broken_by)]
    recent = set(days_before(record.last, RECENT, record.zone))
    runs = _runs(held, record.zone)
    current = runs[-1] if runs and runs[-1][-1] == record.last else []
    return Figures(
        recent_held=len(recent.intersection(held)),
        recent_known=len(recent.intersection(known)),
        all_held=len(held),
        longest_run=max(map(len, runs), default=0),
        current_run=len(current),
        current_since=current[0] if current else None,
        strength=_strength(known, set(held)),
    )


def run_without_looking(record: Record, *, indirect_counts: bool) -> Run | None:
    """A run of its own, for whoever has looked and does not count it: nothing for all others."""
    if indirect_counts or not record.has(Meaning.INDIRECT):
        return None
    return current_run(record, broken_by=(Meaning.INDIRECT,))


def current_run(record: Record, *, broken_by: Collection[Meaning]) -> Run | None:
    """What `figures` says of it, from the last day back to the day that broke it and no further."""
    since, days = None, 0
    day = record.last
    while record.knows(day) and record.meanings.get(day, NONE).isdisjoint(broken_by):
        since, days = day, days + 1
        day = day_before(day, record.zone)
    return Run(days, since) if since else None


def _runs(held: list[date], zone: str) -> list[list[date]]:
    """The days in rows without a gap between them."""
    runs: list[list[date]] = []
    for day in held:
        if runs and _follows(day, runs[-1][-1], zone):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _follows(day: date, before: date, zone: str) -> bool:
    return day - before == A_DAY or day == next_day(before, zone)


def _strength(known: list[date], held: set[date]) -> int | None:
    if len(known) < FEWEST_FOR_STRENGTH:
        return None
    strength = 0.0
    for day in known:
        strength = strength * KEPT_OVERNIGHT + (day in held) * (1 - KEPT_OVERNIGHT)
    return round(100 * strength) or None
