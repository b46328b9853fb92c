"""Links in mails: opaque, all of one length, each for one thing, none for signing in.

Of a token only the hash is kept. Where a link leads lies beside it, under a key that is made from
the token: what leads anywhere is in the mail, and not in the database.
"""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from accounts.server_keys import derived_key

NONCE_LENGTH = 12


def new_token() -> str:
    """32 characters, in small letters: it may stand in an address, whose case a mail server may
    change."""
    return secrets.token_hex(16)


def seal_way(path: str, *, token: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return nonce + _cipher(token).encrypt(nonce, path.encode(), None)


def open_way(sealed: bytes, *, token: str) -> str:
    return _cipher(token).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], None).decode()


def _cipher(token: str) -> AESGCM:
    key = derived_key(token.encode(), purpose=b"way of a link", salt=settings.HASH_KEY.encode())
    return AESGCM(key)
