from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest, session_of
from trackers.actions.vault import (
    change_vault_passphrase,
    close_after,
    let_recovery_key_open,
    lock,
    lock_everywhere,
    open_with_recovery_key,
    set_up_vault,
)
from trackers.choices import SlotKind
from trackers.forms.vault import (
    AddRecoveryKeyForm,
    IdleForm,
    PassphraseForm,
    RecoveryForm,
    SetUpForm,
)
from trackers.queries.vault import public_key_of, slot_of, vault_of
from trackers.refusals import Refused
from trackers.views.private import OwnRequest, keep_open, private


@member_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: MemberRequest) -> HttpResponse:
    if vault_of(request.user) is not None:
        return redirect("trackers:today")
    has_recovery_key = public_key_of(request.user) is not None
    form = SetUpForm(request.POST or None, has_recovery_key=has_recovery_key)
    if form.is_valid():
        try:
            vault = set_up_vault(
                by=request.user, passphrase=form.cleaned_data["passphrase"], now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("passphrase", str(refusal))
        else:
            messages.success(request, _("Your own pages are ready, and open."))
            response = redirect("trackers:today")
            keep_open(request, response, vault)
            return response
    return render(
        request,
        "trackers/set_up.html",
        {"form": form, "has_recovery_key": has_recovery_key},
        status=422 if form.is_bound else 200,
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: OwnRequest) -> HttpResponse:
    """Nothing but the passphrase, which every private page asks for; for a page that has covered
    itself (own.js), no more than that it is open."""
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("trackers:today")


@member_required
@require_safe
def rest(request: MemberRequest) -> HttpResponse:
    """Where a page goes by itself that nobody has used for a while, in a browser without scripts.
    It asks nothing of the vault, so that it keeps none open."""
    return render(request, "trackers/rest.html")


@member_required
@require_POST
def close(request: MemberRequest) -> HttpResponse:
    if "everywhere" in request.POST:
        lock_everywhere(by=request.user)
    else:
        lock(by=request.user, session=request.session.session_key or "")
    response: HttpResponse
    if "quietly" in request.POST:
        # By a page that nobody was looking at (own.js): nobody waits for an answer.
        response = HttpResponse(status=204)
    else:
        messages.success(request, _("Locked."))
        response = redirect("trackers:today")
    response.delete_cookie(settings.VAULT_COOKIE_NAME, samesite="Strict")
    return response


@member_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: MemberRequest) -> HttpResponse:
    """For whoever has lost the passphrase, but has the recovery key."""
    if vault_of(request.user) is None:
        return redirect("trackers:set_up")
    form = RecoveryForm(request.POST or None)
    if form.is_valid():
        try:
            vault = open_with_recovery_key(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new passphrase is set, and your pages are open."))
            response = redirect("trackers:today")
            keep_open(request, response, vault)
            return response
    return render(
        request,
        "trackers/key.html",
        {"form": form, "opens": slot_of(request.user, SlotKind.RECOVERY) is not None},
        status=422 if form.is_bound else 200,
    )


@private
@require_safe
def keys(request: OwnRequest) -> HttpResponse:
    return _keys(request)


@private
@require_POST
def change_passphrase(request: OwnRequest) -> HttpResponse:
    form = PassphraseForm(request.POST)
    if form.is_valid():
        try:
            vault = change_vault_passphrase(
                by=request.user, session=session_of(request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new passphrase is set. Nothing else has changed."))
            response = redirect("trackers:keys")
            keep_open(request, response, vault)
            return response
    return _keys(request, passphrase_form=form)


@private
@require_POST
def add_recovery_key(request: OwnRequest) -> HttpResponse:
    form = AddRecoveryKeyForm(request.POST)
    if form.is_valid():
        try:
            let_recovery_key_open(by=request.user, session=session_of(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your recovery key opens these pages now."))
            return redirect("trackers:keys")
    return _keys(request, recovery_form=form)


@private
@require_POST
def change_idle(request: OwnRequest) -> HttpResponse:
    form = IdleForm(request.POST)
    if form.is_valid():
        close_after(by=request.user, idle_seconds=form.cleaned_data["idle_seconds"])
        messages.success(request, _("Saved."))
        response = redirect("trackers:keys")
        keep_open(request, response, request.vault)
        return response
    return _keys(request, idle_form=form)


def _keys(
    request: OwnRequest,
    *,
    passphrase_form: PassphraseForm | None = None,
    idle_form: IdleForm | None = None,
    recovery_form: AddRecoveryKeyForm | None = None,
) -> HttpResponse:
    row = vault_of(request.user)
    context = {
        "recovery_form": recovery_form or AddRecoveryKeyForm(),
        "has_recovery_key": public_key_of(request.user) is not None,
        "passphrase_form": passphrase_form or PassphraseForm(),
        "idle_form": idle_form or IdleForm(initial={"idle_seconds": row and row.idle_seconds}),
        "opens_with_recovery_key": slot_of(request.user, SlotKind.RECOVERY) is not None,
    }
    refused = any((passphrase_form, idle_form, recovery_form))
    return render(request, "trackers/keys.html", context, status=422 if refused else 200)
