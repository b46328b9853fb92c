"""What a rule of the screen would have found in what was said last. Nothing follows from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from forums.choices import Role, ScreenKind
from forums.models import Membership, Post, ScreenRule
from forums.queries.screening import MOST_COMPARED, Looked, is_too_many, looked_at, spans_of
from forums.screen.repeats import are_alike, rows_of

LOOKED_AT = 1_000
MOST_SAMPLES = 10
# Of what stands around a place that was found.
AROUND = 60
NUMBERS_OF_DAYS = 90


@dataclass(frozen=True)
class Sample:
    """A place that was found, with what stands around it."""

    post: Post
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class DryRun:
    posts: int
    hits: int
    # Of those that whoever tries it may read.
    samples: Sequence[Sample]


def dry_run(rule: ScreenRule, by: User) -> DryRun:
    posts = list(_last_said(rule))
    found = list(_found(rule, posts))
    hits = [post.pk for post, _span, _said in found]
    readable = set(
        Post.objects.visible_to(by).filter(pk__in=hits[:LOOKED_AT]).values_list("pk", flat=True)
    )
    samples = [_sample(post, span, said.text) for post, span, said in found if post.pk in readable]
    return DryRun(len(posts), len(hits), samples[:MOST_SAMPLES])


def _last_said(rule: ScreenRule) -> "QuerySet[Post]":
    """As much as a rule would have been asked about, the newest first."""
    posts = Post.objects.appeared().filter(hidden_at=None, withdrawn_at=None)
    if rule.circle_id is not None:
        posts = posts.filter(topic__circle=rule.circle_id)
    if rule.kind != ScreenKind.CRISIS:
        looks_after = Membership.objects.filter(
            circle=OuterRef("topic__circle"),
            user=OuterRef("author__owner"),
            role__in=[Role.HOST, Role.MODERATOR],
        )
        posts = posts.exclude(Exists(looks_after))
    if rule.newcomers_only:
        posts = posts.annotate(said_before=_said_before())
        posts = posts.filter(said_before__lt=F("topic__circle__newcomer_posts"))
    posts = posts.select_related("author", "topic__circle").prefetch_related("mentions__persona")
    return posts.order_by("-said_at", "-pk")[:LOOKED_AT]


def _said_before() -> Coalesce:
    earlier = Post.objects.appeared().filter(
        topic__circle=OuterRef("topic__circle"),
        author__owner=OuterRef("author__owner"),
        pk__lt=OuterRef("pk"),
    )
    counted = earlier.order_by().values("author__owner").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


Places = Iterator[tuple[Post, tuple[int, int], Looked]]


def _found(rule: ScreenRule, posts: Sequence[Post]) -> Places:
    """Each post in which it finds something, with the first place."""
    if rule.kind in (ScreenKind.REPEAT, ScreenKind.RATE):
        yield from _too_many(rule, posts)
        return
    for post in posts:
        known = {mention.persona.name_folded for mention in post.mentions.all()}
        said = looked_at(post, known_names=known)
        if spans := spans_of(rule, said):
            yield post, spans[0], said


def _too_many(rule: ScreenRule, posts: Sequence[Post]) -> Places:
    window = timedelta(minutes=rule.within_minutes or 0)
    said = [looked_at(post) for post in posts]
    rows = [rows_of(each.text) for each in said] if rule.kind == ScreenKind.REPEAT else []
    for at, post in enumerate(posts):
        before = 0
        for other in range(at + 1, min(len(posts), at + 1 + MOST_COMPARED)):
            if posts[other].said_at <= post.said_at - window:
                break
            if rule.kind == ScreenKind.REPEAT:
                before += are_alike(rows[at], rows[other])
            else:
                owner = post.author.owner_id
                before += owner is not None and owner == posts[other].author.owner_id
        if is_too_many(rule, before):
            yield post, (0, 0), said[at]


def _sample(post: Post, span: tuple[int, int], text: str) -> Sample:
    start, end = span
    return Sample(
        post,
        text[max(0, start - AROUND) : start],
        text[start:end],
        text[end : end + AROUND] if end else text[: 2 * AROUND],
    )


def rules_with_numbers() -> "QuerySet[ScreenRule]":
    """All rules, with how often each has found something lately, and what people said of it."""
    since = timezone.now() - timedelta(days=NUMBERS_OF_DAYS)
    lately = Q(hits__found_at__gt=since)
    return (
        ScreenRule.objects.select_related("circle", "rule")
        .annotate(
            found=Count("hits", filter=lately),
            upheld=Count("hits", filter=lately & Q(hits__was_right=True)),
            wrong=Count("hits", filter=lately & Q(hits__was_right=False)),
        )
        .order_by("name", "pk")
    )
