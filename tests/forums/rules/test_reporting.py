from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from forums.choices import CHOSEN_CONCERNS, Concern, Harm
from forums.rules import DUE_WITHIN, HARM_ORDER, harm_of, why_not_set_due_times, worse

HARMS = st.sampled_from(Harm)


@given(HARMS, HARMS)
def test_of_two_the_worse_counts_whoever_came_first(one, other):
    assert worse(one, other) == worse(other, one)
    assert HARM_ORDER.index(worse(one, other)) >= HARM_ORDER.index(one)


@given(st.lists(HARMS, min_size=1))
def test_no_report_ever_makes_a_case_less_grave(harms):
    grave = harms[0]
    for harm in harms:
        before, grave = grave, worse(grave, harm)
        assert HARM_ORDER.index(grave) >= HARM_ORDER.index(before)


def test_every_concern_has_its_harm_and_whoever_is_in_danger_comes_first():
    assert {harm_of(concern) for concern in CHOSEN_CONCERNS} == set(Harm)
    assert harm_of(Concern.AT_RISK) == Harm.CRISIS
    times = [DUE_WITHIN[harm] for harm in HARM_ORDER]
    assert times == sorted(times, reverse=True)


@given(st.tuples(*[st.integers(-10, 30_000)] * 4))
def test_due_times_are_taken_where_the_graver_is_never_later_and_all_of_them_can_be_kept(minutes):
    within = {
        harm: timedelta(minutes=each)
        for harm, each in zip(reversed(HARM_ORDER), minutes, strict=True)
    }
    fits = list(minutes) == sorted(minutes) and minutes[0] >= 5 and minutes[-1] <= 14 * 24 * 60
    assert (why_not_set_due_times(within, moderates_house=True) is None) is fits
    assert why_not_set_due_times(within, moderates_house=False)
