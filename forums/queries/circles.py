import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import User
from forums.choices import Reading
from forums.models import Circle, Following, JoinRequest, Membership, Persona
from forums.queries.compiled import CompiledQuery, Given, columns, made


@dataclass(frozen=True)
class Circles:
    """The circles of which somebody may know, by name: those they are in, and the others."""

    mine: Sequence[Circle]
    open: Sequence[Circle]
    # Each with `has_asked`: whether they wait for an answer there.
    closed: Sequence[Circle]


def circles_for(user: User) -> Circles:
    joined = set(Membership.objects.filter(user=user).values_list("circle", flat=True))
    asked = JoinRequest.objects.awaiting_answer().filter(user=user, circle=OuterRef("pk"))
    circles = (
        Circle.objects.visible_to(user)
        .unmuted_for(user)
        .annotate(has_asked=Exists(asked))
        .order_by("name")
    )
    mine, open_to_join, closed = [], [], []
    for circle in circles:
        if circle.pk in joined:
            mine.append(circle)
        elif circle.reading == Reading.CLOSED:
            closed.append(circle)
        else:
            open_to_join.append(circle)
    return Circles(mine, open_to_join, closed)


@dataclass(frozen=True)
class Ties:
    """What ties somebody to a circle, beside being in it."""

    follows: bool
    # Somebody asks to come in, and they can answer.
    has_requests: bool


NO_TIES = Ties(follows=False, has_requests=False)


def circle_with_ties(ref: str, user: User | AnonymousUser) -> tuple[Circle, Ties] | None:
    """A circle, if this person may know of it, and what ties them to it. One look-up."""
    values: dict[str, Any] = {"ref": ref}
    if user.is_authenticated:
        values["user"] = user.pk
    rows = CIRCLE.rows(values, is_member=user.is_authenticated)
    if not rows:
        return None
    shown = len(columns(Circle))
    ties = Ties(*rows[0][shown:]) if user.is_authenticated else NO_TIES
    return made(Circle, rows[0][:shown]), ties


def _circle(given: Given, *, is_member: bool) -> "QuerySet[Circle, Any]":
    if not is_member:
        circles = Circle.objects.visible_to(AnonymousUser()).filter(ref=given.ref)
        return circles.values_list(*columns(Circle))
    user = User(pk=given.user)
    requests = JoinRequest.objects.visible_to(user).awaiting_answer()
    circles = Circle.objects.visible_to(user).filter(ref=given.ref)
    return circles.values_list(
        *columns(Circle),
        Exists(Following.objects.filter(user=user, circle=OuterRef("pk"))),
        Exists(requests.filter(circle=OuterRef("pk"))),
    )


CIRCLE = CompiledQuery(_circle)


def those_who_look_after(circle: Circle) -> "QuerySet[Membership]":
    """Its moderators and hosts, each with the `name` and the `persona_ref` that others see."""
    worn = Persona.objects.worn_everywhere().filter(owner=OuterRef("user"))
    looking_after = Membership.objects.hosting().filter(circle=circle)
    return looking_after.annotate(
        name=Subquery(worn.values("name")), persona_ref=Subquery(worn.values("ref"))
    ).order_by("-role", "name", "id")


# What a page of settings shows and changes.
SETTINGS = (
    "about",
    "guidelines",
    "reading",
    "question",
    "language",
    "wait_days",
    "pause_minutes",
    "holding",
    "newcomer_posts",
    "closes_after_days",
    "allows_images",
    "notes",
)


def seen_of(circle: Circle) -> str:
    """A mark of how a circle's settings stand: another one where any of them is another."""
    settings = json.dumps([getattr(circle, name) for name in SETTINGS])
    return hashlib.sha256(settings.encode()).hexdigest()[:16]
