"""The server's own keys, which are in no database and no backup: newest first, so that they can
be changed; and keys that are derived from a secret."""

import base64
import binascii
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_LENGTH = 32


def derived_key(secret: bytes, *, purpose: bytes, salt: bytes | None = None) -> bytes:
    """32 bytes for one purpose alone (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=salt, info=purpose).derive(secret)


def newest_server_key_id() -> str:
    return next(iter(server_keys()))


def server_keys() -> dict[str, bytes]:
    """settings.VAULT_SERVER_KEYS, newest first. Raises ImproperlyConfigured."""
    return _parse(settings.VAULT_SERVER_KEYS)


@cache
def _parse(text: str) -> dict[str, bytes]:
    keys = {}
    for pair in text.split(","):
        key_id, _colon, encoded = pair.strip().partition(":")
        try:
            key = base64.b64decode(encoded, altchars=b"-_", validate=True)
        except binascii.Error:
            key = b""
        if not key_id or key_id in keys or len(key) != KEY_LENGTH:
            raise ImproperlyConfigured(
                "VAULT_SERVER_KEYS must be 'id:key,id:key', newest first, each id once, and each "
                "key 32 random bytes in URL-safe base64."
            )
        keys[key_id] = key
    return keys
