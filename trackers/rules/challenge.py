"""Thirty days, each with a number. Pure.

A challenge is a list of anchors: from this day on, the days count from this number. To begin
is to give the first day a one. After a slip somebody goes on (nothing changes), restarts (the
next day is a one again) or comes in at any number: the days before keep the numbers they had.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from trackers.rules.days import A_DAY, exists

LENGTH = 30
Anchor = tuple[date, int]


def number_on(day: date, anchors: Sequence[Anchor], *, zone: str) -> int | None:
    """Which of the thirty a day is; nothing before the first and after the last of them."""
    begun = [anchor for anchor in anchors if anchor[0] <= day]
    if not begun:
        return None
    from_day, number = begun[-1]
    number += sum(1 for lived in _days_after(from_day, up_to=day) if exists(lived, zone))
    return number if number <= LENGTH else None


def is_over(day: date, anchors: Sequence[Anchor], *, zone: str) -> bool:
    """Whether it was begun, and its thirtieth day lies behind."""
    begun = any(from_day <= day for from_day, _number in anchors)
    return begun and number_on(day, anchors, zone=zone) is None


def placed(anchors: Sequence[Anchor], *, on: date, number: int) -> list[Anchor]:
    """From this day on it counts from this number: what was to come after it is dropped."""
    return [*(anchor for anchor in anchors if anchor[0] < on), (on, number)]


def days_of(anchors: Sequence[Anchor], *, zone: str) -> list[tuple[int, date]]:
    """The numbered days since the challenge was begun or placed anew, up to the thirtieth."""
    if not anchors:
        return []
    day, number = anchors[-1]
    found: list[tuple[int, date]] = []
    while number <= LENGTH:
        if exists(day, zone):
            found.append((number, day))
            number += 1
        day += A_DAY
    return found


def why_not_place(number: int) -> str | None:
    if not 1 <= number <= LENGTH:
        return _("The days are numbered from 1 to %(last)d.") % {"last": LENGTH}
    return None


def _days_after(day: date, *, up_to: date) -> list[date]:
    return [day + n * A_DAY for n in range(1, (up_to - day).days + 1)]
