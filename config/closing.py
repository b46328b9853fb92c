"""The page on which an account is closed. It asks every room for its part, so it is the shell's."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.closing import ask_to_close, choose_closing_wait, keep_account
from accounts.choices import ClosingWait
from accounts.doors import member_required
from accounts.models import Closing
from accounts.refusals import ClosingRefused
from accounts.requests import MemberRequest, session_of
from forums.forms import EraseForm
from trackers.actions.vault import unlock
from trackers.forms.vault import OwnPassphraseForm
from trackers.queries.vault import vault_of
from trackers.refusals import UnlockRefused
from trackers.rules.ending import WAIT


class CloseForm(OwnPassphraseForm, EraseForm):
    own_passphrase_help = gettext_lazy(
        "They end with the account. With their passphrase that is at once. Without it, it is "
        "in seven days, and until then whoever is signed in can keep the account: somebody "
        "else may know the passphrase that you sign in with."
    )


class WaitForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("If somebody asks to close it"),
        help_text=gettext_lazy(
            "It can be made longer later, and not shorter: otherwise whoever holds your phone "
            "would shorten it first."
        ),
        coerce=int,
        choices=ClosingWait.choices,
    )


@member_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def close(request: MemberRequest) -> HttpResponse:
    has_own_pages = vault_of(request.user) is not None
    form = CloseForm(request.POST or None, has_own_pages=has_own_pages)
    if form.is_valid():
        try:
            wait = _wait(request, form, has_own_pages=has_own_pages)
        except UnlockRefused as refusal:
            form.add_error("own_passphrase", str(refusal))
        else:
            return _asked(request, form, wait)
    context = {
        "form": form,
        "closing": Closing.objects.filter(user=request.user).first(),
        "wait_form": WaitForm(initial={"days": request.user.closing_wait_days}),
    }
    return render(request, "close.html", context, status=422 if form.is_bound else 200)


@member_required
@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    if keep_account(by=request.user):
        messages.success(request, _("The account stays."))
    return redirect("accounts:settings")


@member_required
@require_POST
@reauthentication_required(app="allauth.account")
def wait(request: MemberRequest) -> HttpResponse:
    form = WaitForm(request.POST)
    if form.is_valid():
        try:
            choose_closing_wait(by=request.user, days=form.cleaned_data["days"])
        except ClosingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    return redirect("close")


def _wait(request: MemberRequest, form: CloseForm, *, has_own_pages: bool) -> timedelta:
    """Whoever can open the own pages need not wait. Raises UnlockRefused."""
    if not has_own_pages:
        return timedelta()
    if not (passphrase := form.cleaned_data["own_passphrase"]):
        return WAIT
    unlock(by=request.user, passphrase=passphrase, session=session_of(request))
    return timedelta()


def _asked(request: MemberRequest, form: CloseForm, wait: timedelta) -> HttpResponse:
    leave_words, now = form.leaves_words(), timezone.now()
    closing = ask_to_close(by=request.user, leave_words=leave_words, wait=wait, now=now)
    if closing:
        messages.success(request, _("Noted. Until then you can keep it, here."))
        return redirect("close")
    logout(request)
    response = redirect("start")
    response.delete_cookie(settings.VAULT_COOKIE_NAME, samesite="Strict")
    return response
