from datetime import datetime

from django.db import transaction

from accounts.actions.mail_hours import set_anew
from accounts.models import User


@transaction.atomic
def set_preferences(*, by: User, time_zone: str, exit_target: str, now: datetime) -> User:
    """Where somebody lives by the clock, and where their exit leads."""
    by.time_zone = time_zone
    by.exit_target = exit_target
    by.full_clean(exclude=["password"])
    by.save(update_fields=["time_zone", "exit_target"])
    set_anew(by=by, now=now)
    return by


def choose_cover(*, by: User, name: str, icon: str, colour: str, mail_subject: str) -> User:
    """What shows of the site where nobody has opened it. Raises ValidationError."""
    by.cover_name, by.cover_icon, by.cover_colour = name, icon, colour
    by.mail_subject = mail_subject
    by.full_clean(exclude=["password"])
    by.save(update_fields=["cover_name", "cover_icon", "cover_colour", "mail_subject"])
    return by
