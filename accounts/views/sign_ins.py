from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.sessions import end_other_sign_ins, end_sign_in
from accounts.doors import member_required
from accounts.models import SignIn
from accounts.requests import MemberRequest

# What is over is shown as well, as far as one page goes.
MOST_SHOWN = 50


@member_required
@require_safe
def sign_ins(request: MemberRequest) -> HttpResponse:
    found = list(SignIn.objects.visible_to(request.user).newest_first()[:MOST_SHOWN])
    context = {
        "standing": [sign_in for sign_in in found if sign_in.session_key],
        "over": [sign_in for sign_in in found if not sign_in.session_key],
        "this": request.session.session_key,
    }
    return render(request, "accounts/sign_ins.html", context)


@member_required
@require_POST
def end(request: MemberRequest, pk: UUID) -> HttpResponse:
    sign_in = get_object_or_404(SignIn.objects.visible_to(request.user), pk=pk)
    end_sign_in(by=request.user, sign_in=sign_in)
    messages.success(request, _("Signed out there."))
    return redirect("accounts:sign_ins")


@member_required
@require_POST
def end_others(request: MemberRequest) -> HttpResponse:
    ended = end_other_sign_ins(by=request.user, but=request.session.session_key or "")
    said = ngettext("Signed out in %(n)d place.", "Signed out in %(n)d places.", ended)
    messages.success(request, said % {"n": ended})
    return redirect("accounts:sign_ins")
