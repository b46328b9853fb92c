"""Who stands before a closed circle, and what they find there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from forums.choices import Answer
from forums.models import Circle, Invitation, JoinRequest, Persona
from forums.queries.readers import Reader
from forums.refs import is_ref
from forums.rules import why_not_ask

REQUESTS_PER_PAGE = 30


@dataclass(frozen=True)
class Door:
    """What somebody finds who is not in a closed circle."""

    # Their request that waits for an answer.
    waiting: JoinRequest | None
    # The one that was refused the last time.
    refused: JoinRequest | None
    why_not_ask: str | None


def door_for(reader: Reader, *, now: datetime) -> Door:
    last = (
        JoinRequest.objects.filter(circle=reader.circle, user=reader.user.pk)
        .order_by("-id")
        .first()
    )
    why_not = why_not_ask(
        reader.circle, persona=reader.persona, role=reader.role, last=last, now=now
    )
    if last is None:
        return Door(None, None, why_not)
    return Door(
        waiting=last if last.is_open() else None,
        refused=last if last.outcome == Answer.REFUSED else None,
        why_not_ask=why_not,
    )


@dataclass(frozen=True)
class RequestsPage:
    """Each with the `name` of whoever asks."""

    requests: Sequence[JoinRequest]
    # The ref after which the next page begins; empty on the last.
    later: str


def requests_page(circle: Circle, user: User, *, after: str = "") -> RequestsPage:
    """Those that this person can answer, the one that waits longest first."""
    waiting = with_name_of_asker(
        JoinRequest.objects.visible_to(user).awaiting_answer().filter(circle=circle)
    ).order_by("id")
    if is_ref(after) and (start := circle.join_requests.filter(ref=after).first()):
        waiting = waiting.filter(pk__gt=start.pk)
    rows = list(waiting[: REQUESTS_PER_PAGE + 1])
    has_more = len(rows) > REQUESTS_PER_PAGE
    rows = rows[:REQUESTS_PER_PAGE]
    return RequestsPage(rows, later=rows[-1].ref if has_more else "")


def with_name_of_asker(requests: "QuerySet[JoinRequest]") -> "QuerySet[JoinRequest]":
    worn = Persona.objects.worn_everywhere().filter(owner=OuterRef("user"))
    return requests.annotate(name=Subquery(worn.values("name")))


def valid_invitations(circle: Circle, user: User, *, now: datetime) -> "QuerySet[Invitation]":
    """The newest first."""
    return Invitation.objects.visible_to(user).valid(at=now).filter(circle=circle).order_by("-id")


def invitation_with(token: str, *, now: datetime) -> Invitation | None:
    """Nothing where it was withdrawn, is used up or over, or never was: that looks alike."""
    return Invitation.objects.valid(at=now).with_token(token).select_related("circle").first()
