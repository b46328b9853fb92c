from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db.models import BinaryField, Model, Q, QuerySet
from django.db.models.functions import Substr

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
    def to_rewrap(self, *, newest: str, version: bytes) -> "KeySlotQuerySet":
        """Under an older server key, or wrapped as it was done before."""
        as_it_should_be = Q(server_key_id=newest, wrapped_as=version)
        return self._with_version().filter(~as_it_should_be)

    def under_own_key(self, *, version: bytes) -> "KeySlotQuerySet":
        return self._with_version().filter(Q(wrapped_as=version))

    def _with_version(self) -> "KeySlotQuerySet":
        return self.alias(wrapped_as=Substr("wrapped", 1, 1, output_field=BinaryField()))


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
