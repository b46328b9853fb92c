from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.queries import exit_target_for
from config.navigation import navigation_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page needs: the site's name, the exit, the way around.

    A request that was refused before anybody looked at its session has no user.
    """
    user = getattr(request, "user", AnonymousUser())
    return {
        "site_name": settings.SITE_NAME,
        "here": request.path,
        "exit_href": _way_out(),
        "exit_target": exit_target_for(user),
        "nav": SimpleLazyObject(lambda: navigation_for(user, request.path)),
    }


@cache
def _way_out() -> str:
    return reverse("accounts:leave")
