"""Making, opening, closing a vault, and changing what opens it."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.kept_apart import KeyIsGone, throw_away_key
from accounts.models import User
from accounts.rules import please_wait
from trackers.actions.erasing import erase_what_is_left
from trackers.choices import SlotKind
from trackers.models import KeySlot, Vault
from trackers.queries.vault import as_slot, public_key_of, slot_of
from trackers.refusals import UnlockRefused, VaultRefused
from trackers.rules.days import local_date
from trackers.rules.passphrases import why_not_passphrase
from trackers.vault import opened
from trackers.vault.lent import take_back_all
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import as_locksmith, rows_of
from trackers.vault.sealing import CannotBeOpened, DataKey
from trackers.vault.slots import (
    Slot,
    open_with_passphrase,
    passphrase_slot,
    recovery_slot,
    rewrap,
)
from trackers.vault.slots import open_with_recovery_key as open_slot_with_recovery_key
from trackers.vault.slow_down import forget_tries, take_turn


def set_up_vault(*, by: User, passphrase: str, now: datetime) -> OpenVault:
    """Make somebody's vault, and return it open. Raises VaultRefused."""
    if no := why_not_passphrase(passphrase, user=by):
        raise VaultRefused(no)
    key = DataKey.new()
    slot = passphrase_slot(key, owner_id=by.pk, passphrase=passphrase)
    try:
        with rows_of(by.pk):
            erase_what_is_left(by=by)
            Vault.objects.create(
                owner=by,
                made_on=local_date(now, by.time_zone),
                idle_seconds=settings.VAULT_IDLE_SECONDS,
            )
            _put(slot)
            _seal_for_recovery_key(by, key)
    except IntegrityError as there_is_one:
        throw_away_key(key.id)
        raise VaultRefused(_("You have pages of your own already.")) from there_is_one
    # What was open before was another vault.
    opened.close_all(owner_id=by.pk)
    return OpenVault(by.pk, key)


def unlock(*, by: User, passphrase: str, session: str = "") -> OpenVault:
    """Open somebody's vault. Raises UnlockRefused; each wrong try makes the next one of the same
    session wait."""
    now = timezone.now()
    if seconds := take_turn(by.pk, session, now=now):
        raise UnlockRefused(please_wait(seconds))
    key = _open_with_passphrase(by, passphrase)
    if key is None:
        raise UnlockRefused(_("This is not the passphrase of your own pages. Please try again."))
    forget_tries(by.pk, session, now=now)
    return OpenVault(by.pk, key)


def let_recovery_key_open(*, by: User, passphrase: str, session: str = "") -> OpenVault:
    """Let the account's recovery key open the vault as well. Raises UnlockRefused.

    Never done by itself: whoever gets hold of an account may make a key for it, and must not
    come by the vault that way. It takes the vault's own passphrase and its owner's word.
    """
    vault = unlock(by=by, passphrase=passphrase, session=session)
    with rows_of(by.pk):
        _seal_for_recovery_key(by, vault.key)
    return vault


def lock(*, by: User, session: str) -> None:
    """Close the vault in one session, and take back what was lent to workers."""
    opened.close_session(owner_id=by.pk, session=session)
    take_back_all(owner_id=by.pk)


def lock_everywhere(*, by: User) -> None:
    opened.close_all(owner_id=by.pk)


def change_vault_passphrase(
    *, by: User, passphrase: str, new_passphrase: str, session: str = ""
) -> OpenVault:
    """Wrap the same key with another passphrase: no row is touched. Closes the vault elsewhere.

    Raises UnlockRefused or VaultRefused.
    """
    vault = unlock(by=by, passphrase=passphrase, session=session)
    _set_passphrase(by, vault.key, new_passphrase)
    return vault


