"""What a sanction keeps somebody from, for how long, and what it never touches: reading what is
open to them, their own pages, reports, blocks, statements and appeals."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forums.choices import Outcome

# Between two posts of somebody who is slowed down.
SLOW_PAUSE = timedelta(hours=3)


class Bar(NamedTuple):
    """A sanction of somebody, as far as these rules ask."""

    kind: str
    # Nothing: until it is lifted.
    until: datetime | None

    def holds(self, *, at: datetime) -> bool:
        return self.until is None or self.until > at


def why_not_take_part(bars: Iterable[Bar], *, now: datetime) -> str | None:
    """Why somebody cannot write, react or ask anything in a circle."""
    holding = {bar.kind: bar.until for bar in bars if bar.holds(at=now)}
    if Outcome.CLOSE in holding:
        return _(
            "Your account is closed for the circles. The notice of it says why, and how you can "
            "ask for another look."
        )
    ends = [bar.until for bar in bars if bar.kind == Outcome.SUSPEND and bar.holds(at=now)]
    if until := max((end for end in ends if end is not None), default=None):
        return _(
            "Until %(until)s you cannot write here. The notice of it says why, and how you can "
            "ask for another look."
        ) % {"until": told(until)}
    return None


def is_slowed(bars: Iterable[Bar], *, now: datetime) -> bool:
    return any(bar.kind == Outcome.SLOW and bar.holds(at=now) for bar in bars)


def why_not_while_slowed(last_said_at: datetime | None, *, now: datetime) -> str | None:
    """Why somebody who is slowed down cannot write again yet."""
    if last_said_at is None or last_said_at + SLOW_PAUSE <= now:
        return None
    return _(
        "For a time, you can write once in %(hours)d hours here. The next time is after "
        "%(time)s. Your words are kept here."
    ) % {"hours": SLOW_PAUSE // timedelta(hours=1), "time": told(last_said_at + SLOW_PAUSE)}


def told(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
