"""Somebody hears by mail that there is something new: in their own hour, and never what it is."""

from datetime import datetime

from django.db import transaction

from accounts.actions.mail import owe_message
from accounts.actions.mail_hours import move_on
from accounts.models import MailSlot, Message
from accounts.rules import HOUR_IS_OVER_AFTER
from forums.models import Digest
from forums.queries.notices import newest_unheard


def tell_by_mail(*, now: datetime, most: int = 100) -> int:
    """Owe a mail to everybody whose hour it is and who has not heard of something, at most so many,
    and return how many hours that were. By the clock.

    The mail, the digest that says so and the next hour are one transaction: a crash undoes them
    together. Another worker's rows are stepped over. Of an hour that has gone by while no worker
    was there, nothing comes: nobody chose the one after it.
    """
    with transaction.atomic():
        slots = MailSlot.objects.due(at=now).order_by("due_at").select_related("user")
        due = list(slots.select_for_update(skip_locked=True, of=["self"])[:most])
        for slot in due:
            if now - slot.due_at < HOUR_IS_OVER_AFTER:
                _tell(slot, now=now)
            move_on(slot, now=now, not_on=slot.due_on)
        return len(due)


def _tell(slot: MailSlot, *, now: datetime) -> None:
    newest = newest_unheard(slot.user)
    if newest is None or Digest.objects.filter(user=slot.user, on=slot.due_on).exists():
        return
    if owe_message(to=slot.user, kind=Message.Kind.NEWS, due_at=now):
        # The last one is all that has to be known.
        Digest.objects.filter(user=slot.user).delete()
        Digest.objects.create(user=slot.user, on=slot.due_on, up_to=newest)
