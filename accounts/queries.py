from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def exit_target_for(user: User | AnonymousUser) -> str:
    """Where somebody's exit leads: the page they chose, while the operator still offers it."""
    chosen = user.exit_target if user.is_authenticated else ""
    return chosen if chosen in settings.EXIT_TARGETS else settings.EXIT_TARGETS[0]
