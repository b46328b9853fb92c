"""The last words to somebody: what they can say, and how long ago they were sent. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trackers.choices import ChannelKind, StatementKind
from trackers.models import ExceptionContents, StatementContents
from trackers.rules.doors import Door
from trackers.rules.events import EARLIEST

LONGEST_TEXT = 5_000
MOST_STATEMENTS = 100

# Ways that somebody knows of anyway. Which account or which place is never said: what is written
# down here may be more than they know.
WAYS: dict[str, Promise] = {
    ChannelKind.PHONE: gettext_lazy("by telephone"),
    ChannelKind.TEXT: gettext_lazy("by message"),
    ChannelKind.MAIL: gettext_lazy("by e-mail"),
    ChannelKind.SOCIAL: gettext_lazy("on social networks"),
    ChannelKind.POST: gettext_lazy("by post"),
    ChannelKind.GIFT: gettext_lazy("with gifts"),
    ChannelKind.DOOR: gettext_lazy("at my door"),
    ChannelKind.WORK: gettext_lazy("at my work"),
    ChannelKind.FRIEND: gettext_lazy("through other people"),
    ChannelKind.PAYMENTS: gettext_lazy("with payments"),
}
USUAL = (ChannelKind.PHONE, ChannelKind.TEXT, ChannelKind.MAIL, ChannelKind.DOOR)


def suggested_text(
    kind: StatementKind,
    *,
    at: datetime,
    zone: str,
    doors: Collection[Door],
    exception: ExceptionContents | None = None,
) -> str:
    """Words to begin with. `at` is by the clock of the place where they are written."""
    if kind == StatementKind.NONE:
        return ""
    parts = [
        _("%(day)s, %(time)s (%(zone)s)")
        % {"day": date_format(at, "j F Y"), "time": time_format(at, "H:i"), "zone": zone},
        _("From now on I want no contact with you. Please do not try to reach me: not %(ways)s.")
        % {"ways": get_text_list([*_ways(doors), _("in any other way")], _("or"))},
        _("Please do not answer this, and do not ask anybody to reach me for you."),
        *_but_for(doors, exception),
    ]
    if kind == StatementKind.WARNING:
        parts.append(
            _(
                "If you get in touch with me again, I will keep a record of it, and I may give "
                "it to the police, to a lawyer or to a court."
            )
        )
    parts.append(_("I will not answer either."))
    return "\n\n".join(parts) + "\n"


def why_not_write_statement(contents: StatementContents, *, written: int = 0) -> str | None:
    if contents.kind not in StatementKind.values:
        return _("Choose what comes closest.")
    if contents.kind != StatementKind.NONE and not contents.text.strip():
        return _("There are no words in it yet.")
    if len(contents.text) > LONGEST_TEXT:
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_TEXT}
    if written >= MOST_STATEMENTS:
        return _("There are %(most)d here already.") % {"most": MOST_STATEMENTS}
    return None


def why_not_change_statement(before: StatementContents) -> str | None:
    if before.sent_at is not None:
        return _("This was sent. It stays here as it was sent; you can write another one.")
    return None


def why_not_say_sent(before: StatementContents, *, at: datetime, now: datetime) -> str | None:
    if before.kind == StatementKind.NONE:
        return _("There are no words here that could have been sent.")
    if at > now:
        return _("This lies ahead of now. Please look at the day and the time again.")
    if at.date() < EARLIEST:
        return _("This is very long ago. Please look at the year again.")
    return None


def days_after(at: datetime, *, sent_at: datetime) -> int | None:
    """On which day after it something was, by the dates that the calendars there showed. Nothing
    for what was before."""
    if at < sent_at:
        return None
    # A journey to the west can set the calendar back.
    return max((at.date() - sent_at.date()).days, 0)


def told_at(person: str | None, first_sent: Mapping[str, datetime]) -> datetime | None:
    """When a person was told. Where nobody said who it was, there must be one only who was."""
    if person is not None:
        return first_sent.get(person)
    return next(iter(first_sent.values())) if len(first_sent) == 1 else None


def _ways(doors: Collection[Door]) -> list[str]:
    """In the order of the list above; the usual ones, where no door is written down."""
    staying = {door.contents.kind for door in doors if door.is_exception}
    kinds = {door.contents.kind for door in doors} - staying
    named = (kinds & WAYS.keys()) or (set(USUAL) - staying)
    return [str(way) for kind, way in WAYS.items() if kind in named]


def _but_for(doors: Collection[Door], exception: ExceptionContents | None) -> list[str]:
    stays = next((door for door in doors if door.is_exception), None)
    if exception is None or stays is None:
        return []
    way = WAYS.get(stays.contents.kind)
    said = {"way": str(way) if way else stays.name, "topics": exception.topics.strip(" \n.")}
    if said["topics"]:
        return [_("One thing stays, %(way)s, and nothing else there: %(topics)s.") % said]
    return [_("One thing stays, %(way)s: what has to be settled, and nothing else.") % said]
