from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from accounts.models import Message


class MessageQuerySet(QuerySet["Message"]):
    def owed(self) -> "MessageQuerySet":
        """Neither taken by a worker nor dropped."""
        return self.filter(claimed_at=None, dropped_at=None)

    def due(self, *, at: datetime) -> "MessageQuerySet":
        return self.owed().filter(due_at__lte=at)
