"""What the database is asked in a search.

PostgreSQL cannot know how often a word was said lately, so it is not left to guess. A common word
is found among the latest posts, one by one; any other through the index. Lists of ids stand
between the steps: of these PostgreSQL expects a few, and looks up what belongs to each instead of
reading whole tables (docs/decisions/0009-search.md).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import (
    SearchConfig,
    SearchHeadline,
    SearchQueryField,
    SearchRank,
)
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    F,
    Func,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Left, Length

from accounts.models import User
from forums.models import Circle, Post, SearchEntry
from forums.queries.compiled import CompiledQuery, Given, columns, is_any
from forums.querysets import PostQuerySet
from forums.querysets.distance import has_blocks, has_mutes

NEWEST_FIRST = ("-said_at", "-pk")
# Later than every post, and behind every id.
NEVER, LAST = datetime(9999, 1, 1, tzinfo=UTC), 2**63 - 1
# Letters of a post that is shown whole, with its markup, and those of a long one that are marked.
SHORT, MARKED = 300, 20_000
# Around the words that were found. No text has them in it: `forums_legible` takes them out.
MARK_STARTS, MARK_ENDS = "\x02", "\x03"

LANGUAGE_OF_POST = SearchConfig(F("search_entry__language"))

Posts: TypeAlias = "QuerySet[Post, Any]"


class Found(NamedTuple):
    """A post as the page shows it: plain text, with marks around what was found."""

    ref: str
    said_at: datetime
    author_name: str
    circle_name: str
    marked_title: str
    marked_words: str
    # Among how many it was chosen.
    of: int


COLUMNS = ("ref", "said_at", "author__name", "topic__circle__name")


def _found_newest(given: Given, *, most: int, **shape: Any) -> Posts:
    posts = _found(given, **shape).annotate(of=Value(0))
    return _marked(posts, given)[:most]


def _found_best(given: Given, *, most: int, best_of: int, **shape: Any) -> Posts:
    latest = _found(given, **shape)[:best_of]
    # 1: a long post has more words to say the same with.
    rank = SearchRank(F("search_entry__words"), _query_of_post(given), normalization=1)
    posts = Post.objects.filter(is_any("pk", latest.values("pk")))
    posts = posts.annotate(of=Window(Count("pk"))).order_by(rank.desc(), *NEWEST_FIRST)
    return _marked(posts, given)[:most]


NEWEST, BEST = CompiledQuery(_found_newest), CompiledQuery(_found_best)


def _found(
    given: Given, *, readings: int, mine: bool, among: int | None, blocks: bool, mutes: bool
) -> PostQuerySet:
    """What is found among one's own posts, or so many of the latest, or all; the newest first."""
    posts, older = _searched(given, blocks=blocks, mutes=mutes), _older_than(given)
    entries = SearchEntry.objects.filter(_says(given, readings))
    if mine:
        own = Post.objects.filter(author__owner=given.user)
        entries = entries.filter(is_any("post", own.values("pk")))
    elif among is not None:
        latest = Post.objects.filter(*older).order_by(*NEWEST_FIRST)
        entries = entries.filter(is_any("post", latest.values("pk")[:among]))
    posts = posts.filter(*older, is_any("pk", entries.values("post")))
    return posts.order_by(*NEWEST_FIRST)


def _searched(given: Given, *, blocks: bool, mutes: bool) -> PostQuerySet:
    reader, posts = _reader(given), Post.objects.standing()
    if blocks:
        posts = posts.visible_to(reader)
    else:
        # All that stands where they may read.
        posts = posts.filter(topic__circle__in=Circle.objects.readable_by(reader))
    if mutes:
        posts = posts.unmuted_for(reader)
    posts = posts.filter(_holds("topic__circle", _listed(given.circles, "bigint[]")))
    return posts.filter(said_at__gte=given.since) if hasattr(given, "since") else posts


def _reader(given: Given) -> User | AnonymousUser:
    return User(pk=given.user) if hasattr(given, "user") else AnonymousUser()


def _older_than(given: Given) -> Sequence[Q]:
    """Behind a post of the page before, whatever has become of it meanwhile. A ref of what they do
    not see is no place, and the pages begin at their beginning."""
    if not hasattr(given, "after"):
        return ()
    edge = Post.objects.visible_to(_reader(given)).filter(ref=given.after)
    at = Coalesce(Subquery(edge.values("said_at")), Value(NEVER, DateTimeField()))
    pk = Coalesce(Subquery(edge.values("pk")), Value(LAST))
    # The first condition says it for the index, the second one for posts of the same moment.
    return Q(said_at__lte=at), Q(said_at__lt=at) | Q(pk__lt=pk)


def _says(given: Given, readings: int) -> Q:
    """Entries in which the words stand, as one of their languages reads them."""
    return reduce(or_, (_reads(given, number) for number in range(readings)))


def _reads(given: Given, number: int) -> Q:
    query = Cast(Value(getattr(given, f"query_{number}")), SearchQueryField())
    languages = getattr(given, f"languages_{number}")
    return Q(_holds("words", query, by=" @@ "), _holds("language", _listed(languages, "text[]")))


def _listed(listed: str, kind: str) -> Func:
    """Any of a list, which is given as text: its length is no part of the query."""
    return Func(Value(listed), template=f"any(string_to_array(%(expressions)s, ',')::{kind})")


def _holds(column: str, value: Combinable, *, by: str = " = ") -> Func:
    return Func(
        F(column),
        value,
        template="(%(expressions)s)",
        arg_joiner=by,
        output_field=BooleanField(),
    )


def _circles(given: Given) -> "QuerySet[Circle, Any]":
    reader = _reader(given)
    circles = Circle.objects.readable_by(reader).unmuted_for(reader).order_by("name")
    if not reader.is_authenticated:
        return circles.values_list(*columns(Circle), Value(False), Value(False))
    return circles.values_list(*columns(Circle), has_blocks(reader), has_mutes(reader))


CIRCLES = CompiledQuery(_circles)


# --- How it is shown --------------------------------------------------------------------------


def _marked(posts: PostQuerySet, given: Given) -> Posts:
    """A short post is shown whole, of a long one what stands around the words."""
    plain = Left(Func("html", function="forums_plain_text", output_field=TextField()), MARKED)
    whole = _marks(plain, given, whole=True)
    around = Concat(Value("… "), _marks(plain, given), Value(" …"), output_field=TextField())
    return posts.alias(length=Length("html")).values_list(
        *COLUMNS,
        _marks(F("topic__title"), given, whole=True),
        Case(When(length__lte=SHORT, then=whole), default=around),
        "of",
    )


def _marks(text: Combinable, given: Given, *, whole: bool = False) -> SearchHeadline:
    return SearchHeadline(
        Func(text, function="forums_legible", output_field=TextField()),
        _query_of_post(given),
        config=LANGUAGE_OF_POST,
        start_sel=MARK_STARTS,
        stop_sel=MARK_ENDS,
        highlight_all=whole,
        max_fragments=0 if whole else 2,
        max_words=30,
        min_words=15,
        short_word=0,  # type: ignore[arg-type]  # the stubs ask for text, PostgreSQL for a number
        fragment_delimiter=" … ",
    )


def _query_of_post(given: Given) -> Func:
    """The query as the language of the post reads it."""
    return Func(
        LANGUAGE_OF_POST,
        Value(given.words),
        function="forums_search_query",
        output_field=SearchQueryField(),
    )
