"""When a reminder rings, and when it stays silent."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.choices import Outcome, Weekday
from trackers.rules.reminders import Rule, is_quiet, next_ring, outcome, why_not_rule

EVERY_DAY = list(Weekday.values)
BERLIN, APIA = "Europe/Berlin", "Pacific/Apia"


def rule(hour=20, minute=0, *, zone="UTC", days=EVERY_DAY, quiet=(None, None)):
    return Rule(time(hour, minute), zone, days, *quiet)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_it_rings_at_the_hour_on_the_wall():
    ring = next_ring(rule(zone=BERLIN), after=utc(2026, 3, 1, 12))
    assert (ring.on, ring.at) == (date(2026, 3, 1), utc(2026, 3, 1, 19))
    assert next_ring(rule(zone=BERLIN), after=ring.at).on == date(2026, 3, 2)


def test_the_hour_stays_when_the_clock_changes():
    before = next_ring(rule(zone=BERLIN), after=utc(2026, 3, 28, 12))
    after = next_ring(rule(zone=BERLIN), after=before.at)
    assert after.at - before.at == timedelta(hours=23)


def test_only_on_its_days():
    sundays = rule(days=[Weekday.SUNDAY])
    assert next_ring(sundays, after=utc(2026, 3, 1, 20)).on == date(2026, 3, 8)


def test_in_a_gap_it_rings_as_much_later_as_the_clock_was_put_on():
    ring = next_ring(rule(2, 30, zone=BERLIN), after=utc(2026, 3, 28, 12))
    assert ring.at == utc(2026, 3, 29, 1, 30)  # 03:30 in Berlin
    assert ring.on == date(2026, 3, 29)


def test_in_an_hour_that_comes_twice_it_rings_the_first_time_only():
    ring = next_ring(rule(2, 30, zone=BERLIN), after=utc(2026, 10, 24, 12))
    assert ring.at == utc(2026, 10, 25, 0, 30)
    assert next_ring(rule(2, 30, zone=BERLIN), after=ring.at).on == date(2026, 10, 26)


def test_on_a_date_that_never_was_it_does_not_ring():
    ring = next_ring(rule(zone=APIA), after=utc(2011, 12, 30, 6, 30))
    assert ring.on == date(2011, 12, 31)
    fridays = rule(zone=APIA, days=[Weekday.FRIDAY])
    assert next_ring(fridays, after=utc(2011, 12, 24, 12)).on == date(2012, 1, 6)


def test_a_date_that_it_rang_on_is_over():
    ring = next_ring(rule(), after=utc(2026, 3, 1, 12), not_on=[date(2026, 3, 1)])
    assert ring.on == date(2026, 3, 2)


@given(
    st.times(),
    st.sampled_from([BERLIN, APIA, "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.sets(st.sampled_from(EVERY_DAY), min_size=1),
    st.integers(0, 16 * 365 * 24 * 60),
)
def test_there_is_always_a_next_ring_and_it_is_soon(local_time, zone, days, minutes):
    after = utc(2011, 1, 1) + timedelta(minutes=minutes)
    ring = next_ring(Rule(local_time, zone, sorted(days)), after=after)
    assert after < ring.at <= after + timedelta(days=15)
    assert ring.on.isoweekday() in days


DUE = utc(2026, 3, 1, 20)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (timedelta(0), Outcome.MAILED),
        (timedelta(hours=2), Outcome.MAILED),
        (timedelta(hours=2, seconds=1), Outcome.LATE),
        (timedelta(days=3), Outcome.LATE),
    ],
)
def test_more_than_two_hours_late_is_too_late(late, expected):
    assert outcome(rule(), due_at=DUE, now=DUE + late, has_address=True) == expected


def test_inside_the_quiet_hours_it_is_dropped():
    quiet = rule(quiet=(time(21), time(7)))
    late = timedelta(hours=1)
    assert outcome(quiet, due_at=DUE, now=DUE, has_address=True) == Outcome.MAILED
    # It was due before they began; the worker comes when they have.
    assert outcome(quiet, due_at=DUE, now=DUE + late, has_address=True) == Outcome.QUIET


def test_without_an_address_there_is_nobody_to_write_to():
    assert outcome(rule(), due_at=DUE, now=DUE, has_address=False) == Outcome.NO_ADDRESS


@pytest.mark.parametrize(
    ("quiet", "inside", "outside"),
    [
        ((time(22), time(7)), [time(22), time(0), time(6, 59)], [time(7), time(21, 59)]),
        ((time(9), time(17)), [time(9), time(16, 59)], [time(17), time(8, 59), time(0)]),
        ((None, None), [], [time(0), time(12)]),
    ],
)
def test_quiet_hours_go_over_midnight_as_well(quiet, inside, outside):
    assert all(is_quiet(rule(quiet=quiet), moment) for moment in inside)
    assert not any(is_quiet(rule(quiet=quiet), moment) for moment in outside)


def test_why_a_rule_is_none():
    assert why_not_rule(rule(), line="") is None
    assert "not known" in why_not_rule(rule(zone="Mars/Olympus"), line="")
    assert "at least one day" in why_not_rule(rule(days=[]), line="")
    assert "need both" in why_not_rule(rule(quiet=(time(22), None)), line="")
    assert "never ring" in why_not_rule(rule(23, quiet=(time(22), time(7))), line="")
    assert "under 300" in why_not_rule(rule(), line="x" * 301)
