from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from trackers.models import (
        Erasure,
        Export,
        Incident,
        KeySlot,
        Link,
        OwedWork,
        Reminder,
        Stamp,
        StampedHead,
        StoredFile,
    )

Row = TypeVar("Row", bound=Model)


class PrivateQuerySet(QuerySet[Row]):
    """The database shows nobody a row of another (vault/policies.py); this says it once more."""

    def visible_to(self, user: User) -> Self:
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


class IncidentQuerySet(PrivateQuerySet["Incident"]):
    def standing(self) -> "IncidentQuerySet":
        """Those that were recorded and not taken out."""
        return self.exclude(current=None)


class LinkQuerySet(PrivateQuerySet["Link"]):
    def in_order(self) -> "LinkQuerySet":
        return self.order_by("seq")


class StoredFileQuerySet(PrivateQuerySet["StoredFile"]):
    def dropped(self) -> "StoredFileQuerySet":
        return self.exclude(dropped_at=None)

    def left_unfinished(self, *, at: datetime) -> "StoredFileQuerySet":
        """What is still being written, and should have been whole long ago."""
        return self.filter(wanted_until__lte=at, dropped_at=None)


class OwedWorkQuerySet(PrivateQuerySet["OwedWork"]):
    def unclaimed(self, *, at: datetime) -> "OwedWorkQuerySet":
        """What no living worker has."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))


class ExportQuerySet(PrivateQuerySet["Export"]):
    def over(self, *, at: datetime) -> "ExportQuerySet":
        """Those that can no longer be fetched."""
        return self.filter(expires_at__lte=at)


class StampQuerySet(QuerySet["Stamp"]):
    def owed(self, *, at: datetime) -> "StampQuerySet":
        """Without a receipt, and to be asked for by now."""
        return self.filter(next_try_at__lte=at)


class StampedHeadQuerySet(PrivateQuerySet["StampedHead"]):
    def stamped(self) -> "StampedHeadQuerySet":
        return self.exclude(stamp__receipt=None)
