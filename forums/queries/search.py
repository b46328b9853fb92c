"""Finding what was said. What the searcher may not see cannot be found, by any words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import (
    SearchConfig,
    SearchHeadline,
    SearchQueryField,
    SearchRank,
)
from django.db import connection
from django.db.models import (
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Length

from accounts.models import User
from forums.choices import Language, Order, Within
from forums.models import Circle, Post
from forums.querysets import PostQuerySet

FOUND_PER_PAGE = 20
# What fits best is chosen among so many: to weigh a post it has to be read, and a word that
# everybody says would have all of them read.
BEST_OF_LATEST = 200
# How many of the latest posts are looked through for each one that is wanted, before the index is
# asked. Words that are missed in this way are rare, and then the index has few posts to name.
LOOKED_THROUGH = 100
NEWEST_FIRST = ("-said_at", "-pk")
DAYS_BACK = {Within.WEEK: 7, Within.MONTH: 30, Within.YEAR: 365}
# Letters of a post that is shown whole.
SHORT = 240
# Around the words that were found. No text has them in it: `forums_legible` takes them out.
MARK_STARTS, MARK_ENDS = "\x02", "\x03"

LANGUAGE_OF_POST = SearchConfig(F("search_entry__language"))


@dataclass(frozen=True)
class Search:
    """What somebody looks for, and where: in circles that they may see."""

    words: str
    circles: Collection[Circle]
    since: datetime | None = None
    mine: bool = False
    order: Order = Order.NEWEST


@dataclass(frozen=True)
class FoundPage:
    posts: Sequence[Post]
    # The ref after which the next page begins; empty on the last.
    older: str = ""
    # The words say too little to look for them: "the", or "-this" and nothing else.
    says_too_little: bool = False


def found_page(reader: User | AnonymousUser, search: Search, *, after: str = "") -> FoundPage:
    """The posts in which the words stand, the newest first; or the page of those that fit best.

    Each has `marked_title` and `marked_words`: plain text, with marks around what was found.
    """
    queries = _queries(search.words)
    if not queries.keys() & {circle.language for circle in search.circles}:
        return FoundPage([], says_too_little=bool(search.circles))
    readings = _alike(queries).items()
    searched = _searched(reader, search)
    posts = reduce(or_, (searched.matching(query, languages) for query, languages in readings))
    if search.order == Order.BEST:
        latest = _latest(posts, Q(), most=BEST_OF_LATEST)
        best = _best_first(posts.filter(pk__in=latest), search.words)
        return FoundPage(list(_marked(best, search.words)[:FOUND_PER_PAGE]))
    latest = _latest(posts, _older_than(reader, after), most=FOUND_PER_PAGE + 1)
    page = posts.filter(pk__in=latest[:FOUND_PER_PAGE]).order_by(*NEWEST_FIRST)
    rows = list(_marked(page, search.words))
    has_more = len(latest) > FOUND_PER_PAGE and rows
    return FoundPage(rows, older=rows[-1].ref if has_more else "")


def since(when: str, *, now: datetime) -> datetime | None:
    return now - timedelta(days=DAYS_BACK[Within(when)]) if when else None


def _queries(words: str) -> dict[str, str]:
    """How each language reads the words, where there is something in them to look for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select language, query::text from unnest(%s::text[]) as language, "
            "forums_search_query(language::regconfig, %s) as query "
            "where querytree(query) not in ('', 'T')",
            [Language.values, words],
        )
        return dict(cursor.fetchall())


def _alike(queries: dict[str, str]) -> dict[str, list[str]]:
    """Each reading once, with its languages: most read a name in the same way."""
    languages: dict[str, list[str]] = {}
    for language, query in queries.items():
        languages.setdefault(query, []).append(language)
    return languages


def _searched(reader: User | AnonymousUser, search: Search) -> PostQuerySet:
    posts = Post.objects.visible_to(reader).unmuted_for(reader).standing()
    posts = posts.filter(topic__circle__in=search.circles)
    if search.since:
        posts = posts.filter(said_at__gte=search.since)
    if search.mine and reader.is_authenticated:
        posts = posts.filter(author__owner=reader)
    return posts


def _older_than(reader: User | AnonymousUser, after: str) -> Q:
    """Behind a post of the page before, whatever has become of it meanwhile."""
    posts = Post.objects.visible_to(reader).only("said_at")
    if not after.isalnum() or not (last := posts.filter(ref=after).first()):
        return Q()
    return Q(said_at__lt=last.said_at) | Q(said_at=last.said_at, pk__lt=last.pk)


def _latest(posts: PostQuerySet, older: Q, *, most: int) -> list[int]:
    """The ids of the latest of them, however rare or common the words are.

    PostgreSQL cannot know how often a word was said lately, so it is not left to guess. A common
    word is found among the latest posts, one by one; any other through the index.
    """
    times = Post.objects.filter(older).order_by(*NEWEST_FIRST).values_list("said_at", flat=True)
    edge = list(times[most * LOOKED_THROUGH :][:1])
    near = posts.filter(older).order_by(*NEWEST_FIRST).values_list("pk", flat=True)
    found = list(near.filter(said_at__gte=edge[0])[:most] if edge else near[:most])
    if len(found) == most or not edge:
        return found
    # A sum is in no index of times, so all posts cannot be walked through in search of a rare word.
    said = ExpressionWrapper(F("said_at") + Value(timedelta(0)), output_field=DateTimeField())
    far = posts.filter(older).order_by(said.desc(), "-pk")
    return list(far.values_list("pk", flat=True)[:most])


def _best_first(posts: PostQuerySet, words: str) -> PostQuerySet:
    # 1: a long post has more words to say the same with.
    rank = SearchRank(F("search_entry__words"), _query_of_post(words), normalization=1)
    return posts.order_by(rank.desc(), *NEWEST_FIRST)


def _marked(posts: PostQuerySet, words: str) -> PostQuerySet:
    """A short post is shown whole, of a long one what stands around the words."""
    plain = Func("html", function="forums_plain_text", output_field=TextField())
    around = Concat(Value("… "), _marks(plain, words), Value(" …"), output_field=TextField())
    return (
        posts.select_related("author", "topic__circle")
        .defer("source", "html")
        .alias(length=Length(plain))
        .annotate(
            marked_title=_marks(F("topic__title"), words, whole=True),
            marked_words=Case(
                When(length__lte=SHORT, then=_marks(plain, words, whole=True)), default=around
            ),
        )
    )


def _marks(text: Combinable, words: str, *, whole: bool = False) -> SearchHeadline:
    return SearchHeadline(
        Func(text, function="forums_legible", output_field=TextField()),
        _query_of_post(words),
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


def _query_of_post(words: str) -> Func:
    """The query as the language of the post reads it."""
    return Func(
        LANGUAGE_OF_POST,
        Value(words),
        function="forums_search_query",
        output_field=SearchQueryField(),
    )
