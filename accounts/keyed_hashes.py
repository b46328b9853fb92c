"""One-way hashes under which things are recognised that must not be stored.

Keyed by settings.HASH_KEY, which is in no database dump: without it nobody can try addresses
against the hashes.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import date

from django.conf import settings


def keyed_hash(purpose: str, text: str) -> str:
    """HMAC-SHA256 in hex (64 characters). Equal texts hash alike within one purpose only."""
    return hmac.new(
        settings.HASH_KEY.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256
    ).hexdigest()


def daily_hash(purpose: str, text: str, *, on: date) -> str:
    """A keyed hash that is another one tomorrow, so that days cannot be joined."""
    return keyed_hash(f"{purpose}:{on.isoformat()}", text)


def keyed_hasher(purpose: str) -> Callable[[str], str]:
    """Keyed BLAKE2b in hex (64 characters), for where very many texts of one purpose are hashed:
    its key is made once, from the purpose, and each hash takes half the time."""
    key = bytes.fromhex(keyed_hash(purpose, ""))
    return lambda text: hashlib.blake2b(text.encode(), key=key, digest_size=32).hexdigest()
