from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from forums.models import Draft


class DraftQuerySet(QuerySet["Draft"]):
    def visible_to(self, user: User) -> "DraftQuerySet":
        """One's own, in places that one may still see."""
        circles = apps.get_model("forums", "Circle").objects.readable_by(user)
        posts = apps.get_model("forums", "Post").objects.visible_to(user)
        answers = Exists(posts.filter(pk=OuterRef("parent")))
        return self.filter(Q(circle__in=circles) | Q(answers), owner=user)
