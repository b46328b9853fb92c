"""What a moderator sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from forums.models import Case, Decision, Post, Trail
from forums.paths import paths_above

CASES_PER_PAGE = 50
CONTEXT_SIBLINGS = 3


def open_cases(moderator: User) -> "QuerySet[Case]":
    """What is to be decided, what is due first on top; of two due at once, the older one."""
    return (
        Case.objects.visible_to(moderator)
        .awaiting_decision()
        .select_related("post__author", "post__topic__circle")
        .annotate(reports_count=Count("reports"))
        .order_by("due_at", "id")[:CASES_PER_PAGE]
    )


def decided_cases(moderator: User) -> "QuerySet[Case]":
    return (
        Case.objects.visible_to(moderator)
        .decided()
        .select_related("post__author", "post__topic__circle")
        .order_by("-decided_at", "-id")[:CASES_PER_PAGE]
    )


@dataclass(frozen=True)
class Context:
    """The conversation around a post: what it answers, and what was answered to it."""

    above: Sequence[Post]
    below: Sequence[Post]


def context_of(post: Post) -> Context:
    thread = post.topic.posts.select_related("author")
    above = list(thread.filter(path__in=paths_above(post.path)).order_by("path"))
    below = list(thread.filter(path__startswith=post.path, depth=post.depth + 1).order_by("path"))
    return Context(above, below[:CONTEXT_SIBLINGS])


def decisions_of(case: Case) -> "QuerySet[Decision]":
    return case.decisions.select_related("rule").order_by("-id")


def trail_of(case: Case) -> "QuerySet[Trail]":
    """What was done in this case and to its post, oldest first. It shows no names."""
    return Trail.objects.filter(
        Q(subject_kind="case", subject_ref=case.ref)
        | Q(subject_kind="post", subject_ref=case.post.ref)
    ).order_by("id")
