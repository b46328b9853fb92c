"""Reminders that are due now, and what became of them."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Message
from trackers.actions.reminders import set_reminder
from trackers.choices import Weekday
from trackers.models import Occurrence, Reminder
from trackers.rules.reminders import Rule
from trackers.vault.rows import as_clock, rows_of

EVERY_DAY = list(Weekday.values)


def remind_now(user, vault, *, count=1, minutes_ago=1):
    """Set them as they were set a while ago, so that they are due by now."""
    now = timezone.now()
    due = now - timedelta(minutes=minutes_ago)
    at = time(due.hour, due.minute)
    made = [
        set_reminder(
            by=user,
            vault=vault,
            rule=Rule(at, "UTC", EVERY_DAY),
            line="",
            now=now - timedelta(hours=20),
        )
        for _each in range(count)
    ]
    assert all(reminder.is_due(at=now) for reminder in made)
    return made


def rings():
    with as_clock():
        return sorted(Occurrence.objects.values_list("reminder", "outcome"))


def due_again(user):
    """When each is due next."""
    with rows_of(user.pk):
        return [reminder.due_at for reminder in Reminder.objects.all()]


def owed():
    return Message.objects.count()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)
