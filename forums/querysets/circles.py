from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from forums.choices import STOPS, Outcome, Reading, Role
from forums.querysets.distance import muted_circles
from forums.validators import legible_line

if TYPE_CHECKING:
    from forums.models import Circle, Invitation, JoinRequest, Membership, Persona


def is_shut_out(user: User) -> Exists:
    """Whether this account was closed: it reads what anybody does, and no more."""
    closed = apps.get_model("forums", "Sanction").objects.filter(kind=Outcome.CLOSE)
    return Exists(closed.filter(user=user, lifted_at=None))


def where_suspended(user: User, *, circle: str = "circle") -> Exists:
    """Of rows that name a circle: those in which this person takes no part for now, whatever they
    are there."""
    sanctions = apps.get_model("forums", "Sanction").objects.in_force(at=Now())
    stopped = sanctions.filter(user=user, kind__in=STOPS)
    return Exists(stopped.filter(Q(circle=None) | Q(circle=OuterRef(circle))))


def hash_of_token(token: str) -> str:
    """What is kept of the token of an invitation."""
    return keyed_hash("invitation", token)


class PersonaQuerySet(QuerySet["Persona"]):
    def worn_everywhere(self) -> "PersonaQuerySet":
        """Without those that are worn in one topic only."""
        return self.filter(only_in=None)

    def blocked_with(self, user: User) -> "PersonaQuerySet":
        """Those between whom and the everyday name of this person there is a block."""
        own = apps.get_model("forums", "Persona").objects.worn_everywhere().filter(owner=user)
        return self.filter(Q(blocks__persona__in=own) | Q(blocked_by__by__in=own))


class CircleQuerySet(QuerySet["Circle"]):
    def named(self, name: str) -> "CircleQuerySet":
        """The one of this name, as it would be stored."""
        return self.filter(name=legible_line(name))

    def visible_to(self, reader: User | AnonymousUser) -> "CircleQuerySet":
        """Circles of which the reader may know; what is said in them may be closed to them."""
        if not reader.is_authenticated:
            return self.open_to_anyone()
        return self.filter(Q(reading=Reading.ANYONE) | ~is_shut_out(reader))

    def readable_by(self, reader: User | AnonymousUser) -> "CircleQuerySet":
        """Circles in which the reader may read."""
        if not reader.is_authenticated:
            return self.open_to_anyone()
        memberships = apps.get_model("forums", "Membership").objects.filter(user=reader)
        readable = ~Q(reading=Reading.CLOSED) | Q(pk__in=memberships.values("circle"))
        return self.visible_to(reader).filter(readable)

    def unmuted_for(self, reader: User | AnonymousUser) -> "CircleQuerySet":
        """Without what the reader does not want to meet in a list."""
        if not reader.is_authenticated:
            return self
        return self.exclude(pk__in=muted_circles(reader))

    def open_to_anyone(self) -> "CircleQuerySet":
        return self.filter(reading=Reading.ANYONE)

    def looked_after_by(self, user: User) -> "CircleQuerySet":
        """Circles of which this person is host or moderator, and takes part in."""
        looked_after = self.filter(pk__in=user.memberships.hosting().values("circle"))
        return looked_after.exclude(where_suspended(user, circle="pk"))

    def moderated_by(self, user: User) -> "CircleQuerySet":
        moderated = self.filter(pk__in=user.memberships.moderating().values("circle"))
        return moderated.exclude(where_suspended(user, circle="pk"))


class MembershipQuerySet(QuerySet["Membership"]):
    def moderating(self) -> "MembershipQuerySet":
        return self.filter(role=Role.MODERATOR)

    def hosting(self) -> "MembershipQuerySet":
        """Of those who look after a circle: hosts, and moderators as well."""
        return self.filter(role__in=[Role.HOST, Role.MODERATOR])


class JoinRequestQuerySet(QuerySet["JoinRequest"]):
    def visible_to(self, user: User) -> "JoinRequestQuerySet":
        """Of the circles that this person looks after, but none of their own.

        A host does not meet whoever they blocked, or who blocked them; a moderator does.
        """
        blocked = apps.get_model("forums", "Persona").objects.worn_everywhere().blocked_with(user)
        return (
            self.filter(circle__in=user.memberships.hosting().values("circle"))
            .exclude(where_suspended(user))
            .filter(
                Q(circle__in=user.memberships.moderating().values("circle"))
                | ~Q(user__in=blocked.filter(owner__isnull=False).values("owner"))
            )
            .exclude(user=user)
        )

    def awaiting_answer(self) -> "JoinRequestQuerySet":
        return self.filter(decided_at=None)


class InvitationQuerySet(QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        looked_after = self.filter(circle__in=user.memberships.hosting().values("circle"))
        return looked_after.exclude(where_suspended(user))

    def valid(self, *, at: datetime) -> "InvitationQuerySet":
        return self.filter(expires_at__gt=at, uses_left__gt=0)

    def with_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_hash=hash_of_token(token))
