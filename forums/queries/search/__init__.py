"""Finding what was said. What the searcher may not see cannot be found, by any words."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from forums.choices import Language, Order, Within
from forums.models import Circle
from forums.queries.compiled import CompiledQuery, made
from forums.queries.search.statements import BEST, CIRCLES, NEWEST, Found
from forums.refs import is_ref

FOUND_PER_PAGE = 20
# What fits best is chosen among so many: to weigh a post it has to be read, and a word that
# everybody says would have all of them read.
BEST_OF_LATEST = 100
# How many of the latest posts are looked through for each one that is wanted, before the index is
# asked. Words that are missed in this way are rare, and then the index has few posts to name.
LOOKED_THROUGH = 50
DAYS_BACK = {Within.WEEK: 7, Within.MONTH: 30, Within.YEAR: 365}


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
    posts: Sequence[Found]
    # The ref after which the next page begins; empty on the last.
    older: str = ""
    # The words say too little to look for them: "the", or "-this" and nothing else.
    says_too_little: bool = False


@dataclass(frozen=True)
class Searcher:
    """Who looks for something, and what may be kept from them."""

    user: User | AnonymousUser
    # Those of which they may know, by name.
    circles: Sequence[Circle]
    has_blocks: bool
    has_mutes: bool


def searcher_of(user: User | AnonymousUser) -> Searcher:
    """One look-up."""
    rows = CIRCLES.rows({"user": user.pk} if user.is_authenticated else {})
    circles = [made(Circle, row) for *row, _has_blocks, _has_mutes in rows]
    kept_away = rows[0][-2:] if rows else [user.is_authenticated] * 2
    return Searcher(user, circles, *kept_away)


def found_page(searcher: Searcher, search: Search, *, after: str = "") -> FoundPage:
    """The posts in which the words stand, the newest first; or the page of those that fit best."""
    queries = _queries(search.words)
    if not queries.keys() & {circle.language for circle in search.circles}:
        return FoundPage([], says_too_little=bool(search.circles))
    looking = Looking.of(searcher, search, queries, after=after)
    if search.order == Order.BEST:
        return FoundPage(looking.for_best())
    rows = looking.for_newest(most=FOUND_PER_PAGE + 1)
    older = rows[FOUND_PER_PAGE - 1].ref if len(rows) > FOUND_PER_PAGE else ""
    return FoundPage(rows[:FOUND_PER_PAGE], older)


def since(when: str, *, now: datetime) -> datetime | None:
    return now - timedelta(days=DAYS_BACK[Within(when)]) if when else None


# --- How the words are read -------------------------------------------------------------------


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


# --- How it is looked for ---------------------------------------------------------------------


@dataclass(frozen=True)
class Looking:
    """A search as the database is asked for it: what differs each time, and what does not."""

    values: Mapping[str, Any]
    shape: Mapping[str, Hashable]

    @classmethod
    def of(
        cls, searcher: Searcher, search: Search, queries: dict[str, str], *, after: str
    ) -> "Looking":
        is_member = searcher.user.is_authenticated
        values: dict[str, Any] = {
            "words": search.words,
            "circles": ",".join(str(circle.pk) for circle in search.circles),
        }
        readings = _alike(queries)
        for number, (query, languages) in enumerate(readings.items()):
            values |= {f"query_{number}": query, f"languages_{number}": ",".join(languages)}
        if is_member:
            values["user"] = searcher.user.pk
        if search.since:
            values["since"] = search.since
        if is_ref(after):
            values["after"] = after
        shape = {
            "readings": len(readings),
            "mine": search.mine and is_member,
            "blocks": searcher.has_blocks,
            "mutes": searcher.has_mutes,
        }
        return cls(values, shape)

    def for_newest(self, *, most: int) -> list[Found]:
        found = self._among_latest(NEWEST, wanted=most, most=most)
        return found if len(found) == most else self._ask(NEWEST, most=most, among=None)

    def for_best(self) -> list[Found]:
        shape = {"most": FOUND_PER_PAGE, "best_of": BEST_OF_LATEST}
        found = self._among_latest(BEST, wanted=BEST_OF_LATEST, **shape)
        if found and found[0].of == BEST_OF_LATEST:
            return found
        return self._ask(BEST, among=None, **shape)

    def _among_latest(self, query: CompiledQuery, *, wanted: int, **shape: Hashable) -> list[Found]:
        """Nothing of one's own, of which there are few: they are looked through in any case."""
        if self.shape["mine"]:
            return []
        return self._ask(query, among=wanted * LOOKED_THROUGH, **shape)

    def _ask(self, query: CompiledQuery, **shape: Hashable) -> list[Found]:
        return [Found._make(row) for row in query.rows(self.values, **self.shape, **shape)]
