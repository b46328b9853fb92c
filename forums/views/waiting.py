"""What waits to appear in a circle. For whoever does not moderate it, there are no such pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.letting_appear import let_appear
from forums.models import Case, Circle
from forums.queries.holding import waiting_page
from forums.refusals import DecisionRefused


@member_required
@require_safe
def waiting(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.moderated_by(request.user), ref=ref)
    page = waiting_page(circle, request.user, after=request.GET.get("after", ""))
    return render(
        request, "forums/waiting.html", {"circle": circle, "page": page, "is_moderator": True}
    )


@member_required
@require_POST
def let_appear_here(request: MemberRequest, ref: str, waiting: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.moderated_by(request.user), ref=ref)
    cases = Case.objects.visible_to(request.user).filter(circle=circle)
    case = get_object_or_404(cases.select_related("rule"), ref=waiting)
    seen = request.POST.get("seen_version", "")
    try:
        let_appear(by=request.user, case=case, seen_version=int(seen) if seen.isdecimal() else 0)
    except DecisionRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("It is there for everybody now, and its author has been told."))
    return redirect("forums:waiting", ref)
