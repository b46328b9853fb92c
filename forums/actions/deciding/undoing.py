from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from forums.actions.deciding.decisions import may_handle
from forums.actions.deciding.held import Held, hold
from forums.actions.deciding.measures import measures_on, take_back
from forums.actions.deciding.telling import tell_author
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Harm, NoticeKind, Outcome
from forums.models import Case, Circle, Measure, Original
from forums.queries.cases import due_within, moderates_house
from forums.refusals import DecisionRefused
from forums.rules import is_wider, why_not_handle, why_not_move_back, why_not_undo


@transaction.atomic
def undo(*, by: User, measure: Measure) -> Measure:
    """Take back one of the things that a decision did; the others stay. Raises DecisionRefused.

    To take back that something was left as it is means that its case is open again.
    """
    held = hold(measure.decision.case)
    measure = undo_held(by=by, measure=measure, held=held)
    tell_author(measure.decision, NoticeKind.UNDONE)
    return measure


def undo_held(*, by: User, measure: Measure, held: Held) -> Measure:
    """The same, of a case that is held, and told to nobody yet. For verbs of this package only."""
    measures = Measure.objects.select_for_update(of=["self"]).select_related("decision")
    measure, now = measures.get(pk=measure.pk), timezone.now()
    if no := _why_not(measure, held, by):
        raise DecisionRefused(no)
    take_back(measure, held=held, by=by, now=now)
    measure.undone_at, measure.undone_by = now, by
    measure.save(update_fields=["undone_at", "undone_by"])
    _settle(measure, held.case)
    leave_trail(by=by, verb="undo", kind="case", ref=held.case.ref, outcome=measure.outcome)
    return measure


def _why_not(measure: Measure, held: Held, by: User) -> str | None:
    if not may_handle(held.case, by):
        return why_not_handle()
    withdrawn = held.post is not None and held.post.withdrawn_at is not None
    return why_not_undo(
        measure,
        is_house_moderator=moderates_house(by),
        is_newest=not _is_cut_again(measure, held),
        has_words=withdrawn or Original.objects.filter(measure=measure).exists(),
    ) or (_why_not_move_back(measure, held) if measure.outcome == Outcome.MOVE else None)


def _is_cut_again(measure: Measure, held: Held) -> bool:
    if held.post is None:
        return False
    cut = measures_on(held.post).filter(outcome__in=[Outcome.REDACT, Outcome.REMOVE])
    return cut.filter(pk__gt=measure.pk, undone_at=None).exists()


def _why_not_move_back(measure: Measure, held: Held) -> str | None:
    assert held.post is not None  # noqa: S101 (only a topic is moved)
    topic = held.post.topic
    before = Circle.objects.get(ref=measure.detail["from"])
    since = topic.posts.filter(said_at__gt=measure.decision.decided_at)
    return why_not_move_back(is_wider=is_wider(before, topic.circle), is_answered=since.exists())


def _settle(measure: Measure, case: Case) -> None:
    changed: dict[str, object] = {"version": F("version") + 1}
    if measure.outcome == Outcome.KEEP and not case.is_open():
        due_at = timezone.now() + due_within(Harm(case.harm))
        changed |= {"state": CaseState.OPEN, "decided_at": None, "due_at": due_at}
    if measure.outcome == Outcome.RETURN and case.state == CaseState.AUTHOR:
        changed |= {"state": CaseState.DECIDED, "decided_at": timezone.now()}
    Case.objects.filter(pk=case.pk).update(**changed)
