from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.signals import account_closed, session_ended
from trackers.actions.erasing import destroy_keys
from trackers.actions.vault import lock
from trackers.choices import WorkKind
from trackers.signals import erasure_owed, work_owed
from trackers.tasks import erase_owed_rows, make_owed_copies, make_owed_exports


@receiver(user_logged_out)
def lock_with_the_session(*, request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """Signing out and the quick exit close the vault at once, in this session only."""
    session = request.session.session_key
    if user is not None and session:
        lock(by=user, session=session)


@receiver(session_ended)
def lock_what_was_ended(*, user: User, session: str, **_kwargs: Any) -> None:
    """A session that was ended from another device closes what stood open in it."""
    transaction.on_commit(lambda: lock(by=user, session=session))


@receiver(work_owed)
def wake_copier(*, kind: str, **_kwargs: Any) -> None:
    if kind == WorkKind.COPY:
        make_owed_copies.delay()


@receiver(work_owed)
def wake_exporter(*, kind: str, **_kwargs: Any) -> None:
    if kind == WorkKind.EXPORT:
        make_owed_exports.delay()


@receiver(account_closed)
def destroy_what_was_kept(*, user: User, **_kwargs: Any) -> None:
    """With an account goes what opens its own pages, and the pages after it."""
    destroy_keys(by=user, now=timezone.now())


@receiver(erasure_owed)
def wake_eraser(**_kwargs: Any) -> None:
    transaction.on_commit(erase_owed_rows.delay)
