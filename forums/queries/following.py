from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import User
from forums.models import Circle, Following, Post, Reading, Topic


@dataclass(frozen=True)
class Progress:
    """How far somebody has read a topic, what is new since, and whether they follow it."""

    # Posts after this one are new; nothing where it is the first time.
    read_up_to: int | None
    newest: int
    # Where the new ones begin; nothing where there are none.
    first_new: str
    follows: bool

    @property
    def has_something_unseen(self) -> bool:
        return self.newest != self.read_up_to


def progress_in(topic: Topic, user: User) -> Progress:
    """One look-up, along indexes, whatever the length of the topic."""
    read_up_to = Reading.objects.filter(user=user, topic=topic).values("up_to")
    posts = Post.objects.filter(topic=topic)
    unread = posts.filter(pk__gt=OuterRef("read_up_to")).exclude(author__owner=user)
    row = (
        Topic.objects.filter(pk=topic.pk)
        .annotate(read_up_to=Subquery(read_up_to))
        .values_list(
            "read_up_to",
            Subquery(posts.order_by("-id").values("id")[:1]),
            Subquery(unread.order_by("id").values("ref")[:1]),
            Exists(Following.objects.filter(user=user, topic=topic)),
        )
    )[0]
    return Progress(row[0], row[1] or 0, row[2] or "", row[3])


def follows_circle(user: User, circle: Circle) -> bool:
    return Following.objects.filter(user=user, circle=circle).exists()
