"""The end of somebody's own pages: by whoever can open them, or, some days after it was asked
for, by whoever has lost all that could."""

from datetime import datetime

from accounts.models import User
from trackers.actions.erasing import destroy_keys
from trackers.actions.vault import unlock
from trackers.models import Vault
from trackers.refusals import VaultRefused
from trackers.rules.ending import why_not_begin_anew
from trackers.vault.rows import rows_of


def erase_own_pages(*, by: User, passphrase: str, now: datetime, session: str = "") -> None:
    """Erase all that somebody keeps, for good: nothing opens it from here on. Raises
    UnlockRefused."""
    unlock(by=by, passphrase=passphrase, session=session)
    destroy_keys(by=by, now=now)


def ask_to_begin_anew(*, by: User, now: datetime) -> None:
    """Begin to wait. Somebody else who is in the account cannot erase these pages at once, and
    their owner undoes it by opening them (actions/vault.py)."""
    with rows_of(by.pk):
        Vault.objects.filter(owner=by, anew_asked_at=None).update(anew_asked_at=now)


def begin_anew(*, by: User, now: datetime) -> None:
    """Erase pages that nobody could open any more. Raises VaultRefused."""
    with rows_of(by.pk):
        vault = Vault.objects.select_for_update().get(owner=by)
        if no := why_not_begin_anew(vault.anew_asked_at, now=now):
            raise VaultRefused(no)
        destroy_keys(by=by, now=now)
