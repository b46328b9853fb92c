from typing import Any

from celery import shared_task
from django.utils import timezone

from forums.actions.following import announce

BATCH = 100


@shared_task(name="forums.announce_posts")
def announce_posts(**_newer: Any) -> int:
    """Tell of every post that is owed."""
    told = 0
    while count := announce(now=timezone.now(), most=BATCH):
        told += count
    return told
