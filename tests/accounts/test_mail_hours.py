"""Which minute comes next, for any hour, days, zone and time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.rules import next_slot

ZONES = st.sampled_from(sorted(available_timezones()))
DAYS = st.sets(st.integers(1, 7), min_size=1)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (its zone comes from beside it)

patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patiently
@given(st.integers(0, 23), st.integers(0, 59), DAYS, ZONES, TIMES)
def test_the_next_one_is_after_now_on_such_a_day_in_such_an_hour(hour, minute, days, zone, now):
    found = next_slot(hour=hour, minute=minute, days=days, zone=zone, after=now)
    there = found.at.astimezone(ZoneInfo(zone))
    assert now < found.at < now + timedelta(days=15)
    assert there.date() == found.on
    assert found.on.isoweekday() in days
    # Where the clock leaves the hour out, it is as much later as the clock was put on.
    assert (there.hour, there.minute) == (hour, minute) or not exists(found.on, hour, minute, zone)


@patiently
@given(st.integers(0, 23), st.integers(0, 59), DAYS, ZONES, TIMES)
def test_none_is_left_out(hour, minute, days, zone, now):
    found = next_slot(hour=hour, minute=minute, days=days, zone=zone, after=now)
    day = now.astimezone(ZoneInfo(zone)).date()
    while day < found.on:
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
        missed = day.isoweekday() in days and at.astimezone(UTC) > now
        assert not (missed and exists(day, hour, minute, zone))
        day += timedelta(days=1)


def exists(day, hour, minute, zone):
    there = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == there.replace(
        tzinfo=None
    )


def test_a_date_that_a_clock_left_out_has_none():
    now = datetime(2011, 12, 29, 12, tzinfo=UTC)
    found = next_slot(hour=18, minute=5, days={5}, zone="Pacific/Apia", after=now)
    assert found.on.isoformat() == "2012-01-06"


@pytest.mark.parametrize(
    ("day", "hour", "at"),
    [
        # The clock goes from two to three: half past two is half past three.
        ("2026-03-29", 2, "2026-03-29T01:30"),
        # It goes from three to two: the first half past two.
        ("2026-10-25", 2, "2026-10-25T00:30"),
    ],
)
def test_where_the_clock_changes(day, hour, at):
    now = datetime.fromisoformat(f"{day}T00:00+00:00")
    found = next_slot(hour=hour, minute=30, days={7}, zone="Europe/Berlin", after=now)
    assert found.at == datetime.fromisoformat(f"{at}+00:00")
