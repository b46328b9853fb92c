from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from accounts.models import User
from trackers.actions.writing import insert_sealed
from trackers.models import (
    ChannelException,
    ContactEvent,
    EventContents,
    ExceptionContents,
    Vault,
)
from trackers.refusals import EventRefused
from trackers.rules.doors import exception_stands
from trackers.rules.events import why_not_log, why_not_recommit
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def log_contact_event(
    *,
    by: User,
    vault: OpenVault,
    contents: EventContents,
    now: datetime,
    event_id: UUID | None = None,
) -> ContactEvent:
    """Write down one contact, on the day on which it was where the member was.

    `event_id` is the one that its page was given: what was sent twice is written once. Raises
    EventRefused.
    """
    event_id = event_id or uuid4()
    with rows_of(by.pk):
        # One after the other, so that of two at once the second one sees the first.
        Vault.objects.select_for_update().get(owner=by)
        if written := ContactEvent.objects.visible_to(by).filter(pk=event_id).first():
            return written
        contents = _checked(contents, now)
        excepted = _has_to_stay(by, vault, contents)
        contents = msgspec.structs.replace(contents, excepted=excepted)
        event = ContactEvent(id=event_id, owner=by, on=contents.at.date())
        return insert_sealed(vault, event, contents)


def correct_contact_event(
    *, by: User, vault: OpenVault, event: ContactEvent, contents: EventContents, now: datetime
) -> ContactEvent:
    """Raises EventRefused, or CannotBeOpened where there is nothing left to correct."""
    before = vault.open(event, EventContents)
    contents = msgspec.structs.replace(
        contents,
        newer=before.newer,
        kept_at=before.kept_at,
        recommitted_at=before.recommitted_at,
        # A channel that is gone cannot be chosen any more; what came through it did.
        door=contents.door or before.door,
    )
    contents = _checked(contents, now)
    with rows_of(by.pk):
        same = contents.door == before.door
        excepted = before.excepted if same else _has_to_stay(by, vault, contents)
        event.on = contents.at.date()
        vault.seal_into(event, msgspec.structs.replace(contents, excepted=excepted))
        event.save()
    return event


def recommit(
    *, by: User, vault: OpenVault, event: ContactEvent, at: datetime, now: datetime
) -> ContactEvent:
    """Take it up again after a slip: from this moment on. Raises EventRefused, or
    CannotBeOpened."""
    before = vault.open(event, EventContents)
    if no := why_not_recommit(at=at, event_at=before.at, now=now):
        raise EventRefused(no)
    at = at.astimezone(ZoneInfo(before.zone))
    vault.seal_into(event, msgspec.structs.replace(before, recommitted_at=at))
    with rows_of(by.pk):
        event.save(update_fields=["sealed"])
    return event


def _has_to_stay(by: User, vault: OpenVault, contents: EventContents) -> bool:
    """Whether it came through the one channel that is excepted, on that day."""
    if not contents.door:
        return False
    rows = ChannelException.objects.visible_to(by)
    return any(
        found.contents.channel == contents.door
        and exception_stands(found.contents, today=contents.at.date())
        for found in vault.open_all(rows, ExceptionContents)
        if found.contents
    )


def _checked(contents: EventContents, now: datetime) -> EventContents:
    """By the clock of the place where it was. Raises EventRefused."""
    contents = msgspec.structs.replace(contents, at=contents.at.astimezone(ZoneInfo(contents.zone)))
    if no := why_not_log(at=contents.at, now=now, words=contents.words):
        raise EventRefused(no)
    return contents
