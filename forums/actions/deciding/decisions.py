from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from forums.actions.deciding.held import Held, hold
from forums.actions.deciding.measures import let_out_what_waited, take
from forums.actions.deciding.telling import tell_author, tell_everybody
from forums.actions.hits import settle_hits
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Maker, Outcome
from forums.models import Appeal, Case, Decision, Measure, Rule
from forums.queries.cases import moderates_house
from forums.queries.decisions import was_reported
from forums.refusals import DecisionRefused
from forums.rules import (
    Step,
    draft_of_machine,
    why_not_decide,
    why_not_state,
    why_not_take_steps,
)


@transaction.atomic
def decide(
    *,
    by: User,
    case: Case,
    seen_version: int,
    steps: Sequence[Step],
    rule: Rule,
    reason: str,
    statement_to_author: str = "",
    statement_to_reporter: str = "",
) -> Decision:
    """Decide a case: what is done, by which rule, and what everybody is told.

    `seen_version` is the case's version on the page that was decided from. Raises
    DecisionRefused, above all where somebody else was faster.
    """
    held, now = hold(case), timezone.now()
    restricts = [step.outcome for step in steps] != [Outcome.KEEP]
    if no := (
        why_not_decide(
            held.case, user=by, seen_version=seen_version, may_handle=may_handle(held.case, by)
        )
        or why_not_take_steps(
            steps,
            case=held.case,
            post=held.post,
            has_author=held.author_id is not None,
            is_house_moderator=moderates_house(by),
            now=now,
        )
        or why_not_state(
            reason=reason,
            to_author=statement_to_author,
            to_reporter=statement_to_reporter,
            has_reporter=was_reported(held.case),
            restricts=restricts,
        )
    ):
        raise DecisionRefused(no)
    decision = Decision.objects.create(
        case=held.case,
        author_id=held.author_id,
        outcomes=[step.outcome for step in steps],
        rule=rule,
        reason=reason,
        statement_to_author=statement_to_author if restricts else "",
        statement_to_reporter=statement_to_reporter,
        decided_by=by,
        decided_at=now,
    )
    _waits_no_more(held.case, decision)
    for step in steps:
        take(step, decision=decision, held=held, by=by)
    let_out_what_waited(held, steps, by=by)
    _settle(held, decision)
    settle_hits(held.case, upheld=decision.restricts())
    tell_everybody(decision, held)
    leave_trail(
        by=by,
        verb="decide",
        kind="case",
        ref=held.case.ref,
        outcomes=decision.outcomes,
        rule=rule.title,
    )
    return decision


@transaction.atomic
def machine_decision(
    *, case: Case, rule: Rule, reason: str = "", statement_to_author: str = ""
) -> Decision:
    """Write down that the site itself let something wait, and tell its author so: that a machine
    did it, by which rule, and that a person will look. The case stays open.

    For verbs of this package that hold what it is about, and its case, already.
    """
    decision = Decision.objects.create(
        case=case,
        author_id=case.author.owner_id if case.author else None,
        outcomes=[Outcome.AWAIT],
        rule=rule,
        reason=reason,
        statement_to_author=statement_to_author or draft_of_machine(),
        maker=Maker.MACHINE,
        decided_at=timezone.now(),
    )
    Measure.objects.create(decision=decision, outcome=Outcome.AWAIT)
    tell_author(decision)
    leave_trail(
        by=None,
        verb="let_wait",
        kind="case",
        ref=case.ref,
        outcomes=decision.outcomes,
        rule=rule.title,
    )
    return decision


def may_handle(case: Case, by: User) -> bool:
    return Case.objects.visible_to(by).filter(pk=case.pk).exists()


def _waits_no_more(case: Case, decision: Decision) -> None:
    """What the site did by itself ends with the first decision of a person."""
    waits = Measure.objects.filter(decision__case=case, outcome=Outcome.AWAIT, undone_at=None)
    waits.update(undone_at=decision.decided_at, undone_by=decision.decided_by)


def _settle(held: Held, decision: Decision) -> None:
    """Nobody has to go on with it, but for an author who may change what was given back, and for
    whoever answers an appeal."""
    state = CaseState.DECIDED
    if waits := Outcome.RETURN in decision.outcomes:
        state = CaseState.AUTHOR
    elif Appeal.objects.unanswered().filter(decision__case=held.case).exists():
        state = CaseState.APPEALED
    Case.objects.filter(pk=held.case.pk).update(
        state=state,
        decided_at=None if waits else decision.decided_at,
        rule=decision.rule,
        claimed_by=None,
        claimed_until=None,
        version=F("version") + 1,
    )
