from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from accounts.doors import give_back
from accounts.rules import cover_of
from forums.models import Circle


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The front page for whoever is not signed in; others go to their circles."""
    if request.user.is_authenticated:
        return redirect("forums:home")
    circles = Circle.objects.visible_to(request.user).order_by("name")
    return render(request, "start.html", {"circles": circles})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept here and what is not, in plain words, for whoever wants to know beforehand."""
    return render(request, "privacy.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that looks after this one: it serves, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static(cover_of(request.user).icon), permanent=False)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """For whoever puts the site on the first screen of a telephone: under their own cover."""
    cover = cover_of(request.user)
    told = {
        "name": cover.name,
        "short_name": cover.name,
        "start_url": "/",
        "display": "minimal-ui",
        "theme_color": cover.light,
        "background_color": cover.light,
        "icons": [{"src": static(cover.icon), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What may be indexed is told page by page, in a header; this keeps the rest unvisited."""
    return HttpResponse(
        "User-agent: *\nDisallow: /own/\nDisallow: /me/\nDisallow: /leave/\nDisallow: /out/\n",
        content_type="text/plain; charset=utf-8",
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is too old, or that came from elsewhere."""
    return give_back(request)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for what broke, with the way out on it, even where what broke is the page."""
    try:
        return render(request, "500.html", status=500)
    except Exception:
        return server_error(request)
