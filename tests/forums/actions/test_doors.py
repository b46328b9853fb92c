"""Coming into a circle: the guidelines, requests, invitations."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forums.actions.circles import accept_guidelines, appoint, change_circle, join, part
from forums.actions.conversation import open_topic
from forums.actions.doors import (
    ask_to_join,
    come_in,
    invite,
    let_in,
    refuse,
    take_back_request,
    withdraw_invitation,
)
from forums.choices import Answer, NoticeKind, Reading, Role
from forums.models import Block, Invitation, JoinRequest, Membership, Notice, Trail
from forums.queries.doors import door_for, invitation_with, requests_page
from forums.queries.readers import reader_of
from forums.refusals import InvitationRefused, JoinRefused, RequestRefused, TopicRefused

pytestmark = pytest.mark.django_db


def is_in(user, circle):
    return Membership.objects.filter(user=user, circle=circle).exists()


def asked(cast, closed, *, by=None):
    return ask_to_join(by=by or cast.dov, circle=closed, answer="It is quiet here.")


def kinds(user):
    return list(Notice.objects.visible_to(user).order_by("pk").values_list("kind", flat=True))


# Guidelines


def test_joining_accepts_the_guidelines_that_were_on_the_page(cast):
    circle = change_circle(by=None, circle=cast.circle, guidelines="Be kind.")
    with pytest.raises(JoinRefused, match="changed"):
        join(by=cast.dov, circle=circle, seen_version=1)
    assert not is_in(cast.dov, circle)
    assert join(by=cast.dov, circle=circle, seen_version=2).accepted_version == 2


def test_members_read_changed_guidelines_before_they_write_again(cast):
    circle = change_circle(by=cast.bel, circle=cast.circle, guidelines="Be kind.")
    with pytest.raises(TopicRefused, match="guidelines of this circle have changed"):
        open_topic(by=cast.ada, circle=circle, title="Evening", words="Words.")
    with pytest.raises(JoinRefused):
        accept_guidelines(by=cast.ada, circle=circle, seen_version=1)
    assert reader_of(circle, cast.ada).must_read_guidelines
    accept_guidelines(by=cast.ada, circle=circle, seen_version=2)
    assert open_topic(by=cast.ada, circle=circle, title="Evening", words="Words.")
    accept_guidelines(by=cast.ada, circle=circle, seen_version=2)
    assert Trail.objects.filter(verb="accept_guidelines", by=cast.ada).count() == 1


def test_whoever_is_not_in_a_circle_accepts_nothing(cast):
    accept_guidelines(by=cast.dov, circle=cast.circle, seen_version=1)
    assert not is_in(cast.dov, cast.circle)
    assert not Trail.objects.filter(verb="accept_guidelines").exists()


# Requests


def test_nobody_joins_a_closed_circle(cast, closed):
    with pytest.raises(JoinRefused, match="closed"):
        join(by=cast.dov, circle=closed)
    assert not is_in(cast.dov, closed)


def test_whoever_asks_is_told_to_those_who_look_after_the_circle(cast, closed):
    request = asked(cast, closed)
    for host in (cast.cy, cast.bel):
        assert kinds(host) == [NoticeKind.ASKED]
        assert [row.name for row in requests_page(closed, host).requests] == ["Juniper"]
    assert kinds(cast.ada) == kinds(cast.dov) == []
    assert Trail.objects.get(verb="ask_to_join").subject_ref == request.ref
    assert Trail.objects.get(verb="ask_to_join").detail == {}


def test_asking_twice_is_asking_once(cast, closed):
    first = asked(cast, closed)
    again = ask_to_join(by=cast.dov, circle=closed, answer="Other words.")
    assert again == first
    assert JoinRequest.objects.get().answer_given == "It is quiet here."
    assert kinds(cast.cy) == [NoticeKind.ASKED]


@pytest.mark.parametrize("answer", ["", "  \n", "x\0y", "x" * 2_001])
def test_an_answer_that_will_not_do_is_refused(cast, closed, answer):
    with pytest.raises(JoinRefused):
        ask_to_join(by=cast.dov, circle=closed, answer=answer)
    assert not JoinRequest.objects.exists()


def test_where_nothing_is_asked_nothing_has_to_be_said(cast, closed):
    circle = change_circle(by=cast.cy, circle=closed, question="")
    assert ask_to_join(by=cast.dov, circle=circle).is_open()


def test_asking_is_for_those_outside_of_a_closed_circle(cast, closed):
    with pytest.raises(JoinRefused, match="already"):
        asked(cast, closed, by=cast.ada)
    with pytest.raises(JoinRefused, match="no need to ask"):
        ask_to_join(by=cast.dov, circle=cast.circle, answer="May I?")


def test_somebody_without_a_name_chooses_one_first(cast, closed):
    cast.dov.personas.all().delete()
    with pytest.raises(JoinRefused, match="Choose the name"):
        asked(cast, closed)
    with pytest.raises(JoinRefused, match="Choose the name"):
        join(by=cast.dov, circle=cast.circle)


def test_whoever_is_let_in_reads_at_once_and_writes_when_they_have_accepted(cast, closed):
    let_in(by=cast.cy, request=asked(cast, closed))
    assert kinds(cast.dov) == [NoticeKind.LET_IN]
    reader = reader_of(closed, cast.dov)
    assert reader.must_read_guidelines
    assert reader.why_not_write == "Read the guidelines of this circle, then you can write."
    accept_guidelines(by=cast.dov, circle=closed, seen_version=1)
    assert reader_of(closed, cast.dov).why_not_write is None


def test_where_there_are_no_guidelines_there_is_nothing_to_accept(cast, closed):
    circle = change_circle(by=cast.cy, circle=closed, guidelines="")
    let_in(by=cast.cy, request=asked(cast, circle))
    assert reader_of(circle, cast.dov).why_not_write is None


def test_a_refusal_is_read_with_its_reason_and_without_a_name(cast, closed):
    refuse(by=cast.cy, request=asked(cast, closed), reason=" We are full. ")
    assert not is_in(cast.dov, closed)
    notice = Notice.objects.visible_to(cast.dov).get()
    assert (notice.kind, notice.join_request.reason) == (NoticeKind.NOT_LET_IN, "We are full.")
    door = door_for(reader_of(closed, cast.dov), now=timezone.now())
    assert (door.waiting, door.refused.reason) == (None, "We are full.")
    assert Trail.objects.get(verb="decide_request").detail == {"outcome": Answer.REFUSED}


@pytest.mark.parametrize("reason", ["", "  ", "x\0", "x" * 2_001])
def test_a_refusal_needs_a_reason_that_can_be_read(cast, closed, reason):
    with pytest.raises(RequestRefused):
        refuse(by=cast.cy, request=asked(cast, closed), reason=reason)
    assert JoinRequest.objects.get().is_open()


@pytest.mark.parametrize(("days", "may"), [(0, False), (13.9, False), (14, True)])
def test_after_a_refusal_one_asks_again_two_weeks_later(cast, closed, days, may):
    refuse(by=cast.cy, request=asked(cast, closed), reason="We are full.")
    at = JoinRequest.objects.get().decided_at + timedelta(days=days)
    with time_machine.travel(at, tick=False):
        if may:
            assert asked(cast, closed).is_open()
        else:
            with pytest.raises(JoinRefused, match="ask again"):
                asked(cast, closed)


def test_somebody_who_was_let_in_and_left_can_ask_at_once(cast, closed):
    let_in(by=cast.cy, request=asked(cast, closed))
    part(by=cast.dov, circle=closed)
    assert asked(cast, closed).is_open()


def test_a_request_that_is_taken_back_is_gone_for_the_hosts_too(cast, closed):
    asked(cast, closed)
    take_back_request(by=cast.ada, circle=closed)
    assert JoinRequest.objects.exists()
    take_back_request(by=cast.dov, circle=closed)
    assert not JoinRequest.objects.exists()
    assert kinds(cast.cy) == []
    take_back_request(by=cast.dov, circle=closed)
    assert Trail.objects.filter(verb="take_back_request").count() == 1


def test_what_is_answered_cannot_be_taken_back(cast, closed):
    refuse(by=cast.cy, request=asked(cast, closed), reason="We are full.")
    take_back_request(by=cast.dov, circle=closed)
    assert JoinRequest.objects.exists()


@pytest.mark.parametrize("part", ["ada", "eve", "dov"])
def test_only_hosts_and_moderators_answer_and_nobody_for_themselves(cast, closed, part):
    request = asked(cast, closed)
    with pytest.raises(RequestRefused):
        let_in(by=getattr(cast, part), request=request)
    with pytest.raises(RequestRefused):
        refuse(by=getattr(cast, part), request=request, reason="No.")
    assert not is_in(cast.dov, closed)


def test_a_host_does_not_answer_their_own_old_request(cast, closed):
    request = asked(cast, closed)
    appoint(by=None, user=cast.dov, circle=closed, role=Role.HOST)
    with pytest.raises(RequestRefused, match="your own"):
        let_in(by=cast.dov, request=request)
    assert not JoinRequest.objects.visible_to(cast.dov).exists()


def test_the_second_answer_is_told_that_there_is_one(cast, closed):
    request = asked(cast, closed)
    let_in(by=cast.cy, request=request)
    with pytest.raises(RequestRefused, match="answered already"):
        refuse(by=cast.bel, request=request, reason="No.")
    assert is_in(cast.dov, closed)
    assert kinds(cast.dov) == [NoticeKind.LET_IN]
    assert kinds(cast.bel) == kinds(cast.cy) == []


def test_a_host_and_somebody_behind_a_block_do_not_meet_at_the_door(cast, closed):
    persona = {name: getattr(cast, name).personas.get() for name in ("cy", "dov", "bel")}
    Block.objects.create(by=persona["dov"], persona=persona["cy"])
    Block.objects.create(by=persona["dov"], persona=persona["bel"])
    asked(cast, closed)
    assert kinds(cast.cy) == []
    assert not requests_page(closed, cast.cy).requests
    # Who moderates sees everything in their circle.
    assert kinds(cast.bel) == [NoticeKind.ASKED]
    assert len(requests_page(closed, cast.bel).requests) == 1


def test_whoever_looks_after_a_circle_no_more_hears_of_no_request(cast, closed):
    asked(cast, closed)
    appoint(by=cast.bel, user=cast.cy, circle=closed, role=Role.MEMBER)
    assert kinds(cast.cy) == [NoticeKind.NO_ROLE]


def test_a_circle_that_opens_needs_no_request(cast, closed):
    asked(cast, closed)
    circle = change_circle(by=cast.bel, circle=closed, reading=Reading.MEMBERS)
    join(by=cast.dov, circle=circle)
    assert not JoinRequest.objects.exists()
    assert kinds(cast.cy) == []


# Invitations


def invited(circle, *, by, days=7, people=1):
    invite(by=by, circle=circle, days=days, people=people)
    return Invitation.objects.order_by("-id").first()


def test_an_invitation_keeps_no_token(cast, closed):
    invitation, token = invite(by=cast.cy, circle=closed, days=7, people=3)
    assert token not in {str(value) for value in vars(invitation).values()}
    assert invitation_with(token, now=timezone.now()) == invitation
    assert invitation_with(f"{token}x", now=timezone.now()) is None
    assert Trail.objects.get(verb="invite").detail == {"days": 7, "people": 3}


def test_whoever_has_the_link_comes_in_and_their_request_is_over(cast, closed):
    asked(cast, closed)
    invitation = invited(closed, by=cast.cy, people=2)
    membership = come_in(by=cast.dov, invitation=invitation, seen_version=1)
    assert membership.accepted_version == 1
    assert not JoinRequest.objects.exists()
    come_in(by=cast.dov, invitation=invitation, seen_version=1)
    invitation.refresh_from_db()
    assert invitation.uses_left == 1
    assert Trail.objects.filter(verb="come_in").count() == 1


def test_the_link_accepts_the_guidelines_that_were_on_the_page(cast, closed):
    invitation = invited(closed, by=cast.cy)
    change_circle(by=cast.cy, circle=closed, guidelines="New ones.")
    invitation = Invitation.objects.get(pk=invitation.pk)
    with pytest.raises(JoinRefused, match="changed"):
        come_in(by=cast.dov, invitation=invitation, seen_version=1)
    assert not is_in(cast.dov, closed)
    invitation.refresh_from_db()
    assert invitation.uses_left == 1


def test_a_link_that_is_used_up_or_over_or_withdrawn_opens_nothing(cast, closed):
    used, over, withdrawn = (invited(closed, by=cast.cy) for _ in range(3))
    come_in(by=cast.eve, invitation=used, seen_version=1)
    Invitation.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    withdraw_invitation(by=cast.bel, invitation=Invitation.objects.get(pk=withdrawn.pk))
    for invitation in (used, over, withdrawn):
        with pytest.raises(InvitationRefused):
            come_in(by=cast.dov, invitation=invitation, seen_version=1)
    assert not is_in(cast.dov, closed)
    invited(closed, by=cast.cy)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("days", "people"), [(2, 1), (0, 1), (7, 0), (7, 51), (365, 1)])
def test_no_link_is_for_longer_or_for_more_people(cast, closed, days, people):
    with pytest.raises(InvitationRefused):
        invite(by=cast.cy, circle=closed, days=days, people=people)


@pytest.mark.parametrize("part", ["ada", "dov"])
def test_only_hosts_and_moderators_invite(cast, closed, part):
    with pytest.raises(InvitationRefused):
        invite(by=getattr(cast, part), circle=closed, days=1, people=1)
    invitation = invited(closed, by=cast.cy)
    with pytest.raises(InvitationRefused):
        withdraw_invitation(by=getattr(cast, part), invitation=invitation)


@pytest.mark.parametrize(
    "end",
    [
        lambda cast, circle: appoint(by=cast.bel, user=cast.cy, circle=circle, role=Role.MEMBER),
        lambda cast, circle: part(by=cast.cy, circle=circle),
    ],
    ids=["role taken", "left"],
)
def test_whoever_looks_after_a_circle_no_more_leaves_no_link_behind(cast, closed, end):
    invited(closed, by=cast.cy)
    kept = invited(closed, by=cast.bel)
    end(cast, closed)
    assert list(Invitation.objects.all()) == [kept]
