from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from forums.choices import NoticeKind
from forums.querysets.distance import said_from_afar

if TYPE_CHECKING:
    from forums.models import Notice


class NoticeQuerySet(QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """One's own, without those of posts that have gone, are muted, or cannot be seen, of
        requests that wait for an answer no more, or not for theirs, and of what was said without
        words by nobody but people whom they keep away from."""
        posts = apps.get_model("forums", "Post").objects
        heard = posts.visible_to(user).unmuted_for(user).standing()
        # Asked for each notice: there are few of one person's, and many posts.
        asking = apps.get_model("forums", "JoinRequest").objects.visible_to(user)
        reactions = apps.get_model("forums", "Reaction").objects
        said = reactions.filter(~said_from_afar(user), post=OuterRef("post"))
        return self.filter(
            Q(post=None) | Q(Exists(heard.filter(pk=OuterRef("post")))),
            ~Q(kind=NoticeKind.ASKED) | Q(join_request__in=asking.awaiting_answer()),
            ~Q(kind=NoticeKind.WITH_YOU) | Q(Exists(said)),
            user=user,
        )

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)
