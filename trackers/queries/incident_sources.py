"""Of what an entry of the log can be made: an event, or last words. To be called inside
`rows_of`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from accounts.models import User
from trackers.models import (
    Channel,
    ChannelContents,
    IncidentEntry,
    IncidentVersion,
    Person,
    PersonContents,
)
from trackers.queries.days import ShownEvent
from trackers.queries.incidents import entry_in
from trackers.rules.incidents import can_come_from
from trackers.vault.open_vault import OpenVault


def incident_from(
    user: User, vault: OpenVault, *, day: date, event: str = "", statement: str = ""
) -> UUID | None:
    """The entry that was made from an event or a statement of this day, where there is one."""
    for entry in _entries_of(user, vault, day=day):
        if (event and entry.event == event) or (statement and entry.statement == statement):
            return UUID(entry.incident)
    return None


def with_entries(
    user: User, vault: OpenVault, events: Sequence[ShownEvent], *, day: date
) -> list[ShownEvent]:
    """Each event of a day with the entry that was made from it, or whether one can be."""
    found = {}
    if events:
        found = {entry.event: UUID(entry.incident) for entry in _entries_of(user, vault, day=day)}
    return [
        replace(
            event,
            incident=found.get(str(event.event.pk)),
            can_be_kept=event.contents is not None and can_come_from(event.contents),
        )
        for event in events
    ]


def door_in_words(user: User, vault: OpenVault, *, channel: str) -> tuple[str, str]:
    """(id of the person, what the member calls it) of one of their channels; nothing where it is
    gone."""
    row = Channel.objects.visible_to(user).filter(pk=channel).first() if channel else None
    contents = vault.open_all([row], ChannelContents)[0].contents if row else None
    return (str(row.person_id) if row else "", contents.label if contents else "")


def people_to_choose(user: User, vault: OpenVault) -> list[tuple[str, str]]:
    """(id, name) of everybody whom the member steps away from."""
    rows = Person.objects.visible_to(user).order_by("on", "id")
    return [
        (str(found.row.pk), found.contents.name)
        for found in vault.open_all(rows, PersonContents)
        if found.contents
    ]


def _entries_of(user: User, vault: OpenVault, *, day: date) -> list[IncidentEntry]:
    """All versions: what was corrected to another day was made on the first one's."""
    rows = IncidentVersion.objects.visible_to(user).filter(on=day)
    return [entry for row in rows if (entry := entry_in(vault, row))]
