"""What an entry may say, how late it was written down, and what it can be made of."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trackers.incident_log import NOW, entry_at
from tests.trackers.own_pages import event_at
from trackers.choices import ChannelKind, Direction, IncidentKind, Response, Tactic
from trackers.models import StatementContents
from trackers.queries.incident_words import LABELS, changes_between, when_in_words
from trackers.rules.incidents import (
    can_come_from,
    delay_after,
    delay_in_words,
    from_event,
    from_statement,
    is_worth_keeping,
    kinds_of_event,
    over_by,
    title_of,
    why_not_record,
)

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(1960, 1, 1, tzinfo=UTC)
TIMES = st.builds(
    lambda minutes, zone: (BEGIN + timedelta(minutes=minutes)).astimezone(zone),
    st.integers(0, 66 * 365 * 24 * 60),
    st.sampled_from([UTC, BERLIN]),
)


def late(entry, **later):
    delay = delay_after(entry, recorded_at=NOW + timedelta(**later))
    return delay_in_words(delay) if delay else None


def test_what_is_written_down_within_the_hour_is_not_late():
    assert late(entry_at(NOW), minutes=59) is None
    assert late(entry_at(NOW), minutes=60) == "1 hour later"
    assert late(entry_at(NOW), hours=47) == "1 day later"
    assert late(entry_at(NOW), days=3) == "3 days later"


def test_of_a_range_the_delay_counts_from_its_end():
    entry = entry_at(NOW - timedelta(days=5), precision="range", until=NOW)
    assert over_by(entry) == NOW
    assert late(entry) is None
    assert late(entry, days=2) == "2 days later"


def test_of_a_day_without_a_time_the_delay_is_in_days_of_the_calendar_there():
    midnight = NOW.replace(hour=0, minute=0)
    assert delay_after(entry_at(midnight, precision="day"), recorded_at=NOW) is None
    assert late(entry_at(midnight, precision="day"), hours=3) == "1 day later"
    # 21:30 in London is the next morning there.
    there = midnight.astimezone(ZoneInfo("Asia/Tokyo")).replace(hour=0)
    assert late(entry_at(there, precision="day", zone="Asia/Tokyo")) == "1 day later"


@given(at=TIMES, later=st.timedeltas(timedelta(0), timedelta(days=9000)))
def test_a_delay_is_never_longer_than_the_time_there_was(at, later):
    delay = delay_after(entry_at(at), recorded_at=at + later)
    assert delay == later if later >= timedelta(hours=1) else delay is None


@given(at=TIMES, days=st.integers(0, 400))
def test_a_range_within_the_past_can_be_recorded_and_one_that_is_upside_down_cannot(at, days):
    end = at + timedelta(days=days)
    entry = entry_at(at, precision="range", until=end)
    assert why_not_record(entry, now=end) is None
    if days:
        upside_down = entry_at(end, precision="range", until=at)
        assert "before the beginning" in why_not_record(upside_down, now=end)


def test_only_what_was_typed_is_worth_a_draft():
    assert not is_worth_keeping({})
    assert not is_worth_keeping({"on": ["2026-01-01"], "happened": ["", " "], "event": ["x"]})
    assert is_worth_keeping({"kinds": ["call"]})
    assert is_worth_keeping({"until_on": ["2026-01-01"]})


@given(
    channel=st.sampled_from(ChannelKind.values),
    direction=st.sampled_from([Direction.THEIRS, Direction.THROUGH_SOMEONE]),
    response=st.sampled_from(Response.values),
    tactics=st.lists(st.sampled_from(Tactic.values), unique=True),
    words=st.text(max_size=50),
)
def test_every_event_of_theirs_can_become_an_entry(channel, direction, response, tactics, words):
    event = event_at(
        NOW, channel=channel, direction=direction, response=response, tactics=tactics, words=words
    )
    assert can_come_from(event)
    entry = from_event(event, event_id="e", person="p", door="")
    assert why_not_record(entry, now=NOW) is None
    assert entry.kinds
    assert set(entry.kinds) <= set(IncidentKind.values)
    assert (entry.at, entry.event, entry.person) == (NOW, "e", "p")
    assert (entry.tactics, words.strip() in entry.happened) == (tactics, True)


def test_what_somebody_did_themselves_does_not_become_one():
    assert not can_come_from(event_at(NOW, direction="mine", response="reached_out"))


def test_a_channel_says_which_kind_it_was():
    assert kinds_of_event(event_at(NOW, channel="phone")) == ["call"]
    assert kinds_of_event(event_at(NOW, channel="door")) == ["turning_up"]
    assert kinds_of_event(event_at(NOW, channel="friend", direction="through_someone")) == [
        "third_party"
    ]
    through_work = event_at(NOW, channel="work", direction="through_someone")
    assert kinds_of_event(through_work) == ["turning_up", "third_party"]
    for response, kind in (("hung_up", "call"), ("unread", "text"), ("read", "other")):
        event = event_at(NOW, channel="new_account", response=response)
        assert kinds_of_event(event) == [kind]
        said = from_event(event, event_id="e", person="", door="").happened
        assert said.startswith("A new account or number.")
    assert kinds_of_event(event_at(NOW, channel="games")) == ["other"]


def test_a_door_is_taken_over_where_it_may_be_a_number_or_an_account():
    for door, shown in (("+49 151", "+49 151"), ("e@x.org", "e@x.org"), ("Mother", ""), ("", "")):
        entry = from_event(event_at(NOW), event_id="e", person="", door=door)
        assert entry.shown_as == shown


def test_last_words_become_an_entry_by_the_clock_where_they_were_sent():
    statement = StatementContents(
        person="p",
        kind="short",
        at=NOW,
        zone="Europe/Berlin",
        text="No more.",
        sent_at=NOW,
        channel="mail",
        to="e@x.org",
        words="M. was there.",
    )
    entry = from_statement(statement, statement_id="s")
    assert why_not_record(entry, now=NOW) is None
    assert "22:30" in when_in_words(entry)
    assert (entry.kinds, entry.said, entry.shown_as) == (["statement"], "No more.", "e@x.org")
    assert entry.happened == "I sent my last words to them. Which way: E-mail.\n\nM. was there."


def test_without_a_title_it_is_called_by_its_number():
    assert title_of(entry_at(NOW, number=14)) == "Entry 14"
    assert title_of(entry_at(NOW, number=14, title="At night")) == "At night"


def test_changes_name_every_field_that_says_something_else_and_no_other():
    before = entry_at(NOW, happened="One", kinds=["call"], felt="x")
    after = entry_at(NOW, happened="Two", kinds=["call", "threat"], note="y", zone="Europe/Berlin")
    found = {
        change.label: (change.before, change.after) for change in changes_between(before, after)
    }
    assert found["What happened"] == ("One", "Two")
    assert found["What it was"] == ("Call", "Call, Threat")
    assert found["How I felt"] == ("x", "")
    assert found["Private note"] == ("", "y")
    assert "Europe/Berlin" in found["When"][1]
    assert len(found) == 5
    assert changes_between(before, before) == []


def test_every_field_that_can_be_said_has_a_label():
    apart = {
        "incident", "number", "version", "reason", "at", "zone", "precision", "until", "event",
        "statement", "person",
    }  # fmt: skip
    assert set(LABELS) == set(entry_at(NOW).__struct_fields__) - apart


@pytest.mark.parametrize("field", ["happened", "said", "felt", "effect", "note"])
def test_what_is_too_long_is_said_for_each_field(field):
    assert why_not_record(entry_at(NOW, **{field: "x" * 20_000}), now=NOW) is None
    assert "two parts" in why_not_record(entry_at(NOW, **{field: "x" * 20_001}), now=NOW)
