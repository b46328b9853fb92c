from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.moderation import decide
from forums.forms import DecisionForm
from forums.models import Case
from forums.queries.desk import context_of, decided_cases, decisions_of, open_cases, trail_of
from forums.queries.navigation import is_moderator
from forums.queries.quotes import as_read_by
from forums.refusals import DecisionRefused


@member_required
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    if not is_moderator(request.user):
        raise Http404
    shows_decided = request.GET.get("show") == "decided"
    cases = decided_cases(request.user) if shows_decided else open_cases(request.user)
    return render(
        request,
        "forums/desk.html",
        {"cases": cases, "shows_decided": shows_decided, "now": timezone.now()},
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: MemberRequest, ref: str) -> HttpResponse:
    cases = Case.objects.visible_to(request.user)
    case = get_object_or_404(cases.select_related("post__author", "post__topic__circle"), ref=ref)
    form = DecisionForm(request.POST or None, initial={"seen_version": case.version})
    if form.is_valid():
        try:
            decide(by=request.user, case=case, **form.cleaned_data)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
            # What has changed in between is on this page now, so the next try counts from here.
            case.refresh_from_db()
            form.data = request.POST.copy()
            form.data["seen_version"] = str(case.version)
        else:
            messages.success(request, _("Decided. Those it concerns have been told."))
            return redirect("forums:desk")
    context = context_of(case.post)
    as_read_by(request.user, [case.post, *context.above, *context.below])
    return render(
        request,
        "forums/case.html",
        {
            "case": case,
            "post": case.post,
            "context": context,
            "reports": case.reports.order_by("id"),
            "decisions": decisions_of(case),
            "trail": trail_of(case),
            "form": form,
            "now": timezone.now(),
        },
        status=422 if form.is_bound else 200,
    )
