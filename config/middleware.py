from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from whitenoise.middleware import WhiteNoiseFileResponse, WhiteNoiseMiddleware


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
        if not isinstance(response, WhiteNoiseFileResponse):
            # Nothing of a page stays on the device, and the quick exit's Back finds nothing.
            patch_cache_control(response, no_store=True, private=True)
        return response


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise's, but for the list of all files that lies beside them: that is for us alone."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        listed = getattr(staticfiles_storage, "manifest_name", None)
        if PurePosixPath(url).name != listed:
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)


# Where the nonce goes.
NONCE = "{nonce}"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's, with its policy put together once: it is the same for every page but for the
    nonce. So its decorators have no say here; a response that has a policy already keeps it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG:
            return super().process_response(request, response)
        if HEADER in response:
            # A picture asks for less than a page.
            return response
        nonce: str | None = getattr(request, "_csp_nonce", None)
        if nonce is None:
            # From here on it would be too late for one.
            request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]  # the stubs do not know it
        response[HEADER] = _policy(has_nonce=nonce is not None).replace(NONCE, nonce or "")
        return response


@cache
def _policy(*, has_nonce: bool) -> str:
    return build_policy(nonce=NONCE if has_nonce else None)
