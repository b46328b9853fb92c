from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.coming_in import remember_coming_in
from accounts.adapters import AccountAdapter
from accounts.models import User
from accounts.signals import message_owed
from accounts.tasks import send_message


@receiver(user_logged_in)
def remember_from_where(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    # Whoever comes in through no server, as a test may, comes from nowhere.
    with suppress(PermissionDenied):
        address = AccountAdapter(request).address_of(request)
        remember_coming_in(user_id=user.pk, address=address, on=timezone.now().date())


@receiver(message_owed)
def wake_sender(*, message_id: UUID, **_kwargs: Any) -> None:
    transaction.on_commit(lambda: send_message.delay(str(message_id)))
