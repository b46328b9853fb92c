from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from forums.choices import CaseState

if TYPE_CHECKING:
    from forums.models import Image, Post


class ImageQuerySet(QuerySet["Image"]):
    def visible_to(self, reader: User | AnonymousUser) -> "ImageQuerySet":
        """Those of posts whose place the reader may see, one's own wherever they are, and what is
        kept for a case, for whoever may handle it and nobody else. What a moderator took out is
        for these, and for whose it is.

        Whether those of a hidden post may be looked at is `forums.rules.may_read_words`.
        """
        posts = apps.get_model("forums", "Post").objects.visible_to(reader)
        seen = Q(post__in=posts)
        if reader.is_authenticated:
            cases = apps.get_model("forums", "Case").objects.visible_to(reader)
            seen |= Q(owner=reader, kept_for=None) | Q(kept_for__in=cases.values("pk"))
            seen |= Q(taken_out_by__decision__case__in=cases.values("pk"))
        return self.filter(seen)

    def owned_by(self, user: User) -> "ImageQuerySet":
        """Without those that they have taken away, and that are kept for a case, and those that a
        moderator took out."""
        return self.filter(owner=user, kept_for=None, taken_out_by=None)

    def not_posted(self) -> "ImageQuerySet":
        return self.filter(post=None, kept_for=None, taken_out_by=None)

    def taken_out_of(self, post: "Post") -> "ImageQuerySet":
        return self.filter(taken_out_by__original__post=post)

    def kept_long_enough(self, *, decided_before: datetime) -> "ImageQuerySet":
        """Kept for a case that is over, or that nobody asked to look at again."""
        return self.filter(
            Q(kept_for__state=CaseState.FINAL)
            | Q(kept_for__state=CaseState.DECIDED, kept_for__decided_at__lt=decided_before)
        )

    def left_over(self, *, before: datetime) -> "ImageQuerySet":
        """Never posted, by whoever began to write that day."""
        return self.not_posted().filter(added_at__lt=before)
