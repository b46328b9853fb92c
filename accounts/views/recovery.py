import time

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.recovery import make_recovery_key, recover_account
from accounts.adapters import SIGNED_UP_AT
from accounts.doors import member_required, way_on
from accounts.forms import RecoverForm
from accounts.models import RecoveryKey
from accounts.refusals import RecoveryRefused
from accounts.requests import MemberRequest

# How long after signing up the key can be had without the passphrase once more.
JUST_SIGNED_UP = 15 * 60


def _needs_passphrase_again(request: HttpRequest) -> bool:
    """Else a phone left open for a minute would be enough to make oneself a key to the account."""
    return time.time() - request.session.get(SIGNED_UP_AT, 0) > JUST_SIGNED_UP


@member_required
@reauthentication_required(allow_get=True, enabled=_needs_passphrase_again, app="allauth.account")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_key(request: MemberRequest) -> HttpResponse:
    """Shows the key once, when the button is pressed, so that its owner chooses the moment."""
    has_key = RecoveryKey.objects.filter(user=request.user).exists()
    key: list[str] = []
    if request.method == "POST":
        try:
            key = make_recovery_key(by=request.user).split("-")
        except RecoveryRefused as refusal:
            messages.info(request, str(refusal))
            return redirect("accounts:recovery_key")
    context = {"has_key": has_key, "key": key, "way_on": way_on(request, "start")}
    return render(request, "accounts/recovery_key.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A recovery key has 120 random bits, and a wrong one costs no work: there is nothing to slow
    down, so that this way in is always open."""
    form = RecoverForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _recover(form):
            messages.success(
                request,
                _(
                    "Your new passphrase is set. Please sign in with it. Passkeys and codes, if "
                    "there were any, are not asked for any more."
                ),
            )
            return redirect("account_login")
        status = 422
    return render(request, "accounts/recover.html", {"form": form}, status=status)


def _recover(form: RecoverForm) -> bool:
    try:
        recover_account(**form.cleaned_data)
    except RecoveryRefused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as weak:
        form.add_error("passphrase", weak)
    return form.is_valid()
