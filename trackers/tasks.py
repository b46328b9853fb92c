from typing import Any

from celery import shared_task
from django.utils import timezone

from trackers.actions.erasing import go_on_erasing
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


@shared_task(name="trackers.erase_rows")
def erase_owed_rows(**_newer: Any) -> int:
    """Take away what was erased. Two of these at once do not get in each other's way."""
    done = 0
    while count := go_on_erasing():
        done += count
    return done
