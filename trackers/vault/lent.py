"""An open vault's key, lent to a worker for one piece of work.

In Valkey, encrypted under a key that is derived from the newest server key and from the work's
id: Valkey alone opens nothing, nor does a message of the queue, which holds ids only. It is gone
once the work is done, after a quarter of an hour at the latest, and as soon as its owner locks
their pages, signs out or leaves: what a worker has begun by then it ends.
"""

from uuid import UUID

from accounts.server_keys import derived_key, newest_server_key_id, server_keys
from trackers.vault.open_vault import OpenVault
from trackers.vault.opened import close_named, close_starting_with, remember_name
from trackers.vault.sealing import (
    KEY_ID_LENGTH,
    CannotBeOpened,
    DataKey,
    decrypt,
    encrypt,
    in_one,
)
from trackers.vault.valkey import client

LENT_FOR_SECONDS = 15 * 60


def lend(vault: OpenVault, *, work: UUID) -> None:
    name = _name(vault.owner_id, work)
    content = vault.key.id + vault.key.secret
    kept = encrypt(content, key=_key(name), bound_to=in_one("lent", name))
    remember_name(vault.owner_id, name)
    client.set(name, kept, ex=LENT_FOR_SECONDS)


def borrow(*, owner_id: int, work: UUID) -> OpenVault | None:
    """None where it was not lent, or for too long."""
    name = _name(owner_id, work)
    kept = client.get(name)
    if not isinstance(kept, bytes):
        return None
    try:
        content = decrypt(kept, key=_key(name), bound_to=in_one("lent", name))
    except CannotBeOpened:
        return None
    return OpenVault(owner_id, DataKey(content[:KEY_ID_LENGTH], content[KEY_ID_LENGTH:]))


def give_back(*, owner_id: int, work: UUID) -> None:
    close_named(owner_id, _name(owner_id, work))


def take_back_all(*, owner_id: int) -> None:
    """What no worker has begun yet, none can begin any more."""
    close_starting_with(_beginning(owner_id), owner_id=owner_id)


def _name(owner_id: int, work: UUID) -> str:
    return f"{_beginning(owner_id)}{work}"


def _beginning(owner_id: int) -> str:
    return f"vault:lent:{owner_id}:"


def _key(name: str) -> bytes:
    secret = server_keys()[newest_server_key_id()]
    return derived_key(secret, purpose=in_one("lent", name))
