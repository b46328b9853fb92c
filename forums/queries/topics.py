"""Pages of a circle's topics. Keyset pages: the thousandth costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateTimeField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from forums.models import Circle, Topic
from forums.queries.compiled import CompiledQuery, Given
from forums.queries.distance import as_met
from forums.queries.readers import Reader
from forums.querysets.distance import has_appeared_to
from forums.refs import is_ref

TOPICS_PER_PAGE = 30
# Later than every post, and behind every id.
NEVER, LAST = datetime(9999, 1, 1, tzinfo=UTC), 2**63 - 1


@dataclass
class Listed:
    """A topic as a list shows it."""

    pk: int
    ref: str
    title: str
    opened_by: str
    last_post_at: datetime
    replies_count: int
    notes: list[str]
    held_at: datetime | None


COLUMNS = (
    "pk", "ref", "title", "opened_by__name", "last_post_at", "replies_count", "notes", "held_at",
)  # fmt: skip
COLUMNS_MET = (
    "pk", "ref", "title", "opened_by__name", "last_met_at", "met", "notes", "held_at",
)  # fmt: skip


@dataclass(frozen=True)
class TopicsPage:
    topics: Sequence[Listed]
    # The ref after which the next page begins; empty on the last.
    older: str


def topics_page(circle: Circle, *, reader: Reader, after: str = "") -> TopicsPage:
    """The topics of a circle, the one with the newest post first."""
    values: dict[str, Any] = {"circle": circle.pk}
    if is_ref(after):
        values["after"] = after
    if reader.user.is_authenticated:
        values["user"] = reader.user.pk
    found = NEWEST_FIRST.rows(
        values,
        blocks=reader.meets_blocks,
        mutes=reader.has_mutes,
        moderates=reader.is_moderator,
        limit=TOPICS_PER_PAGE + 1,
    )
    rows = [Listed(*row) for row in found]
    has_more = len(rows) > TOPICS_PER_PAGE
    rows = rows[:TOPICS_PER_PAGE]
    older = rows[-1].ref if has_more else ""
    if reader.meets_blocks or reader.has_mutes:
        # As they would stand if there were no others than the reader meets.
        rows.sort(key=lambda topic: (topic.last_post_at, topic.pk), reverse=True)
    return TopicsPage(rows, older)


def _newest_first(
    given: Given, *, blocks: bool, mutes: bool, moderates: bool, limit: int
) -> "QuerySet[Topic, Any]":
    user = User(pk=given.user) if hasattr(given, "user") else AnonymousUser()
    seen = Topic.objects.filter(circle=given.circle)
    # To its moderators, everything in a circle is there.
    if not moderates:
        seen = seen.filter(has_appeared_to(user, author="opened_by"))
    if blocks:
        seen = seen.visible_to(user)
    listed = seen.unmuted_within_circle(user) if mutes else seen
    if hasattr(given, "after"):
        # A ref of what they do not see is no place, and the list begins at its beginning.
        edge = seen.filter(ref=given.after)
        at = Coalesce(Subquery(edge.values("last_post_at")), Value(NEVER, DateTimeField()))
        pk = Coalesce(Subquery(edge.values("pk")), Value(LAST))
        # The first condition says it for the index, the second one for topics of one moment.
        listed = listed.filter(last_post_at__lte=at).filter(Q(last_post_at__lt=at) | Q(pk__lt=pk))
    listed = listed.order_by("-last_post_at", "-pk")
    if not (blocks or mutes):
        return listed.values_list(*COLUMNS)[:limit]
    reader = Reader(user, Circle(), has_blocks=blocks, has_mutes=mutes)
    return as_met(listed, reader).values_list(*COLUMNS_MET)[:limit]


NEWEST_FIRST = CompiledQuery(_newest_first)
