"""Whose a name is, looked up by two together. For whoever does not moderate the house, or may not
handle the case, there are no such pages."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import house_required, member_required
from accounts.models import User
from accounts.requests import MemberRequest
from forums.actions.glass import ask_whose, grant_glass, look_behind, refuse_glass
from forums.forms import AskWhoseForm
from forums.models import BreakGlass, Case
from forums.queries.glass import as_asked, names_to_ask_for, newest_glasses
from forums.refusals import GlassRefused

OF_CASE = ("circle", "post__author", "topic__opened_by", "persona")


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def whose(request: MemberRequest, ref: str) -> HttpResponse:
    """Asking it in a case, and what was asked in it before."""
    cases = Case.objects.visible_to(request.user).select_related(*OF_CASE)
    case = get_object_or_404(cases, ref=ref)
    form = AskWhoseForm(request.POST or None, names=names_to_ask_for(case, request.user))
    if form.is_valid():
        why = form.cleaned_data["words"]
        try:
            glass = ask_whose(by=request.user, case=case, persona=form.persona(), why=why)
        except GlassRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked. Whoever says yes or no has to be somebody else."))
            return redirect("forums:glass", glass.ref)
    asked = newest_glasses(request.user, now=timezone.now(), case=case)
    status = 422 if form.is_bound else 200
    return render(
        request, "forums/whose.html", {"case": case, "form": form, "asked": asked}, status=status
    )


@house_required
@require_safe
def glasses(request: MemberRequest) -> HttpResponse:
    asked = newest_glasses(request.user, now=timezone.now())
    return render(request, "forums/glasses.html", {"asked": asked})


@member_required
@require_safe
def glass(request: MemberRequest, ref: str) -> HttpResponse:
    return _shown(request, _glass_or_404(request.user, ref))


@member_required
@require_POST
def grant(request: MemberRequest, ref: str) -> HttpResponse:
    return _answered(request, ref, grant_glass, _("You can both look now, for fifteen minutes."))


@member_required
@require_POST
def refuse_to_show(request: MemberRequest, ref: str) -> HttpResponse:
    return _answered(request, ref, refuse_glass, _("It is not shown."))


@member_required
@require_POST
def look(request: MemberRequest, ref: str) -> HttpResponse:
    """Each look is pressed for and written down, so there is no address under which the answer
    lies."""
    glass = _glass_or_404(request.user, ref)
    try:
        name = look_behind(by=request.user, glass=glass, now=timezone.now())
    except GlassRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("forums:glass", ref)
    return _shown(request, glass, name=name or _("an account that is gone"))


def _answered(
    request: MemberRequest, ref: str, answer: Callable[..., BreakGlass], done: str
) -> HttpResponse:
    try:
        answer(by=request.user, glass=_glass_or_404(request.user, ref))
    except GlassRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("forums:glass", ref)


def _glass_or_404(user: User, ref: str) -> BreakGlass:
    glasses = BreakGlass.objects.visible_to(user).select_related(
        "persona__owner", *(f"case__{name}" for name in OF_CASE)
    )
    return get_object_or_404(glasses, ref=ref)


def _shown(request: MemberRequest, glass: BreakGlass, *, name: str = "") -> HttpResponse:
    asked = as_asked(glass, request.user, now=timezone.now())
    return render(request, "forums/glass.html", {"asked": asked, "glass": glass, "name": name})
