import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forums.choices import Answer, Reading, Role
from forums.models import Circle, JoinRequest, Persona
from forums.rules import (
    ASK_AGAIN_AFTER,
    why_not_appoint,
    why_not_ask,
    why_not_change_circle,
    why_not_invite,
    why_not_part,
)

CLOSED = Circle(name="By the stove", reading=Reading.CLOSED)
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROLES = st.sampled_from([None, *Role])


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)))
def test_the_days_until_somebody_can_ask_again_are_counted_to_the_end(since):
    refused = JoinRequest(circle=CLOSED, outcome=Answer.REFUSED, decided_at=THEN)
    persona = Persona(name="Juniper")
    no = why_not_ask(CLOSED, persona=persona, role=None, last=refused, now=THEN + since)
    left = ASK_AGAIN_AFTER - since
    if left <= timedelta(0):
        assert no is None
        return
    days = int((re.search(r"\d+", no) or ["1"])[0])
    assert timedelta(days=days - 1) < left <= timedelta(days=days)


@given(ROLES, st.sampled_from(Role), st.booleans(), st.booleans(), st.booleans())
def test_no_role_that_is_given_or_left_takes_a_circles_last_moderator(
    role, to_role, is_member, is_self, other_moderators
):
    no = why_not_appoint(
        role,
        to_role=to_role,
        is_member=is_member,
        is_self=is_self,
        other_moderators=other_moderators,
    )
    if no is None:
        assert role == Role.MODERATOR
        assert is_member
        # Whoever takes the role of somebody else moderates still.
        assert to_role == Role.MODERATOR or not is_self or other_moderators
    left_alone = role == Role.MODERATOR and not other_moderators
    assert (why_not_part(role, other_moderators=other_moderators) is None) is not left_alone


@given(ROLES, st.sampled_from(Reading), st.sampled_from(Reading), st.booleans())
def test_nobody_on_the_site_opens_a_circle_to_anyone(role, before, after, is_as_seen):
    circle = Circle(name="By the stove", reading=before)
    no = why_not_change_circle(role, before=circle, reading=after, is_as_seen=is_as_seen)
    if no is None:
        assert role in (Role.HOST, Role.MODERATOR)
        assert is_as_seen
        assert after == before or (role == Role.MODERATOR and after != Reading.ANYONE)


@given(ROLES, st.integers(), st.integers())
def test_links_are_short_lived_and_for_few(role, days, people):
    if why_not_invite(role, days=days, people=people) is None:
        assert role in (Role.HOST, Role.MODERATOR)
        assert days in (1, 7, 30)
        assert 1 <= people <= 50
