"""Posts as a page of a topic reads them: the columns that it shows, and no rows of models."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import IsNull

from accounts.models import User
from forums.choices import Role
from forums.models import Circle, Post, Reaction, Saved, Topic
from forums.paths import ROOT, end_of, first_below
from forums.queries.compiled import CompiledQuery, Given, is_any
from forums.queries.distance import posts_met
from forums.queries.openings import TOPIC_WITH_CIRCLE, topic_with_circle
from forums.queries.readers import Reader
from forums.querysets import PostQuerySet
from forums.refs import is_ref

# How many levels of answers a page shows; what lies deeper is folded into a page of its own, as a
# phone could not show it. The index `post_fold_in_topic` counts by the same number.
LEVELS = 5
# No post's id is as large.
LAST = 2**63 - 1


class Said(NamedTuple):
    """A post, with the names of whoever wrote it and of whom it answers."""

    pk: int
    ref: str
    path: str
    depth: int
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
    held_at: datetime | None
    held_for: str | None
    returned_at: datetime | None
    late_as: int | None
    # Whether it stands on the last level of a page, and an answer to it is met.
    goes_on: bool
    # What the reader said to it without words; whether they saved it; whether anybody reacted.
    given: list[str]
    is_saved: bool
    is_heard: bool

    def is_standing(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None and self.held_at is None

    @property
    def came(self) -> int:
        """Where it stands among all that came to be there (forums/querysets/conversation.py)."""
        return self.late_as or self.pk

    @property
    def fold(self) -> int:
        return fold_of(self.depth)


COLUMN_OF = {
    "author_name": "author__name",
    "parent_ref": "parent__ref",
    "parent_name": "parent__author__name",
}
COLUMNS = [COLUMN_OF.get(name, name) for name in Said._fields]
# Where each post that somebody meets stands below the one it answers.
WITHOUT_PARENTS = [
    Value(None, TextField()) if name.startswith("parent__") else name for name in COLUMNS
]


def fold_of(depth: int) -> int:
    """Which of the pages of a thread shows this depth, counted from the beginning down."""
    return max(depth - 1, 0) // LEVELS


class Meets(NamedTuple):
    """What may keep posts of a topic from a reader, and whether nothing that waits does. Most
    readers meet all that have appeared, and then nothing else is asked of any."""

    blocks: bool
    mutes: bool
    moderates: bool


# As whoever is not signed in.
ALL = Meets(blocks=False, mutes=False, moderates=False)


class Found(NamedTuple):
    """Posts of a page, and beside them those that its address names, by their refs."""

    posts: list[Said]
    named: dict[str, Said]


class Met:
    """The posts of one topic that one reader meets in it. Each page is one look-up."""

    def __init__(self, topic: Topic, reader: Reader) -> None:
        self.meets = Meets(reader.meets_blocks, reader.has_mutes, reader.is_moderator)
        self.values: dict[str, Any] = {"topic": topic.pk}
        if reader.user.is_authenticated:
            self.values["user"] = reader.user.pk

    def nested(self, *, thread: str, edge: str, goes_back: bool, limit: int) -> Found:
        """In reading order: a thread, or the topic as a whole, from the edge on; or back from
        before it."""
        return self._found(NESTED, thread=thread, edge=edge, goes_back=goes_back, limit=limit)

    def flat(self, *, edge: str, goes_back: bool, newest_first: bool, limit: int) -> Found:
        """All answers by the time at which they came in; the opening post is always named."""
        return self._found(
            FLAT, thread="", edge=edge, goes_back=goes_back, newest_first=newest_first, limit=limit
        )

    def _found(
        self, query: CompiledQuery, *, thread: str, edge: str, goes_back: bool, **shape: Any
    ) -> Found:
        thread, edge = (ref if is_ref(ref) else "" for ref in (thread, edge))
        refs = {"thread": thread, "edge": edge} if thread or edge else {}
        goes_back = goes_back and bool(edge)
        rows = query.rows(self.values | refs, meets=self.meets, goes_back=goes_back, **shape)
        named = [Said._make(row) for *row, is_named in rows if is_named]
        posts = [Said._make(row) for *row, is_named in rows if not is_named]
        found = Found(posts, {post.ref: post for post in named})
        if goes_back and edge not in found.named:
            # What the page was to end before is not met.
            return self._found(query, thread=thread, edge="", goes_back=False, **shape)
        return found


def first_met_by_visitors(ref: str, *, limit: int) -> tuple[Topic, list[Said]] | None:
    """A topic, and how it begins in reading order for whoever is not signed in: one look-up.
    Nothing where they may not see it, and where they meet nothing in it."""
    rows = BEGINNING.rows({"ref": ref}, limit=limit)
    if not rows:
        return None
    width = len(Said._fields)
    return topic_with_circle(rows[0][width:]), [Said._make(row[:width]) for row in rows]


Posts: TypeAlias = "QuerySet[Post, Any]"


def _met(given: Given, meets: Meets) -> PostQuerySet:
    if not hasattr(given, "topic"):
        return _beginning_met(given)
    reader = Reader(
        User(pk=given.user) if hasattr(given, "user") else AnonymousUser(),
        Circle(),
        role=Role.MODERATOR if meets.moderates else None,
        has_blocks=meets.blocks,
        has_mutes=meets.mutes,
    )
    return posts_met(Topic(pk=given.topic), reader)


def _page(
    given: Given, meets: Meets, rows: PostQuerySet, *, order: str, named: Sequence[PostQuerySet]
) -> Posts:
    """A page of posts that are met, and those that its address names. Which they are is asked
    first, and then what is shown of them, one by one: together, PostgreSQL may well read all of a
    topic to show a page of it."""
    posts = Post.objects.filter(is_any("pk", rows.values("pk"))).order_by(order)
    if not named:
        meets_all = not (meets.blocks or meets.mutes)
        columns = WITHOUT_PARENTS if meets_all else COLUMNS
        return _shown(posts, given, meets).values_list(*columns, Value(False))
    page = _shown(posts, given, meets).values_list(*COLUMNS, Value(False))
    beside = reduce(or_, (Q(is_any("pk", post.values("pk"))) for post in named))
    posts = _shown(Post.objects.filter(beside), given, meets)
    return posts.values_list(*COLUMNS, Value(True)).union(page, all=True)


def _shown(posts: PostQuerySet, given: Given, meets: Meets) -> PostQuerySet:
    """With what the reader left at each; signed out, nobody left anything."""
    posts = posts.alias(on_last_level=F("depth") % LEVELS)
    posts = posts.annotate(goes_on=_goes_on(given, meets))
    if not hasattr(given, "user"):
        nothing = Value([], output_field=ArrayField(TextField()))
        return posts.annotate(given=nothing, is_saved=Value(False), is_heard=Value(False))
    reactions = Reaction.objects.filter(post=OuterRef("pk"))
    return posts.annotate(
        given=ArraySubquery(reactions.filter(by__owner=given.user).values("kind")),
        is_saved=_has_any(Saved.objects.filter(post=OuterRef("pk"), user=given.user)),
        is_heard=_has_any(reactions),
    )


def _has_any(rows: "QuerySet[Any, Any]") -> IsNull:
    """Asked of the posts of a page alone. Of EXISTS, PostgreSQL counts on having to ask it of all
    posts of a topic, and where that is a long one it first reads every row that there may be."""
    return IsNull(Subquery(rows.values("pk")[:1]), False)


def _goes_on(given: Given, meets: Meets) -> Case:
    is_met = _has_any(_met(given, meets).filter(parent=OuterRef("pk")))
    # Given a number is what waits as well, and counted is what came before there were numbers.
    is_answered = Q(answers_count__gt=0) | Q(answers_numbered__gt=0)
    return Case(When(is_answered, depth__gt=0, on_last_level=0, then=is_met), default=Value(False))


class _Fold(Func):
    """As the index `post_fold_in_topic` has it, to the letter: of numbers that are bound to
    a statement PostgreSQL does not see that they are the same."""

    template = f"((%(expressions)s - 1) / {LEVELS})"
    output_field = IntegerField()


def in_fold(posts: PostQuerySet, fold: int | Combinable) -> PostQuerySet:
    return posts.alias(fold=_Fold("depth")).filter(fold=fold)


def _nested(given: Given, *, meets: Meets, goes_back: bool, limit: int) -> Posts:
    met, order, named = _met(given, meets), "-path" if goes_back else "path", []
    if hasattr(given, "thread"):
        named = [met.filter(ref=given.thread), met.filter(ref=given.edge)]
        thread, edge = named[0], Subquery(named[1].values("path"))
        until = Q(path__lt=edge) if goes_back else Q(path__gte=Coalesce(edge, Value(ROOT)))
        rows = _below(met, thread).filter(until)
    else:
        rows = in_fold(met, 0)
    return _page(given, meets, rows.order_by(order)[:limit], order=order, named=named)


def _below(posts: PostQuerySet, thread: PostQuerySet) -> PostQuerySet:
    """Those that the pages of a thread show; of the whole topic, where there is no such thread."""
    fold = thread.values(fold_below=F("depth") / LEVELS)
    begins, ends = (
        thread.values(place=Concat("path", Value(beyond), output_field=TextField()))
        for beyond in (first_below(ROOT), end_of(ROOT))
    )
    return in_fold(posts, Coalesce(Subquery(fold), 0)).filter(
        path__gte=Coalesce(Subquery(begins), Value(ROOT)),
        path__lt=Coalesce(Subquery(ends), Value(end_of(ROOT))),
    )


def _flat(given: Given, *, meets: Meets, goes_back: bool, newest_first: bool, limit: int) -> Posts:
    met = _met(given, meets)
    rows, named = met.filter(parent__isnull=False), [met.filter(path=ROOT)]
    goes_up = goes_back == newest_first
    if hasattr(given, "edge"):
        named.append(met.filter(ref=given.edge))
        edge = Coalesce(Subquery(named[1].values("pk")), 0 if goes_up else LAST)
        side = f"{'gt' if goes_up else 'lt'}{'' if goes_back else 'e'}"
        rows = rows.filter(**{f"pk__{side}": edge})
    order = "pk" if goes_up else "-pk"
    return _page(given, meets, rows.order_by(order)[:limit], order=order, named=named)


def _beginning(given: Given, *, limit: int) -> Posts:
    rows = in_fold(_met(given, ALL), 0).order_by("path")[:limit]
    posts = Post.objects.filter(is_any("pk", rows.values("pk"))).order_by("path")
    topic = [F(f"topic__{name}") for name in TOPIC_WITH_CIRCLE]
    return _shown(posts, given, ALL).values_list(*WITHOUT_PARENTS, *topic)


def _beginning_met(given: Given) -> PostQuerySet:
    topics = Topic.objects.visible_to(AnonymousUser()).filter(ref=given.ref)
    return Post.objects.filter(topic=Subquery(topics.values("pk"))).appeared()


NESTED, FLAT = CompiledQuery(_nested), CompiledQuery(_flat)
BEGINNING = CompiledQuery(_beginning)
