from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from forums.models import Image


class ImageQuerySet(QuerySet["Image"]):
    def visible_to(self, reader: User | AnonymousUser) -> "ImageQuerySet":
        """Those of posts whose place the reader may see, and one's own wherever they are.

        Whether those of a hidden post may be looked at is `forums.rules.may_read_words`.
        """
        posts = apps.get_model("forums", "Post").objects.visible_to(reader)
        seen = Q(post__in=posts)
        if reader.is_authenticated:
            seen |= Q(owner=reader)
        return self.filter(seen)

    def not_posted(self) -> "ImageQuerySet":
        return self.filter(post=None)

    def left_over(self, *, before: datetime) -> "ImageQuerySet":
        """Never posted, by whoever began to write that day."""
        return self.not_posted().filter(added_at__lt=before)
