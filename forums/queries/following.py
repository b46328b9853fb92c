from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from accounts.models import User
from forums.models import Following, Post, Reading, Topic
from forums.queries.compiled import CompiledQuery, Given
from forums.queries.distance import posts_met
from forums.queries.openings import TOPIC_WITH_CIRCLE, topic_with_circle
from forums.queries.readers import Reader
from forums.querysets.conversation import CAME


@dataclass(frozen=True)
class Progress:
    """How far somebody has read a topic, what is new since, and whether they follow it."""

    # Posts that came after this one are new; nothing where it is the first time, or nobody's.
    read_up_to: int | None = None
    newest: int = 0
    # Where the new ones begin; nothing where there are none.
    first_new: str = ""
    follows: bool = False

    @property
    def has_something_unseen(self) -> bool:
        return self.newest != self.read_up_to


def opened(ref: str, user: User | AnonymousUser) -> tuple[Topic, Progress] | None:
    """A topic with its circle, if this person may see it, and how far they are in it.

    One look-up, along indexes, whatever the length of the topic.
    """
    values: dict[str, Any] = {"ref": ref}
    if user.is_authenticated:
        values["user"] = user.pk
    rows = OPENED.rows(values, is_member=user.is_authenticated)
    if not rows:
        return None
    topic = topic_with_circle(rows[0])
    if not user.is_authenticated:
        return topic, Progress()
    read_up_to, newest, first_new, follows = rows[0][len(TOPIC_WITH_CIRCLE) :]
    return topic, Progress(read_up_to, newest or 0, first_new or "", follows)


def _opened(given: Given, *, is_member: bool) -> "QuerySet[Topic, Any]":
    # Expressions, since those are not called by their long names.
    shown = [F(name) for name in TOPIC_WITH_CIRCLE]
    if not is_member:
        topics = Topic.objects.visible_to(AnonymousUser()).filter(ref=given.ref)
        return topics.values_list(*shown)
    reader = User(pk=given.user)
    topics = Topic.objects.visible_to(reader).filter(ref=given.ref)
    posts = Post.objects.appeared().filter(topic=OuterRef("pk"))
    unread = _came_after(posts, OuterRef("read_up_to")).exclude(author__owner=reader)
    read_up_to = Reading.objects.filter(user=reader, topic=OuterRef("pk")).values("up_to")
    return topics.annotate(read_up_to=Subquery(read_up_to)).values_list(
        *shown,
        "read_up_to",
        Subquery(_last(posts)),
        Subquery(unread.order_by(CAME).values("ref")[:1]),
        Exists(Following.objects.filter(user=reader, topic=OuterRef("pk"))),
    )


def _came_after(posts: "QuerySet[Post]", edge: OuterRef) -> "QuerySet[Post]":
    return posts.alias(came=CAME).filter(came__gt=edge)


def _last(posts: "QuerySet[Post]") -> "QuerySet[Post, Any]":
    return posts.order_by(CAME.desc()).values(came=CAME)[:1]


OPENED = CompiledQuery(_opened)


def progress_met(progress: Progress, topic: Topic, reader: Reader) -> Progress:
    """The same for a reader who does not meet everything; most do, and then nothing is asked."""
    if reader.meets_blocks or reader.has_mutes:
        return progress_in(topic, reader)
    return progress


def progress_in(topic: Topic, reader: Reader) -> Progress:
    """One look-up, along indexes, whatever the length of the topic. What the reader does not meet
    in it is not there to be new."""
    user = reader.user.pk
    read_up_to = Reading.objects.filter(user=user, topic=topic).values("up_to")
    posts = posts_met(topic, reader).appeared()
    unread = _came_after(posts, OuterRef("read_up_to")).exclude(author__owner=user)
    row = (
        Topic.objects.filter(pk=topic.pk)
        .annotate(read_up_to=Subquery(read_up_to))
        .values_list(
            "read_up_to",
            Subquery(_last(posts)),
            Subquery(unread.order_by(CAME).values("ref")[:1]),
            Exists(Following.objects.filter(user=user, topic=topic)),
        )
    )[0]
    return Progress(row[0], row[1] or 0, row[2] or "", row[3])
