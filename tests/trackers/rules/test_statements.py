from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trackers.choices import ChannelKind, DoorState, StatementKind
from trackers.models import ChannelContents, ExceptionContents, StatementContents
from trackers.rules.doors import Door
from trackers.rules.statements import (
    LONGEST_TEXT,
    MOST_STATEMENTS,
    days_after,
    suggested_text,
    told_at,
    why_not_change_statement,
    why_not_say_sent,
    why_not_write_statement,
)

AT = datetime(2026, 3, 9, 18, 5, tzinfo=ZoneInfo("Europe/Berlin"))
SHORT = StatementContents(person="e", kind="short", at=AT, zone="Europe/Berlin", text="No.")


def door(kind, label="", *, stays=False):
    return Door(kind, ChannelContents(kind=kind, label=label, state=DoorState.OPEN), stays)


def text(kind=StatementKind.SHORT, doors=(), exception=None):
    return suggested_text(kind, at=AT, zone="Europe/Berlin", doors=doors, exception=exception)


def test_it_says_when_by_the_clock_there_and_which_clock_that_is():
    assert "9 March 2026, 18:05 (Europe/Berlin)" in text()


def test_it_names_the_ways_and_never_which_account_or_place():
    said = text(doors=[door("mail", "the hidden one"), door("location", "tablet"), door("phone")])
    assert "not by telephone, by e-mail or in any other way" in said
    assert "hidden" not in said
    assert "tablet" not in said
    assert "ocation" not in said


def test_without_doors_it_names_the_usual_ways():
    assert "by telephone, by message, by e-mail, at my door or in any other way" in text()


def test_the_one_that_has_to_stay_is_said_with_its_topics():
    stays = ExceptionContents(channel="mail", reason="custody", topics="school, doctors.")
    said = text(doors=[door("mail", stays=True), door("phone")], exception=stays)
    assert "One thing stays, by e-mail, and nothing else there: school, doctors." in said
    assert "by telephone or in any other way" in said
    without_topics = ExceptionContents(channel="mail", reason="custody")
    said = text(doors=[door("mail", stays=True)], exception=without_topics)
    assert "what has to be settled" in said
    assert "by telephone" in said


def test_only_the_one_with_a_warning_warns_and_none_has_no_words():
    assert "police" not in text()
    assert "police" in text(StatementKind.WARNING)
    assert text(StatementKind.NONE) == ""


@given(
    kind=st.sampled_from([StatementKind.SHORT, StatementKind.WARNING]),
    kinds=st.lists(st.sampled_from(ChannelKind.values), max_size=8),
    stays=st.sampled_from([None, *ChannelKind.values]),
)
def test_it_can_always_be_written_and_never_asks_explains_or_shouts(kind, kinds, stays):
    doors = [door(one, "label-of-mine") for one in kinds]
    exception = None
    if stays:
        doors.append(door(stays, "", stays=True))
        exception = ExceptionContents(channel=stays, reason="other", topics="the house")
    said = text(kind, doors, exception)
    assert not set("!?") & set(said)
    assert "because" not in said
    assert "label-of-mine" not in said
    contents = StatementContents(person="e", kind=kind, at=AT, zone="UTC", text=said)
    assert why_not_write_statement(contents) is None


@pytest.mark.parametrize(
    ("changes", "written", "why"),
    [
        ({"text": " \n"}, 0, "no words"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, 0, "under 5000"),
        ({"kind": "loud"}, 0, "comes closest"),
        ({}, MOST_STATEMENTS, "already"),
        ({}, 0, None),
        ({"kind": "none", "text": ""}, 0, None),
    ],
)
def test_why_it_is_not_kept(changes, written, why):
    given_ = {"person": "e", "kind": "short", "at": AT, "zone": "UTC", "text": "No."} | changes
    no = why_not_write_statement(StatementContents(**given_), written=written)
    assert (why in no) if why else no is None


def test_what_was_sent_stays_as_it_was():
    sent = StatementContents(person="e", kind="short", at=AT, zone="UTC", text="No.", sent_at=AT)
    assert why_not_change_statement(SHORT) is None
    assert "stays here as it was sent" in why_not_change_statement(sent)


def test_why_it_was_not_sent_then():
    none = StatementContents(person="e", kind="none", at=AT, zone="UTC")
    assert "no words" in why_not_say_sent(none, at=AT, now=AT)
    assert "ahead" in why_not_say_sent(SHORT, at=AT + timedelta(minutes=1), now=AT)
    assert "long ago" in why_not_say_sent(SHORT, at=AT.replace(year=1901), now=AT)
    assert why_not_say_sent(SHORT, at=AT, now=AT) is None


def test_days_are_those_of_the_calendar_and_none_is_before():
    at_night = datetime(2026, 3, 9, 23, 59, tzinfo=UTC)
    assert days_after(at_night + timedelta(minutes=2), sent_at=at_night) == 1
    assert days_after(at_night, sent_at=at_night) == 0
    assert days_after(at_night - timedelta(seconds=1), sent_at=at_night) is None
    # The same evening on the other side of the world: its date is the one before.
    west = (at_night + timedelta(hours=1)).astimezone(ZoneInfo("Pacific/Honolulu"))
    assert days_after(west, sent_at=at_night) == 0


@given(
    sent=st.datetimes(timezones=st.just(UTC)),
    later=st.timedeltas(timedelta(0), timedelta(days=4000)),
    more=st.timedeltas(timedelta(0), timedelta(days=4000)),
)
def test_later_is_never_an_earlier_day(sent, later, more):
    assume(sent.year < 9900)
    first = days_after(sent + later, sent_at=sent)
    assert 0 <= first <= days_after(sent + later + more, sent_at=sent)


def test_who_was_told_is_known_or_there_is_one_only():
    one, two = {"e": AT}, {"e": AT, "f": AT + timedelta(days=1)}
    assert told_at("e", two) == AT
    assert told_at("g", one) is None
    assert told_at(None, one) == AT
    assert told_at(None, two) is None
    assert told_at(None, {}) is None
