"""Text that a moderator took out, sealed under a server key: a dump of the database does not open
it (docs/decisions/0019-decisions.md).

    key id | ":" | Fernet token

Each of settings.VAULT_SERVER_KEYS gives a key of its own for this, so that a vault's and an
original's never meet. What is sealed says what it belongs to: moved elsewhere, it does not open.
"""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import ImproperlyConfigured

from accounts.server_keys import derived_key, newest_server_key_id, server_keys

PURPOSE = b"holdfast originals 1"


class CannotBeOpened(Exception):
    """Tampered with, moved from elsewhere, or sealed under another key."""


def seal(text: str, *, of: str) -> bytes:
    """Seal a text that belongs to what `of` names."""
    key_id = newest_server_key_id()
    content = json.dumps([of, text]).encode()
    return key_id.encode() + b":" + _box(key_id).encrypt(content)


def unseal(sealed: bytes | memoryview, *, of: str) -> str:
    """The text. Raises CannotBeOpened, and ImproperlyConfigured where its key is gone."""
    key_id, _colon, token = bytes(sealed).partition(b":")
    try:
        named, text = json.loads(_box(key_id.decode()).decrypt(token))
    except InvalidToken:
        raise CannotBeOpened from None
    if named != of:
        raise CannotBeOpened
    return str(text)


def is_under_newest_key(sealed: bytes | memoryview) -> bool:
    return bytes(sealed).partition(b":")[0].decode() == newest_server_key_id()


def _box(key_id: str) -> Fernet:
    if key_id not in server_keys():
        raise ImproperlyConfigured(
            f"VAULT_SERVER_KEYS has no key {key_id!r} any more, but something that moderators took "
            "out still needs it. Put it back at the end of the list, then run reseal_originals."
        )
    derived = derived_key(server_keys()[key_id], purpose=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(derived))
