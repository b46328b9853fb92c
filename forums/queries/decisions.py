"""A decision, as those whom it concerns read it: from the side of whoever wrote it, or from that of
whoever reported it. Never who the other is, nor who decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import SANCTIONS, Maker, Outcome, Source
from forums.models import Appeal, Case, Decision, Measure, Original, Post, Report, Rule
from forums.queries.originals import Before, opened
from forums.queries.quotes import as_read_by
from forums.rules import APPEAL_WITHIN, Step, why_not_appeal
from forums.rules.outcomes import UNTIL_A_TIME
from forums.rules.statements import SEEN_BY_ALL, done_briefly

# What is told of a decision asks for these.
TOLD_OF = ("rule", "case__circle", "case__post__topic", "case__topic", "case__persona")


@dataclass(frozen=True)
class Done:
    """One of the things that were done, in a few words."""

    words: str
    until: datetime | None = None
    where: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What somebody is told of a decision."""

    decision: Decision
    rule: Rule
    # Whoever wrote it reads it, or else whoever reported it.
    to_author: bool
    done: Sequence[Done]
    # What the author wrote, where it is kept.
    words: Before | None = None
    # What leads to its place, where they can open it.
    place: Post | None = None
    appeal: Appeal | None = None
    why_not_appeal: str | None = None

    @property
    def statement(self) -> str:
        decision = self.decision
        return decision.statement_to_author if self.to_author else decision.statement_to_reporter

    @property
    def by_machine(self) -> bool:
        return self.decision.maker == Maker.MACHINE


def told_of(decision: Decision, user: User, *, now: datetime) -> Told:
    """To somebody whom it concerns (Decision.objects.visible_to). Whoever reported what they look
    after themselves reads what is said to them as its author."""
    to_author = decision.author_id == user.pk or report_of(decision, user) is None
    appeal = decision.appeals.filter(user=user).first()
    return Told(
        decision,
        decision.rule,
        to_author,
        _done(decision.measures.order_by("id"), decision.case, to_author=to_author),
        words=_own_words(decision, user) if decision.author_id == user.pk else None,
        place=_place(decision.case, user),
        appeal=appeal,
        why_not_appeal=why_not_appeal(
            decision,
            concerns_them=decision.author_id == user.pk or not to_author,
            has_appealed=appeal is not None,
            now=now,
        ),
    )


def told_in_advance(decision: Decision, steps: Sequence[Step], *, to_author: bool) -> Told:
    """The same of one that is not made yet, so that a moderator sees what they will read."""
    measures = [
        Measure(
            outcome=step.outcome,
            until=step.until,
            detail={
                "circle": "" if step.is_for_the_house() else decision.case.circle.ref,
                "pause_hours": step.pause_hours,
            },
        )
        for step in steps
    ]
    done = _done(measures, decision.case, to_author=to_author)
    return Told(decision, decision.rule, to_author, done)


def was_reported(case: Case) -> bool:
    """By somebody who reads an answer, and not by the site alone."""
    return case.reports.filter(source__in=[Source.MEMBER, Source.VISITOR]).exists()


def reports_before(decision: Decision) -> "QuerySet[Report]":
    """What was told before it was decided."""
    return decision.case.reports.filter(filed_at__lte=decision.decided_at)


def report_of(decision: Decision, user: User | None) -> Report | None:
    """What this person reported before it was decided: of several times, the last."""
    if user is None:
        return None
    return reports_before(decision).filter(reporter=user).order_by("-pk").first()


def can_be_asked_about(case: Case, *, now: datetime) -> bool:
    """Whether somebody can still ask for another look at anything that was decided of it."""
    recent = case.decisions.filter(maker=Maker.PERSON, decided_at__gt=now - APPEAL_WITHIN)
    author_asked = Appeal.objects.filter(decision=OuterRef("pk"), user=OuterRef("author"))
    of_author = recent.exclude(Q(author=None) | Q(outcomes=[Outcome.KEEP]))
    if of_author.filter(~Exists(author_asked)).exists():
        return True
    return any(_has_reporter_left(decision) for decision in recent)


def _has_reporter_left(decision: Decision) -> bool:
    asked = decision.appeals.all()
    by_members = Q(reporter__isnull=False) & ~Q(
        reporter__in=asked.exclude(user=None).values("user")
    )
    by_visitors = Q(source=Source.VISITOR) & ~Q(pk__in=asked.exclude(report=None).values("report"))
    return reports_before(decision).filter(by_members | by_visitors).exists()


def appeals_waiting(moderator: User) -> "QuerySet[Appeal]":
    """Those that this person may answer, the oldest first."""
    waiting = Appeal.objects.visible_to(moderator).unanswered()
    return waiting.select_related("decision__rule", "decision__case__circle").order_by("asked_at")


def undoable(decision: Decision) -> "QuerySet[Measure]":
    """What of it could still be taken back."""
    return decision.measures.filter(undone_at=None).exclude(outcome=Outcome.AWAIT).order_by("id")


def _done(measures: Iterable[Measure], case: Case, *, to_author: bool) -> list[Done]:
    told = [each for each in measures if to_author or each.outcome in SEEN_BY_ALL]
    if not told:
        return [Done(_("We have seen to it."))]
    return [
        Done(
            done_briefly(measure.outcome, measure.detail),
            until=measure.until if measure.outcome in UNTIL_A_TIME else None,
            where=_where(measure, case),
            undone_at=measure.undone_at,
        )
        for measure in told
    ]


def _where(measure: Measure, case: Case) -> str:
    if measure.outcome not in SANCTIONS:
        return ""
    return _("In every circle") if measure.is_for_the_house() else case.circle.name


def _own_words(decision: Decision, user: User) -> Before | None:
    """As they were before it, or as they stand, if nothing was cut out of them."""
    post = words_of(decision.case)
    if post is None or post.withdrawn_at is not None:
        return None
    originals = Original.objects.filter(measure__decision=decision).select_related("post")
    if (original := originals.first()) is not None:
        before = opened(original)
        return Before(before.source, before.html, before.pictures_html, before.title)
    as_read_by(user, [post])
    title = post.topic.title or post.topic.hidden_title if post.parent_id is None else ""
    return Before(post.source, post.html, post.pictures_html, title) if post.html else None


def words_of(case: Case) -> Post | None:
    """Whose words it is about: the post, or what opens the topic."""
    if case.post is not None:
        return case.post
    if case.topic is None:
        return None
    return case.topic.posts.filter(parent=None).select_related("topic", "author").first()


def _place(case: Case, user: User) -> Post | None:
    post = words_of(case)
    if post is None:
        return None
    return post if Post.objects.visible_to(user).filter(pk=post.pk).exists() else None
