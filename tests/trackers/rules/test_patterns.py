"""Figures of a log: each can be counted again by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.trackers.incident_log import entry_at
from trackers.rules import patterns as rules
from trackers.rules.insights import Span, Step, stretches

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LAST = date(2026, 12, 31)


KINDS = [[], ["call"], ["text", "threat"], ["call", "threat", "damage"], ["statement"]]


def an_entry(minutes, precision, days, kinds):
    at = BEGIN + timedelta(minutes=minutes)
    until = at + timedelta(days=days) if precision == "range" else None
    return entry_at(at, precision=precision, until=until, kinds=kinds)


ENTRIES = st.lists(
    st.builds(
        an_entry,
        st.integers(0, 360 * 24 * 60),
        st.sampled_from(["exact", "about", "day", "range"]),
        st.integers(0, 4),
        st.sampled_from(KINDS),
    ),
    max_size=12,
).map(rules.theirs)
SOME = ENTRIES.filter(bool)


def on(*days, **fields):
    return [entry_at(BEGIN + timedelta(days=day), **fields) for day in days]


@given(ENTRIES)
def test_each_entry_is_counted_once_in_what_it_is_made_of(entries):
    made = rules.made_of(entries)
    exact = sum(entry.precision == "exact" for entry in entries)
    assert made.entries == exact + made.about + made.day_only + made.ranges == len(entries)


@given(ENTRIES)
def test_of_each_kind_the_first_and_the_last_are_in_it_and_the_counts_add_up(entries):
    found = rules.by_kind(entries)
    assert sum(one.count for one in found) == sum(len(entry.kinds) for entry in entries)
    for one in found:
        assert one.kind in one.first.kinds
        assert one.kind in one.last.kinds
        assert one.first.at <= one.last.at
    assert all(before.first.at <= after.first.at for before, after in pairwise(found))


@given(SOME, st.sampled_from(list(Step)))
def test_pieces_of_the_whole_time_hold_every_entry_once(entries, step):
    span = Span(entries[0].at.date(), LAST)
    assert sum(rules.per_piece(entries, stretches(span, step))) == len(entries)


@given(SOME, st.dates(date(2025, 12, 1), LAST))
def test_before_and_after_make_the_whole(entries, day):
    span = Span(min(entries[0].at.date(), day), LAST)
    turn = rules.turn_at(entries, day, span)
    assert turn.before + turn.after == len(entries)
    assert turn.days_before + turn.days_after == span.days
    assert turn.before == sum(entry.at.date() < day for entry in entries)


@given(SOME)
def test_no_entry_lies_in_a_gap_and_gaps_are_apart(entries):
    found = rules.gaps(entries, until=LAST)
    for gap in found:
        assert gap.days >= rules.SHORTEST_GAP
        assert gap.last <= LAST
        for entry in entries:
            assert rules.over_by(entry).date() < gap.first or entry.at.date() > gap.last
    assert all(before.last < after.first for before, after in pairwise(found))


@given(SOME)
def test_every_long_time_without_an_entry_is_a_gap_where_there_are_few(entries):
    found = rules.gaps(entries, until=LAST)
    covered = {day for gap in found for day in _days(gap.first, gap.last)}
    written = {
        day for entry in entries for day in _days(entry.at.date(), rules.over_by(entry).date())
    }
    if len(found) < rules.MOST_GAPS:
        run = 0
        for day in _days(entries[0].at.date(), LAST):
            run = 0 if day in written or day in covered else run + 1
            assert run < rules.SHORTEST_GAP


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(ENTRIES)
def test_hours_and_weekdays_are_of_those_of_which_they_are_known(entries):
    timed = rules.at_known_times(entries)
    assert sum(rules.by_hour(timed)) == len(timed)
    assert all(entry.precision in ("exact", "about") for entry in timed)
    known = rules.on_known_days(entries)
    assert sum(rules.by_weekday(known)) == len(known)


def test_a_gap_to_today_is_one_and_a_range_fills_one():
    assert rules.gaps(on(0, 20), until=date(2026, 1, 25)) == [
        rules.Gap(date(2026, 1, 2), date(2026, 1, 20))
    ]
    assert rules.gaps(on(0), until=date(2026, 2, 1))[0].days == 31
    long = on(0, precision="range", until=BEGIN + timedelta(days=19)) + on(20)
    assert rules.gaps(long, until=date(2026, 1, 25)) == []
    assert rules.gaps([], until=LAST) == []


def test_what_was_on_the_day_itself_belongs_to_what_came_after():
    span = Span(BEGIN.date(), BEGIN.date() + timedelta(days=9))
    turn = rules.turn_at(on(1, 2, 2, 5), BEGIN.date() + timedelta(days=2), span)
    assert (turn.before, turn.days_before, turn.after, turn.days_after) == (1, 2, 3, 8)


def test_halves_are_compared_where_there_is_enough():
    span = Span(BEGIN.date(), BEGIN.date() + timedelta(days=99))
    turn = rules.in_halves(on(1, 2, 60, 70, 80, 90), span)
    assert (turn.before, turn.days_before, turn.after, turn.days_after) == (2, 50, 4, 50)
    assert rules.in_halves(on(1, 2, 60, 70, 80), span) is None


def test_ones_own_last_words_alone_are_nothing_that_they_did():
    mine, theirs = (
        entry_at(BEGIN, kinds=["statement"]),
        entry_at(BEGIN, kinds=["statement", "call"]),
    )
    assert rules.theirs([theirs, mine]) == [theirs]


def test_what_weighs_is_found_where_it_was_first():
    entries = on(1) + on(2, weapon="Knife") + on(3, weapon="Gun")
    assert rules.first_with(entries, lambda entry: entry.weapon).weapon == "Knife"
    assert rules.first_with(entries, lambda entry: entry.injury) is None


def test_weeks_may_begin_on_another_day():
    # 1 January 2026 is a Thursday.
    assert rules.by_weekday(on(0)) == [0, 0, 0, 1, 0, 0, 0]
    assert rules.by_weekday(on(0), week_begins=6) == [0, 0, 0, 0, 1, 0, 0]
