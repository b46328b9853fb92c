"""What Today and every other day show. To be called inside `rows_of`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from uuid import UUID

from django.db.models import Choices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.choices import ChannelKind, Meaning, Mood, Response, Sleep
from trackers.models import (
    CheckIn,
    CheckInContents,
    ContactEvent,
    DaysContents,
    EntryContents,
    EventContents,
    JournalEntry,
    Vault,
)
from trackers.rules.counting import Record, State, strip
from trackers.rules.events import KINDS, kind_of, meaning_of_event
from trackers.vault.open_vault import Opened, OpenVault

Entry = Opened[JournalEntry, EntryContents]


@dataclass(frozen=True)
class ShownDay:
    """A day of the strip, as the template draws it (_days.html)."""

    number: int
    weekday: str
    label: str
    state: State
    is_today: bool
    url: str


@dataclass(frozen=True)
class ShownEvent:
    """A contact event in words. Without `contents` where it cannot be opened."""

    event: ContactEvent
    contents: EventContents | None
    # On which day after the last words to whoever it came from (queries/statements.py).
    days_after: int | None = None
    # The entry of the log that was made from it (queries/incident_sources.py).
    incident: UUID | None = None
    # Whether it can be kept there, and is not yet, as far as was looked.
    can_be_kept: bool = False

    @property
    def what(self) -> str:
        return str(KINDS[kind_of(self.contents)].label) if self.contents else ""

    @property
    def channel(self) -> str:
        return _label(ChannelKind, self.contents.channel) if self.contents else ""

    @property
    def response(self) -> str:
        return _label(Response, self.contents.response) if self.contents else ""

    @property
    def time(self) -> time | None:
        """As the clock showed it there, whatever zone its reader is in now."""
        return self.contents.at.time() if self.contents else None

    @property
    def meaning(self) -> Meaning:
        return meaning_of_event(self.contents) if self.contents else Meaning.NEUTRAL


@dataclass(frozen=True)
class ShownCheckIn:
    contents: CheckInContents

    @property
    def mood(self) -> str:
        return _label(Mood, self.contents.mood)

    @property
    def sleep(self) -> str:
        return _label(Sleep, self.contents.sleep)


def record_of(user: User, tallies: Mapping[date, DaysContents], *, today: date) -> Record:
    return Record(
        begun_on=Vault.objects.visible_to(user).get().made_on,
        today=today,
        zone=user.time_zone,
        meanings={
            first.replace(day=number): _in_one(tuple(found))
            for first, tally in tallies.items()
            for number, found in tally.meanings
        },
        written_on=frozenset(
            first.replace(day=number)
            for first, tally in tallies.items()
            for number in tally.written
        ),
    )


@cache
def _in_one(meanings: tuple[str, ...]) -> frozenset[Meaning]:
    """There are not many different ones, and thousands of days."""
    return frozenset(map(Meaning, meanings))


def shown_strip(record: Record, *, days: int = 14) -> list[ShownDay]:
    return [shown_day(day, state, today=record.today) for day, state in strip(record, days=days)]


def events_on(user: User, vault: OpenVault, *, day: date) -> list[ShownEvent]:
    """In the order in which they happened."""
    rows = ContactEvent.objects.visible_to(user).filter(on=day)
    events = [
        ShownEvent(found.row, found.contents) for found in vault.open_all(rows, EventContents)
    ]
    return sorted(events, key=_moment)


def events_through(user: User, vault: OpenVault, *, door: str) -> list[ShownEvent]:
    """What came through one channel, the newest first."""
    rows = ContactEvent.objects.visible_to(user)
    found = [
        ShownEvent(opened.row, opened.contents)
        for opened in vault.open_all(rows, EventContents)
        if opened.contents and opened.contents.door == door
    ]
    return sorted(found, key=_moment, reverse=True)


def entries_on(user: User, vault: OpenVault, *, day: date) -> list[Entry]:
    rows = JournalEntry.objects.visible_to(user).filter(on=day)
    return newest_first(vault.open_all(rows, EntryContents))


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By day, which the database knows, and within a day by the time, which it does not."""

    def moment(entry: Entry) -> tuple[date, float]:
        return entry.row.on, entry.contents.at.timestamp() if entry.contents else 0

    return sorted(entries, key=moment, reverse=True)


def check_in_on(user: User, vault: OpenVault, *, day: date) -> ShownCheckIn | None:
    """None where there is none, and where it cannot be opened: saying it again mends that."""
    row = CheckIn.objects.visible_to(user).filter(on=day).first()
    contents = vault.open_all([row], CheckInContents)[0].contents if row else None
    return ShownCheckIn(contents) if contents else None


def _moment(event: ShownEvent) -> float:
    return event.contents.at.timestamp() if event.contents else 0


def shown_day(day: date, state: State, *, today: date, is_ahead: bool = False) -> ShownDay:
    """A day that still lies ahead has no page yet."""
    said = {
        State.HELD: Meaning.HELD.label,
        State.NEUTRAL: Meaning.NEUTRAL.label,
        State.INDIRECT: Meaning.INDIRECT.label,
        State.SLIP: Meaning.DIRECT.label,
        State.NONE: _("nothing written"),
    }[state]
    return ShownDay(
        number=day.day,
        weekday=date_format(day, "D"),
        label=date_format(day, "l j F") + ("" if is_ahead else f": {said}"),
        state=state,
        is_today=day == today,
        url="" if is_ahead else reverse("trackers:day", args=[day]),
    )


def _label(choices: type[Choices], value: object) -> str:
    """In words; as it is where only a newer version of the site has words for it."""
    return str(dict(choices.choices).get(value, value or ""))
