"""Throwing away is asked about once: keep it, sealed, or dispose of it?"""

from datetime import datetime

import msgspec

from accounts.models import User
from trackers.models import Draft, JournalEntry, KeepableContents, PrivateRow, Reminder
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def keep_sealed(
    *,
    by: User,
    vault: OpenVault,
    row: PrivateRow,
    contents: KeepableContents,
    now: datetime,
) -> None:
    """Record that the answer was to keep it."""
    vault.seal_into(row, msgspec.structs.replace(contents, kept_at=now))
    with rows_of(by.pk):
        row.save(update_fields=["sealed"])


def dispose(*, by: User, row: PrivateRow | Reminder) -> None:
    """Throw away one of one's own rows."""
    with rows_of(by.pk):
        if isinstance(row, JournalEntry):
            Draft.objects.visible_to(by).filter(pk=row.pk).delete()
        row.delete()
