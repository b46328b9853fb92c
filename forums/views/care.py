"""Shifts, and what somebody carries: a page of one's own, that nobody else can open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from forums.actions.care import begin_shift, end_shift
from forums.forms import HandOverForm
from forums.queries.care import at_work, hand_overs_for, hard_ones_in, weeks_of
from forums.refusals import CareRefused
from forums.rules.care import was_hard
from forums.views.desk import desk_required


@desk_required
@require_safe
def care(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "forums/care.html",
        {
            "work": at_work(request.user, now=now),
            "weeks": weeks_of(request.user, now=now),
            "hand_overs": hand_overs_for(request.user, now=now),
        },
    )


@desk_required
@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    begin_shift(by=request.user)
    messages.success(request, _("Your shift has begun."))
    return redirect("forums:desk")


@desk_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest) -> HttpResponse:
    form = HandOverForm(request.POST or None)
    # Nothing has to be said.
    if request.method == "POST" and form.is_valid():
        try:
            shift = end_shift(by=request.user, hand_over=form.cleaned_data["words"])
        except CareRefused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("Your shift is over. Thank you."))
            hard = hard_ones_in(shift)
            return redirect("forums:debrief" if was_hard(hard) else "forums:care")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "forums/end_shift.html", {"form": form}, status=status)


@desk_required
@require_safe
def debrief(request: MemberRequest) -> HttpResponse:
    """A question about oneself, after a shift that was hard. What is answered stays with them."""
    return render(request, "forums/debrief.html")
