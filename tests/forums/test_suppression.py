"""That no number which is left out can be worked out from those that are told."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from forums.rules.suppression import FEWEST, shown_alone, shown_partition, shown_time

# Few enough cells and small enough numbers that every possibility can be tried.
COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), min_size=1)


@given(COUNTS)
def test_what_is_small_is_never_told(counts):
    shown = shown_partition(counts)
    for key, number in (shown or {}).items():
        assert number is None or number == counts[key]
        assert number is None or number == 0 or number >= FEWEST


@given(COUNTS)
def test_what_is_left_out_cannot_be_worked_out_by_whoever_knows_the_total(counts):
    shown = shown_partition(counts)
    if shown is None:
        return
    left_out = [key for key, number in shown.items() if number is None]
    rest = sum(counts.values()) - sum(number or 0 for number in shown.values())
    # Whoever reads it knows the sum of what is missing, and that none of it is nothing.
    possible = [
        tried for tried in product(range(1, rest + 1), repeat=len(left_out)) if sum(tried) == rest
    ]
    for place in range(len(left_out)):
        assert len({tried[place] for tried in possible}) > 1


def test_nothing_is_left_out_without_a_need():
    assert shown_partition({"a": 12, "b": 0, "c": 5}) == {"a": 12, "b": 0, "c": 5}
    assert shown_partition({"a": 12, "b": 3, "c": 2}) == {"a": 12, "b": None, "c": None}
    # One alone would be what is left of the total, so the smallest of the others goes with it.
    assert shown_partition({"a": 12, "b": 3, "c": 8}) == {"a": 12, "b": None, "c": None}
    # Two that are one each would be told by their sum.
    assert shown_partition({"a": 12, "b": 1, "c": 1}) == {"a": None, "b": None, "c": None}


def test_too_few_are_not_told_at_all():
    assert shown_partition({"a": 3, "b": 0}) is None
    assert shown_partition({"a": 1, "b": 2}) is None


def test_what_overlaps_is_judged_by_itself():
    assert shown_alone({"a": 4, "b": 5, "c": 0}) == {"a": None, "b": 5, "c": 0}


def test_a_middle_of_a_few_is_not_told():
    assert shown_time(3.5, of=FEWEST - 1) is None
    assert shown_time(3.5, of=FEWEST) == 3.5
