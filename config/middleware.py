from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class SafetyHeadersMiddleware:
    """The headers that every response carries, errors and static files included.

    Beside these: CSP (django-csp), Permissions-Policy (django-permissions-policy), Referrer-
    Policy, HSTS, nosniff and COOP (Django).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        # A circle that its operator opened to anyone has said otherwise.
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        if not request.path.startswith(settings.STATIC_URL):
            # Nothing of a page stays on the device, and the quick exit's Back finds nothing.
            patch_cache_control(response, no_store=True, private=True)
        return response
