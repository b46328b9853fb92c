"""What the figures of `make bench ARGS=--sameness` are made by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.rank_sum import auc, cannot_be_told_apart, chance, deviation
from tests.performance.words import chances

rows = st.lists(st.integers(0, 20), min_size=1, max_size=12)


@given(rows, rows)
def test_it_is_how_often_the_second_is_the_larger_one(first, second):
    wins = sum((b > a) + (b == a) / 2 for a in first for b in second)
    assert auc(first, second) == pytest.approx(wins / (len(first) * len(second)))


@given(rows, rows)
def test_the_other_way_round_it_is_the_rest(first, second):
    assert auc(first, second) == pytest.approx(1 - auc(second, first))


def test_rows_of_one_kind_cannot_be_told_apart_and_those_of_two_can():
    random = chances(5)
    row = [random.gauss(80, 8) for _each in range(500)]
    other = [random.gauss(80, 8) for _each in range(500)]
    assert cannot_be_told_apart(row, other)
    assert not cannot_be_told_apart(row, [number + 2 for number in other])


def test_five_hundred_of_each_tell_a_difference_of_a_fifth_of_the_spread():
    """A fifth of a standard deviation of the times would be an AUC of 0.556."""
    assert 3 * chance(500, 500) == pytest.approx(0.0548, abs=0.0001)
    assert deviation(0.5, 500, 500) == pytest.approx(chance(500, 500), rel=0.01)
