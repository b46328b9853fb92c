"""Work on what is sealed that a worker does: owed as a row, with the key lent to it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from trackers.choices import WorkKind
from trackers.models import OwedWork
from trackers.signals import work_owed
from trackers.vault.lent import give_back, lend
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import as_clock, rows_of

# A worker that has not ended by then is taken for dead.
CLAIMED_FOR = timedelta(minutes=6)


def owe(*, by: User, vault: OpenVault, kind: WorkKind, work_id: UUID, now: datetime) -> OwedWork:
    """Owe somebody the work on the row with this id. In a transaction of `rows_of`; the key is
    lent, and a worker woken, once it has ended."""
    work, _made = OwedWork.objects.get_or_create(
        pk=work_id, defaults={"owner": by, "kind": kind, "owed_at": now}
    )

    def wake() -> None:
        lend(vault, work=work_id)
        work_owed.send(sender=OwedWork, kind=kind)

    transaction.on_commit(wake)
    return work


def claim_work(*, kind: WorkKind, now: datetime) -> OwedWork | None:
    """The oldest that no living worker has, for this one alone. By the clock."""
    with as_clock():
        waiting = OwedWork.objects.unclaimed(at=now).filter(kind=kind).order_by("owed_at")
        found = list(waiting[:20])
    for work in found:
        with rows_of(work.owner_id):
            mine = OwedWork.objects.unclaimed(at=now).filter(pk=work.pk)
            if mine.update(claimed_until=now + CLAIMED_FOR):
                return work
    return None


def finish_work(*, work: OwedWork) -> None:
    """It is done, or will never be: the key goes back. In a transaction of `rows_of`."""
    OwedWork.objects.filter(pk=work.pk).delete()
    transaction.on_commit(lambda: give_back(owner_id=work.owner_id, work=work.pk))
