"""How somebody comes into a closed circle: they ask, or they are invited."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.circles import admit
from forums.actions.traces import leave_trail
from forums.choices import STOPS, Answer, NoticeKind
from forums.models import Circle, Invitation, JoinRequest, Membership, Notice, Sanction
from forums.queries.readers import reader_of
from forums.querysets.circles import hash_of_token
from forums.refusals import InvitationRefused, JoinRefused, RequestRefused
from forums.rules import (
    why_not_ask,
    why_not_come_in,
    why_not_decide_request,
    why_not_invite,
    why_not_look_after,
    why_not_send_answer,
)


@transaction.atomic
def ask_to_join(*, by: User, circle: Circle, answer: str = "") -> JoinRequest:
    """Ask the hosts of a closed circle. Raises JoinRefused.

    Whoever asks twice has asked once: the first request stands until it is answered or taken back.
    """
    asker = reader_of(circle, by)
    last = JoinRequest.objects.filter(circle=circle, user=by).order_by("-id").first()
    if last is not None and last.is_open():
        return last
    if no := (
        asker.why_not_take_part
        or why_not_ask(
            circle, persona=asker.persona, role=asker.role, last=last, now=timezone.now()
        )
        or why_not_send_answer(answer, circle=circle)
    ):
        raise JoinRefused(no)
    request, made = JoinRequest.objects.get_or_create(
        circle=circle, user=by, decided_at=None, defaults={"answer_given": answer.strip()}
    )
    if made:
        _tell_hosts(request)
        leave_trail(by=by, verb="ask_to_join", kind="join_request", ref=request.ref)
    return request


def _tell_hosts(request: JoinRequest) -> None:
    hosts = Membership.objects.hosting().filter(circle=request.circle_id)
    stopped = Sanction.objects.in_force(at=timezone.now()).in_circle(request.circle_id)
    hosts = hosts.exclude(user__in=stopped.filter(kind__in=STOPS).values("user"))
    Notice.objects.bulk_create(
        Notice(user_id=host, kind=NoticeKind.ASKED, join_request=request)
        for host in hosts.values_list("user", flat=True)
    )


@transaction.atomic
def take_back_request(*, by: User, circle: Circle) -> None:
    """Ask no more. What was answered already stays answered."""
    # Locked, so that one that is just being answered is not taken away from under the answer.
    waiting = JoinRequest.objects.select_for_update().awaiting_answer()
    for request in waiting.filter(circle=circle, user=by):
        leave_trail(by=by, verb="take_back_request", kind="join_request", ref=request.ref)
        request.delete()


@transaction.atomic
def let_in(*, by: User, request: JoinRequest) -> Membership:
    """Say yes to somebody who asks. Raises RequestRefused, above all where somebody was faster.

    They accept the guidelines themselves, before they write.
    """
    _decide(by=by, request=request, outcome=Answer.APPROVED)
    membership, _made = admit(user=request.user, circle=request.circle, accepted_version=0)
    _tell_asker(request, NoticeKind.LET_IN)
    return membership


@transaction.atomic
def refuse(*, by: User, request: JoinRequest, reason: str) -> None:
    """Say no to somebody who asks, and why. Raises RequestRefused."""
    _decide(by=by, request=request, outcome=Answer.REFUSED, reason=reason)
    _tell_asker(request, NoticeKind.NOT_LET_IN)


def _decide(*, by: User, request: JoinRequest, outcome: Answer, reason: str | None = None) -> None:
    """Won with a conditional update: of two hosts at once, one decides and the other is told."""
    host = reader_of(request.circle, by)
    if no := host.why_not_take_part or why_not_decide_request(
        request, user=by, role=host.role, reason=reason
    ):
        raise RequestRefused(no)
    won = (
        JoinRequest.objects.awaiting_answer()
        .filter(pk=request.pk)
        .update(
            outcome=outcome,
            reason=(reason or "").strip(),
            decided_at=timezone.now(),
            decided_by=by,
        )
    )
    if not won:
        raise RequestRefused(_("This request is answered already, or it was taken back."))
    leave_trail(by=by, verb="decide_request", kind="join_request", ref=request.ref, outcome=outcome)


def _tell_asker(request: JoinRequest, kind: NoticeKind) -> None:
    """They hear the answer, and not whose it was. The hosts need not hear of it any more."""
    request.notices.filter(kind=NoticeKind.ASKED).delete()
    Notice.objects.create(user_id=request.user_id, kind=kind, join_request=request)


@transaction.atomic
def invite(*, by: User, circle: Circle, days: int, people: int) -> tuple[Invitation, str]:
    """Make a link that lets so many people in, so many days long. Raises InvitationRefused.

    Returns the token as well, once: only its hash is kept.
    """
    host = reader_of(circle, by)
    if no := host.why_not_take_part or why_not_invite(host.role, days=days, people=people):
        raise InvitationRefused(no)
    now, token = timezone.now(), secrets.token_urlsafe(18)
    over = Invitation.objects.filter(circle=circle)
    over.exclude(pk__in=over.valid(at=now).values("pk")).delete()
    invitation = Invitation.objects.create(
        circle=circle,
        token_hash=hash_of_token(token),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
        uses_left=people,
    )
    leave_trail(by=by, verb="invite", kind="circle", ref=circle.ref, days=days, people=people)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """The link opens nothing from now on. Raises InvitationRefused."""
    circle = invitation.circle
    host = reader_of(circle, by)
    if no := host.why_not_take_part or why_not_look_after(host.role):
        raise InvitationRefused(no)
    invitation.delete()
    leave_trail(by=by, verb="withdraw_invitation", kind="circle", ref=circle.ref)


@transaction.atomic
def come_in(*, by: User, invitation: Invitation, seen_version: int) -> Membership:
    """Use an invitation, which accepts the guidelines. Raises JoinRefused or InvitationRefused.

    Counted down with a conditional update: of fifty people with a link for one, one comes in.
    """
    circle = invitation.circle
    comer = reader_of(circle, by)
    if no := comer.why_not_take_part or why_not_come_in(
        circle, persona=comer.persona, seen_version=seen_version
    ):
        raise JoinRefused(no)
    membership, made = admit(user=by, circle=circle, accepted_version=seen_version)
    if not made:
        return membership
    valid = Invitation.objects.valid(at=timezone.now()).filter(pk=invitation.pk)
    if not valid.update(uses_left=F("uses_left") - 1):
        raise InvitationRefused(_("This link does not open anything any more."))
    leave_trail(by=by, verb="come_in", kind="circle", ref=circle.ref, invitation=invitation.ref)
    return membership
