"""The real addresses and two that break."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler500
from config.urls import urlpatterns as real


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def breaks_over(request: HttpRequest, word: str) -> HttpResponse:
    """As where the database refuses a row: with what was to be stored in its words."""
    held = {"word": word, **request.GET.dict(), **request.POST.dict(), **request.headers}
    try:
        raise KeyError(word)
    except KeyError as error:
        raise ValueError(f"not to be stored: {held}") from error


urlpatterns = [path("breaks/", breaks), path("breaks/<str:word>/", breaks_over), *real]

__all__ = ["handler400", "handler500", "urlpatterns"]
