"""What somebody meets and what they keep away from, where a page or a count needs to know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import User
from forums.models import Block, Circle, ContentNote, Mute, Post, Topic
from forums.paths import paths_above
from forums.queries.readers import Reader
from forums.querysets import PostQuerySet, TopicQuerySet
from forums.querysets.distance import behind_a_block, has_appeared_to, in_or_below, muted

# Sorts behind every place that begins in the same way (forums/paths.py).
BEHIND_ALL = Value("~")


def posts_met(topic: Topic, reader: Reader) -> PostQuerySet:
    """The posts of a topic that the reader meets in it. Most readers meet all of them that have
    appeared, and then nothing else is asked of any."""
    return _met(topic.posts.all(), reader)


def _met(posts: PostQuerySet, reader: Reader) -> PostQuerySet:
    # To its moderators, everything in a circle is there.
    if not reader.is_moderator:
        posts = posts.filter(has_appeared_to(reader.user, author="author"))
    if reader.meets_blocks:
        posts = posts.visible_to(reader.user)
    return posts.unmuted_within_topic(reader.user) if reader.has_mutes else posts


def as_met(topics: TopicQuerySet, reader: Reader) -> "QuerySet[Topic, Any]":
    """Topics with the answers that the reader meets in them, `met`, and the newest post's time of
    these, `last_met_at`.

    What is not met is counted, not what is: it is little, however long a topic grows.
    """
    unmet = _tops_of_unmet(reader).filter(topic=OuterRef("pk")).values("topic")
    newest = _met(Post.objects.appeared().filter(topic=OuterRef("pk")), reader).order_by("-id")
    return topics.alias(
        unmet=Coalesce(
            Subquery(unmet.annotate(sum=Cast(Sum("size"), BigIntegerField())).values("sum")), 0
        )
    ).annotate(
        met=F("replies_count") - F("unmet"),
        last_met_at=Case(
            When(unmet=0, then=F("last_post_at")), default=Subquery(newest.values("said_at")[:1])
        ),
    )


def _tops_of_unmet(reader: Reader) -> PostQuerySet:
    """The answers at which something begins that the reader does not meet, each with the `size`
    of all that hangs from it."""
    user = cast(User, reader.user)
    which = Q()
    if reader.meets_blocks:
        which |= behind_a_block(user, author="author")
    if reader.has_mutes:
        which |= muted(user, author="author")
    answers = Post.objects.filter(parent__isnull=False)
    in_and_below = Post.objects.appeared().filter(
        topic=OuterRef("topic"),
        path__gte=OuterRef("path"),
        path__lt=Concat(OuterRef("path"), BEHIND_ALL),
    )
    size = in_and_below.values("topic").annotate(size=Count("pk")).values("size")
    tops = answers.filter(which).filter(~in_or_below(answers, which & ~Q(pk=OuterRef("pk"))))
    return tops.annotate(size=Subquery(size))


def those_who_hear(post: Post, users: Collection[int]) -> set[int]:
    """Whom of these the post may be told: who may read it, and keeps away from nothing of it.

    Few keep away from anything that it hangs from; only these are asked one by one.
    """
    # An account that was closed is an empty row, which still points at what is to be erased.
    readers = User.objects.filter(pk__in=users, is_active=True)
    if post.topic.circle.is_closed():
        readers = readers.filter(memberships__circle=post.topic.circle)
    may_not = readers.filter(pk__in=_who_may_keep_away(post).values("pk"))
    heard = Post.objects.filter(pk=post.pk)
    deaf = {user.pk for user in may_not if not heard.visible_to(user).unmuted_for(user).exists()}
    return set(readers.values_list("pk", flat=True)) - deaf


def _who_may_keep_away(post: Post) -> "QuerySet[User]":
    chain = Post.objects.filter(topic=post.topic, path__in=[*paths_above(post.path), post.path])
    said = list(chain.values_list("author", "notes"))
    authors, notes = {author for author, _ in said}, {note for _, named in said for note in named}
    mutes = Mute.objects.filter(
        Q(persona__in=authors)
        | Q(note__in=notes)
        | Q(topic=post.topic)
        | Q(circle=post.topic.circle)
    )
    return User.objects.filter(
        Q(pk__in=mutes.values("user"))
        | Q(pk__in=Block.objects.filter(persona__in=authors).values("by__owner"))
        | Q(pk__in=Block.objects.filter(by__in=authors).values("persona__owner"))
    )


@dataclass(frozen=True)
class KeptAtADistance:
    """All that somebody keeps away from, by themselves. Who keeps away from them is not in it,
    and people are called what they were called when it was chosen."""

    blocks: Sequence[Block]
    personas: Sequence[Mute]
    topics: Sequence[Mute]
    circles: Sequence[Mute]
    notes: Sequence[str]
    # Of the muted topics, those that can be opened now: of others, no title is told.
    open_topics: Collection[int]


def kept_at_a_distance(user: User) -> KeptAtADistance:
    mutes = list(
        Mute.objects.filter(user=user).select_related("persona", "topic", "circle").order_by("pk")
    )
    topics = [mute for mute in mutes if mute.topic_id]
    can_open = Topic.objects.visible_to(user).filter(pk__in=[mute.topic_id for mute in topics])
    return KeptAtADistance(
        blocks=list(
            Block.objects.filter(by__owner=user).select_related("by", "persona").order_by("pk")
        ),
        personas=[mute for mute in mutes if mute.persona_id],
        topics=topics,
        circles=[mute for mute in mutes if mute.circle_id],
        notes=[mute.note for mute in mutes if mute.note],
        open_topics=set(can_open.values_list("pk", flat=True)) if topics else (),
    )


def notes_to_mute(kept: KeptAtADistance) -> list[str]:
    """The operator's list, and what is muted already, though it may stand there no more."""
    listed = list(ContentNote.objects.order_by("place").values_list("name", flat=True))
    return listed + sorted(set(kept.notes) - set(listed))


def post_to_block(user: User, ref: str) -> Post | None:
    """A post whose author somebody may block: one that they see, or that they have just put out
    of their own sight, so that a button pressed twice does what it did."""
    posts = Post.objects.select_related("author", "topic__circle").filter(ref=ref)
    if post := posts.visible_to(user).first():
        return post
    blocked = Block.objects.filter(by__owner=user).values("persona")
    readable = Circle.objects.readable_by(user)
    return posts.appeared_to(user).filter(topic__circle__in=readable, author__in=blocked).first()


def is_muted(user: User, *, topic: Topic | None = None, circle: Circle | None = None) -> bool:
    mutes = Mute.objects.filter(user=user, persona=None, note=None)
    return mutes.filter(topic=topic, circle=circle).exists()
