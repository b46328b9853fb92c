"""Only what the member did counts."""

from datetime import timedelta

import pytest

from tests.trackers.own_pages import event_at, noon
from trackers.choices import ChannelKind, Direction, Meaning, Response, Tactic, WayIn
from trackers.rules.events import KINDS, kind_of, meaning_of, meaning_of_day, why_not_log

NOON = noon(2026, 3, 1)
HELD = {"unanswered", "unread", "unopened", "hung_up", "walked_on"}


@pytest.mark.parametrize("response", Response.values)
def test_what_each_answer_means(response):
    expected = {
        "read": Meaning.INDIRECT,
        "looked": Meaning.INDIRECT,
        "answered": Meaning.DIRECT,
        "reached_out": Meaning.DIRECT,
        "no_choice": Meaning.NEUTRAL,
    }
    assert meaning_of(response) == (Meaning.HELD if response in HELD else expected[response])


def test_a_word_of_a_newer_version_takes_nothing_away():
    assert meaning_of("waved from afar") == Meaning.NEUTRAL


@pytest.mark.parametrize(
    ("meanings", "day"),
    [
        ([], None),
        ([Meaning.NEUTRAL], Meaning.NEUTRAL),
        ([Meaning.NEUTRAL, Meaning.HELD], Meaning.HELD),
        ([Meaning.HELD, Meaning.INDIRECT], Meaning.INDIRECT),
        ([Meaning.INDIRECT, Meaning.DIRECT, Meaning.HELD], Meaning.DIRECT),
    ],
)
def test_what_a_day_is(meanings, day):
    assert meaning_of_day(meanings) == day
    assert meaning_of_day(reversed(meanings)) == day


@pytest.mark.parametrize("number", KINDS)
def test_what_was_tapped_is_found_again(number):
    kind = KINDS[number]
    event = event_at(
        NOON,
        direction=kind.direction.value,
        channel=kind.channels[0].value,
        response=kind.responses[0].value,
    )
    assert kind_of(event) == number


@pytest.mark.parametrize("direction", [*Direction.values, "sideways"])
@pytest.mark.parametrize("channel", [*ChannelKind.values, "hologram"])
def test_every_event_is_of_some_kind(direction, channel):
    assert kind_of(event_at(NOON, direction=direction, channel=channel)) in KINDS


def test_every_kind_offers_what_goes_with_it_and_says_it_where_there_is_no_choice():
    assert {number for number, kind in KINDS.items() if kind.only_response} == {"6", "7"}
    assert set(KINDS["8"].responses) == set(Response)


def test_no_kind_is_told_by_its_address():
    assert all(number.isdigit() for number in KINDS)


def test_the_lists_say_something_in_words():
    for choices in (Response, ChannelKind, Tactic, WayIn):
        assert all(label.strip() for label in choices.labels)


def test_why_something_is_not_logged():
    def why_not(at=NOON, words=""):
        return why_not_log(at=at, now=NOON, words=words)

    assert why_not() is None
    assert "ahead of now" in why_not(at=NOON + timedelta(minutes=1))
    assert "long ago" in why_not(at=NOON.replace(year=1900))
    assert "two parts" in why_not(words="x" * 20_001)
