"""Several people at one door in the same moment, each on a connection of their own."""

import threading
from functools import partial

import pytest
from django.db import connection

from accounts.actions.enrolment import enrol
from forums.actions.circles import appoint, choose_persona, join, open_circle, part
from forums.actions.doors import ask_to_join, come_in, invite, let_in, refuse, take_back_request
from forums.choices import Answer, NoticeKind, Reading, Role
from forums.models import Invitation, JoinRequest, Membership, Notice
from forums.refusals import CircleRefused, InvitationRefused, RequestRefused
from tests.cast import PASSPHRASE, forget_notices, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """What each came back with, or the refusal that it ran into."""
    start, ended = threading.Barrier(len(works)), [None] * len(works)

    def one(number, work):
        # Not one of the pool's, which are fewer than the people here. Open before the start.
        options = {**connection.settings_dict["OPTIONS"], "pool": False}
        connection.settings_dict = connection.settings_dict | {"OPTIONS": options}
        connection.ensure_connection()
        start.wait()
        try:
            ended[number] = work()
        except Exception as refusal:
            ended[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def closed(cast):
    circle = open_circle(by=None, name="By the stove", reading=Reading.CLOSED)
    for user in (cast.cy, cast.bel):
        appoint(by=None, user=user, circle=circle, role=Role.MODERATOR)
    forget_notices(circle)
    return circle


def test_of_two_hosts_at_once_one_answers_and_the_other_is_told(cast, closed):
    for _ in range(5):
        request = ask_to_join(by=cast.dov, circle=closed)
        ended = at_once(
            partial(let_in, by=cast.cy, request=request),
            partial(refuse, by=cast.bel, request=request, reason="We are full."),
        )
        assert [type(end) for end in ended].count(RequestRefused) == 1
        request.refresh_from_db()
        was_let_in = request.outcome == Answer.APPROVED
        assert Membership.objects.filter(user=cast.dov, circle=closed).exists() is was_let_in
        kind = NoticeKind.LET_IN if was_let_in else NoticeKind.NOT_LET_IN
        assert [notice.kind for notice in Notice.objects.all()] == [kind]
        JoinRequest.objects.all().delete()
        Membership.objects.filter(user=cast.dov, circle=closed).delete()


def test_five_presses_at_once_ask_once(cast, closed):
    at_once(*[lambda: ask_to_join(by=cast.dov, circle=closed)] * 5)
    assert JoinRequest.objects.count() == 1
    assert Notice.objects.filter(user=cast.cy).count() == 1


def test_an_answer_and_its_taking_back_at_once_leave_one_of_them(cast, closed):
    for _ in range(5):
        request = ask_to_join(by=cast.dov, circle=closed)
        answered, _none = at_once(
            partial(let_in, by=cast.cy, request=request),
            partial(take_back_request, by=cast.dov, circle=closed),
        )
        is_in = Membership.objects.filter(user=cast.dov, circle=closed).exists()
        assert is_in is JoinRequest.objects.filter(outcome=Answer.APPROVED).exists()
        assert is_in is not isinstance(answered, RequestRefused)
        JoinRequest.objects.all().delete()
        Membership.objects.filter(user=cast.dov, circle=closed).delete()


def test_of_fifty_people_with_a_link_for_one_one_comes_in(cast, closed):
    people = [enrol(sign_in_name=f"fay{n}", passphrase=PASSPHRASE) for n in range(50)]
    for number, user in enumerate(people):
        choose_persona(by=user, name=f"Quiet River {number}")
    invitation, _token = invite(by=cast.cy, circle=closed, days=1, people=1)
    ended = at_once(
        *[partial(come_in, by=user, invitation=invitation, seen_version=1) for user in people]
    )
    assert [type(end) for end in ended].count(InvitationRefused) == 49
    assert Membership.objects.filter(circle=closed, user__in=people).count() == 1
    invitation.refresh_from_db()
    assert invitation.uses_left == 0


def test_one_person_who_presses_five_times_uses_a_link_once(cast, closed):
    invitation, _token = invite(by=cast.cy, circle=closed, days=1, people=5)
    ended = at_once(*[lambda: come_in(by=cast.dov, invitation=invitation, seen_version=1)] * 5)
    assert {type(end) for end in ended} == {Membership}
    invitation.refresh_from_db()
    assert invitation.uses_left == 4


def test_a_host_who_lets_somebody_in_while_they_use_a_link_waits_for_nobody(cast, closed):
    for _ in range(5):
        request = ask_to_join(by=cast.dov, circle=closed)
        invitation, _token = invite(by=cast.cy, circle=closed, days=1, people=1)
        ended = at_once(
            partial(let_in, by=cast.bel, request=request),
            partial(come_in, by=cast.dov, invitation=invitation, seen_version=1),
        )
        assert {type(end) for end in ended} <= {Membership, RequestRefused}
        assert Membership.objects.filter(user=cast.dov, circle=closed).count() == 1
        assert not JoinRequest.objects.awaiting_answer().exists()
        JoinRequest.objects.all().delete()
        Invitation.objects.all().delete()
        Membership.objects.filter(user=cast.dov, circle=closed).delete()


@pytest.mark.parametrize("leave", ["part", "give up", "take"])
def test_two_moderators_who_go_at_once_leave_one(cast, closed, leave):
    ways = {
        "part": lambda user, other: part(by=user, circle=closed),
        "give up": lambda user, other: appoint(by=user, user=user, circle=closed, role=Role.MEMBER),
        "take": lambda user, other: appoint(by=user, user=other, circle=closed, role=Role.MEMBER),
    }
    go = ways[leave]
    ended = at_once(lambda: go(cast.cy, cast.bel), lambda: go(cast.bel, cast.cy))
    assert [type(end) for end in ended].count(CircleRefused) == 1
    assert Membership.objects.moderating().filter(circle=closed).count() == 1


def test_five_presses_at_once_join_once(cast):
    ended = at_once(*[lambda: join(by=cast.dov, circle=cast.circle)] * 5)
    assert {type(end) for end in ended} == {Membership}
    assert Membership.objects.filter(user=cast.dov, circle=cast.circle).count() == 1
