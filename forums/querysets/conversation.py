from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User

if TYPE_CHECKING:
    from forums.models import Circle, Post, Topic


def circles_visible_to(reader: User | AnonymousUser) -> "QuerySet[Circle]":
    return apps.get_model("forums", "Circle").objects.visible_to(reader)


class TopicQuerySet(QuerySet["Topic"]):
    def visible_to(self, reader: User | AnonymousUser) -> "TopicQuerySet":
        return self.filter(circle__in=circles_visible_to(reader))


class PostQuerySet(QuerySet["Post"]):
    def visible_to(self, reader: User | AnonymousUser) -> "PostQuerySet":
        """Posts whose place in the conversation the reader may see.

        A hidden post keeps its place, since answers hang from it; whether its words may be read
        is `forums.rules.may_read_words`.
        """
        return self.filter(topic__circle__in=circles_visible_to(reader))

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
