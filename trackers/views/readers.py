"""Who reads what the house has written: with their own pages open, or without."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.countries import country_of_zone, names_of_countries
from accounts.doors import member_required
from accounts.requests import MemberRequest
from trackers.queries.cards import Reader
from trackers.rules.cards import languages_of
from trackers.vault.open_vault import OpenVault
from trackers.views.private import OwnRequest, inside, opening_of

STILL = "still"


class ReaderRequest(MemberRequest):
    """What a view is given that needs no open vault, and shows more where there is one."""

    vault: OpenVault | None


def open_or_not(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For every member. Nobody is asked for a passphrase."""

    @member_required
    @wraps(view)
    def wrapped(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A page that has lain there is shown again by itself: that is no use of what is open.
        opening = None if STILL in request.GET else opening_of(request)
        if opening:
            shown = inside(cast(OwnRequest, request), opening, view, *args, **kwargs)
            return cast(HttpResponse, shown)
        request.vault = None
        return view(request, *args, **kwargs)

    return wrapped


def reader_of(request: HttpRequest) -> Reader:
    """By the languages of their browser and the country of their clock, unless they ask for
    others. Neither is kept."""
    asked = request.GET.get("language", "")[:10]
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    languages = [asked, *(code for code, _weight in accepted), get_language() or ""]
    return Reader(languages_of(filter(None, languages)), country_asked(request))


def country_asked(request: HttpRequest) -> str:
    """Somebody may ask for none."""
    if (asked := request.GET.get("country")) is not None:
        return asked if asked in names_of_countries() else ""
    return country_of_zone(request.user.time_zone) if request.user.is_authenticated else ""
