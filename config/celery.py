"""The Celery app and its timetable.

Celery is the clock and the muscle, never the memory: what is owed stands in the database as a
row with a due time, and each task below only looks for such rows. A beat that is lost or that
rings twice does no harm.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("holdfast")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

EVERY_MINUTE = crontab()
EVERY_HOUR = crontab(minute=17)


@worker_init.connect
def start_on_safe_ground(**_kwargs: Any) -> None:
    from config.checks import refuse_unsafe_role

    refuse_unsafe_role()


app.conf.beat_schedule = {
    "ring-reminders": {"task": "trackers.ring_reminders", "schedule": EVERY_MINUTE},
    "forget-rings": {"task": "trackers.forget_rings", "schedule": EVERY_HOUR},
    "erase-rows": {"task": "trackers.erase_rows", "schedule": EVERY_MINUTE},
    "make-exports": {"task": "trackers.make_exports", "schedule": EVERY_MINUTE},
    "make-copies": {"task": "trackers.make_copies", "schedule": EVERY_MINUTE},
    "take-files-away": {"task": "trackers.take_files_away", "schedule": EVERY_MINUTE},
    "stamp-logs": {"task": "trackers.stamp_logs", "schedule": EVERY_HOUR},
    "announce-posts": {"task": "forums.announce_posts", "schedule": EVERY_MINUTE},
    "screen-posts": {"task": "forums.screen_posts", "schedule": EVERY_MINUTE},
    "silence-echoes": {"task": "forums.silence_echoes", "schedule": EVERY_MINUTE},
    "sweep-files": {"task": "trackers.sweep_files", "schedule": EVERY_HOUR},
    "sweep-images": {"task": "forums.sweep_images", "schedule": EVERY_HOUR},
    "see-to-claims": {"task": "forums.see_to_claims", "schedule": EVERY_MINUTE},
    "end-sanctions": {"task": "forums.end_sanctions", "schedule": EVERY_MINUTE},
    "purge-originals": {"task": "forums.purge_originals", "schedule": EVERY_HOUR},
    "erase-posts": {"task": "forums.erase_posts", "schedule": EVERY_MINUTE},
    "forget-claims": {"task": "forums.forget_claims", "schedule": EVERY_HOUR},
    "escalate-cases": {"task": "forums.escalate_cases", "schedule": EVERY_MINUTE},
    "make-cases-final": {"task": "forums.make_cases_final", "schedule": EVERY_HOUR},
    "forget-sessions": {"task": "accounts.forget_sessions", "schedule": EVERY_HOUR},
    "close-accounts": {"task": "accounts.close_accounts", "schedule": EVERY_MINUTE},
    "tell-by-mail": {"task": "forums.tell_by_mail", "schedule": EVERY_MINUTE},
    "forget-messages": {"task": "accounts.forget_messages", "schedule": EVERY_HOUR},
    "send-messages": {"task": "accounts.send_messages", "schedule": EVERY_MINUTE},
}
