"""When a reminder rings. Pure: the hour and the days in, an instant out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from trackers.choices import Outcome
from trackers.rules.days import A_DAY, clock_of, exists, instant, local_date

TOO_LATE = timedelta(hours=2)
# What has rung is looked at so that a date does not come twice; nobody needs it for longer.
RINGS_KEPT_FOR = timedelta(days=30)
# One weekday comes up within seven dates; within two weeks more where one was left out, or has
# rung already.
SEARCHED_DAYS = 23
MOST_REMINDERS = 10
LONGEST_LINE = 300


@dataclass(frozen=True)
class Rule:
    """When a reminder is to ring: by the clock of a place, on weekdays of which 1 is Monday."""

    local_time: time
    zone: str
    days: list[int]
    quiet_from: time | None = None
    quiet_until: time | None = None


@dataclass(frozen=True)
class Ring:
    on: date
    at: datetime


def next_ring(rule: Rule, *, after: datetime, not_on: Collection[date | None] = ()) -> Ring:
    """The first ring after this instant."""
    yesterday = local_date(after, rule.zone) - A_DAY
    for on in (yesterday + n * A_DAY for n in range(SEARCHED_DAYS)):
        at = instant(on, rule.local_time, rule.zone)
        if _rings_on(rule, on) and on not in not_on and at > after:
            return Ring(on, at)
    raise ValueError("a reminder needs a weekday to ring on")


def outcome(rule: Rule, *, due_at: datetime, now: datetime, has_address: bool) -> Outcome:
    if now - due_at > TOO_LATE:
        return Outcome.LATE
    if is_quiet(rule, now.astimezone(clock_of(rule.zone)).time()):
        return Outcome.QUIET
    return Outcome.MAILED if has_address else Outcome.NO_ADDRESS


def is_quiet(rule: Rule, local_time: time) -> bool:
    """From the first minute up to the last, which is not quiet any more; over midnight too."""
    if rule.quiet_from is None or rule.quiet_until is None:
        return False
    if rule.quiet_from <= rule.quiet_until:
        return rule.quiet_from <= local_time < rule.quiet_until
    return local_time >= rule.quiet_from or local_time < rule.quiet_until


def why_not_remind(*, has_address: bool) -> str | None:
    if not has_address:
        return _("A reminder comes by mail, and there is no confirmed address to send it to yet.")
    return None


def why_not_rule(rule: Rule, *, line: str) -> str | None:
    # One that nobody knows would hold up the clock for everybody.
    if rule.zone not in available_timezones():
        return _("This time zone is not known here.")
    if not rule.days:
        return _("Choose at least one day.")
    if (rule.quiet_from is None) != (rule.quiet_until is None):
        return _("Quiet hours need both: from when, and until when.")
    if is_quiet(rule, rule.local_time):
        return _("This time lies in your quiet hours, so it would never ring.")
    if len(line) > LONGEST_LINE:
        return _("Please keep your line under %(most)d characters.") % {"most": LONGEST_LINE}
    return None


def _rings_on(rule: Rule, on: date) -> bool:
    return on.isoweekday() in rule.days and exists(on, rule.zone)
