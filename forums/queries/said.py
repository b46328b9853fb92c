"""Posts as a page of a topic reads them: the columns that it shows, and no rows of models."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value

from accounts.models import User
from forums.models import Circle, Post, Reaction, Saved, Topic
from forums.queries.compiled import CompiledQuery, Given
from forums.queries.distance import posts_met
from forums.queries.readers import Reader
from forums.querysets import PostQuerySet

# How many levels of answers a page shows; what lies deeper is folded into a page of its own, as a
# phone could not show it. The index `post_fold_in_topic` counts by the same number.
LEVELS = 5


class Said(NamedTuple):
    """A post, with the names of whoever wrote it and of whom it answers."""

    pk: int
    ref: str
    path: str
    depth: int
    answers_count: int
    author_id: int
    author_name: str
    parent_id: int | None
    parent_ref: str | None
    parent_name: str | None
    html: str
    pictures_html: str
    notes: list[str]
    said_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    hidden_at: datetime | None
    # What the reader said to it without words; whether they saved it; whether anybody reacted.
    given: list[str]
    is_saved: bool
    is_heard: bool

    def is_standing(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None

    @property
    def fold(self) -> int:
        return fold_of(self.depth)


COLUMN_OF = {
    "author_name": "author__name",
    "parent_ref": "parent__ref",
    "parent_name": "parent__author__name",
}
COLUMNS = [COLUMN_OF.get(name, name) for name in Said._fields]


def fold_of(depth: int) -> int:
    """Which of the pages of a thread shows this depth, counted from the beginning down."""
    return max(depth - 1, 0) // LEVELS


class Meets(NamedTuple):
    """What may keep posts of a topic from a reader. Most readers meet all of them, and then
    nothing is asked of any."""

    blocks: bool
    mutes: bool


class Met:
    """The posts of one topic that one reader meets in it."""

    def __init__(self, topic: Topic, reader: Reader) -> None:
        self.meets = Meets(reader.meets_blocks, reader.has_mutes)
        self.values: dict[str, Any] = {"topic": topic.pk}
        if reader.user.is_authenticated:
            self.values["user"] = reader.user.pk

    def with_refs(self, one: str, other: str) -> list[Said]:
        return self._ask(WITH_REFS, one=one, other=other)

    def opening(self) -> list[Said]:
        return self._ask(OPENING)

    def onward(self, *, fold: int, start: str, end: str, limit: int) -> list[Said]:
        """In reading order, from one place on and before another one."""
        return self._ask(ONWARD, fold=fold, start=start, end=end, limit=limit)

    def back(self, *, fold: int, start: str, end: str, limit: int) -> list[Said]:
        """Against the reading order, from before one place back to another one."""
        return self._ask(BACK, fold=fold, start=start, end=end, limit=limit)

    def later(self, *, edge: int, limit: int) -> list[Said]:
        return self._ask(LATER, edge=edge, limit=limit)

    def sooner(self, *, edge: int, limit: int) -> list[Said]:
        return self._ask(SOONER, edge=edge, limit=limit)

    def with_answers(self, posts: Collection[Said]) -> set[int]:
        """The ids of those that have an answer which is met."""
        answered = {post.pk for post in posts if post.answers_count}
        if not answered or not any(self.meets):
            return answered
        answers = _met(Given(**self.values), self.meets).filter(parent=OuterRef("pk"))
        found = Post.objects.filter(Exists(answers), pk__in=answered)
        return set(found.values_list("pk", flat=True))

    def _ask(self, query: CompiledQuery, limit: int = 0, **values: Any) -> list[Said]:
        rows = query.rows(self.values | values, meets=self.meets, limit=limit)
        return [Said._make(row) for row in rows]


Posts: TypeAlias = "QuerySet[Post, Any]"


def _met(given: Given, meets: Meets) -> PostQuerySet:
    reader = Reader(
        User(pk=getattr(given, "user", None)),
        Circle(),
        has_blocks=meets.blocks,
        has_mutes=meets.mutes,
    )
    return posts_met(Topic(pk=given.topic), reader)


def _shown(given: Given, meets: Meets) -> PostQuerySet:
    """The same with what the reader left at each; signed out, nobody left anything."""
    posts = _met(given, meets)
    if not hasattr(given, "user"):
        nothing = Value([], output_field=ArrayField(TextField()))
        return posts.annotate(given=nothing, is_saved=Value(False), is_heard=Value(False))
    reactions = Reaction.objects.filter(post=OuterRef("pk"))
    return posts.annotate(
        given=ArraySubquery(reactions.filter(by__owner=given.user).values("kind")),
        is_saved=Exists(Saved.objects.filter(post=OuterRef("pk"), user=given.user)),
        is_heard=Exists(reactions),
    )


def in_fold(posts: PostQuerySet, fold: int) -> PostQuerySet:
    return posts.alias(fold=(F("depth") - 1) / LEVELS).filter(fold=fold)


def _with_refs(given: Given, *, meets: Meets, limit: int) -> Posts:
    of_these = Q(ref=given.one) | Q(ref=given.other)
    return _shown(given, meets).filter(of_these).values_list(*COLUMNS)


def _opening(given: Given, *, meets: Meets, limit: int) -> Posts:
    return _shown(given, meets).filter(parent=None).values_list(*COLUMNS)


def _onward(given: Given, *, meets: Meets, limit: int) -> Posts:
    posts = in_fold(_shown(given, meets), given.fold).filter(
        path__gte=given.start, path__lt=given.end
    )
    return posts.order_by("path").values_list(*COLUMNS)[:limit]


def _back(given: Given, *, meets: Meets, limit: int) -> Posts:
    posts = in_fold(_shown(given, meets), given.fold).filter(
        path__gte=given.start, path__lt=given.end
    )
    return posts.order_by("-path").values_list(*COLUMNS)[:limit]


def _later(given: Given, *, meets: Meets, limit: int) -> Posts:
    posts = _shown(given, meets).filter(parent__isnull=False, pk__gte=given.edge)
    return posts.order_by("pk").values_list(*COLUMNS)[:limit]


def _sooner(given: Given, *, meets: Meets, limit: int) -> Posts:
    posts = _shown(given, meets).filter(parent__isnull=False, pk__lte=given.edge)
    return posts.order_by("-pk").values_list(*COLUMNS)[:limit]


WITH_REFS, OPENING = CompiledQuery(_with_refs), CompiledQuery(_opening)
ONWARD, BACK = CompiledQuery(_onward), CompiledQuery(_back)
LATER, SOONER = CompiledQuery(_later), CompiledQuery(_sooner)
