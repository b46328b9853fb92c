"""Thirty numbered days that nobody can lose."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.rules.challenge import LENGTH, days_of, is_over, number_on, placed, why_not_place

BEGUN = date(2026, 11, 1)
days = st.dates(BEGUN - timedelta(days=40), BEGUN + timedelta(days=80))
numbers = st.integers(1, LENGTH)
histories = st.lists(st.tuples(days, numbers), max_size=8)


def after(count):
    return BEGUN + timedelta(days=count)


def history(places):
    anchors = []
    for on, number in places:
        anchors = placed(anchors, on=on, number=number)
    return anchors


def number(day, anchors, zone="UTC"):
    return number_on(day, anchors, zone=zone)


def test_the_days_count_from_the_first():
    anchors = placed([], on=BEGUN, number=1)
    assert [number(after(n), anchors) for n in (-1, 0, 1, 29, 30)] == [None, 1, 2, 30, None]
    assert not is_over(after(29), anchors, zone="UTC")
    assert is_over(after(30), anchors, zone="UTC")
    assert not is_over(after(-1), anchors, zone="UTC")


def test_restarting_and_coming_in_anywhere_leave_the_days_before_as_they_were():
    anchors = placed([(BEGUN, 1)], on=after(5), number=1)
    anchors = placed(anchors, on=after(9), number=20)
    assert [number(after(n), anchors) for n in (4, 5, 8, 9, 19, 20)] == [5, 1, 4, 20, 30, None]


def test_what_was_to_begin_later_is_dropped_by_what_begins_before_it():
    anchors = placed([(BEGUN, 1), (after(6), 1)], on=after(5), number=12)
    assert number(after(6), anchors) == 13


def test_a_date_that_never_was_takes_no_number():
    anchors = [(date(2011, 12, 29), 1)]
    assert number(date(2011, 12, 31), anchors, "Pacific/Apia") == 2
    assert date(2011, 12, 30) not in {day for _n, day in days_of(anchors, zone="Pacific/Apia")}


def test_the_days_shown_end_with_the_thirtieth():
    assert days_of([], zone="UTC") == []
    shown = days_of([(BEGUN, 28)], zone="UTC")
    assert shown == [(28, BEGUN), (29, after(1)), (30, after(2))]


@given(histories, days)
def test_every_shown_day_has_the_number_that_it_is_asked_for(places, day):
    anchors = history(places)
    shown = {on: number for number, on in days_of(anchors, zone="UTC")}
    if day in shown:
        assert number(day, anchors) == shown[day]


@given(histories, days, numbers, days)
def test_a_new_place_never_changes_a_day_before_it(places, on, chosen, day):
    before = history(places)
    changed = placed(before, on=on, number=chosen)
    if day < on:
        assert number(day, changed) == number(day, before)
    assert number(on, changed) == chosen


@pytest.mark.parametrize("wrong", [0, -1, 31])
def test_a_number_outside_of_them_is_no_day(wrong):
    assert why_not_place(wrong)
    assert why_not_place(1) is why_not_place(LENGTH) is None
