"""Sealed bytes in the storage: that they are wanted, and that they are not any more."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

from accounts.models import User
from trackers.choices import ExportState
from trackers.models import AttachmentCopy, Export, StoredFile, Upload, Vault
from trackers.vault.files import delete_parts, parts_of, storage, stored_names
from trackers.vault.rows import as_clock, rows_of

FILES_AT_ONCE = 50
# As long as somebody may take to send the rest of a file.
UNFINISHED_FOR = timedelta(days=7)
# Longer than any request, and than any work of a worker.
STRAY_AFTER = timedelta(days=1)


def expect_file(
    *, by: User, size: int, now: datetime, wanted_for: timedelta = UNFINISHED_FOR
) -> StoredFile:
    """A place for so many bytes, or fewer. Whatever becomes of who writes there: where it is not
    made whole in time, the clock takes it away."""
    with rows_of(by.pk):
        return StoredFile.objects.create(
            id=uuid4(),
            owner=by,
            size=size,
            parts=parts_of(size),
            made_at=now,
            wanted_until=now + wanted_for,
        )


def drop_stored(*, by: User, ids: Collection[UUID], now: datetime) -> None:
    """Nothing points at these any more. In a transaction; the clock takes the bytes away after
    it, so that nothing is gone from the storage whose row came back."""
    StoredFile.objects.visible_to(by).filter(pk__in=ids).update(dropped_at=now, wanted_until=None)


def drop_unless_whole(*, by: User, stored_id: UUID, now: datetime) -> None:
    """Whoever wrote there has stopped: what was not made whole is not wanted any more."""
    with rows_of(by.pk):
        stored = StoredFile.objects.visible_to(by).filter(pk=stored_id, wanted_until__isnull=False)
        stored.update(dropped_at=now, wanted_until=None)


def drop_left_unfinished(*, now: datetime, most: int = FILES_AT_ONCE) -> int:
    """Drop what was begun and never made whole. Returns how many there were. By the clock."""
    with as_clock():
        rows = StoredFile.objects.left_unfinished(at=now).order_by("wanted_until")
        left = list(rows.values_list("pk", "owner_id")[:most])
    for stored_id, owner_id in left:
        with rows_of(owner_id):
            # As whoever puts it into the log does, so that one of them comes first.
            Vault.objects.select_for_update().filter(owner=owner_id).first()
            stored = StoredFile.objects.left_unfinished(at=now).filter(pk=stored_id)
            if not stored.exists():
                continue
            Upload.objects.filter(stored=stored_id).delete()
            # An archive that was made waits for a while only.
            Export.objects.filter(stored=stored_id, state=ExportState.MADE).delete()
            for unfinished in (AttachmentCopy, Export):
                unfinished.objects.filter(stored=stored_id).update(stored=None)
            stored.update(dropped_at=now, wanted_until=None)
    return len(left)


def take_dropped_away(*, most: int = FILES_AT_ONCE) -> int:
    """Take the bytes of what was dropped away, and then its row. Returns how many there were.

    By the clock. A worker that dies in between has taken some parts, and the next one goes on.
    """
    with as_clock():
        rows = StoredFile.objects.dropped().order_by("dropped_at")
        dropped = list(rows.values_list("pk", "owner_id", "parts")[:most])
    for stored_id, owner_id, parts in dropped:
        delete_parts(stored_id, parts)
        with rows_of(owner_id):
            StoredFile.objects.filter(pk=stored_id).delete()
    return len(dropped)


def sweep_strays(*, now: datetime) -> int:
    """Take parts away that no row knows: of a transaction that did not come through, and of a
    process that ended before it. Returns of how many files. By the clock."""
    strays, names_of = 0, stored_names()
    while some := list(islice(names_of, FILES_AT_ONCE)):
        with as_clock():
            ids = [stored_id for stored_id, _names in some]
            known = set(StoredFile.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for stored_id, names in some:
            # What is being written may have no row that others see yet.
            if stored_id not in known and all(_is_old(name, now) for name in names):
                for name in names:
                    storage().delete(name)
                strays += bool(names)
    return strays


def _is_old(name: str, now: datetime) -> bool:
    return storage().get_modified_time(name) < now - STRAY_AFTER
