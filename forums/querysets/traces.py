from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from forums.models import Notice


class NoticeQuerySet(QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """One's own, without those of posts that have gone, are muted, or cannot be seen."""
        posts = apps.get_model("forums", "Post").objects
        heard = posts.visible_to(user).unmuted_for(user).standing()
        return self.filter(Q(post=None) | Q(post__in=heard), user=user)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)
