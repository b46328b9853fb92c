"""Erasing one's own pages; and beginning anew for whoever has lost all that opens them."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.doors import member_required
from accounts.requests import MemberRequest, session_of
from trackers.actions.ending import ask_to_begin_anew, begin_anew, erase_own_pages
from trackers.actions.vault import keep_these_pages
from trackers.forms.ending import EraseForm
from trackers.models import Vault
from trackers.queries.vault import vault_of
from trackers.refusals import Refused, UnlockRefused
from trackers.rules.ending import may_begin_anew_at, why_not_begin_anew
from trackers.views.private import OwnRequest, posted, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: OwnRequest) -> HttpResponse:
    """A phone left open for a minute is not enough for it: it takes the passphrase once more."""
    form = EraseForm(posted(request))
    if form.is_valid():
        try:
            erase_own_pages(
                by=request.user,
                passphrase=form.cleaned_data["passphrase"],
                session=session_of(request),
                now=timezone.now(),
            )
        except UnlockRefused as refusal:
            form.add_error("passphrase", str(refusal))
        else:
            messages.success(request, _("It is erased. Nothing opens it any more."))
            return _without_cookie(redirect(settings.LOGIN_REDIRECT_URL))
    status = 422 if form.is_bound else 200
    return render(request, "trackers/erase.html", {"form": form}, status=status)


@member_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def anew(request: MemberRequest) -> HttpResponse:
    """Ask for it; take that back; or, after some days, do it."""
    vault, now = vault_of(request.user), timezone.now()
    if vault is None:
        return redirect("trackers:set_up")
    if request.method != "POST":
        return _anew(request, vault)
    if "begin" in request.POST:
        try:
            begin_anew(by=request.user, now=now)
        except Refused as refusal:
            return _anew(request, vault, refusal=str(refusal))
        return _without_cookie(redirect("trackers:set_up"))
    if "keep" in request.POST:
        keep_these_pages(by=request.user)
        messages.success(request, _("Taken back. Your pages stay as they are."))
    else:
        ask_to_begin_anew(by=request.user, now=now)
    return redirect("trackers:anew")


def _anew(request: MemberRequest, vault: Vault, *, refusal: str = "") -> HttpResponse:
    asked_at = vault.anew_asked_at
    context = {
        "asked_at": asked_at,
        "from_when": may_begin_anew_at(asked_at) if asked_at else None,
        "not_yet": why_not_begin_anew(asked_at, now=timezone.now()),
        "refusal": refusal,
    }
    return render(request, "trackers/anew.html", context, status=409 if refusal else 200)


def _without_cookie(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.VAULT_COOKIE_NAME, samesite="Strict")
    return response
