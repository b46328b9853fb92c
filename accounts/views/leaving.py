from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.queries import exit_target_for

COOKIES = [
    settings.SESSION_COOKIE_NAME,
    settings.VAULT_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: end this session and go somewhere harmless.

    A link works without JavaScript (GET); the script sends a beacon instead (POST) and does not
    wait for us. Neither carries a token that could be stale: all that a forged one could do is
    to sign somebody out, and SameSite cookies do not even travel with it.
    """
    target = exit_target_for(request.user)
    logout(request)
    if request.method == "POST":
        response = HttpResponse(status=204)
    else:
        response = HttpResponse(status=303, headers={"Location": target})
    for name in COOKIES:
        response.delete_cookie(name, samesite="Lax")
        if settings.HTTPS:
            response.cookies[name]["secure"] = True
    response["Referrer-Policy"] = "no-referrer"
    response["Clear-Site-Data"] = '"cache"'
    return response
