from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user, logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.queries import exit_target_for


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: end this session and go somewhere harmless.

    A link works without JavaScript (GET); the script sends a beacon instead (POST) and does not
    wait for us. Neither carries a token that could be stale: all that a forged one could do is
    to sign somebody out, and SameSite cookies do not even travel with it.
    """
    target = exit_target_for(request.user)
    if request.method == "POST":
        return _hear_of_it(request)
    logout(request)
    headers = {"Location": target, "Referrer-Policy": "no-referrer"}
    response = HttpResponse(status=303, headers=headers)
    forget_on_device(response, cookies_of_a_visit())
    return response


def _hear_of_it(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=204, headers={"Referrer-Policy": "no-referrer"})
    if _was_heard_of_before(request):
        # Somebody may have signed in again since: what the browser holds by now stays.
        del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return response
    logout(request)
    forget_on_device(response, [name for name in cookies_of_a_visit() if name in request.COOKIES])
    return response


def _was_heard_of_before(request: HttpRequest) -> bool:
    """Whether the session was over when this came, as it is when Back was faster."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()


def end_visit(request: HttpRequest) -> None:
    """End the session of a request that nothing has looked at yet, which then comes from nobody."""
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    logout(request)
    for name in cookies_of_a_visit():
        request.COOKIES.pop(name, None)


def forget_on_device(response: HttpResponse, names: list[str]) -> None:
    """Take these cookies out of the browser, but for those that the answer has just set, and
    whatever it kept of pages."""
    for name in names:
        if name not in response.cookies:
            response.delete_cookie(name, samesite="Lax")
            response.cookies[name]["secure"] = settings.HTTPS
    response["Clear-Site-Data"] = '"cache"'


def cookies_of_a_visit() -> list[str]:
    return [
        settings.SESSION_COOKIE_NAME,
        settings.VAULT_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        settings.LEFT_COOKIE_NAME,
    ]
