"""A month of days, and the thirty. To be called inside `rows_of`."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format

from trackers.models import PreferencesContents
from trackers.queries.days import ShownDay, shown_day
from trackers.rules.challenge import days_of, is_over, number_on
from trackers.rules.counting import Record
from trackers.rules.days import exists
from trackers.rules.events import EARLIEST

# Django counts from Sunday, 0; Python's calendar from Monday, 0.
SUNDAY = 6


@dataclass(frozen=True)
class Weekday:
    short: str
    name: str


@dataclass(frozen=True)
class MonthPage:
    """A month, week by week, in the order of days that the language has."""

    first: date
    weekdays: Sequence[Weekday]
    # Nothing where the day belongs to another month, or never was.
    weeks: Sequence[Sequence[ShownDay | None]]
    before: date | None
    after: date | None

    @property
    def name(self) -> str:
        return date_format(self.first, "F Y")


def month_page(record: Record, first: date) -> MonthPage:
    begins = (get_format("FIRST_DAY_OF_WEEK") + SUNDAY) % 7
    weeks = calendar.Calendar(begins).monthdatescalendar(first.year, first.month)
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    order = [(begins + number) % 7 for number in range(7)]
    return MonthPage(
        first=first,
        weekdays=[Weekday(str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in order],
        weeks=[[_cell(day, first, record) for day in week] for week in weeks],
        before=before if before >= EARLIEST.replace(day=1) else None,
        after=after if after <= record.last else None,
    )


@dataclass(frozen=True)
class ChallengeDay:
    """Where somebody is in the thirty days."""

    # Nothing after the last, and before the first of one that begins tomorrow.
    number: int | None
    is_over: bool = False


def shown_challenge_day(
    day: date, preferences: PreferencesContents, *, zone: str
) -> ChallengeDay | None:
    """Nothing where somebody has not begun."""
    if not preferences.challenge:
        return None
    anchors = preferences.challenge
    return ChallengeDay(number_on(day, anchors, zone=zone), is_over(day, anchors, zone=zone))


@dataclass(frozen=True)
class NumberedDay:
    number: int
    shown: ShownDay


def thirty_days(record: Record, preferences: PreferencesContents) -> list[NumberedDay]:
    """The days of the challenge, each as it was; those to come without a link."""
    return [
        NumberedDay(number, _shown(day, record))
        for number, day in days_of(preferences.challenge, zone=record.zone)
    ]


def _shown(day: date, record: Record) -> ShownDay:
    return shown_day(day, record.state_on(day), today=record.today, is_ahead=day > record.last)


def _cell(day: date, first: date, record: Record) -> ShownDay | None:
    if day.month != first.month or not exists(day, record.zone):
        return None
    return _shown(day, record)
