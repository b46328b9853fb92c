from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from forums.models import Announcement, Claim, Echo, Erasure, Screening

Row = TypeVar("Row", "Announcement", "Claim", "Echo", "Erasure", "Screening")


class OwedQuerySet(QuerySet[Row]):
    def to_be_tried(self, *, at: datetime) -> "OwedQuerySet[Row]":
        """Not those that failed a while ago, and wait for their next try."""
        return self.filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
