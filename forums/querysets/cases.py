from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from forums.models import Case


class CaseQuerySet(QuerySet["Case"]):
    def visible_to(self, moderator: User) -> "CaseQuerySet":
        """Cases of the circles this person moderates, but none about their own posts."""
        return self.filter(
            post__topic__circle__in=moderator.memberships.moderating().values("circle")
        ).exclude(post__author__owner=moderator)

    def awaiting_decision(self) -> "CaseQuerySet":
        return self.filter(decided_at=None)

    def decided(self) -> "CaseQuerySet":
        return self.filter(decided_at__isnull=False)

    def overdue(self, *, at: datetime) -> "CaseQuerySet":
        return self.awaiting_decision().filter(due_at__lt=at)
