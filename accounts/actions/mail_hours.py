"""When somebody hears by mail that there is something new: in an hour that they chose, never when
it happens."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from accounts.models import MailSlot, User
from accounts.queries import has_proved_address
from accounts.refusals import MailRefused
from accounts.rules import next_slot, why_no_mail_hours


@transaction.atomic
def choose_mail_hour(*, by: User, hour: int, days: Collection[int], now: datetime) -> MailSlot:
    """Hear of what is new in this hour of these days, by the clock where they live. Raises
    MailRefused."""
    no = why_no_mail_hours(has_address=has_proved_address(by), hour=hour, days=days)
    if no:
        raise MailRefused(no)
    slot = MailSlot(user=by, hour=hour, days=sorted(days))
    _schedule(slot, after=now)
    chosen = {"hour": slot.hour, "days": slot.days, "due_at": slot.due_at, "due_on": slot.due_on}
    return MailSlot.objects.update_or_create(user=by, defaults=chosen)[0]


def choose_no_mail_hour(*, by: User) -> bool:
    """Hear of it on the site alone. Says whether that was otherwise."""
    return MailSlot.objects.filter(user=by).delete()[0] > 0


@transaction.atomic
def set_anew(*, by: User, now: datetime) -> None:
    """Their clock shows something else from now on."""
    for slot in MailSlot.objects.select_for_update().filter(user=by):
        slot.user = by
        move_on(slot, now=now)


def move_on(slot: MailSlot, *, now: datetime, not_on: date | None = None) -> None:
    """To its next hour. For whoever holds the row."""
    _schedule(slot, after=now, not_on=not_on)
    slot.save(update_fields=["due_at", "due_on"])


def _schedule(slot: MailSlot, *, after: datetime, not_on: date | None = None) -> None:
    """Some minute of the hour, another one each time, so that not even the minute says what kind
    of mail it is."""
    minute = secrets.randbelow(60)
    zone = slot.user.time_zone
    found = next_slot(hour=slot.hour, days=slot.days, minute=minute, zone=zone, after=after)
    if found.on == not_on:
        found = next_slot(hour=slot.hour, days=slot.days, minute=minute, zone=zone, after=found.at)
    slot.due_at, slot.due_on = found.at, found.on
