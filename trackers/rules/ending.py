from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

# As long as whoever can still open their pages is likely to do so once, and to see what was asked.
WAIT = timedelta(days=7)


def may_begin_anew_at(asked_at: datetime) -> datetime:
    return asked_at + WAIT


def why_not_begin_anew(asked_at: datetime | None, *, now: datetime) -> str | None:
    if asked_at is None:
        return _("Ask for it first. It takes some days, for your own safety.")
    if now < may_begin_anew_at(asked_at):
        when = date_format(localtime(may_begin_anew_at(asked_at)), "l, j F, H:i")
        return _("Not yet: from %(when)s on.") % {"when": when}
    return None
