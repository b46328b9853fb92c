"""Who is let in, and what becomes of what they had written where they are not."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from accounts.requests import MemberRequest

if TYPE_CHECKING:
    from accounts.models import User

# Fields that hold what somebody wrote at length. Nothing else is ever shown again: no name, no
# address, no passphrase, no key.
WRITTEN = (
    "title",
    "words",
    "text",
    "line",
    "reason",
    "statement_to_author",
    "statement_to_reporter",
    "answer",
    "about",
    "guidelines",
    "question",
)


def member_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for whoever is signed in; whoever's session ended while they wrote gets it back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return ask_to_sign_in(request)

    return wrapped


def only_for(
    may: "Callable[[User], bool]",
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Only for members of whom this holds; for others there is no such page."""

    def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @member_required
        @wraps(view)
        def wrapped(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if may(request.user):
                return view(request, *args, **kwargs)
            raise Http404

        return wrapped

    return door


def _looks_after_house(user: "User") -> bool:
    """Another room knows it: the shell names the question."""
    looks_after_house: bool = import_string(settings.LOOKS_AFTER_HOUSE)(user)
    return looks_after_house


house_required = only_for(_looks_after_house)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    # A sign-in page has no place inside the piece of a page that htmx asked for.
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if any(request.POST.get(name, "").strip() for name in WRITTEN):
        return give_back(request)
    return redirect_to_login(request.get_full_path())


def give_back(request: HttpRequest) -> HttpResponse:
    """A page with what was written on it, for copying: it did not go through."""
    written = [text for name in WRITTEN if (text := request.POST.get(name, "").strip())]
    return render(request, "stale_form.html", {"written": written}, status=403)


def way_on(request: HttpRequest, default: str) -> str:
    """Where somebody was on the way to, as far as it is an address of this site."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return resolve_url(default)
