from hypothesis import given
from hypothesis import strategies as st

from forums.paths import ROOT, child_path, paths_above

places = st.lists(st.integers(1, 100_000), max_size=12)


def path_of(place):
    path = ROOT
    for number in place:
        path = child_path(path, number)
    return path


@given(places, places)
def test_text_order_is_reading_order(one, other):
    """Depth first: a tuple of numbers sorts in just that order."""
    assert (path_of(one) < path_of(other)) == (one < other)


@given(places)
def test_the_paths_above_are_those_of_the_posts_that_are_answered(place):
    assert paths_above(path_of(place)) == [path_of(place[:depth]) for depth in range(len(place))]


@given(places, places)
def test_a_path_begins_with_another_exactly_where_it_stands_below_it(one, other):
    assert path_of(one).startswith(path_of(other)) == (one[: len(other)] == other)
