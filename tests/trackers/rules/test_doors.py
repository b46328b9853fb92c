from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.choices import ChannelKind, DoorState
from trackers.models import ChannelContents, ExceptionContents
from trackers.rules.doors import (
    CORNERS,
    STEPS,
    Door,
    Status,
    exception_stands,
    is_sweep_due,
    status_of,
    steps_of,
    still_open,
    why_not_add_channel,
    why_not_except,
)
from trackers.rules.drafting import MOST_WORDS, remarks

TODAY = date(2026, 11, 20)
doors = st.lists(
    st.builds(
        Door,
        id=st.uuids().map(str),
        contents=st.builds(
            ChannelContents,
            kind=st.sampled_from(ChannelKind.values),
            state=st.sampled_from(DoorState.values),
        ),
        is_exception=st.booleans(),
    )
)


@given(doors)
def test_it_is_derived_and_never_declared(doors):
    status = status_of(doors)
    assert (status == Status.UNKNOWN) is (not doors)
    assert (status == Status.NO_RESPONSE) is bool(still_open(doors))


@given(doors)
def test_closing_one_never_opens_another(doors):
    for n, door in enumerate(doors):
        shut = Door(door.id, ChannelContents(kind=door.contents.kind, state=DoorState.CLOSED))
        after = [*doors[:n], shut, *doors[n + 1 :]]
        assert len(still_open(after)) <= len(still_open(doors))


def test_one_that_is_being_closed_is_still_open():
    (open_door,) = still_open([Door("1", ChannelContents(kind="mail", state="closing"))])
    assert open_door.name == "E-mail"
    assert Door("1", ChannelContents(kind="hologram", label="blue")).name == "hologram: blue"


@pytest.mark.parametrize("kind", ChannelKind.values)
def test_every_kind_has_steps(kind):
    assert len(steps_of(kind)) >= 2


def test_a_kind_of_a_newer_version_has_steps_too():
    assert steps_of("hologram") == STEPS[ChannelKind.OTHER]


def test_an_exception_for_a_time_ends_with_its_last_day():
    until = ExceptionContents(channel="x", reason="custody", until=TODAY)
    assert exception_stands(until, today=TODAY)
    assert not exception_stands(until, today=TODAY + timedelta(days=1))
    assert exception_stands(ExceptionContents(channel="x", reason="legal"), today=TODAY)


def test_why_there_is_no_exception():
    one = ExceptionContents(channel="x", reason="custody")
    assert why_not_except(one, today=TODAY, has_other=True)
    past = ExceptionContents(channel="x", reason="custody", until=TODAY - timedelta(days=1))
    assert why_not_except(past, today=TODAY, has_other=False)
    assert why_not_except(one, today=TODAY, has_other=False) is None


def test_the_sweep_returns_each_quarter():
    assert is_sweep_due(None, today=TODAY)
    assert not is_sweep_due(TODAY - timedelta(days=90), today=TODAY)
    assert is_sweep_due(TODAY - timedelta(days=91), today=TODAY)
    assert len(CORNERS) >= 15


def test_why_a_channel_is_not_added():
    assert why_not_add_channel(ChannelContents(kind="hologram"))
    assert why_not_add_channel(ChannelContents(kind="mail", label="x" * 201))
    assert why_not_add_channel(ChannelContents(kind="mail"), channels=200)
    assert why_not_add_channel(ChannelContents(kind="mail")) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Can you take her on Friday?", "question"),
        ("I feel that this is too late.", "feeling"),
        ("I\N{RIGHT SINGLE QUOTATION MARK}m sorry, Friday is not possible.", "excuse yourself"),
        ("You never keep to it.", "about them"),
        ("Let me know what suits.", "door open"),
        ("Back then it was different.", "looks back"),
        ("Friday at five!", "full stop"),
        ("word " * (MOST_WORDS + 1), "long"),
    ],
)
def test_what_is_seen_in_a_message(text, seen):
    assert any(seen in remark for remark in remarks(text))


@pytest.mark.parametrize(
    "text",
    [
        "Friday, 17:00, at the school gate. Her coat is in the bag.",
        "The appointment is on 3 May at nine. I have confirmed it.",
        # Words inside of other words are not what is looked for.
        "The Lovell clinic has the form. Hopeton Street 4.",
    ],
)
def test_what_is_short_and_about_the_matter_is_fine(text):
    assert remarks(text) == []
