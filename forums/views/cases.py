"""Working on a case until it is decided: each of it is one press, or a few words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.care import pair, pass_on, unpair
from forums.actions.cases import ask_opinion, claim, give_opinion, note, release, set_harm
from forums.choices import Harm
from forums.forms import CaseNoteForm, HarmForm
from forums.models import Case
from forums.refusals import CaseRefused

# One press each, with what is said once it is done, and whether it leads back to the desk.
PRESSES: dict[str, tuple[Callable[..., object], Promise, bool]] = {
    "claim": (claim, gettext_lazy("You are on it now. Others see that somebody is."), False),
    "release": (release, gettext_lazy("It is free for others again."), True),
    "pass-on": (
        pass_on,
        gettext_lazy("Left to others. Nobody asks why, and nobody else sees that it was you."),
        True,
    ),
    "pair": (pair, gettext_lazy("You look at it together now. Both of you see that."), False),
    "unpair": (unpair, gettext_lazy("You do not look at it together any more."), False),
}
# Some words each: what it is called, and what is said once it is done.
WORDS: dict[str, tuple[Callable[..., object], Promise, Promise]] = {
    "note": (note, gettext_lazy("Tell the other moderators"), gettext_lazy("Written down.")),
    "ask": (
        ask_opinion,
        gettext_lazy("Ask for a second opinion"),
        gettext_lazy("The others have been asked. It is not yours alone any more."),
    ),
    "answer": (
        give_opinion,
        gettext_lazy("Say what you think"),
        gettext_lazy("Thank you. Whoever asked has been told."),
    ),
}


def case_for(request: MemberRequest, ref: str) -> Case:
    return get_object_or_404(
        Case.objects.visible_to(request.user).select_related("circle"), ref=ref
    )


@member_required
@require_POST
def press(request: MemberRequest, ref: str, what: str) -> HttpResponse:
    if what not in PRESSES:
        raise Http404
    verb, done, leads_back = PRESSES[what]
    case = case_for(request, ref)
    try:
        verb(by=request.user, case=case)
    except CaseRefused as refusal:
        messages.info(request, str(refusal))
        return redirect(case)
    messages.success(request, str(done))
    return redirect("forums:desk") if leads_back else redirect(case)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: MemberRequest, ref: str, what: str) -> HttpResponse:
    if what not in WORDS:
        raise Http404
    verb, heading, done = WORDS[what]
    case = case_for(request, ref)
    form = CaseNoteForm(request.POST or None)
    if form.is_valid():
        try:
            verb(by=request.user, case=case, words=form.cleaned_data["words"])
        except CaseRefused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, str(done))
            return redirect(case)
    return _asked(request, case, form, heading)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def harm(request: MemberRequest, ref: str) -> HttpResponse:
    case = case_for(request, ref)
    form = HarmForm(request.POST or None, initial={"harm": case.harm})
    if form.is_valid():
        said = form.cleaned_data
        try:
            set_harm(by=request.user, case=case, harm=Harm(said["harm"]), reason=said["reason"])
        except CaseRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Changed."))
            return redirect(case)
    return _asked(request, case, form, gettext_lazy("How grave it is"))


def _asked(request: MemberRequest, case: Case, form: Any, heading: Promise) -> HttpResponse:
    status = 422 if form.is_bound else 200
    shown = {"case": case, "form": form, "heading": heading}
    return render(request, "forums/case_words.html", shown, status=status)
