"""Channels to the member, the one that has to stay, and the search for forgotten ones."""

from datetime import date
from uuid import UUID, uuid4

import msgspec

from accounts.models import User
from trackers.actions.writing import insert_sealed
from trackers.models import (
    Channel,
    ChannelContents,
    ChannelException,
    ExceptionContents,
    Person,
    Sweep,
    SweepContents,
    Vault,
)
from trackers.refusals import DoorRefused
from trackers.rules.doors import why_not_add_channel, why_not_except
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def add_channel(
    *,
    by: User,
    vault: OpenVault,
    person: Person,
    contents: ChannelContents,
    today: date,
    channel_id: UUID | None = None,
) -> Channel:
    """Note a way in which a person could reach the member. `channel_id` is the one that the page
    was given: pressing twice adds one. Raises DoorRefused."""
    channel_id = channel_id or uuid4()
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        own = Channel.objects.visible_to(by)
        if added := own.filter(pk=channel_id).first():
            return added
        if no := why_not_add_channel(contents, channels=own.filter(person=person).count()):
            raise DoorRefused(no)
        channel = Channel(id=channel_id, owner=by, on=today, person=person)
        return insert_sealed(vault, channel, contents)


def change_channel(
    *, by: User, vault: OpenVault, channel: Channel, contents: ChannelContents
) -> Channel:
    """Raises DoorRefused, or CannotBeOpened where there is nothing left to change."""
    if no := why_not_add_channel(contents):
        raise DoorRefused(no)
    before = vault.open(channel, ChannelContents)
    after = msgspec.structs.replace(contents, newer=before.newer, kept_at=before.kept_at)
    vault.seal_into(channel, after)
    with rows_of(by.pk):
        channel.save(update_fields=["sealed"])
    return channel


def except_channel(
    *, by: User, vault: OpenVault, person: Person, contents: ExceptionContents, today: date
) -> ChannelException:
    """Say which one channel has to stay, and what for. Raises DoorRefused."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        has_other = ChannelException.objects.visible_to(by).filter(person=person).exists()
        if no := why_not_except(contents, today=today, has_other=has_other):
            raise DoorRefused(no)
        exception = ChannelException(owner=by, on=today, person=person)
        vault.seal_into(exception, contents)
        exception.save()
        return exception


def end_exception(*, by: User, person: Person) -> None:
    with rows_of(by.pk):
        ChannelException.objects.visible_to(by).filter(person=person).delete()


def sweep(*, by: User, vault: OpenVault, corners: list[str], today: date) -> Sweep:
    """Write down which corners were looked into. It comes up again after a quarter."""
    with rows_of(by.pk):
        done = Sweep(owner=by, on=today)
        vault.seal_into(done, SweepContents(corners=corners))
        done.save()
        return done
