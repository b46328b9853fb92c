"""Rows of pages that were erased. Their keys are gone already: these are bytes that nobody can
open, and they go part by part, in the background."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from accounts.actions.mail import drop_owed
from accounts.kept_apart import throw_away_key
from accounts.models import Message, User
from trackers.models import (
    Erasure,
    KeySlot,
    Link,
    OwedWork,
    PrivateRow,
    Reminder,
    StampedHead,
    StoredFile,
    Vault,
)
from trackers.signals import erasure_owed
from trackers.vault import opened
from trackers.vault.rows import as_clock, rows_of

ROWS_AT_ONCE = 1000


def destroy_keys(*, by: User, now: datetime) -> None:
    """Take away all that opens somebody's pages, and owe it to them that the pages follow.

    Reminders are no sealed rows alone: they would ring. They go at once, with what they had put
    into the outbox; so does what a worker was to do with what is sealed, whose key was lent.
    """
    with rows_of(by.pk):
        key_id = KeySlot.objects.filter(vault=by.pk).values_list("key_id", flat=True).first()
        Vault.objects.visible_to(by).delete()
        Reminder.objects.visible_to(by).delete()
        OwedWork.objects.visible_to(by).delete()
        drop_owed(to=by, kind=Message.Kind.REMINDER)
        owed, _made = Erasure.objects.get_or_create(owner=by, defaults={"asked_at": now})
        if key_id is not None:
            owed.key_id = key_id
            owed.save(update_fields=["key_id"])
        # What is beside the database goes once all of this is certain, and by the clock if not.
        transaction.on_commit(lambda: _throw_away_key(owed))
        erasure_owed.send(sender=Erasure)
    opened.close_all(owner_id=by.pk)


def go_on_erasing(*, most: int = ROWS_AT_ONCE) -> int:
    """Do the next part of what is owed, and return how many rows that was. By the clock.

    A worker that dies has done some parts, and the next one goes on with what is left.
    """
    with as_clock():
        owners = list(Erasure.objects.oldest_first().values_list("owner_id", flat=True))
    # Another worker's are stepped over.
    return next((done for owner_id in owners if (done := _erase_part(owner_id, most))), 0)


def erase_what_is_left(*, by: User) -> None:
    """All that is still owed, now: nothing old is to lie among what begins anew. In a
    transaction."""
    with rows_of(by.pk):
        if owed := Erasure.objects.select_for_update().filter(owner=by).first():
            _erase_rows(owed, most=None)
            owed.delete()


def _erase_part(owner_id: int, most: int) -> int:
    with rows_of(owner_id):
        waiting = Erasure.objects.select_for_update(skip_locked=True)
        owed = waiting.filter(owner=owner_id).first()
        if owed is None:
            return 0
        erased = _erase_rows(owed, most)
        if erased < most:
            owed.delete()
        return erased + 1


def _throw_away_key(owed: Erasure) -> None:
    if owed.key_id is not None:
        throw_away_key(bytes(owed.key_id))


def _erase_rows(owed: Erasure, most: int | None) -> int:
    """At most so many, and with each what is a part of it. Returns how many there were."""
    _throw_away_key(owed)
    erased = 0
    for model, order in _models():
        left = None if most is None else most - erased
        rows = model._default_manager.filter(owner=owed.owner_id).order_by(order)
        some = list(rows.values_list("pk", flat=True)[:left])
        model._default_manager.filter(pk__in=some).delete()
        erased += len(some)
    if most is None or erased < most:
        # Nothing points at them any more: their bytes are taken away by the clock.
        files = StoredFile.objects.filter(owner=owed.owner_id, dropped_at=None)
        files.update(dropped_at=owed.asked_at)
    return erased


def _models() -> Iterator[tuple[type[Model], str]]:
    """Which rows go, in which order: what points at others before them."""
    for model in apps.get_app_config("trackers").get_models():
        # Those of the log as they stand in models/log.py: an entry takes all that it had with it.
        if issubclass(model, PrivateRow):
            yield model, "pk"
    yield StampedHead, "pk"
    yield OwedWork, "pk"
    # That something was taken out comes after it.
    yield Link, "seq"
