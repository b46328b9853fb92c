"""One sealed value: AES-256-GCM over a row's content, bound to the row that it belongs to.

    version (1 byte) | key id (8) | nonce (12) | ciphertext and tag

Bound to it as associated data: the version, the key id, the owner, the table, the row and its
local date. A value that was moved to another row, another day or another owner does not open
(docs/decisions/0006-vault.md).
"""

import secrets
from dataclasses import dataclass, field
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY_ID_LENGTH = 8
KEY_LENGTH = 32
NONCE_LENGTH = 12
TAG_LENGTH = 16
HEAD_LENGTH = len(VERSION) + KEY_ID_LENGTH


class CannotBeOpened(Exception):
    """Tampered with, cut off, moved from elsewhere, or sealed under another key."""


@dataclass(frozen=True)
class DataKey:
    """The one key that a vault's rows are sealed with, and the id that names it."""

    id: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "DataKey":
        return cls(secrets.token_bytes(KEY_ID_LENGTH), AESGCM.generate_key(bit_length=256))


@dataclass(frozen=True)
class Place:
    """Where a sealed value belongs."""

    owner_id: int
    table: str
    row_id: str
    on: date | None = None


def seal(content: bytes, *, key: DataKey, place: Place) -> bytes:
    head = VERSION + key.id
    return head + encrypt(content, key=key.secret, bound_to=_bound_to(head, place))


def unseal(sealed: bytes, *, key: DataKey, place: Place) -> bytes:
    """The content. Raises CannotBeOpened, and says no more than that."""
    head, body = sealed[:HEAD_LENGTH], sealed[HEAD_LENGTH:]
    if head != VERSION + key.id:
        raise CannotBeOpened
    return decrypt(body, key=key.secret, bound_to=_bound_to(head, place))


def encrypt(content: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def decrypt(sealed: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    nonce, body = sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:]
    if len(body) < TAG_LENGTH:
        raise CannotBeOpened
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to)
    except InvalidTag:
        raise CannotBeOpened from None


def in_one(*parts: bytes | str | int) -> bytes:
    """Join what a value is bound to. Each part's length comes first, so that no two differing
    lists of parts give the same bytes."""
    raw = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in raw)


def _bound_to(head: bytes, place: Place) -> bytes:
    on = place.on.isoformat() if place.on else ""
    return in_one("row", head, place.owner_id, place.table, place.row_id, on)
