"""What a sanction keeps somebody from, for how long, and what it never touches: reading what is
open to them, their own pages, reports, blocks, statements and appeals."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.choices import Outcome

# Hours between two posts of somebody who is slowed down.
PAUSES = (1, 3, 12, 24)


class Bar(NamedTuple):
    """A sanction of somebody, as far as these rules ask."""

    kind: str
    # Nothing: until it is lifted.
    until: datetime | None
    # Of whoever is slowed down.
    pause_hours: int | None = None

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


def why_not_be_called_anew() -> str:
    """A name is read where somebody may not write, beside all that they wrote there."""
    return _(
        "As long as a decision keeps you from writing, your name stays as it is. If it is not safe "
        "for you, say so where you ask for another look: then somebody will help."
    )


def pause_of(bars: Iterable[Bar], *, now: datetime) -> timedelta | None:
    """How long somebody waits from one post to the next, where they are slowed down: of several
    decisions, the longest."""
    slowed = (bar for bar in bars if bar.kind == Outcome.SLOW and bar.holds(at=now))
    hours = max((bar.pause_hours for bar in slowed if bar.pause_hours is not None), default=None)
    return None if hours is None else timedelta(hours=hours)


def why_not_while_slowed(
    last_said_at: datetime | None, *, pause: timedelta, now: datetime
) -> str | None:
    """Why somebody who is slowed down cannot write again yet."""
    if last_said_at is None or last_said_at + pause <= now:
        return None
    hours = pause // timedelta(hours=1)
    return ngettext(
        "For a time, you can write once in an hour here. The next time is after %(time)s. Your "
        "words are kept here.",
        "For a time, you can write once in %(hours)d hours here. The next time is after %(time)s. "
        "Your words are kept here.",
        hours,
    ) % {"hours": hours, "time": told(last_said_at + pause)}


def told(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
