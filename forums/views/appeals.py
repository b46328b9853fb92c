"""Answering those who ask for another look. For whoever may not answer, there is no such page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.appeals import answer_appeal
from forums.actions.cases import look_at
from forums.actions.originals import look_at_original
from forums.choices import AppealAnswer
from forums.forms import AppealAnswerForm
from forums.models import Appeal
from forums.queries.decisions import TOLD_OF, words_of
from forums.queries.quotes import as_read_by
from forums.refusals import AppealRefused, DecisionRefused
from forums.rendering.differences import words_in


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, ref: str) -> HttpResponse:
    """One that is answered already can still be read by whoever may have answered it."""
    appeals = Appeal.objects.visible_to(request.user).select_related(
        "decision", *(f"decision__{name}" for name in TOLD_OF)
    )
    appeal = get_object_or_404(appeals, ref=ref)
    form = AppealAnswerForm(request.POST or None, decision=appeal.decision)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer_appeal(
                by=request.user,
                appeal=appeal,
                outcome=AppealAnswer(said["outcome"]),
                words=said["words"],
                undo=list(said["undo"]),
            )
        except (AppealRefused, DecisionRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Answered. Whoever asked has been told."))
            return redirect("forums:desk")
    decision = appeal.decision
    # What was reported stands on this page too.
    look_at(by=request.user, case=decision.case)
    reports = list(decision.case.reports.order_by("id"))
    if post := words_of(decision.case):
        as_read_by(request.user, [post])
        # Where they have not changed since, they stand with the report already.
        if any(words_in(report.frozen_html) == words_in(post.html) for report in reports):
            post = None
    return render(
        request,
        "forums/answer_appeal.html",
        {
            "appeal": appeal,
            "decision": decision,
            "measures": decision.measures.order_by("id"),
            "reports": reports,
            "post": post,
            "original": look_at_original(by=request.user, decision=decision),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )
