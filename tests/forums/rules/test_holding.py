"""When something waits, whose turn it is, and what is said of how long it takes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.choices import HeldFor, Holding, Role
from forums.models import Circle, Post
from forums.rules import told_wait, usual_wait, waits, why_hold, why_not_set

waiting_times = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20))


@pytest.mark.parametrize(
    ("holding", "role", "appeared", "is_sanctioned", "why"),
    [
        (Holding.NOTHING, Role.MEMBER, 0, False, None),
        (Holding.NOTHING, Role.MEMBER, 9, True, HeldFor.SANCTION),
        (Holding.NEWCOMERS, Role.MEMBER, 0, False, HeldFor.NEWCOMER),
        (Holding.NEWCOMERS, Role.MEMBER, 2, False, HeldFor.NEWCOMER),
        (Holding.NEWCOMERS, Role.MEMBER, 3, False, None),
        (Holding.NEWCOMERS, Role.HOST, 0, False, None),
        (Holding.NEWCOMERS, Role.MEMBER, 3, True, HeldFor.SANCTION),
        (Holding.EVERYTHING, Role.MEMBER, 99, False, HeldFor.CIRCLE),
        (Holding.EVERYTHING, Role.HOST, 0, False, None),
        (Holding.EVERYTHING, Role.MODERATOR, 0, False, None),
        (Holding.EVERYTHING, Role.MODERATOR, 0, True, HeldFor.SANCTION),
    ],
)
def test_what_waits(holding, role, appeared, is_sanctioned, why):
    circle = Circle(holding=holding, newcomer_posts=3)
    assert why_hold(circle, role=role, appeared=appeared, is_sanctioned=is_sanctioned) == why


NOW = "2026-01-01T00:00Z"
HELD, HIDDEN, RETURNED, WITHDRAWN = (
    {"held_at": NOW},
    {"hidden_at": NOW},
    {"returned_at": NOW},
    {"withdrawn_at": NOW},
)


@pytest.mark.parametrize(
    ("states", "is_a_moderators_turn"),
    [
        ([], False),
        ([HELD], True),
        # It was answered, and keeps its place.
        ([HIDDEN], True),
        # It never appeared, and was refused.
        ([HELD, HIDDEN], False),
        ([HELD, RETURNED], False),
        ([HIDDEN, RETURNED], False),
        ([HELD, WITHDRAWN], False),
        ([HIDDEN, WITHDRAWN], False),
    ],
)
def test_whose_turn_it_is(states, is_a_moderators_turn):
    post = Post(held_for=HeldFor.CIRCLE if states else None)
    for state in states:
        for name, value in state.items():
            setattr(post, name, value)
    assert waits(post) is is_a_moderators_turn


def test_what_a_moderator_hid_waits_for_nobody():
    assert not waits(Post(hidden_at=NOW))


@given(st.lists(waiting_times, max_size=4))
def test_of_few_nothing_is_said(known):
    assert usual_wait(known) is None
    assert told_wait(usual_wait(known)) == ""


@given(st.lists(waiting_times, min_size=5, max_size=60))
def test_what_is_said_held_for_four_of_five_and_is_no_longer_than_it_has_to_be(known):
    said = usual_wait(known)
    assert said in known
    within = [wait for wait in known if wait <= said]
    assert len(within) * 5 >= len(known) * 4
    shorter = [wait for wait in known if wait < said]
    assert len(shorter) * 5 < len(known) * 4


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=1), "less than an hour"),
        (timedelta(hours=1), "less than an hour"),
        (timedelta(hours=1, seconds=1), "less than 2 hours"),
        (timedelta(hours=5), "less than 6 hours"),
        (timedelta(hours=13), "less than 18 hours"),
        (timedelta(hours=24), "less than 24 hours"),
        (timedelta(hours=25), "less than 2 days"),
        (timedelta(days=3), "less than 3 days"),
    ],
)
def test_it_is_rounded_up(wait, words):
    assert words in told_wait(wait)


@pytest.mark.parametrize("posts", [0, 51])
def test_how_many_first_posts_can_wait(posts):
    assert "1 to 50" in why_not_set(Circle(newcomer_posts=posts))
    assert why_not_set(Circle(newcomer_posts=50)) is None
