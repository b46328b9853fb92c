"""Shifts and what somebody carries, on a page of their own."""

import pytest
from django.urls import reverse

from forums.actions.care import begin_shift, meet
from forums.actions.circles import appoint
from forums.actions.conversation import reply
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import Concern, Role
from forums.models import Case, Shift

pytestmark = pytest.mark.django_db


@pytest.fixture
def hard_ones(cast, opening):
    """Three crises. bel and cy moderate the circle, dov the house."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    appoint_to_house(by=None, user=cast.dov)
    for number in range(3):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        report(by=cast.ada, subject=post, concern=Concern.AT_RISK)
    return list(Case.objects.all())


def page(cast, user, name="forums:care"):
    return cast.client(user).get(reverse(name)).content.decode()


def test_a_shift_begins_on_the_desk_and_ends_with_a_hand_over(cast, hard_ones):
    client = cast.client(cast.bel)
    assert client.post(reverse("forums:begin_shift"))["Location"] == reverse("forums:desk")
    assert "End your shift" in page(cast, cast.bel, "forums:desk")
    ended = client.post(reverse("forums:end_shift"), {"words": "Two wait."})
    assert ended["Location"] == reverse("forums:care")
    assert "Two wait." in page(cast, cast.cy)
    assert "Two wait." not in page(cast, cast.cy, "forums:desk")
    cast.client(cast.cy).post(reverse("forums:begin_shift"))
    desk = page(cast, cast.cy, "forums:desk")
    assert "Two wait." in desk
    assert "Linden" not in desk


def test_after_a_hard_shift_there_is_a_question_about_oneself(cast, hard_ones):
    begin_shift(by=cast.bel)
    for case in hard_ones:
        meet(by=cast.bel, case=case)
    ended = cast.client(cast.bel).post(reverse("forums:end_shift"), {"words": ""}, follow=True)
    assert ended.redirect_chain[-1][0] == reverse("forums:debrief")
    assert "That was a hard shift" in ended.content.decode()


def test_what_somebody_carries_is_theirs_alone(cast, hard_ones):
    begin_shift(by=cast.bel)
    for case in hard_ones:
        meet(by=cast.bel, case=case)
    assert "The week of" in page(cast, cast.bel)
    for other in (cast.cy, cast.dov):
        assert "The week of" not in page(cast, other)
    assert cast.client(cast.ada).get(reverse("forums:care")).status_code == 404


def test_what_is_too_long_is_kept_and_the_shift_goes_on(cast):
    begin_shift(by=cast.bel)
    long = "Careful. " * 600
    answer = cast.client(cast.bel).post(reverse("forums:end_shift"), {"words": long})
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert Shift.objects.get().ended_at is None
