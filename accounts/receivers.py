from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from accounts.signals import message_owed
from accounts.tasks import send_message


@receiver(message_owed)
def wake_sender(*, message_id: UUID, **_kwargs: Any) -> None:
    transaction.on_commit(lambda: send_message.delay(str(message_id)))
