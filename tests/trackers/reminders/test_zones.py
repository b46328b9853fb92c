"""The hour on the wall, wherever and whenever: every zone there is, clocks that are changed, days
that never were, and members who move."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trackers.reminders.setting import EVERY_DAY, rings, utc
from trackers.actions.reminders import ring_reminders, set_reminder
from trackers.choices import Weekday
from trackers.models import Occurrence
from trackers.rules.days import exists
from trackers.rules.reminders import Rule, is_quiet, next_ring, outcome
from trackers.vault.rows import as_clock

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
APIA, AUCKLAND, HONOLULU = "Pacific/Apia", "Pacific/Auckland", "Pacific/Honolulu"
KATHMANDU, SAO_PAULO = "Asia/Kathmandu", "America/Sao_Paulo"

ZONES = st.sampled_from(sorted(available_timezones()))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
# Since 1973 every zone has been whole minutes away from UTC.
MOMENTS = st.integers(0, 64 * 365 * 24 * 60).map(lambda n: utc(1973, 1, 1) + n * A_MINUTE)
WEEKDAYS = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(sorted)


def first_ring(day, zone, *hour):
    """The next, when all the days before it are over."""
    over = [day - n * A_DAY for n in range(1, 5)]
    begun = datetime.combine(over[-1], time(12), tzinfo=UTC)
    return next_ring(Rule(time(*hour), zone, EVERY_DAY), after=begun, not_on=over)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "rings_at"),
    [
        # The clock goes on: an hour in most places, half of one on Lord Howe, at midnight in some.
        (BERLIN, date(2026, 3, 29), (2, 30), utc(2026, 3, 29, 1, 30)),
        (BERLIN, date(2026, 3, 29), (3, 0), utc(2026, 3, 29, 1)),
        (NEW_YORK, date(2026, 3, 8), (2, 0), utc(2026, 3, 8, 7)),
        (LORD_HOWE, date(2026, 10, 4), (2, 15), utc(2026, 10, 3, 15, 45)),
        (SAO_PAULO, date(2017, 10, 15), (0, 0), utc(2017, 10, 15, 3)),
        # The clock goes back: the first of the two.
        (BERLIN, date(2026, 10, 25), (2, 30), utc(2026, 10, 25, 0, 30)),
        (NEW_YORK, date(2026, 11, 1), (1, 30), utc(2026, 11, 1, 5, 30)),
        (LORD_HOWE, date(2026, 4, 5), (1, 45), utc(2026, 4, 4, 14, 45)),
        # At a quarter to, as it is there.
        (KATHMANDU, date(2026, 3, 1), (20, 0), utc(2026, 3, 1, 14, 15)),
        # On the days around the one that never was.
        (APIA, date(2011, 12, 29), (20, 0), utc(2011, 12, 30, 6)),
        (APIA, date(2011, 12, 31), (20, 0), utc(2011, 12, 31, 6)),
    ],
)
def test_on_days_that_are_longer_or_shorter(zone, day, hour, rings_at):
    ring = first_ring(day, zone, *hour)
    assert (ring.on, ring.at) == (day, rings_at)


@given(ZONES, TIMES, WEEKDAYS, MOMENTS)
def test_one_after_another_they_are_all_of_its_dates_and_each_once(zone, local_time, days, begun):
    """None is lost, none doubled, and no date is made up."""
    rule = Rule(local_time, zone, days)
    ring = next_ring(rule, after=begun)
    rung = [ring]
    while rung[-1].on < ring.on + 30 * A_DAY:
        rung.append(next_ring(rule, after=rung[-1].at, not_on=[rung[-1].on]))
    dates = (ring.on + n * A_DAY for n in range((rung[-1].on - ring.on).days + 1))
    assert [each.on for each in rung] == [
        day for day in dates if day.isoweekday() in days and exists(day, zone)
    ]
    assert all(earlier.at < later.at for earlier, later in pairwise(rung))


@settings(max_examples=60)
@given(ZONES, TIMES, MOMENTS)
def test_it_rings_when_the_clock_on_the_wall_first_shows_it(zone, local_time, begun):
    """Against somebody who sits there and looks at the clock every minute."""
    here = ZoneInfo(zone)
    ring = next_ring(Rule(local_time, zone, EVERY_DAY), after=begun)
    shown = begun
    while shown < ring.at:
        shown += A_MINUTE
        on_wall = shown.astimezone(here)
        if on_wall.time() == local_time and on_wall.fold == 0:
            assert (on_wall.date(), shown) == (ring.on, ring.at)
            return
    # It never showed it: the clock was put on, and shows as much more.
    on_wall = ring.at.astimezone(here).replace(tzinfo=None)
    put_on = on_wall - datetime.combine(ring.on, local_time)
    jumped = here.utcoffset(on_wall + A_DAY) - here.utcoffset(on_wall - A_DAY)  # type: ignore[operator]  # every zone has one
    assert timedelta(0) < put_on <= max(jumped, A_DAY)


@given(ZONES, ZONES, TIMES, WEEKDAYS, MOMENTS, st.integers(0, 72))
def test_moved_to_another_zone_it_rings_on_no_date_again_and_leaves_none_out(
    zone, there, local_time, days, begun, hours
):
    """Whatever was rung before, the first date from then on that is not over and was not rung."""
    rung = []
    ring = next_ring(Rule(local_time, zone, days), after=begun)
    moves = begun + timedelta(hours=hours)
    while ring.at <= moves:
        rung.append(ring.on)
        ring = next_ring(Rule(local_time, zone, days), after=ring.at, not_on=rung)
    moved = Rule(local_time, there, days)
    after = next_ring(moved, after=moves, not_on=rung)
    assert after.at > moves
    assert after.on not in rung
    day = moves.astimezone(ZoneInfo(there)).date()
    while day < after.on:
        alone = [Weekday(day.isoweekday())]
        left_out = next_ring(Rule(local_time, there, alone), after=moves - 2 * A_DAY)
        reasons = (
            day in rung,
            day.isoweekday() not in days,
            not exists(day, there),
            left_out.on != day or left_out.at <= moves,
        )
        assert any(reasons), day
        day += A_DAY


@given(TIMES, TIMES, TIMES)
def test_quiet_hours_are_the_minutes_from_the_one_to_the_other(begin, end, moment):
    """By walking from the one to the other, over midnight if that is how it goes."""
    walked, at = set(), datetime.combine(date(2026, 3, 1), begin)
    while at.time() != end:
        walked.add(at.time())
        at += A_MINUTE
    assert is_quiet(Rule(time(12), "UTC", EVERY_DAY, begin, end), moment) is (moment in walked)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE, KATHMANDU, APIA])
def test_quiet_hours_are_those_of_the_place(zone):
    rule = Rule(time(21, 30), zone, EVERY_DAY, time(22), time(7))
    ring = first_ring(date(2026, 3, 1), zone, 21, 30)
    heard = {
        minutes: outcome(
            rule,
            due_at=ring.at,
            now=ring.at + timedelta(minutes=minutes),
            has_address=True,
        )
        for minutes in (0, 29, 30, 119, 121)
    }
    assert list(heard.values()) == ["mailed", "mailed", "quiet", "quiet", "late"]


def test_a_ring_that_the_change_of_clocks_moved_into_the_quiet_hours_is_dropped():
    rule = Rule(time(2, 45), BERLIN, EVERY_DAY, time(3), time(7))
    ring = first_ring(date(2026, 3, 29), BERLIN, 2, 45)
    assert outcome(rule, due_at=ring.at, now=ring.at, has_address=True) == "quiet"


# --- Moved by the member ----------------------------------------------------------------------


def remind(user, vault, zone, *, now, reminder=None):
    rule = Rule(time(20), zone, EVERY_DAY)
    return set_reminder(by=user, vault=vault, rule=rule, line="", now=now, reminder=reminder)


def ring_until(last, *, begun):
    """Hour by hour."""
    now = begun
    while now <= last:
        ring_reminders(now=now)
        now += timedelta(hours=1)


def rung_on():
    with as_clock():
        return [
            str(on) for on in Occurrence.objects.order_by("rung_at").values_list("on", flat=True)
        ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("home", "away", "moves", "expected"),
    [
        # Back over the date line, an hour after it rang on 2 March: it is 1 March again, then
        # 2 March again, and both were rung.
        (AUCKLAND, HONOLULU, utc(2026, 3, 2, 8), ["01", "02", "03", "04"]),
        # Before it rang on 2 March: that is the next that was not.
        (AUCKLAND, HONOLULU, utc(2026, 3, 2, 6), ["01", "02", "03", "04"]),
        # Over the date line ahead, after it rang on 1 March: 2 March comes at once.
        (HONOLULU, AUCKLAND, utc(2026, 3, 2, 6, 30), ["01", "02", "03", "04"]),
        # When 8 in the evening of 2 March is over there, and was never here.
        (HONOLULU, AUCKLAND, utc(2026, 3, 2, 8), ["01", "03", "04"]),
        (NEW_YORK, BERLIN, utc(2026, 3, 2, 2), ["01", "02", "03", "04"]),
        (BERLIN, NEW_YORK, utc(2026, 3, 1, 20), ["01", "02", "03", "04"]),
    ],
)
def test_over_the_date_line_and_back(ada, vault, home, away, moves, expected):
    begun = datetime(2026, 3, 1, 1, tzinfo=ZoneInfo(home)).astimezone(UTC)
    reminder = remind(ada, vault, home, now=begun)
    ring_until(moves, begun=begun)
    reminder = remind(ada, vault, away, now=moves, reminder=reminder)
    ring_until(utc(2026, 3, 5, 7), begun=moves)
    assert rung_on()[: len(expected)] == [f"2026-03-{day}" for day in expected]
    assert len(set(rung_on())) == len(rings())
