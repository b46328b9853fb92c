from typing import Any

from celery import shared_task
from django.utils import timezone

from trackers.actions.reminders import ring_reminders

# In one transaction.
BATCH = 200


@shared_task(name="trackers.ring_reminders")
def ring_due_reminders(**_newer: Any) -> int:
    """Ring what is due. Two of these at once never ring the same reminder twice."""
    now = timezone.now()
    rung = 0
    while count := ring_reminders(now=now, most=BATCH):
        rung += count
        if count < BATCH:
            break
    return rung
