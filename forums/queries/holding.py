"""What waits for a moderator, why, and for how long it usually does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from forums.choices import HeldFor, Holding, Maker, Outcome, Source
from forums.models import Case, Circle, Decision, Post, Report
from forums.queries.quotes import as_read_by
from forums.queries.readers import Reader
from forums.refs import is_ref
from forums.rules import is_back_with_author, is_read_first, told_wait, usual_wait, why_hold

LOOKS_BACK = timedelta(days=28)
# The latest so many of these weeks say enough.
MOST_WAITS = 200
# In seconds.
A_DAY = 24 * 60 * 60
WAITING_PER_PAGE = 30


def why_held(writer: Reader, *, now: datetime) -> HeldFor | None:
    """Why what this person writes here would wait for a moderator; nothing where it appears."""
    circle = writer.circle
    return why_hold(
        circle,
        role=writer.role,
        appeared=_appeared(writer) if circle.holding == Holding.NEWCOMERS else 0,
        is_sanctioned=is_read_first(writer.bars, now=now),
    )


def _appeared(writer: Reader) -> int:
    """How many of this person's posts have appeared in the circle and were not taken out, counted
    no further than it matters. Under any name: only the person themselves ever learns of it."""
    posts = Post.objects.appeared().filter(hidden_at=None, topic__circle=writer.circle)
    return posts.filter(author__owner=writer.user.pk)[: writer.circle.newcomer_posts].count()


def expected_wait(circle: Circle, *, now: datetime) -> timedelta | None:
    """How long what is held here mostly waits for a moderator's answer, by the last four weeks;
    nothing where these say too little. Reckoned once a day."""
    key = f"expected_wait:{circle.pk}:{now:%Y-%m-%d}"
    seconds: float | None = cache.get_or_set(key, lambda: _reckoned(circle, now), A_DAY)
    return timedelta(seconds=seconds) if seconds else None


def _reckoned(circle: Circle, now: datetime) -> float:
    """In seconds, and 0 where nothing can be said: a cache takes nothing for an empty place."""
    person = Decision.objects.filter(
        maker=Maker.PERSON, case=OuterRef("case"), decided_at__gte=OuterRef("filed_at")
    )
    held = Report.objects.filter(
        source=Source.HOLDING, case__circle=circle, case__decided_at__gt=now - LOOKS_BACK
    )
    answered = held.annotate(
        answered_at=Subquery(person.order_by("decided_at").values("decided_at")[:1])
    ).filter(answered_at__isnull=False)
    waits = answered.order_by("-case__decided_at", "-pk").values_list("filed_at", "answered_at")
    wait = usual_wait([answered - filed for filed, answered in waits[:MOST_WAITS]])
    return wait.total_seconds() if wait else 0


@dataclass(frozen=True)
class ReadFirst:
    """What somebody is told before they write where a moderator reads it first."""

    why: str
    wait: str


def read_first(writer: Reader, *, now: datetime) -> ReadFirst | None:
    if writer.why_not_write or (held_for := why_held(writer, now=now)) is None:
        return None
    return ReadFirst(str(held_for.label), told_wait(expected_wait(writer.circle, now=now)))


def what_to_change(post: Post) -> str:
    """What a moderator wrote to the author of a post that was given back."""
    if not is_back_with_author(post):
        return ""
    decided = Decision.objects.filter(case__post=post, outcomes__contains=[Outcome.RETURN])
    statements = decided.order_by("-pk").values_list("statement_to_author", flat=True)
    return statements.first() or ""


@dataclass(frozen=True)
class WaitingPage:
    """Cases of what waits to appear, each with its post; `can_appear` holds those against which
    nobody has said anything."""

    cases: Sequence[Case]
    can_appear: Collection[int]
    # The ref after which the next page begins; empty on the last.
    later: str


def waiting_page(circle: Circle, moderator: User, *, after: str = "") -> WaitingPage:
    """What waits to appear in a circle and this person may let appear, the longest wait first."""
    cases = Case.objects.visible_to(moderator).awaiting_decision().filter(circle=circle)
    cases = cases.filter(post__in=Post.objects.waiting()).order_by("id")
    if is_ref(after) and (edge := Case.objects.filter(circle=circle, ref=after).first()):
        cases = cases.filter(pk__gt=edge.pk)
    rows = list(cases.select_related("post__author", "post__topic")[: WAITING_PER_PAGE + 1])
    has_more = len(rows) > WAITING_PER_PAGE
    rows = rows[:WAITING_PER_PAGE]
    as_read_by(moderator, [row.post for row in rows if row.post])
    said_against = _said_something().filter(case__in=rows).values_list("case", flat=True)
    return WaitingPage(
        rows,
        can_appear={row.pk for row in rows}.difference(said_against),
        later=rows[-1].ref if has_more else "",
    )


def is_only_waiting(case: Case) -> bool:
    """Whether nothing is said in a case but that somebody's words wait to be read."""
    return not _said_something().filter(case=case).exists()


def _said_something() -> "QuerySet[Report]":
    return Report.objects.exclude(source=Source.HOLDING)
