"""People whom somebody steps away from, and their channels. To be called inside `rows_of`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from trackers.models import (
    Channel,
    ChannelContents,
    ChannelException,
    ExceptionContents,
    Person,
    PersonContents,
    Sweep,
)
from trackers.queries.shelves import shelf_of
from trackers.rules.doors import Door, Status, exception_stands, status_of, still_open
from trackers.vault.open_vault import OpenVault


@dataclass(frozen=True)
class ShownPerson:
    """A person with all their doors. Without `contents` where they cannot be opened."""

    row: Person
    contents: PersonContents | None
    doors: Sequence[Door]
    exception: ExceptionContents | None
    # Ids of channels that cannot be opened.
    damaged: Sequence[str]

    @property
    def status(self) -> Status:
        # Of a door that cannot be looked at, nobody can say that it is shut.
        if self.damaged and status_of(self.doors) == Status.NO_CONTACT:
            return Status.UNKNOWN
        return status_of(self.doors)

    @property
    def still_open(self) -> list[Door]:
        return still_open(self.doors)


def people(user: User, vault: OpenVault, *, today: date) -> list[ShownPerson]:
    """All of them, in four look-ups whatever their number."""
    channels = _by_person(user, vault)
    exceptions = _exceptions(user, vault, today=today)
    return [
        _shown(found.row, found.contents, channels[found.row.pk], exceptions.get(found.row.pk))
        for found in shelf_of(user, vault, Person, PersonContents)
    ]


def every_open_door(shown: Sequence[ShownPerson]) -> list[tuple[ShownPerson, list[Door]]]:
    """Through what the member could still be reached, by whom."""
    return [(person, person.still_open) for person in shown if person.still_open]


def doors_to_choose(user: User, vault: OpenVault, *, today: date) -> list[tuple[str, str]]:
    """(id, name) of every channel, with the person's name, for the form of a contact event."""
    return [
        (door.id, f"{person.contents.name} · {door.name}")
        for person in people(user, vault, today=today)
        if person.contents
        for door in person.doors
    ]


def last_sweep(user: User) -> date | None:
    rows = Sweep.objects.visible_to(user).order_by("-on").values_list("on", flat=True)
    return rows.first()


def _by_person(
    user: User, vault: OpenVault
) -> "defaultdict[object, list[tuple[str, ChannelContents | None]]]":
    found: defaultdict[object, list[tuple[str, ChannelContents | None]]] = defaultdict(list)
    rows = Channel.objects.visible_to(user).order_by("on", "id")
    for opened in vault.open_all(rows, ChannelContents):
        found[opened.row.person_id].append((str(opened.row.pk), opened.contents))
    return found


def _exceptions(user: User, vault: OpenVault, *, today: date) -> dict[object, ExceptionContents]:
    rows = ChannelException.objects.visible_to(user)
    return {
        opened.row.person_id: opened.contents
        for opened in vault.open_all(rows, ExceptionContents)
        if opened.contents and exception_stands(opened.contents, today=today)
    }


def _shown(
    row: Person,
    contents: PersonContents | None,
    channels: list[tuple[str, ChannelContents | None]],
    exception: ExceptionContents | None,
) -> ShownPerson:
    doors = [
        Door(pk, channel, is_exception=exception is not None and exception.channel == pk)
        for pk, channel in channels
        if channel
    ]
    damaged = [pk for pk, channel in channels if channel is None]
    return ShownPerson(row, contents, doors, exception, damaged)
