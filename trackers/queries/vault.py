from accounts.kept_apart import KeyIsGone, key_of
from accounts.models import RecoveryKey, User
from trackers.choices import SlotKind
from trackers.models import KeySlot, Vault
from trackers.vault.rows import as_locksmith, rows_of
from trackers.vault.slots import VERSION, Slot, Stretching


def vault_of(user: User) -> Vault | None:
    with rows_of(user.pk):
        return Vault.objects.visible_to(user).first()


def slot_of(user: User, kind: SlotKind) -> Slot | None:
    with rows_of(user.pk):
        row = KeySlot.objects.filter(vault=user.pk, kind=kind).first()
    return as_slot(row) if row else None


def vaults_and_their_keys() -> dict[int, bool]:
    """Whether each vault still has its key beside the database, by its owner's id."""
    with as_locksmith():
        slots = KeySlot.objects.under_own_key(version=VERSION)
        of_each = list(slots.values_list("vault_id", "key_id").distinct())
    return {owner_id: _has_key(bytes(key_id)) for owner_id, key_id in of_each}


def _has_key(key_id: bytes) -> bool:
    try:
        key_of(key_id)
    except KeyIsGone:
        return False
    return True


def public_key_of(user: User) -> bytes | None:
    """The public half of somebody's recovery key, if they have one."""
    key = RecoveryKey.objects.filter(user=user).first()
    return bytes(key.public_key) if key else None


def as_slot(row: KeySlot) -> Slot:
    return Slot(
        owner_id=row.vault_id,
        key_id=bytes(row.key_id),
        kind=SlotKind(row.kind),
        server_key_id=row.server_key_id,
        wrapped=bytes(row.wrapped),
        stretching=_stretching_of(row),
        public_key=bytes(row.public_key) if row.public_key is not None else None,
    )


def _stretching_of(row: KeySlot) -> Stretching | None:
    if row.salt is None or row.passes is None or row.memory_kib is None:
        return None
    return Stretching(bytes(row.salt), row.passes, row.memory_kib)
