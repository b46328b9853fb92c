from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from accounts.models import SignIn, User


def exit_target_for(user: User | AnonymousUser) -> str:
    """Where somebody's exit leads: the page they chose, while the operator still offers it."""
    chosen = user.exit_target if user.is_authenticated else ""
    return chosen if chosen in settings.EXIT_TARGETS else settings.EXIT_TARGETS[0]


# --- From where somebody came in (accounts/actions/coming_in.py) ------------------------------

COMING_IN_KEPT_FOR = timedelta(days=2)


def key_of_coming_in(user_id: int) -> str:
    return f"came-in:{user_id}"


def came_from_the_same_place(user_id: int, others: Collection[int]) -> bool:
    """Whether any of these came in from around where this person did, within two days."""
    key = key_of_coming_in(user_id)
    found = cache.get_many([key, *map(key_of_coming_in, others)])
    own = set(found.pop(key, ()))
    return any(own.intersection(hashes) for hashes in found.values())


# --- Who is in, and who tried to be (accounts/actions/sessions.py) ----------------------------


def key_of_wrong_tries(name_hash: str) -> str:
    return f"wrong-tries:{name_hash}"


def last_sign_in(user: User, *, but: str) -> SignIn | None:
    """The one before the session with this key."""
    before = SignIn.objects.visible_to(user).exclude(session_key=but)
    return before.newest_first().first()
