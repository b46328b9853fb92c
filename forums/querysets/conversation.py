from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from forums.querysets.distance import (
    behind_a_block,
    circles_moderated_by,
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
        """Topics in circles that the reader may read, but for those opened behind a block."""
        topics = self.filter(circle__in=circles_readable_by(reader))
        if not reader.is_authenticated:
            return topics
        return topics.filter(
            ~has_blocks(reader)
            | Q(circle__in=circles_moderated_by(reader))
            | ~behind_a_block(reader, author="opened_by", topic="pk")
        )

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


class PostQuerySet(QuerySet["Post"]):
    def visible_to(self, reader: User | AnonymousUser) -> "PostQuerySet":
        """Posts whose place in the conversation the reader may see.

        A hidden post keeps its place, since answers hang from it; whether its words may be read
        is `forums.rules.may_read_words`. What stands below a post that is behind a block goes
        with it: an answer without what it answers would show that something is missing.
        """
        posts = self.filter(topic__circle__in=circles_readable_by(reader))
        if not reader.is_authenticated:
            return posts
        return posts.filter(
            ~has_blocks(reader)
            | Q(topic__circle__in=circles_moderated_by(reader))
            | ~in_or_below(_posts(), behind_a_block(reader, author="author"))
        )

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
        return self.filter(hidden_at=None, withdrawn_at=None)

    def matching(self, query: str, languages: Collection[str]) -> "PostQuerySet":
        """Posts in these languages in which the query finds its words.

        The query is a tsquery, as these languages read it (forums/queries/search.py).
        """
        found = Func(
            F("search_entry__words"),
            Cast(Value(query), SearchQueryField()),
            template="(%(expressions)s)",
            arg_joiner=" @@ ",
            output_field=BooleanField(),
        )
        return self.filter(found, search_entry__language__in=languages)
