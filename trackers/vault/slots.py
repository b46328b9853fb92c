"""Key slots: the ways to a vault's data key.

Each slot holds the same data key, wrapped twice. The inner wrap opens with what its owner has:
the vault passphrase (Argon2id), or the recovery key (HPKE, to its public half, so that it need
not be typed when the slot is made). The outer wrap opens with a server key that is in no
database and no backup, so that a stolen dump cannot even be guessed at, and with a key of this
vault's own that lies beside the database (accounts/kept_apart.py): once that is thrown away, no
older copy of the database opens.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field, replace

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts import recovery
from accounts.kept_apart import key_made_for, key_of
from accounts.server_keys import derived_key, newest_server_key_id, server_keys
from trackers.choices import SlotKind
from trackers.vault.sealing import KEY_LENGTH, CannotBeOpened, DataKey, decrypt, encrypt, in_one

VERSION = b"\x02"
# Made before vaults had keys of their own beside the database: opened, and not written any more.
UNDER_SERVER_KEY_ALONE = b"\x01"
INNER_VERSION = b"\x01"
SALT_LENGTH = 16
# One lane: a web process has one core for one request, and what more lanes save the server
# they save whoever guesses as well.
LANES = 1


@dataclass(frozen=True)
class Stretching:
    """How the passphrase of one slot becomes a key; kept with it, so that settings may change."""

    salt: bytes
    passes: int
    memory_kib: int

    @classmethod
    def new(cls) -> "Stretching":
        return cls(
            salt=secrets.token_bytes(SALT_LENGTH),
            passes=settings.VAULT_ARGON2_PASSES,
            memory_kib=settings.VAULT_ARGON2_MEMORY_KIB,
        )

    def key_from(self, passphrase: str) -> bytes:
        return hash_secret_raw(
            # One passphrase, however a keyboard composes its letters.
            unicodedata.normalize("NFKC", passphrase).encode(),
            self.salt,
            time_cost=self.passes,
            memory_cost=self.memory_kib,
            parallelism=LANES,
            hash_len=KEY_LENGTH,
            type=Type.ID,
        )


@dataclass(frozen=True)
class Slot:
    owner_id: int
    key_id: bytes
    kind: SlotKind
    server_key_id: str
    wrapped: bytes = field(repr=False)
    # Of a passphrase slot, and of a recovery slot.
    stretching: Stretching | None = None
    public_key: bytes | None = None


def passphrase_slot(data_key: DataKey, *, owner_id: int, passphrase: str) -> Slot:
    stretching = Stretching.new()
    slot = Slot(owner_id, data_key.id, SlotKind.PASSPHRASE, "", b"", stretching=stretching)
    key = stretching.key_from(passphrase)
    return _wrapped(slot, encrypt(data_key.secret, key=key, bound_to=_inner(slot)))


def recovery_slot(data_key: DataKey, *, owner_id: int, public_key: bytes) -> Slot:
    slot = Slot(owner_id, data_key.id, SlotKind.RECOVERY, "", b"", public_key=public_key)
    return _wrapped(slot, recovery.seal_for(public_key, data_key.secret, context=_inner(slot)))


def open_with_passphrase(slot: Slot, passphrase: str) -> DataKey | None:
    """The data key, or None where this is not the passphrase: the same work either way.

    Raises CannotBeOpened where the slot itself is damaged, KeyIsGone where the vault's own key was
    thrown away.
    """
    if slot.stretching is None:
        raise CannotBeOpened
    inner = _unwrapped(slot)
    key = slot.stretching.key_from(passphrase)
    try:
        return DataKey(slot.key_id, decrypt(inner, key=key, bound_to=_inner(slot)))
    except CannotBeOpened:
        return None


def open_with_recovery_key(slot: Slot, typed: str) -> DataKey | None:
    """The data key, or None where this is not the recovery key that the slot was made for."""
    secret = recovery.open_with(typed, _unwrapped(slot), context=_inner(slot))
    return DataKey(slot.key_id, secret) if secret is not None else None


def rewrap(slot: Slot) -> Slot:
    """The same slot under the newest server key. Needs neither passphrase nor recovery key."""
    return _wrapped(slot, _unwrapped(slot))


def _wrapped(slot: Slot, inner: bytes) -> Slot:
    slot = replace(slot, server_key_id=newest_server_key_id())
    key = _outer_key(slot, key_made_for(slot.key_id))
    return replace(slot, wrapped=VERSION + encrypt(inner, key=key, bound_to=_outer(slot, VERSION)))


def _unwrapped(slot: Slot) -> bytes:
    if slot.server_key_id not in server_keys():
        raise ImproperlyConfigured(
            f"VAULT_SERVER_KEYS has no key {slot.server_key_id!r} any more, but a vault still "
            "needs it. Put it back at the end of the list, then run rotate_vault_keys."
        )
    version, wrapped = slot.wrapped[:1], slot.wrapped[1:]
    if version == VERSION:
        key = _outer_key(slot, key_of(slot.key_id))
    elif version == UNDER_SERVER_KEY_ALONE:
        key = server_keys()[slot.server_key_id]
    else:
        raise CannotBeOpened
    return decrypt(wrapped, key=key, bound_to=_outer(slot, version))


def _outer_key(slot: Slot, own_key: bytes) -> bytes:
    return derived_key(server_keys()[slot.server_key_id], purpose=b"slot 2", salt=own_key)


def _inner(slot: Slot) -> bytes:
    stretching = slot.stretching or Stretching(b"", 0, 0)
    return in_one(
        "slot",
        INNER_VERSION,
        slot.owner_id,
        slot.key_id,
        slot.kind.value,
        stretching.salt,
        stretching.passes,
        stretching.memory_kib,
        slot.public_key or b"",
    )


def _outer(slot: Slot, version: bytes) -> bytes:
    return in_one("server wrap", version, slot.server_key_id, _inner(slot))
