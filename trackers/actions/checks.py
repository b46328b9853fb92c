"""What follows from a self-check, or from somebody having got through: where it is asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid5

import msgspec

from accounts.models import User
from trackers.actions.doors import add_channel
from trackers.actions.events import log_contact_event
from trackers.actions.shelves import put_on_shelf
from trackers.actions.writing import insert_sealed
from trackers.models import (
    Channel,
    ChannelContents,
    ContactEvent,
    EventContents,
    KeptCheck,
    KeptCheckContents,
    Person,
    PersonContents,
    ShelfRow,
    Step,
    Vault,
)
from trackers.refusals import CheckRefused
from trackers.rules.checks import door_of, step_of, why_not_take
from trackers.shipped import Piece
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def take_up(
    *,
    by: User,
    vault: OpenVault,
    questions: Sequence[Piece],
    person: Person | PersonContents | None,
    today: date,
    page_id: UUID,
) -> list[Channel | ShelfRow]:
    """Let each yes become a door of this person, or a step where it is about no door or about
    nobody who is written down. `page_id` is the one that the page was given: what is pressed
    twice is there once. Raises CheckRefused, DoorRefused or ShelfRefused."""
    if no := why_not_take(questions):
        raise CheckRefused(no)
    with rows_of(by.pk):
        known = _known(by, vault, person, today, page_id) if person else None
        return [
            _take_up_one(by, vault, question, known, today, uuid5(page_id, question.key))
            for question in questions
        ]


def keep_answers(
    *,
    by: User,
    vault: OpenVault,
    contents: KeptCheckContents,
    today: date,
    check_id: UUID,
) -> KeptCheck:
    """Keep what was answered, sealed, because it was asked for."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        if kept := KeptCheck.objects.visible_to(by).filter(pk=check_id).first():
            return kept
        return insert_sealed(vault, KeptCheck(id=check_id, owner=by, on=today), contents)


def close_hole(
    *,
    by: User,
    vault: OpenVault,
    person: Person | PersonContents,
    door: ChannelContents,
    event: EventContents,
    now: datetime,
    page_id: UUID,
) -> tuple[Channel, ContactEvent]:
    """They got through: the way they came by becomes a door to close, and what happened is
    written down, in one step. Raises DoorRefused, ShelfRefused or EventRefused; then nothing of it
    is done."""
    today = event.at.date()
    with rows_of(by.pk):
        row = _known(by, vault, person, today, page_id)
        channel = add_channel(
            by=by,
            vault=vault,
            person=row,
            contents=door,
            today=today,
            channel_id=uuid5(page_id, "door"),
        )
        logged = log_contact_event(
            by=by,
            vault=vault,
            contents=msgspec.structs.replace(event, door=str(channel.pk)),
            now=now,
            event_id=uuid5(page_id, "event"),
        )
        return channel, logged


def _take_up_one(
    by: User, vault: OpenVault, question: Piece, person: Person | None, today: date, own_id: UUID
) -> Channel | ShelfRow:
    door = door_of(question)
    if door is not None and person is not None:
        return add_channel(
            by=by, vault=vault, person=person, contents=door, today=today, channel_id=own_id
        )
    return put_on_shelf(
        by=by, vault=vault, model=Step, contents=step_of(question), today=today, item_id=own_id
    )


def _known(
    by: User, vault: OpenVault, person: Person | PersonContents, today: date, page_id: UUID
) -> Person:
    """The one who was chosen, or the one who was named just now."""
    if isinstance(person, Person):
        return person
    row = put_on_shelf(
        by=by,
        vault=vault,
        model=Person,
        contents=person,
        today=today,
        item_id=uuid5(page_id, "person"),
    )
    return cast(Person, row)
