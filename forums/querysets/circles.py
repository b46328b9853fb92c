from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from forums.choices import Reading, Role

if TYPE_CHECKING:
    from forums.models import Circle, Invitation, JoinRequest, Membership, Persona


class PersonaQuerySet(QuerySet["Persona"]):
    def worn_everywhere(self) -> "PersonaQuerySet":
        """Without those that are worn in one topic only."""
        return self.filter(only_in=None)


class CircleQuerySet(QuerySet["Circle"]):
    def visible_to(self, reader: User | AnonymousUser) -> "CircleQuerySet":
        """Circles of which the reader may know; what is said in them may be closed to them."""
        return self.all() if reader.is_authenticated else self.open_to_anyone()

    def readable_by(self, reader: User | AnonymousUser) -> "CircleQuerySet":
        """Circles in which the reader may read."""
        if not reader.is_authenticated:
            return self.open_to_anyone()
        memberships = apps.get_model("forums", "Membership").objects.filter(user=reader)
        return self.filter(~Q(reading=Reading.CLOSED) | Q(pk__in=memberships.values("circle")))

    def open_to_anyone(self) -> "CircleQuerySet":
        return self.filter(reading=Reading.ANYONE)


class MembershipQuerySet(QuerySet["Membership"]):
    def moderating(self) -> "MembershipQuerySet":
        return self.filter(role=Role.MODERATOR)

    def hosting(self) -> "MembershipQuerySet":
        """Of those who look after a circle: hosts, and moderators as well."""
        return self.filter(role__in=[Role.HOST, Role.MODERATOR])


class JoinRequestQuerySet(QuerySet["JoinRequest"]):
    def visible_to(self, user: User) -> "JoinRequestQuerySet":
        """Of the circles that this person looks after, but none of their own."""
        return self.filter(circle__in=user.memberships.hosting().values("circle")).exclude(
            user=user
        )

    def awaiting_answer(self) -> "JoinRequestQuerySet":
        return self.filter(decided_at=None)


class InvitationQuerySet(QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(circle__in=user.memberships.hosting().values("circle"))

    def valid(self, *, at: datetime) -> "InvitationQuerySet":
        return self.filter(expires_at__gt=at, uses_left__gt=0)
