from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.rules.urges import (
    MOST_RATINGS,
    OVER_AFTER,
    is_under_way,
    time_to_fall,
    usual_time_to_fall,
    why_not_rate,
)

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


def ratings(*strengths, apart=5):
    return [(NOW + timedelta(minutes=apart * n), s) for n, s in enumerate(strengths)]


@pytest.mark.parametrize(
    ("strengths", "minutes"),
    [
        ([8, 6, 4], 10),
        ([8, 9, 4], 10),
        # It rose after it had fallen: half of the later peak is what counts.
        ([4, 2, 10, 8, 5], 20),
        ([8, 4, 9, 1], 15),
    ],
)
def test_how_long_until_it_fell_by_half(strengths, minutes):
    assert time_to_fall(ratings(*strengths)) == timedelta(minutes=minutes)


@pytest.mark.parametrize("strengths", [[], [0], [0, 0], [8], [8, 7, 5], [1, 8]])
def test_where_it_was_not_seen_to_fall_nothing_is_said(strengths):
    assert time_to_fall(ratings(*strengths)) is None


def test_of_too_few_there_is_no_usual_time():
    fell = ratings(8, 4)
    assert usual_time_to_fall([fell, fell, ratings(8)]) is None
    slow = ratings(8, 4, apart=30)
    assert usual_time_to_fall([fell, slow, fell]) == timedelta(minutes=5)


def test_it_is_over_when_it_is_said_or_nothing_is_said_for_long():
    begun = ratings(8)
    assert is_under_way(begun, "", now=NOW)
    assert not is_under_way(begun, "passed", now=NOW)
    assert not is_under_way(begun, "", now=NOW + OVER_AFTER)


def test_why_it_cannot_be_rated():
    assert why_not_rate(11)
    assert why_not_rate(-1)
    assert why_not_rate(0) is why_not_rate(10) is None
    assert why_not_rate(5, outcome="passed")
    assert why_not_rate(5, ratings=ratings(*[5] * MOST_RATINGS))


@given(st.lists(st.integers(0, 10), max_size=20))
def test_the_time_lies_within_what_was_seen(strengths):
    seen = ratings(*strengths)
    fell = time_to_fall(seen)
    if fell is not None:
        assert timedelta(0) < fell <= seen[-1][0] - seen[0][0]
        at = dict(seen)[seen[0][0] + fell]
        assert at <= max(strengths) / 2
