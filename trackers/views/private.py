"""What every private page does first: somebody is signed in, and their vault stands open.

Where it is closed, the page asks for the passphrase at its own address and carries what was
typed along; after the right passphrase, what was to be done is done.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.doors import ask_to_sign_in
from accounts.requests import MemberRequest, session_of
from trackers.actions.vault import keep_these_pages, unlock
from trackers.forms.vault import UnlockForm, in_minutes
from trackers.models import Vault
from trackers.queries.vault import vault_of
from trackers.refusals import UnlockRefused
from trackers.rules.days import local_date
from trackers.vault import opened
from trackers.vault.open_vault import OpenVault
from trackers.vault.opened import Opening
from trackers.vault.rows import rows_of

KEPT = _(
    "Somebody who is signed in as you had asked to throw these pages away and to begin anew. You "
    "have opened them, so they stay. If it was not you, change the passphrase that you sign in "
    "with."
)
ASKED_FOR = "vault_passphrase"
ON_THE_WAY_TO = "vault_on_the_way_to"
NOT_CARRIED = {ASKED_FOR, ON_THE_WAY_TO, "csrfmiddlewaretoken"}


class OwnRequest(MemberRequest):
    """What a private view is given."""

    vault: OpenVault
    # In words, for the lock at the head of the page.
    closes_after: str
    # For the page itself, which covers what it shows by then.
    idle_seconds: int


def today_of(request: OwnRequest) -> date:
    """The date where the member is."""
    return local_date(timezone.now(), request.user.time_zone)


def posted(request: OwnRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, were it nothing at all."""
    return request.POST if request.method == "POST" else None


PrivateView = Callable[..., HttpResponseBase]


def private(view: PrivateView) -> PrivateView:
    @wraps(view)
    @sensitive_post_parameters()
    def wrapped(request: OwnRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def show(opening: Opening) -> HttpResponseBase:
            # The passphrase was asked for on the way to a page, or on the way to saving it.
            if request.POST.get(ON_THE_WAY_TO) == "get":
                return redirect(request.get_full_path())
            return inside(request, opening, view, *args, **kwargs)

        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        opening = opening_of(request)
        return show(opening) if opening else _ask_for_passphrase(request, show)

    return wrapped


def opening_of(request: MemberRequest) -> Opening | None:
    cookie = request.COOKIES.get(settings.VAULT_COOKIE_NAME, "")
    session = request.session.session_key or ""
    return opened.take(cookie, owner_id=request.user.pk, session=session)


def keep_open(request: MemberRequest, response: HttpResponse, vault: OpenVault) -> None:
    """Let the vault stay open in this browser: the cookie holds one half, Valkey the other."""
    _give_cookie(response, _start_opening(request, vault)[1])


def _start_opening(request: MemberRequest, vault: OpenVault) -> tuple[Opening, str]:
    owner_id, session = request.user.pk, request.session.session_key or ""
    row = vault_of(request.user)
    if row and row.anew_asked_at and keep_these_pages(by=request.user):
        messages.warning(request, KEPT)
    # The operator may have made the longest time shorter since.
    chosen = row.idle_seconds if row else settings.VAULT_IDLE_SECONDS
    opening = Opening(vault, min(chosen, settings.VAULT_IDLE_SECONDS))
    # One at a time: an older one of this browser has lost its cookie to this one.
    opened.close_session(owner_id=owner_id, session=session)
    return opening, opened.open_for(vault, session=session, idle_seconds=opening.idle_seconds)


def _give_cookie(response: HttpResponseBase, token: str) -> None:
    response.set_cookie(
        settings.VAULT_COOKIE_NAME,
        token,
        httponly=True,
        samesite="Strict",
        secure=settings.HTTPS,
    )


def inside(
    request: OwnRequest, opening: Opening, view: PrivateView, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    request.vault = opening.vault
    request.closes_after = in_minutes(opening.idle_seconds)
    request.idle_seconds = opening.idle_seconds
    try:
        with rows_of(request.user.pk):
            return view(request, *args, **kwargs)
    except Vault.DoesNotExist:
        # Erased meanwhile, in another tab or on another device.
        return redirect("trackers:set_up")


def _ask_for_passphrase(
    request: OwnRequest, show: Callable[[Opening], HttpResponseBase]
) -> HttpResponseBase:
    if vault_of(request.user) is None:
        return redirect("trackers:set_up")
    form = UnlockForm(request.POST if ASKED_FOR in request.POST else None)
    if form.is_valid():
        try:
            vault = unlock(
                by=request.user,
                passphrase=form.cleaned_data[ASKED_FOR],
                session=session_of(request),
            )
        except UnlockRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            opening, token = _start_opening(request, vault)
            response = show(opening)
            _give_cookie(response, token)
            return response
    return _closed(request, form)


def _closed(request: OwnRequest, form: UnlockForm) -> HttpResponse:
    if request.htmx and form.errors:
        return render(request, "trackers/_not_opened.html", {"form": form}, status=422)
    if request.htmx:
        return render(request, "trackers/_closed.html")
    context = {
        "form": form,
        "method": request.POST.get(ON_THE_WAY_TO, (request.method or "get").lower()),
        "carried": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in NOT_CARRIED and "passphrase" not in name
        ],
    }
    return render(request, "trackers/closed.html", context, status=422 if form.errors else 200)
