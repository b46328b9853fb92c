"""A day is a local date. No journey and no change of the clock costs one."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.rules.days import days_before, exists, instant, local_date, next_day

BERLIN, NEW_YORK, APIA = "Europe/Berlin", "America/New_York", "Pacific/Apia"
ZONES = st.sampled_from([BERLIN, NEW_YORK, APIA, "Asia/Kathmandu", "America/Sao_Paulo", "UTC"])
DAYS = st.dates(date(2005, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), BERLIN, date(2026, 3, 2)),
        (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), NEW_YORK, date(2026, 3, 1)),
        (datetime(2011, 12, 30, 9, 59, tzinfo=UTC), APIA, date(2011, 12, 29)),
        (datetime(2011, 12, 30, 10, 0, tzinfo=UTC), APIA, date(2011, 12, 31)),
    ],
)
def test_the_date_is_the_one_on_the_wall(at, zone, day):
    assert local_date(at, zone) == day


def test_in_a_gap_the_offset_before_it_applies():
    # The clock goes from 02:00 to 03:00: half past two shows as half past three.
    assert instant(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_of_an_hour_that_comes_twice_it_is_the_first():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(date(2026, 10, 25), time(2, 30), BERLIN) == first
    assert instant(date(2026, 10, 25), time(2, 30, fold=1), BERLIN) == first


def test_one_date_never_was_in_apia():
    around = [date(2011, 12, day) for day in (29, 30, 31)]
    assert [exists(day, APIA) for day in around] == [True, False, True]
    assert all(exists(day, BERLIN) for day in around)
    assert next_day(date(2011, 12, 29), APIA) == date(2011, 12, 31)
    assert days_before(date(2012, 1, 1), 3, APIA) == [
        date(2011, 12, 29),
        date(2011, 12, 31),
        date(2012, 1, 1),
    ]


def test_a_day_that_begins_with_a_gap_is_a_day():
    # Brazil put its clocks on at midnight.
    assert exists(date(2018, 11, 4), "America/Sao_Paulo")


@given(DAYS, ZONES)
def test_every_moment_of_a_date_that_is_there_belongs_to_it_or_to_a_gap(day, zone):
    noon = instant(day, time(12), zone)
    assert exists(day, zone) is (local_date(noon, zone) == day)


@given(DAYS, st.integers(1, 60), ZONES)
def test_so_many_days_are_so_many_and_in_order(day, count, zone):
    days = days_before(day, count, zone)
    assert len(days) == count
    assert all(next_day(one, zone) == other for one, other in pairwise(days))
    assert day - days[-1] <= timedelta(days=1)
