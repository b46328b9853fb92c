from contextlib import suppress
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from redis.exceptions import RedisError

from accounts.queries import exit_target_for
from accounts.rules import cover_of
from config.navigation import navigation_for
from trackers.vault.opened import stands_open


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page needs: the site's name, the exit, the way around.

    A request that was refused before anybody looked at its session has no user.
    """
    user = getattr(request, "user", AnonymousUser())
    cover = cover_of(user if user.is_authenticated else None)
    return {
        "site_name": cover.name,
        "cover_icon": static(cover.icon),
        "cover_light": cover.light,
        "cover_dark": cover.dark,
        "here": request.path,
        "exit_href": _way_out(),
        "exit_target": exit_target_for(user),
        "nav": SimpleLazyObject(lambda: navigation_for(user, request.path)),
        # Asked only by pages that show it.
        "has_own_pages_open": SimpleLazyObject(lambda: _has_own_pages_open(request)),
    }


def _has_own_pages_open(request: HttpRequest) -> bool:
    """Where they are closed, or there are none, nothing is looked up and nothing shows."""
    cookie = request.COOKIES.get(settings.VAULT_COOKIE_NAME)
    if not cookie or not request.user.is_authenticated:
        return False
    with suppress(RedisError):
        session = request.session.session_key or ""
        return stands_open(cookie, owner_id=request.user.pk, session=session)
    return False


@cache
def _way_out() -> str:
    return reverse("accounts:leave")