def open_with_recovery_key(*, by: User, recovery_key: str, new_passphrase: str) -> OpenVault:
    """Open the vault without its passphrase, and give it a new one. Raises VaultRefused.

    A recovery key has 120 random bits: there is nothing to slow down.
    """
    slot = slot_of(by, SlotKind.RECOVERY)
    if slot is None:
        raise VaultRefused(
            _("These pages were not set up for a recovery key. Only their passphrase opens them.")
        )
    try:
        key = open_slot_with_recovery_key(slot, recovery_key)
    except KeyIsGone as gone:
        raise VaultRefused(_gone()) from gone
    except CannotBeOpened as damaged:
        raise VaultRefused(_damaged()) from damaged
    if key is None:
        raise VaultRefused(_("This is not your recovery key. Please look at each group again."))
    _set_passphrase(by, key, new_passphrase)
    return OpenVault(by.pk, key)


def keep_these_pages(*, by: User) -> bool:
    """Whoever opened them has not lost them: nothing is begun anew. Says whether that was asked
    for."""
    with rows_of(by.pk):
        asked = Vault.objects.visible_to(by).exclude(anew_asked_at=None)
        return asked.update(anew_asked_at=None) > 0


def close_after(*, by: User, idle_seconds: int) -> Vault:
    """Choose after how long without use the vault closes by itself. Raises VaultRefused."""
    if not 0 < idle_seconds <= settings.VAULT_IDLE_SECONDS:
        raise VaultRefused(_("Please choose one of the times."))
    with rows_of(by.pk):
        vault = Vault.objects.select_for_update().get(owner=by)
        vault.idle_seconds = idle_seconds
        vault.save(update_fields=["idle_seconds"])
        return vault


def rewrap_slot(*, slot_id: int) -> bool:
    """Put one slot under the newest server key. Says whether that worked out."""
    with as_locksmith():
        row = KeySlot.objects.select_for_update().filter(pk=slot_id).first()
        if row is None:
            return True
        try:
            slot = rewrap(as_slot(row))
        except (CannotBeOpened, KeyIsGone):
            return False
        row.wrapped, row.server_key_id = slot.wrapped, slot.server_key_id
        row.save(update_fields=["wrapped", "server_key_id"])
        return True


def _open_with_passphrase(user: User, passphrase: str) -> DataKey | None:
    """Outside any transaction: stretching takes a while, and holds no connection meanwhile."""
    slot = slot_of(user, SlotKind.PASSPHRASE)
    if slot is None:
        return None
    try:
        return open_with_passphrase(slot, passphrase)
    except KeyIsGone as gone:
        raise UnlockRefused(_gone()) from gone
    except CannotBeOpened as damaged:
        raise UnlockRefused(_damaged()) from damaged


def _set_passphrase(user: User, key: DataKey, passphrase: str) -> None:
    if no := why_not_passphrase(passphrase, user=user):
        raise VaultRefused(no)
    slot = passphrase_slot(key, owner_id=user.pk, passphrase=passphrase)
    with rows_of(user.pk):
        _put(slot)
    opened.close_all(owner_id=user.pk)


def _seal_for_recovery_key(user: User, key: DataKey) -> None:
    """Let the recovery key open the vault, now that the data key is at hand."""
    public_key = public_key_of(user)
    if public_key is None:
        return
    slot = slot_of(user, SlotKind.RECOVERY)
    if slot is None or slot.public_key != public_key:
        _put(recovery_slot(key, owner_id=user.pk, public_key=public_key))


def _put(slot: Slot) -> None:
    stretching = slot.stretching
    KeySlot.objects.update_or_create(
        vault_id=slot.owner_id,
        kind=slot.kind,
        defaults={
            "key_id": slot.key_id,
            "server_key_id": slot.server_key_id,
            "wrapped": slot.wrapped,
            "salt": stretching.salt if stretching else None,
            "passes": stretching.passes if stretching else None,
            "memory_kib": stretching.memory_kib if stretching else None,
            "public_key": slot.public_key,
        },
    )


def _gone() -> str:
    return _(
        "These pages were erased, or this site was put back from a copy without their key. It is "
        "not your passphrase, and trying again does not help. If you did not erase them, please "
        "tell whoever runs this site."
    )


def _damaged() -> str:
    return _(
        "The lock of these pages is damaged. It is not your passphrase, and trying again does "
        "not help. Please tell whoever runs this site."
    )
