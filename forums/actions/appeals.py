"""Asking for another look at a decision, and the answer of somebody else."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from forums.actions.calling import call
from forums.actions.deciding.held import hold
from forums.actions.deciding.telling import tell_author
from forums.actions.deciding.undoing import undo_held
from forums.actions.traces import leave_trail
from forums.choices import AppealAnswer, CaseState, NoticeKind
from forums.models import Appeal, Case, Decision, Measure, Notice, Report
from forums.queries.cases import handlers_in_circle, house_handlers
from forums.queries.decisions import can_be_asked_about, report_of, reports_before
from forums.refusals import AppealRefused
from forums.rules import why_not_answer_appeal, why_not_appeal, why_not_say
from forums.validators import legible


@transaction.atomic
def appeal(
    *, by: User | None, decision: Decision, words: str, report: Report | None = None
) -> Appeal:
    """Ask for another look by another person, as its author or as one of those who reported it.
    Raises AppealRefused.

    Nobody as `by` for a visitor, who shows by their link that the `report` is theirs.
    """
    held, now = hold(decision.case), timezone.now()
    if by is not None or report is None or report not in reports_before(decision):
        report = report_of(decision, by)
    is_author = by is not None and decision.author_id == by.pk and decision.restricts()
    asked = decision.appeals.filter(user=by) if by else decision.appeals.filter(report=report)
    if no := why_not_appeal(
        decision,
        concerns_them=is_author or report is not None,
        has_appealed=asked.exists(),
        now=now,
    ) or why_not_say(words):
        raise AppealRefused(no)
    asks = Appeal.objects.create(
        decision=decision,
        user=by,
        report=None if is_author else report,
        words=legible(words),
        asked_at=now,
    )
    if not held.case.is_open():
        _await_answer(held.case, CaseState.APPEALED)
    _call_somebody_else(held.case, asks)
    leave_trail(by=by, verb="appeal", kind="case", ref=held.case.ref, decision=decision.ref)
    return asks


@transaction.atomic
def answer_appeal(
    *,
    by: User,
    appeal: Appeal,
    outcome: AppealAnswer,
    words: str,
    undo: Collection[Measure] = (),
) -> Appeal:
    """Answer it in words, and take back whatever of the decision is chosen. Raises AppealRefused,
    above all for whoever decided, or DecisionRefused where something cannot be taken back."""
    held = hold(appeal.decision.case)
    appeal = (
        Appeal.objects.select_for_update(of=["self"]).select_related("decision").get(pk=appeal.pk)
    )
    may_answer = Appeal.objects.visible_to(by).filter(pk=appeal.pk).exists()
    if no := why_not_answer_appeal(
        appeal, may_answer=may_answer, outcome=outcome, words=words, undo=undo
    ):
        raise AppealRefused(no)
    for measure in undo:
        undo_held(by=by, measure=measure, held=held)
    appeal.outcome, appeal.answer = outcome, legible(words)
    appeal.answered_at, appeal.answered_by = timezone.now(), by
    appeal.save()
    _settle(held.case)
    _tell(appeal)
    leave_trail(
        by=by,
        verb="answer_appeal",
        kind="case",
        ref=held.case.ref,
        outcome=outcome,
        undone=sorted(measure.outcome for measure in undo),
    )
    return appeal


def _await_answer(case: Case, state: CaseState) -> None:
    Case.objects.filter(pk=case.pk).update(
        state=state, claimed_by=None, claimed_until=None, version=F("version") + 1
    )


def _settle(case: Case) -> None:
    """Unless it is open again by that. Final, once nobody is left who could still ask."""
    case = Case.objects.get(pk=case.pk)
    waiting = Appeal.objects.unanswered().filter(decision__case=case)
    if case.is_open() or waiting.exists():
        return
    is_open_to_more = can_be_asked_about(case, now=timezone.now())
    _await_answer(case, CaseState.DECIDED if is_open_to_more else CaseState.FINAL)


def _call_somebody_else(case: Case, asks: Appeal) -> None:
    """Whoever else moderates the circle finds it at the desk. Where there is nobody else, the house
    hears of it."""
    not_these = {asks.user_id, asks.decision.decided_by_id}
    if all(user.pk in not_these for user in handlers_in_circle(case)):
        call([user for user in house_handlers(case) if user.pk not in not_these], to=case)


def _tell(appeal: Appeal) -> None:
    """Whoever asked hears the answer; the author as well, where something was taken back."""
    if appeal.user_id is not None:
        Notice.objects.create(user_id=appeal.user_id, kind=NoticeKind.APPEAL, appeal=appeal)
    if appeal.outcome == AppealAnswer.UNDONE and appeal.user_id != appeal.decision.author_id:
        tell_author(appeal.decision, NoticeKind.UNDONE)
