"""What days add up to. Nothing here can shame anybody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.choices import Meaning
from trackers.rules.counting import (
    Record,
    State,
    current_run,
    figures,
    run_without_looking,
    strip,
)

TODAY = date(2026, 11, 20)
BEGUN = TODAY - timedelta(days=39)
HELD, NEUTRAL, INDIRECT, DIRECT = Meaning.HELD, Meaning.NEUTRAL, Meaning.INDIRECT, Meaning.DIRECT

recent_days = st.dates(TODAY - timedelta(days=60), TODAY)
told = st.lists(st.tuples(recent_days, st.sampled_from(Meaning)), max_size=40)


def by_day(events):
    days = {}
    for day, meaning in events:
        days[day] = days.get(day, frozenset()) | {meaning}
    return days


def record(events=(), *, begun_on=BEGUN, today=TODAY, zone="UTC", written_on=()):
    return Record(begun_on, today, zone, by_day(events), frozenset(written_on))


def ago(days):
    return TODAY - timedelta(days=days)


def test_silence_is_held():
    found = figures(record())
    assert (found.recent_held, found.recent_known, found.all_held) == (30, 30, 40)
    assert (found.current_run, found.longest_run) == (40, 40)
    assert found.current_since == BEGUN


def test_the_first_day_counts_at_once():
    found = figures(record(begun_on=TODAY))
    assert (found.recent_held, found.recent_known, found.all_held) == (1, 1, 1)
    assert (found.current_run, found.current_since) == (1, TODAY)
    assert found.strength is None


@pytest.mark.parametrize("meaning", [HELD, NEUTRAL, INDIRECT])
def test_what_the_member_did_not_do_takes_nothing(meaning):
    assert figures(record([(ago(3), meaning)])) == figures(record())


def test_after_a_slip_the_run_begins_anew_and_everything_else_stays():
    found = figures(record([(ago(3), DIRECT)]))
    assert (found.current_run, found.current_since) == (3, ago(2))
    assert (found.recent_held, found.all_held, found.longest_run) == (29, 39, 36)


def test_on_the_day_of_a_slip_there_is_no_run_to_show():
    found = figures(record([(TODAY, DIRECT)]))
    assert (found.current_run, found.current_since) == (0, None)


def test_direct_and_indirect_are_two_runs():
    events = [(ago(5), INDIRECT), (ago(10), DIRECT)]
    assert figures(record(events)).current_run == 10
    assert figures(record(events), broken_by=[INDIRECT]).current_run == 5


def test_days_before_it_began_count_where_something_was_written_about_them():
    events = [(BEGUN - timedelta(days=days), HELD) for days in (1, 2, 9)]
    found = figures(record(events))
    assert found.all_held == 43
    # Of the days between the ninth and the second nothing is known: they break the run only.
    assert found.current_since == BEGUN - timedelta(days=2)


def test_one_slip_takes_full_strength_to_about_95():
    years = record(begun_on=TODAY - timedelta(days=700))
    slipped = Record(years.begun_on, TODAY, "UTC", by_day([(TODAY, DIRECT)]))
    assert figures(years).strength == 100
    assert figures(slipped).strength == 95


def test_strength_is_halfway_after_thirteen_days_and_not_shown_before():
    assert figures(record(begun_on=ago(12))).strength is None
    assert figures(record(begun_on=ago(13))).strength == 53


def test_no_figure_is_ever_a_zero_that_is_shown():
    all_slips = [(ago(days), DIRECT) for days in range(40)]
    assert figures(record(all_slips)).strength is None


def test_the_strip_shows_the_last_days_oldest_first():
    events = [(ago(1), HELD), (ago(2), NEUTRAL), (ago(3), INDIRECT), (ago(4), DIRECT)]
    days = strip(record(events, written_on=[ago(5)]), days=7)
    assert [day for day, _state in days] == [ago(n) for n in range(6, -1, -1)]
    assert [state for _day, state in days] == [
        State.NONE,
        State.HELD,
        State.SLIP,
        State.INDIRECT,
        State.NEUTRAL,
        State.HELD,
        State.NONE,
    ]


def test_a_journey_to_the_west_costs_no_day():
    # She logged on the 21st in Auckland and lands in Honolulu, where it is the 20th.
    there = record(written_on=[TODAY + timedelta(days=1)])
    assert figures(there).all_held == 41
    assert figures(record([(ago(29), DIRECT), (TODAY + timedelta(days=1), HELD)])).recent_held == 30
    assert strip(there)[-1] == (TODAY + timedelta(days=1), State.HELD)
    assert figures(record(begun_on=TODAY + timedelta(days=1))).all_held == 1


def test_a_date_that_never_was_costs_no_day_and_gives_none():
    days = [date(2011, 12, 29), date(2011, 12, 31)]
    apia = Record(days[0], days[1], "Pacific/Apia")
    assert (figures(apia).current_run, figures(apia).all_held) == (2, 2)
    assert [day for day, _state in strip(apia, days=2)] == days


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_days_of_23_and_of_25_hours_are_days(zone):
    year = Record(date(2026, 1, 1), date(2026, 12, 31), zone)
    assert figures(year).current_run == 365


@given(told, recent_days)
def test_a_held_day_more_never_lowers_any_figure(events, day):
    before, after = figures(record(events)), figures(record([*events, (day, HELD)]))
    assert after.recent_held >= before.recent_held
    assert after.all_held >= before.all_held
    assert after.longest_run >= before.longest_run
    assert after.current_run >= before.current_run
    assert (after.strength or 0) >= (before.strength or 0)


@given(told, st.randoms())
def test_the_order_in_which_it_was_logged_never_matters(events, random):
    shuffled = random.sample(events, len(events))
    assert figures(record(events)) == figures(record(shuffled))
    assert strip(record(events)) == strip(record(shuffled))


@given(told, recent_days)
def test_a_slip_never_changes_another_day(events, day):
    before = dict(strip(record(events), days=60))
    after = dict(strip(record([*events, (day, DIRECT)]), days=60))
    assert {d: s for d, s in before.items() if d != day} == {
        d: s for d, s in after.items() if d != day
    }


@given(told, recent_days)
def test_a_slip_takes_one_day_of_those_that_were_held_and_no_more(events, day):
    before, after = figures(record(events)), figures(record([*events, (day, DIRECT)]))
    assert before.all_held - after.all_held in (0, 1)
    assert before.recent_held - after.recent_held in (0, 1)


@given(told)
def test_the_figures_agree_with_each_other(events):
    found = figures(record(events))
    assert 0 <= found.current_run <= found.longest_run <= found.all_held
    assert 0 <= found.recent_held <= found.recent_known <= 30
    assert (found.current_since is None) is (found.current_run == 0)


@given(told, st.sets(st.sampled_from(Meaning), min_size=1), recent_days)
def test_the_current_run_by_itself_is_the_one_among_the_figures(events, broken_by, begun_on):
    known = record(events, begun_on=begun_on)
    found, run = figures(known, broken_by=broken_by), current_run(known, broken_by=broken_by)
    shown = (run.days, run.since) if run else (0, None)
    assert shown == (found.current_run, found.current_since)


def test_a_day_that_never_was_breaks_no_run():
    apia = Record(date(2011, 12, 20), date(2012, 1, 5), "Pacific/Apia")
    assert current_run(apia, broken_by=[DIRECT]).days == 16
    assert figures(apia).longest_run == figures(apia).current_run == 16


def test_a_run_without_looking_is_for_whoever_looked_and_does_not_count_it():
    looked = record([(ago(5), INDIRECT)])
    assert run_without_looking(looked, indirect_counts=False).days == 5
    assert run_without_looking(looked, indirect_counts=True) is None
    assert run_without_looking(record(), indirect_counts=False) is None
    assert run_without_looking(record([(TODAY, INDIRECT)]), indirect_counts=False) is None
