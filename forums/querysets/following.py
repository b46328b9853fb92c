from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from forums.models import Announcement


class AnnouncementQuerySet(QuerySet["Announcement"]):
    def owed(self) -> "AnnouncementQuerySet":
        return self.filter(told_at=None)
