"""What is left of a case when its author takes back what it is about. For verbs of this package
only.

Nothing closes itself that somebody said something against: a moderator reads what was frozen, and
decides. But where a moderator was only to read first, or the author to change something, nobody
waits any more.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from forums.actions.traces import leave_trail
from forums.choices import CaseState, Concern, Harm, Maker, Outcome, Source
from forums.models import Appeal, Case, Measure, Post, Report


def close_what_only_waited(post: Post) -> None:
    """Of a post that is locked, and that its author has just withdrawn: close the cases in which
    nobody is to be answered."""
    about = Q(post=post)
    if post.parent_id is None:
        about |= Q(topic=post.topic_id)
    cases = Case.objects.awaiting_decision().filter(about).order_by("pk")
    for case in cases.select_for_update(of=["self"]):
        if _is_nothing_left(case, post):
            _close(case)


def _is_nothing_left(case: Case, post: Post) -> bool:
    """Whether it waited for its author, or all that was said since somebody decided was about
    letting it appear. Somebody may be in danger whether they withdraw it or not, and a moderator
    who asked for an opinion has seen something."""
    if case.harm in (Harm.CRISIS, Harm.DANGER) or case.state == CaseState.OPINION:
        return False
    decided = case.decisions.filter(maker=Maker.PERSON).order_by("-pk").first()
    since = case.reports.filter(filed_at__gt=decided.decided_at) if decided else case.reports.all()
    is_back = (
        case.state == CaseState.AUTHOR
        and decided is not None
        and Outcome.RETURN in decided.outcomes
    )
    return (is_back or since.exists()) and not _said_against(since, post).exists()


def _said_against(reports: "QuerySet[Report]", post: Post) -> "QuerySet[Report]":
    """What the screen found in words that never appeared goes with these."""
    by_itself = Q(source=Source.HOLDING)
    if post.held_at is not None:
        by_itself |= Q(source=Source.SCREEN) & ~Q(concern=Concern.AT_RISK)
    return reports.exclude(by_itself)


def _close(case: Case) -> None:
    """As it stood before: with what a person decided of it, if anybody has. What nobody has looked
    at is withdrawn from the moderators as well."""
    now = timezone.now()
    if case.looked_at is None:
        case.reports.filter(source=Source.SCREEN).update(frozen_name="", frozen_html="")
    waits = Measure.objects.filter(decision__case=case, outcome=Outcome.AWAIT, undone_at=None)
    waits.update(undone_at=now)
    case.state, case.decided_at = _state_of(case), now
    case.claimed_by = case.claimed_until = None
    case.version += 1
    case.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until", "version"])
    leave_trail(by=None, verb="close", kind="case", ref=case.ref)


def _state_of(case: Case) -> CaseState:
    if Appeal.objects.unanswered().filter(decision__case=case).exists():
        return CaseState.APPEALED
    is_decided = case.decisions.filter(maker=Maker.PERSON).exists()
    return CaseState.DECIDED if is_decided else CaseState.FINAL
