from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from forums.choices import Reading, Role

if TYPE_CHECKING:
    from forums.models import Circle, Membership


class CircleQuerySet(QuerySet["Circle"]):
    def visible_to(self, reader: User | AnonymousUser) -> "CircleQuerySet":
        return self.all() if reader.is_authenticated else self.open_to_anyone()

    def open_to_anyone(self) -> "CircleQuerySet":
        return self.filter(reading=Reading.ANYONE)


class MembershipQuerySet(QuerySet["Membership"]):
    def moderating(self) -> "MembershipQuerySet":
        return self.filter(role=Role.MODERATOR)
