from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from accounts.models import User
from forums.models import Circle, Following, Post, Reading, Topic
from forums.queries.compiled import CompiledQuery, Given, columns, made
from forums.queries.distance import posts_met
from forums.queries.readers import Reader


@dataclass(frozen=True)
class Progress:
    """How far somebody has read a topic, what is new since, and whether they follow it."""

    # Posts after this one are new; nothing where it is the first time, or nobody's.
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
    of_topic, of_circle = len(OF_TOPIC), len(OF_CIRCLE)
    topic = made(Topic, rows[0][:of_topic], OF_TOPIC)
    circle = (topic.circle_id, *rows[0][of_topic : of_topic + of_circle])
    topic.circle = made(Circle, circle, ("id", *OF_CIRCLE))
    if not user.is_authenticated:
        return topic, Progress()
    read_up_to, newest, first_new, follows = rows[0][of_topic + of_circle :]
    return topic, Progress(read_up_to, newest or 0, first_new or "", follows)


# Without what no page of a topic needs, some of it long: it would be fetched where it is asked for.
# (psycopg keeps what it made of a statement of up to 4096 letters, and takes a longer one apart
# anew each time.)
OF_TOPIC = columns(Topic, but=("import_key", "hidden_title"))
OF_CIRCLE = columns(
    Circle,
    but=(
        *("id", "about", "guidelines", "question", "language", "opened_on", "notes"),
        *("pause_minutes", "holding", "newcomer_posts", "allows_images"),
    ),
)


def _opened(given: Given, *, is_member: bool) -> "QuerySet[Topic, Any]":
    # Expressions, since those are not called by their long names.
    shown = [*map(F, OF_TOPIC), *(F(f"circle__{name}") for name in OF_CIRCLE)]
    if not is_member:
        topics = Topic.objects.visible_to(AnonymousUser()).filter(ref=given.ref)
        return topics.values_list(*shown)
    reader = User(pk=given.user)
    topics = Topic.objects.visible_to(reader).filter(ref=given.ref)
    posts = Post.objects.appeared().filter(topic=OuterRef("pk"))
    unread = posts.filter(pk__gt=OuterRef("read_up_to")).exclude(author__owner=reader)
    read_up_to = Reading.objects.filter(user=reader, topic=OuterRef("pk")).values("up_to")
    return topics.annotate(read_up_to=Subquery(read_up_to)).values_list(
        *shown,
        "read_up_to",
        Subquery(posts.order_by("-id").values("id")[:1]),
        Subquery(unread.order_by("id").values("ref")[:1]),
        Exists(Following.objects.filter(user=reader, topic=OuterRef("pk"))),
    )


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
