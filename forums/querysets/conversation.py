from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from forums.querysets.distance import (
    behind_a_block,
    circles_moderated_by,
    has_appeared_to,
    has_blocks,
    has_mutes,
    in_or_below,
    muted,
    muted_circles,
    muted_topics,
)

if TYPE_CHECKING:
    from forums.models import Circle, Post, Topic


def circles_readable_by(reader: User | AnonymousUser) -> "QuerySet[Circle]":
    return apps.get_model("forums", "Circle").objects.readable_by(reader)


class TopicQuerySet(QuerySet["Topic"]):
    def begun_by(self, user: User) -> "TopicQuerySet":
        """One's own topics, under whatever name."""
        return self.filter(opened_by__owner=user).select_related("opened_by", "circle")

    def visible_to(self, reader: User | AnonymousUser) -> "TopicQuerySet":
        """Topics in circles that the reader may read, but for those opened behind a block, and
        those that have not appeared yet."""
        topics = self.filter(circle__in=circles_readable_by(reader)).appeared_to(reader)
        if not reader.is_authenticated:
            return topics
        return topics.filter(
            ~has_blocks(reader)
            | Q(circle__in=circles_moderated_by(reader))
            | ~behind_a_block(reader, author="opened_by", topic="pk")
        )

    def appeared_to(self, reader: User | AnonymousUser) -> "TopicQuerySet":
        """Without those that wait for a moderator, but for one's own, and as a moderator."""
        return self.filter(has_appeared_to(reader, author="opened_by", circle="circle"))

    def appeared(self) -> "TopicQuerySet":
        """Without those that wait for a moderator, whoever asks."""
        return self.filter(held_at=None)

    def unmuted_for(self, reader: User | AnonymousUser) -> "TopicQuerySet":
        """Without what the reader does not want to meet in a list."""
        if not reader.is_authenticated:
            return self
        return self.unmuted_within_circle(reader).exclude(circle__in=muted_circles(reader))

    def unmuted_within_circle(self, reader: User | AnonymousUser) -> "TopicQuerySet":
        """The same inside of a circle that the reader chose to open, whether it is muted or not."""
        if not reader.is_authenticated:
            return self
        unwanted = muted(reader, author="opened_by") | Q(pk__in=muted_topics(reader))
        return self.filter(~has_mutes(reader) | ~unwanted)


def _posts() -> "QuerySet[Post]":
    return apps.get_model("forums", "Post").objects.all()


# In this order posts came to be there: in that of their ids, but for those that had to wait. As the
# index `post_came_in_topic` has it.
CAME = Coalesce("late_as", "id", output_field=BigIntegerField())


class PostQuerySet(QuerySet["Post"]):
    def visible_to(self, reader: User | AnonymousUser) -> "PostQuerySet":
        """Posts whose place in the conversation the reader may see.

        A hidden post keeps its place, since answers hang from it; whether its words may be read
        is `forums.rules.may_read_words`. What stands below a post that is behind a block goes
        with it: an answer without what it answers would show that something is missing. What has
        not appeared yet has no place: it is where it will be for its author and moderators alone,
        and nothing stands below it.
        """
        posts = self.filter(topic__circle__in=circles_readable_by(reader)).appeared_to(reader)
        if not reader.is_authenticated:
            return posts
        return posts.filter(
            ~has_blocks(reader)
            | Q(topic__circle__in=circles_moderated_by(reader))
            | ~in_or_below(_posts(), behind_a_block(reader, author="author"))
        )

    def appeared_to(self, reader: User | AnonymousUser) -> "PostQuerySet":
        """Without those that wait for a moderator, but for one's own, and as a moderator."""
        return self.filter(has_appeared_to(reader, author="author", circle="topic__circle"))

    def appeared(self) -> "PostQuerySet":
        """Without those that wait for a moderator, whoever asks: all that is ever counted."""
        return self.filter(held_at=None)

    def waiting(self) -> "PostQuerySet":
        """Those of which it is a moderator's turn to say yes or no (`forums.rules.waits`)."""
        refused = Q(held_at__isnull=False, hidden_at__isnull=False)
        held = self.filter(held_for__isnull=False, returned_at=None, withdrawn_at=None)
        return held.exclude(refused)

    def unmuted_for(self, reader: User | AnonymousUser) -> "PostQuerySet":
        """Without what the reader does not want to meet in a search, a notice or a list."""
        if not reader.is_authenticated:
            return self
        return self.filter(
            ~has_mutes(reader)
            | ~(
                Q(topic__in=muted_topics(reader))
                | Q(topic__circle__in=muted_circles(reader))
                | in_or_below(_posts(), muted(reader, author="author"))
            )
        )

    def unmuted_within_topic(self, reader: User | AnonymousUser) -> "PostQuerySet":
        """The same inside of a topic that the reader chose to open: what is muted of it below
        its opening post is left out."""
        if not reader.is_authenticated:
            return self
        below = _posts().filter(parent__isnull=False)
        return self.filter(~has_mutes(reader) | ~in_or_below(below, muted(reader, author="author")))

    def written_by(self, user: User) -> "PostQuerySet":
        """One's own posts, wherever they stand."""
        return self.filter(author__owner=user).select_related("author", "topic__circle")

    def standing(self) -> "PostQuerySet":
        return self.filter(hidden_at=None, withdrawn_at=None, held_at=None)
