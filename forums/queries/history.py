"""What is known from before, for whoever decides a case: of its author as this name, of those who
reported it, and of cases that are like it.

Nothing here says whose a name is, or what else they are called; and of a reporter there are two
numbers. None of it changes how soon somebody must look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts.models import User
from forums.choices import Concern, Maker, Outcome
from forums.models import Case, Decision, Persona, Post, Report

DECISIONS_SHOWN = 5


@dataclass(frozen=True)
class AuthorHistory:
    persona: Persona
    posts: int
    since: datetime | None
    decisions: Sequence[Decision]


def author_history(case: Case, moderator: User) -> AuthorHistory | None:
    """Of the name that it is about, in this circle: what they wrote, and what was decided."""
    if (persona := case.author) is None:
        return None
    written = Post.objects.filter(author=persona, topic__circle=case.circle_id)
    told = written.aggregate(count=Count("pk"), since=Min("said_at"))
    about = Q(case__post__author=persona) | Q(case__topic__opened_by=persona)
    decisions = _decisions(case, moderator).filter(about | Q(case__persona=persona))
    return AuthorHistory(
        persona,
        told["count"],
        told["since"],
        list(decisions.order_by("-decided_at", "-pk")[:DECISIONS_SHOWN]),
    )


def similar_decisions(case: Case, moderator: User) -> "QuerySet[Decision]":
    """What people decided where it was about the same rule, or the same was said: first in this
    circle, and then elsewhere."""
    said = Report.objects.filter(case=OuterRef("case"))
    like_it = Q(Exists(said.filter(concern__in=case.reports.values("concern"))))
    if case.rule_id is not None:
        like_it |= Q(rule=case.rule_id)
    decisions = _decisions(case, moderator).filter(like_it, maker=Maker.PERSON)
    near = decisions.annotate(is_near=Q(case__circle=case.circle_id))
    return near.order_by("-is_near", "-decided_at", "-pk")[:DECISIONS_SHOWN]


def suggested_rule(case: Case, moderator: User) -> int | None:
    """The rule that it is about, where somebody has said so, or else the one by which the last
    case of this kind was decided. Of a report for another reason nobody knows what kind it is."""
    if case.rule_id is not None:
        return case.rule_id
    if not case.reports.exclude(concern=Concern.OTHER).exists():
        return None
    last = similar_decisions(case, moderator).first()
    return last.rule_id if last is not None else None


@dataclass(frozen=True)
class ReporterHistory:
    """Of somebody who reported: how much before, and how often something was done about it."""

    reports: int
    upheld: int


def reporters_history(reports: Sequence[Report]) -> dict[int, ReporterHistory]:
    """By report, of those that have a reporter: one question for all of them."""
    reporters = {report.reporter_id for report in reports if report.reporter_id is not None}
    here = {report.pk for report in reports}
    acted = Decision.objects.filter(
        ~Q(outcomes=[Outcome.KEEP]),
        case=OuterRef("case"),
        maker=Maker.PERSON,
        decided_at__gte=OuterRef("filed_at"),
    )
    before = Report.objects.filter(reporter__in=reporters).exclude(pk__in=here)
    counted = before.values("reporter").annotate(
        count=Count("pk"), upheld=Count("pk", filter=Q(Exists(acted)))
    )
    found = {
        row["reporter"]: ReporterHistory(row["count"], row["upheld"]) for row in counted.order_by()
    }
    nothing = ReporterHistory(0, 0)
    return {
        report.pk: found.get(report.reporter_id, nothing)
        for report in reports
        if report.reporter_id is not None
    }


def _decisions(case: Case, moderator: User) -> "QuerySet[Decision]":
    """In other cases that this moderator may handle."""
    cases = Case.objects.visible_to(moderator).exclude(pk=case.pk)
    decisions = Decision.objects.filter(case__in=cases.values("pk"))
    return decisions.select_related("rule", "case__circle")
