"""What an incident may say, and what is never asked for."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.choices import ChannelKind, Direction, IncidentKind, Precision, Response
from trackers.models import EventContents, IncidentEntry, StatementContents
from trackers.rules.days import local_date
from trackers.rules.events import KINDS, LONGEST_WORDS, kind_of, why_not_log

# Fields of one line, which have no room for more.
LONGEST_LINE = 500
# Of one field of a draft: twice what an entry may hold, so that too long a text can be cut down.
LONGEST_TYPED = 2 * LONGEST_WORDS
# Whoever writes down what was within the hour was there; from then on the delay is shown.
SHOWN_FROM = timedelta(hours=1)
# Of what somebody typed, this alone is not worth a draft: the page brought it along.
BROUGHT_ALONG = {"on", "time", "precision", "zone", "event", "statement"}

# Which kind of incident a contact through a channel was.
KIND_OF_CHANNEL: dict[str, IncidentKind] = {
    ChannelKind.PHONE: IncidentKind.CALL,
    ChannelKind.TEXT: IncidentKind.TEXT,
    ChannelKind.MAIL: IncidentKind.MAIL,
    ChannelKind.SOCIAL: IncidentKind.SOCIAL,
    ChannelKind.POST: IncidentKind.LETTER,
    ChannelKind.GIFT: IncidentKind.GIFT,
    ChannelKind.DOOR: IncidentKind.TURNING_UP,
    ChannelKind.WORK: IncidentKind.TURNING_UP,
    ChannelKind.STREET: IncidentKind.TURNING_UP,
    ChannelKind.FRIEND: IncidentKind.THIRD_PARTY,
    ChannelKind.LOCATION: IncidentKind.TRACKING,
    ChannelKind.CAR: IncidentKind.TRACKING,
}
# Of a new account or number, only what was done then says which.
KIND_OF_RESPONSE: dict[str, IncidentKind] = {
    Response.HUNG_UP: IncidentKind.CALL,
    Response.UNREAD: IncidentKind.TEXT,
}


def why_not_record(entry: IncidentEntry, *, now: datetime) -> str | None:
    for words in (entry.happened, entry.said, entry.felt, entry.effect, entry.note):
        if no := why_not_log(at=entry.at, now=now, words=words):
            return no
    if entry.precision == Precision.RANGE and entry.until is None:
        return _("Please say as well until when it may have been.")
    if entry.until is not None and entry.until < entry.at:
        return _("The end lies before the beginning. Please look at both times again.")
    if entry.until is not None and entry.until > now:
        return _("The end lies ahead of now. Please look at the date and the time again.")
    return None


def why_not_correct(entry: IncidentEntry, *, before: IncidentEntry) -> str | None:
    if not entry.reason.strip():
        return _("Please say in a few words why you change it. Both versions are kept.")
    same = {"reason", "version"}
    if all(
        getattr(entry, name) == getattr(before, name)
        for name in entry.__struct_fields__
        if name not in same
    ):
        return _("This says what it said before. Nothing was changed.")
    return None


def why_not_remove(*, reason: str) -> str | None:
    if not reason.strip():
        return _("Please say in a few words why you take it out. Your words stay in its place.")
    return None


def delay_of(*, at: datetime, recorded_at: datetime) -> timedelta | None:
    """How long after it happened something was written down; none where that was at once."""
    delay = recorded_at - at
    return delay if delay >= SHOWN_FROM else None


def delay_in_words(delay: timedelta) -> str:
    if delay.days:
        return ngettext("%(n)d day later", "%(n)d days later", delay.days) % {"n": delay.days}
    hours = int(delay.total_seconds() // 3600)
    return ngettext("%(n)d hour later", "%(n)d hours later", hours) % {"n": hours}


def default_title(number: int) -> str:
    return _("Entry %(number)d") % {"number": number}


def over_by(entry: IncidentEntry) -> datetime:
    """The latest moment at which it can have happened."""
    return entry.until or entry.at


def delay_after(entry: IncidentEntry, *, recorded_at: datetime) -> timedelta | None:
    """The same of an entry, by what is known of when it was: of a day without a time, in days."""
    if entry.precision != Precision.DAY:
        return delay_of(at=over_by(entry), recorded_at=recorded_at)
    days = local_date(recorded_at, entry.zone) - entry.at.date()
    return days if days.days > 0 else None


def title_of(entry: IncidentEntry) -> str:
    return entry.title or default_title(entry.number)


def is_worth_keeping(typed: Mapping[str, Iterable[str]]) -> bool:
    """Whether anything was typed of an incident that would be lost."""
    return any(
        value.strip()
        for name, values in typed.items()
        if name not in BROUGHT_ALONG
        for value in values
    )


def can_come_from(event: EventContents) -> bool:
    """The log holds what they did."""
    return event.direction != Direction.MINE


def kinds_of_event(event: EventContents) -> list[str]:
    kind = KIND_OF_CHANNEL.get(event.channel)
    if kind is None and event.channel == ChannelKind.NEW_ACCOUNT:
        kind = KIND_OF_RESPONSE.get(event.response)
    kinds = [kind or IncidentKind.OTHER]
    if event.direction == Direction.THROUGH_SOMEONE and IncidentKind.THIRD_PARTY not in kinds:
        kinds.append(IncidentKind.THIRD_PARTY)
    return [one.value for one in kinds]


def from_event(event: EventContents, *, event_id: str, person: str, door: str) -> IncidentEntry:
    """What an event says of itself. `door` is what the member calls the way that it came."""
    response = dict(Response.choices).get(event.response, event.response)
    said = f"{_what(event)}. {response}."
    return IncidentEntry(
        incident="",
        number=0,
        at=event.at.astimezone(ZoneInfo(event.zone)),
        zone=event.zone,
        # It was noted in passing.
        precision=Precision.ABOUT,
        kinds=kinds_of_event(event),
        happened=f"{said}\n\n{event.words}".strip(),
        tactics=event.tactics,
        shown_as=door if _is_as_shown(door) else "",
        event=event_id,
        person=person,
    )


def from_statement(statement: StatementContents, *, statement_id: str) -> IncidentEntry:
    """Last words that were sent: what, when, which way, to which address."""
    way = dict(ChannelKind.choices).get(statement.channel, statement.channel)
    said = _("I sent my last words to them. Which way: %(way)s.") % {"way": way}
    sent_at = statement.sent_at or statement.at
    return IncidentEntry(
        incident="",
        number=0,
        at=sent_at.astimezone(ZoneInfo(statement.zone)),
        zone=statement.zone,
        precision=Precision.EXACT,
        kinds=[IncidentKind.STATEMENT.value],
        happened=f"{said}\n\n{statement.words}".strip(),
        said=statement.text,
        shown_as=statement.to,
        statement=statement_id,
        person=statement.person,
    )


def _what(event: EventContents) -> str:
    # Whether it was a call or a message is not known of it.
    if event.channel == ChannelKind.NEW_ACCOUNT:
        return str(ChannelKind.NEW_ACCOUNT.label)
    return str(KINDS[kind_of(event)].label)


def _is_as_shown(door: str) -> bool:
    """Whether it may be a number or an account, not a name that somebody gave it."""
    return "@" in door or any(letter.isdigit() for letter in door)
