"""Deciding a case, and what those whom it concerns read of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.appeals import appeal
from forums.actions.deciding import decide, undo
from forums.forms import AppealForm, DecisionForm
from forums.models import Case, Decision, Measure
from forums.queries.cases import moderates_house
from forums.queries.decisions import TOLD_OF, Told, told_in_advance, told_of
from forums.queries.history import suggested_rule
from forums.refusals import AppealRefused, DecisionRefused
from forums.rules.statements import is_unfinished


@dataclass(frozen=True)
class Asked:
    """A form in which a case is decided, as it stands after what was asked with it."""

    form: DecisionForm
    is_decided: bool = False
    # What author and reporter would read.
    previews: tuple[Told, ...] = ()

    @property
    def is_unfinished(self) -> bool:
        """Whether a draft has a gap that only a moderator can fill."""
        return any(is_unfinished(told.statement) for told in self.previews)

    @property
    def is_refused(self) -> bool:
        return bool(self.form.errors)


def deciding(request: MemberRequest, case: Case) -> Asked:
    """Decide, or show what that would say; of whatever was typed, nothing is lost. For the page of
    a case, which may be seen by whoever asks."""
    form = DecisionForm(
        request.POST or None,
        case=case,
        is_house_moderator=moderates_house(request.user),
        now=timezone.now(),
        suggested_rule=None if request.POST else suggested_rule(case, request.user),
    )
    if not form.is_valid():
        return Asked(form)
    if form.wants_preview or form.lacks_words():
        form.draft()
        return Asked(form, previews=_previews(case, form))
    try:
        decide(by=request.user, case=case, steps=form.steps(), **form.what_was_said())
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        # What has changed in between is on this page now, so the next try counts from here.
        case.refresh_from_db()
        form.data = request.POST.copy()
        form.data["seen_version"] = str(case.version)
        return Asked(form)
    return Asked(form, is_decided=True)


def _previews(case: Case, form: DecisionForm) -> tuple[Told, ...]:
    steps, said = form.steps(), form.cleaned_data
    decision = Decision(
        case=case,
        outcomes=[step.outcome for step in steps],
        rule=said["rule"],
        statement_to_author=said["statement_to_author"],
        statement_to_reporter=said["statement_to_reporter"],
    )
    told = []
    if decision.restricts():
        told.append(told_in_advance(decision, steps, to_author=True))
    if form.is_reported:
        told.append(told_in_advance(decision, steps, to_author=False))
    return tuple(told)


@member_required
@require_POST
def take_back_measure(request: MemberRequest, ref: str, outcome: str) -> HttpResponse:
    cases = Case.objects.visible_to(request.user)
    measures = Measure.objects.filter(decision__case__in=cases).select_related("decision__case")
    measure = get_object_or_404(measures, decision__ref=ref, outcome=outcome)
    try:
        undo(by=request.user, measure=measure)
    except DecisionRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Its author has been told."))
    return redirect(measure.decision.case)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: MemberRequest, ref: str) -> HttpResponse:
    """What was decided, why, and how to ask for another look: the same for whoever is suspended."""
    decisions = Decision.objects.visible_to(request.user).select_related(*TOLD_OF)
    decision = get_object_or_404(decisions, ref=ref)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        try:
            appeal(by=request.user, decision=decision, words=form.cleaned_data["words"])
        except AppealRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It has arrived. Somebody else will look at it."))
            return redirect(decision)
    told = told_of(decision, request.user, now=timezone.now())
    return render(
        request,
        "forums/decision.html",
        {"told": told, "form": form},
        status=422 if form.is_bound else 200,
    )
