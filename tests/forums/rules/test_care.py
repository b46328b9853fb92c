"""What moderators carry: when something else is due, and what comes before even that."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.choices import Harm
from forums.rules.care import (
    HARD_IN_A_ROW,
    LONGEST_HAND_OVER,
    MUCH_IN_A_SHIFT,
    MUCH_IN_A_WEEK,
    is_much,
    is_overdue_crisis,
    wants_something_else,
    was_hard,
    why_not_hand_over,
)

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "wants"),
    [
        ([], False),
        ([True], False),
        ([True, True], True),
        ([False, True, True], False),
        ([True, False, True], False),
        ([True, True, False], True),
    ],
)
def test_after_two_hard_ones_in_a_row_something_else_is_due(last, wants):
    assert wants_something_else(last) is wants


@given(st.lists(st.booleans()), st.lists(st.booleans()))
def test_what_lies_further_back_does_not_count(last, before):
    recent = last[:HARD_IN_A_ROW]
    if len(recent) == HARD_IN_A_ROW:
        assert wants_something_else(recent + before) == wants_something_else(recent)
    assert not wants_something_else([False, *last])


@pytest.mark.parametrize("harm", list(Harm))
@pytest.mark.parametrize("minutes", [-1, 1])
def test_only_a_crisis_that_is_overdue_goes_before_care(harm, minutes):
    due = NOW + timedelta(minutes=minutes)
    assert is_overdue_crisis(harm, due, now=NOW) is (harm == Harm.CRISIS and minutes < 0)


def test_much_is_much_in_a_shift_or_in_a_week():
    assert not is_much(in_shift=MUCH_IN_A_SHIFT - 1, in_week=MUCH_IN_A_WEEK - 1)
    assert is_much(in_shift=MUCH_IN_A_SHIFT, in_week=MUCH_IN_A_SHIFT)
    assert is_much(in_shift=0, in_week=MUCH_IN_A_WEEK)
    assert [was_hard(number) for number in (0, 2, 3)] == [False, False, True]


def test_a_hand_over_may_be_empty_and_not_endless():
    assert why_not_hand_over("") is None
    assert why_not_hand_over("x" * LONGEST_HAND_OVER) is None
    assert "fewer" in str(why_not_hand_over("x" * (LONGEST_HAND_OVER + 1)))
