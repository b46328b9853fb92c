"""What some time shows: of the same things the same, whoever logged them when and where."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.choices import ChannelKind, Direction, Tactic
from trackers.models import TalliedCheckIn, TalliedContact, TalliedUrge
from trackers.rules.insights import (
    GAP_ENDS,
    Span,
    Step,
    Stretch,
    attempts,
    averages,
    by_day_or_longer,
    by_hour,
    by_length,
    by_week_or_longer,
    by_weekday,
    counted,
    gaps,
    moods,
    per_week,
    stretches,
    strongest_urges,
    usual,
    what_helped,
    why_not_span,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BERLIN, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")

days = st.dates(FIRST, LAST)
spans = st.builds(lambda one, other: Span(min(one, other), max(one, other)), days, days)
steps = st.sampled_from(Step)
weekdays = st.integers(0, 6)
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"])
moments = st.builds(
    lambda day, clock, zone: datetime.combine(day, clock, tzinfo=ZoneInfo(zone)),
    days,
    st.times(),
    zones,
)


def contact(at, **said):
    known = {"channel": "phone", "direction": Direction.THEIRS.value, "door": "", "tactics": []}
    return TalliedContact(on=at.date(), at=at, **known | said)


def urge(at, *, strongest=8, latest=2, minutes=10.0, helped=()):
    return TalliedUrge(at.date(), at, strongest, latest, minutes, list(helped))


contacts = st.lists(
    st.builds(
        contact,
        moments,
        channel=st.sampled_from(ChannelKind.values),
        direction=st.sampled_from(Direction.values),
        tactics=st.lists(st.sampled_from(Tactic.values), max_size=3),
    ),
    max_size=25,
)
urges = st.lists(
    st.builds(
        urge,
        moments,
        strongest=st.integers(5, 10),
        latest=st.integers(0, 5),
        minutes=st.none() | st.floats(0, 90),
        helped=st.lists(st.sampled_from(["walk", "write", "ring"]), max_size=3),
    ),
    max_size=25,
)


def at(day, hour=12, zone=UTC, **more):
    return datetime(2026, 3, day, hour, tzinfo=zone, **more)


@given(spans, steps, weekdays)
def test_pieces_are_the_whole_span_and_nothing_else(span, step, week_begins):
    pieces = stretches(span, step, week_begins=week_begins)
    there = [
        piece.first + timedelta(days=number) for piece in pieces for number in range(piece.days)
    ]
    assert there == [span.first + timedelta(days=number) for number in range(span.days)]


@given(spans, steps, weekdays)
def test_only_the_first_and_the_last_can_be_a_part(span, step, week_begins):
    pieces = stretches(span, step, week_begins=week_begins)
    assert all(piece.is_whole for piece in pieces[1:-1])
    for piece in pieces:
        if step == Step.WEEK:
            assert piece.is_whole == (piece.days == 7)
            assert not piece.is_whole or piece.first.weekday() == week_begins
        if step == Step.MONTH:
            begins = piece.first.day == 1
            ends = (piece.last + timedelta(days=1)).day == 1
            assert piece.is_whole == (begins and ends)


@pytest.mark.parametrize(
    ("length", "fine", "coarse"),
    [
        (30, Step.DAY, Step.WEEK),
        (90, Step.WEEK, Step.WEEK),
        (365, Step.WEEK, Step.WEEK),
        (3650, Step.MONTH, Step.MONTH),
    ],
)
def test_the_longer_the_time_the_longer_the_pieces(length, fine, coarse):
    span = Span(LAST - timedelta(days=length - 1), LAST)
    assert (by_day_or_longer(span), by_week_or_longer(span)) == (fine, coarse)


@given(contacts, spans, steps, weekdays, st.randoms())
def test_the_order_of_logging_never_matters(found, span, step, week_begins, shuffled):
    again = found.copy()
    shuffled.shuffle(again)
    pieces = stretches(span, step, week_begins=week_begins)
    one, other = attempts(found), attempts(again)
    assert per_week(one, pieces) == per_week(other, pieces)
    assert gaps(one) == gaps(other)
    assert counted(one, lambda each: each.tactics) == counted(other, lambda each: each.tactics)


@given(urges, weekdays, st.randoms())
def test_nor_does_it_of_urges(found, week_begins, shuffled):
    again = found.copy()
    shuffled.shuffle(again)
    assert by_hour(found) == by_hour(again)
    assert by_weekday(found, week_begins=week_begins) == by_weekday(again, week_begins=week_begins)
    assert what_helped(found) == what_helped(again)
    assert strongest_urges([], found) == strongest_urges([], again)


@given(contacts, spans, weekdays)
def test_every_attempt_of_the_span_is_in_one_week(found, span, week_begins):
    pieces = stretches(span, Step.WEEK, week_begins=week_begins)
    inside = [one for one in attempts(found) if span.has(one.on)]
    # A piece of a week counts as a week.
    assert sum(point.value for point in per_week(attempts(found), pieces)) == len(inside)


@given(urges, weekdays)
def test_every_urge_has_an_hour_and_a_day(found, week_begins):
    assert sum(by_hour(found)) == sum(by_weekday(found, week_begins=week_begins)) == len(found)


@given(weekdays)
def test_the_week_begins_where_the_language_says(week_begins):
    sunday = urge(at(1))
    assert by_weekday([sunday], week_begins=week_begins).index(1) == (6 - week_begins) % 7


def test_weeks_without_an_attempt_are_zeros():
    span = Span(date(2026, 3, 2), date(2026, 3, 29))
    found = attempts([contact(at(3)), contact(at(28))])
    assert [point.value for point in per_week(found, stretches(span, Step.WEEK))] == [1, 0, 0, 1]


def test_a_month_is_counted_by_the_week():
    span = Span(date(2026, 2, 1), date(2026, 2, 28))
    found = attempts([contact(datetime(2026, 2, day, tzinfo=UTC)) for day in (1, 2, 3, 4, 9, 28)])
    assert [point.value for point in per_week(found, stretches(span, Step.MONTH))] == [1.5]


def test_a_day_of_a_week_makes_no_seven_times_as_many():
    span = Span(date(2026, 3, 8), date(2026, 3, 8))
    found = attempts([contact(at(8)), contact(at(8, 13))])
    assert [point.value for point in per_week(found, stretches(span, Step.WEEK))] == [2]


def test_what_the_member_did_is_no_attempt():
    kinds = [contact(at(3), direction=direction.value) for direction in Direction]
    assert [one.direction for one in attempts(kinds)] == ["theirs", "through_someone"]


def test_the_hour_is_that_of_the_place():
    moment = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert by_hour([urge(moment.astimezone(BERLIN))])[0] == 1
    assert by_hour([urge(moment)])[7] == 1


@given(contacts)
def test_time_between_is_never_negative_and_adds_up(found):
    theirs = attempts(found)
    lengths = gaps(theirs)
    assert all(length >= timedelta(0) for length in lengths)
    assert sum(by_length(lengths)) == len(lengths) == max(len(theirs) - 1, 0)
    if lengths:
        first, last = theirs[0].at.astimezone(UTC), theirs[-1].at.astimezone(UTC)
        assert abs(sum(lengths, timedelta(0)) - (last - first)) < timedelta(seconds=1)
        assert min(lengths) <= usual(lengths) <= max(lengths)


def test_a_clock_that_is_put_back_makes_no_time_of_its_own():
    """25 October 2026 in Berlin: between two and three o'clock there are two hours."""
    before = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    after = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN)
    assert gaps(attempts([contact(after), contact(before)])) == [timedelta(hours=1)]


