from typing import TYPE_CHECKING

from forums.querysets.owed import OwedQuerySet

if TYPE_CHECKING:
    from forums.models import Announcement


class AnnouncementQuerySet(OwedQuerySet["Announcement"]):
    def owed(self) -> "AnnouncementQuerySet":
        return self.filter(told_at=None)
