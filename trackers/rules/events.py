"""What a contact event means. Only what the member did counts, never what was done to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trackers.choices import ChannelKind, Direction, Meaning, Response
from trackers.models import EventContents

LONGEST_WORDS = 20_000
EARLIEST = date(1950, 1, 1)

MEANING_OF: dict[str, Meaning] = {
    Response.UNANSWERED: Meaning.HELD,
    Response.UNREAD: Meaning.HELD,
    Response.UNOPENED: Meaning.HELD,
    Response.HUNG_UP: Meaning.HELD,
    Response.WALKED_ON: Meaning.HELD,
    Response.READ: Meaning.INDIRECT,
    Response.LOOKED: Meaning.INDIRECT,
    Response.ANSWERED: Meaning.DIRECT,
    Response.REACHED_OUT: Meaning.DIRECT,
    Response.NO_CHOICE: Meaning.NEUTRAL,
}
# Of several things on one day, what the day is.
WEIGHTIEST_FIRST = (Meaning.DIRECT, Meaning.INDIRECT, Meaning.HELD, Meaning.NEUTRAL)


@dataclass(frozen=True)
class Kind:
    """What somebody taps first: what happened, in a few words."""

    label: Promise
    direction: Direction
    # The usual one first.
    channels: tuple[ChannelKind, ...]
    # What one may have done then. One alone goes without saying.
    responses: tuple[Response, ...]

    @property
    def only_response(self) -> Response | None:
        return self.responses[0] if len(self.responses) == 1 else None


# The numbers stand in addresses, so they say nothing, and keep their meaning.
KINDS = {
    "1": Kind(
        gettext_lazy("They rang"),
        Direction.THEIRS,
        (ChannelKind.PHONE, ChannelKind.NEW_ACCOUNT),
        (
            Response.UNANSWERED,
            Response.HUNG_UP,
            Response.READ,
            Response.ANSWERED,
            Response.NO_CHOICE,
        ),
    ),
    "2": Kind(
        gettext_lazy("They wrote"),
        Direction.THEIRS,
        (ChannelKind.TEXT, ChannelKind.MAIL, ChannelKind.SOCIAL, ChannelKind.NEW_ACCOUNT),
        (Response.UNREAD, Response.READ, Response.ANSWERED, Response.NO_CHOICE),
    ),
    "3": Kind(
        gettext_lazy("They sent something"),
        Direction.THEIRS,
        (ChannelKind.POST, ChannelKind.GIFT),
        (Response.UNOPENED, Response.READ, Response.ANSWERED, Response.NO_CHOICE),
    ),
    "4": Kind(
        gettext_lazy("They were there"),
        Direction.THEIRS,
        (ChannelKind.DOOR, ChannelKind.WORK, ChannelKind.STREET),
        (Response.UNOPENED, Response.WALKED_ON, Response.ANSWERED, Response.NO_CHOICE),
    ),
    "5": Kind(
        gettext_lazy("Somebody brought word"),
        Direction.THROUGH_SOMEONE,
        (ChannelKind.FRIEND, ChannelKind.WORK, ChannelKind.SOCIAL),
        (
            Response.UNANSWERED,
            Response.WALKED_ON,
            Response.READ,
            Response.ANSWERED,
            Response.NO_CHOICE,
        ),
    ),
    "6": Kind(
        gettext_lazy("I reached out"), Direction.MINE, tuple(ChannelKind), (Response.REACHED_OUT,)
    ),
    "7": Kind(
        gettext_lazy("I looked, or asked"),
        Direction.MINE,
        (
            ChannelKind.SOCIAL,
            *(channel for channel in ChannelKind if channel != ChannelKind.SOCIAL),
        ),
        (Response.LOOKED,),
    ),
    "8": Kind(
        gettext_lazy("Something else"),
        Direction.THEIRS,
        (ChannelKind.OTHER, *ChannelKind),
        tuple(Response),
    ),
}


def meaning_of(response: str) -> Meaning:
    """A word that only a newer version of the site knows takes nothing away."""
    return MEANING_OF.get(response, Meaning.NEUTRAL)


def meaning_of_event(event: EventContents) -> Meaning:
    """Contact through the one channel that has to stay is held, whatever was done there."""
    return Meaning.HELD if event.excepted else meaning_of(event.response)


def meaning_of_day(meanings: Iterable[Meaning]) -> Meaning | None:
    found = set(meanings)
    return next((meaning for meaning in WEIGHTIEST_FIRST if meaning in found), None)


def kind_of(event: EventContents) -> str:
    """The number of the kind that an event was logged as, or comes closest to."""
    for number, kind in KINDS.items():
        if (
            kind.direction == event.direction
            and event.channel in kind.channels
            and kind.only_response in (None, event.response)
        ):
            return number
    return "8"


def breaks(meaning: Meaning, *, indirect_counts: bool) -> bool:
    """Whether a day with this in it is one that was not held, as its owner counts."""
    return meaning in broken_by(indirect_counts=indirect_counts)


def broken_by(*, indirect_counts: bool) -> tuple[Meaning, ...]:
    return (Meaning.DIRECT, Meaning.INDIRECT) if indirect_counts else (Meaning.DIRECT,)


def why_not_recommit(*, at: datetime, event_at: datetime, now: datetime) -> str | None:
    if at < event_at:
        return _("This lies before what happened. Please look at the day and the time again.")
    if at > now:
        return _("This lies ahead of now. Please look at the day and the time again.")
    return None


def why_not_log(*, at: datetime, now: datetime, words: str) -> str | None:
    if at > now:
        return _("This lies ahead of now. Please look at the date and the time again.")
    if at.date() < EARLIEST:
        return _("This is very long ago. Please look at the year again.")
    return why_not_keep(words)


def why_not_keep(words: str) -> str | None:
    if len(words) > LONGEST_WORDS:
        return _(
            "This is longer than %(most)d characters. Please keep it in two parts. "
            "Nothing of it is lost: it is still below."
        ) % {"most": LONGEST_WORDS}
    return None
