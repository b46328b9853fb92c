"""The real addresses and one that breaks."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler500
from config.urls import urlpatterns as real


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("breaks/", breaks), *real]

__all__ = ["handler400", "handler500", "urlpatterns"]
