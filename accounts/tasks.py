from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.actions.closing import close_what_is_due
from accounts.actions.mail import deliver, deliver_what_is_due, forget_messages
from accounts.actions.sessions import forget_sessions

# What one beat sends at most; the next one goes on. About what a mail server takes in a minute:
# 100,000 that are due at once are out within forty, and each is dropped after two hours.
BATCH = 2500


@shared_task(name="accounts.send_messages")
def send_messages(**_newer: Any) -> int:
    """Send what is due. Two of these at once never send the same mail twice."""
    return deliver_what_is_due(now=timezone.now(), most=BATCH)


@shared_task(name="accounts.send_message")
def send_message(message_id: str, **_newer: Any) -> bool:
    """Send one message now; woken when a mail is owed that somebody is waiting for."""
    return deliver(message_id=UUID(message_id), now=timezone.now())


@shared_task(name="accounts.forget_sessions")
def forget_old_sessions(**_newer: Any) -> int:
    return forget_sessions(now=timezone.now())


@shared_task(name="accounts.close_accounts")
def close_accounts(**_newer: Any) -> int:
    return close_what_is_due(now=timezone.now())


@shared_task(name="accounts.forget_messages")
def forget_old_messages(**_newer: Any) -> int:
    return forget_messages(now=timezone.now())
