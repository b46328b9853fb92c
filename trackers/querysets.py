from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from trackers.models import Erasure, KeySlot, Reminder

Row = TypeVar("Row", bound=Model)


class PrivateQuerySet(QuerySet[Row]):
    """The database shows nobody a row of another (vault/policies.py); this says it once more."""

    def visible_to(self, user: User) -> "PrivateQuerySet[Row]":
        return self.filter(owner=user)


class KeySlotQuerySet(QuerySet["KeySlot"]):
    def under_older_server_key(self, newest: str) -> "KeySlotQuerySet":
        return self.exclude(server_key_id=newest)


class ErasureQuerySet(PrivateQuerySet["Erasure"]):
    def oldest_first(self) -> "ErasureQuerySet":
        return self.order_by("asked_at")


class ReminderQuerySet(PrivateQuerySet["Reminder"]):
    def running(self) -> "ReminderQuerySet":
        return self.filter(stopped_at=None)

    def due(self, *, at: datetime) -> "ReminderQuerySet":
        return self.running().filter(due_at__lte=at)
