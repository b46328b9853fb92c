"""The page on which somebody takes along all that is kept of them. It asks every room for its part,
so it is the shell's."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.doors import member_required
from accounts.requests import MemberRequest
from config.takeaway import FILE_NAME, everything_of
from trackers.actions.vault import unlock
from trackers.forms.vault import OwnPassphraseForm
from trackers.queries.takeaway import Takeaway, takeaway
from trackers.queries.vault import vault_of
from trackers.refusals import UnlockRefused
from trackers.vault.rows import rows_of


class TakeAlongForm(OwnPassphraseForm):
    own_passphrase_help = _("Leave it empty, and they are left out.")


@member_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def take_along(request: MemberRequest) -> HttpResponseBase:
    """A phone left open for a minute is not enough, nor is it for the own pages: those ask for
    their own passphrase."""
    has_own_pages = vault_of(request.user) is not None
    posted = request.POST if request.method == "POST" else None
    form = TakeAlongForm(posted, has_own_pages=has_own_pages)
    if form.is_valid():
        try:
            own_pages = _own_pages(request, form.cleaned_data.get("own_passphrase", ""))
        except UnlockRefused as refusal:
            form.add_error("own_passphrase", str(refusal))
        else:
            if limited := ratelimit.consume_or_429(request, action="take_away"):
                return limited
            return StreamingHttpResponse(
                everything_of(request.user, own_pages, keeps_own_pages=has_own_pages),
                content_type="application/zip",
                headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
            )
    return render(request, "take_along.html", {"form": form}, status=422 if form.is_bound else 200)


def _own_pages(request: MemberRequest, passphrase: str) -> Takeaway | None:
    """None without their passphrase. Raises UnlockRefused."""
    if not passphrase:
        return None
    vault = unlock(by=request.user, passphrase=passphrase)
    with rows_of(request.user.pk):
        return takeaway(request.user, vault)