def test_a_day_that_never_was_takes_no_time():
    """Apia went from 29 to 31 December 2011."""
    before = datetime(2011, 12, 29, 20, tzinfo=APIA)
    after = datetime(2011, 12, 31, 20, tzinfo=APIA)
    assert gaps(attempts([contact(before), contact(after)])) == [timedelta(days=1)]


def test_lengths_have_their_places_from_short_to_long():
    edges = [timedelta(0), *GAP_ENDS]
    assert by_length(edges) == [1] * len(edges)
    assert by_length([timedelta(hours=23), timedelta(days=400)]) == [1, 0, 0, 0, 0, 1]


def test_the_strongest_of_a_day_wherever_it_was_said():
    said = [TalliedCheckIn(date(2026, 3, 3), None, 4), TalliedCheckIn(date(2026, 3, 4), 2, None)]
    assert strongest_urges(said, [urge(at(3), strongest=7)]) == {date(2026, 3, 3): 7}
    assert strongest_urges(said, []) == {date(2026, 3, 3): 4}
    assert moods(said) == {date(2026, 3, 4): 2}


def test_a_gap_stays_a_gap():
    pieces = stretches(Span(date(2026, 3, 1), date(2026, 3, 3)), Step.DAY)
    points = averages({date(2026, 3, 1): 2, date(2026, 3, 3): 5, date(2026, 4, 1): 1}, pieces)
    assert [point.value for point in points] == [2, None, 5]


@given(st.dictionaries(days, st.integers(1, 5)), spans, steps)
def test_averages_stay_within_what_was_said(values, span, step):
    for point in averages(values, stretches(span, step)):
        inside = [
            value for on, value in values.items() if point.stretch.first <= on <= point.stretch.last
        ]
        if point.value is None:
            assert not inside
        else:
            assert min(inside) <= point.value <= max(inside)


def test_what_helped_by_how_far_and_how_fast():
    found = what_helped(
        [
            urge(at(1), strongest=8, latest=2, minutes=10, helped=["walk", "ring"]),
            urge(at(2), strongest=9, latest=1, minutes=None, helped=["walk", "walk"]),
            urge(at(3), strongest=7, latest=7, minutes=None, helped=["wait"]),
        ]
    )
    assert [(one.words, one.times, one.fell, one.minutes) for one in found] == [
        ("walk", 2, 7, 10),
        ("ring", 1, 6, 10),
        ("wait", 1, 0, None),
    ]


def test_counted_names_each_once_for_an_attempt():
    twice = contact(at(1), tactics=["pity", "pity", "charm"])
    assert counted([twice, contact(at(2), tactics=["pity"])], lambda one: one.tactics) == [
        ("pity", 2),
        ("charm", 1),
    ]


def test_a_span_has_both_its_ends():
    span = Span(date(2026, 3, 1), date(2026, 3, 2))
    assert span.days == 2
    assert span.has(span.first)
    assert span.has(span.last)
    assert not span.has(date(2026, 3, 3))
    assert Stretch(span.first, span.last, is_whole=False).days == 2


def test_a_span_that_ends_before_it_begins_is_refused():
    assert why_not_span(date(2026, 3, 2), date(2026, 3, 1))
    assert why_not_span(date(2026, 3, 1), date(2026, 3, 1)) is None
    assert why_not_span(None, date(2026, 3, 1)) is None


@given(st.permutations(["a", "b", "c"]))
def test_equal_figures_come_in_the_same_order_each_time(order):
    found = what_helped([urge(at(1), helped=[words]) for words in order])
    assert [one.words for one in found] == ["a", "b", "c"]
