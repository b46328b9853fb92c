from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.requests import is_brief
from accounts.views.leaving import cookies_of_a_visit, end_visit, forget_on_device

READS = ("GET", "HEAD", "OPTIONS")


class LeftMiddleware:
    """Whoever left is signed out by the first request that their browser makes after it.

    The exit waits for nobody, so Back can be here before the word that ends the session, or while
    the server cannot be reached. Its script leaves a mark in the browser first; a request that
    carries it is answered as a stranger's.

    What such a request would write is neither written nor shown again: it is a form of before,
    which Back sends once more, or the last two seconds of a draft. The draft goes on from what
    was kept of it before the exit, once somebody has signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(settings.LEFT_COOKIE_NAME) or _is_the_exit(request):
            return self.get_response(request)
        end_visit(request)
        response = self.get_response(request) if request.method in READS else _refuse(request)
        forget_on_device(response, cookies_of_a_visit())
        return response


def _is_the_exit(request: HttpRequest) -> bool:
    return request.path == reverse("accounts:leave")


def _refuse(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    response = redirect(settings.LOGIN_URL)
    response.status_code = 303
    return response


class LocalTimeMiddleware:
    """Times are shown, and typed times read, in the zone that the member lives in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return self.get_response(request)


class BriefSessionMiddleware:
    """On a device that is not one's own, each page lets the session last a few minutes more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and is_brief(request.session):
            request.session.modified = True
        return self.get_response(request)
