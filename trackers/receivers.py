from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from trackers.actions.vault import lock
from trackers.signals import erasure_owed
from trackers.tasks import erase_owed_rows


@receiver(user_logged_out)
def lock_with_the_session(*, request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """Signing out and the quick exit close the vault at once, in this session only."""
    session = request.session.session_key
    if user is not None and session:
        lock(by=user, session=session)


@receiver(erasure_owed)
def wake_eraser(**_kwargs: Any) -> None:
    transaction.on_commit(erase_owed_rows.delay)
