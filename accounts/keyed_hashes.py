"""One-way hashes under which things are recognised that must not be stored.

Keyed by settings.HASH_KEY, which is in no database dump: without it nobody can try addresses
against the hashes.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.cache import cache

SALT_KEPT_FOR_SECONDS = 2 * 24 * 3600


def keyed_hash(purpose: str, text: str) -> str:
    """HMAC-SHA256 in hex (64 characters). Equal texts hash alike within one purpose only."""
    return hmac.new(
        settings.HASH_KEY.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256
    ).hexdigest()


def hash_of_address(address: str) -> str:
    """Says later which address a mail went to, so that nothing is done to any other."""
    return keyed_hash("address", address.casefold())


def daily_hash(purpose: str, text: str, *, on: date) -> str:
    """A keyed hash that is another one tomorrow, so that days cannot be joined.

    Its salt is made by chance and thrown away after two days: from then on nobody can try texts
    against the hash, whoever has the key.
    """
    return keyed_hash(f"{purpose}:{_salt_of(on)}", text)


def _salt_of(day: date) -> str:
    name = f"salt:{day.isoformat()}"
    salt: str | None = cache.get(name)
    if salt is None:
        # Of two at once the first one's counts.
        cache.add(name, secrets.token_urlsafe(32), SALT_KEPT_FOR_SECONDS)
        salt = cache.get(name)
    return f"{name}:{salt}"


def name_in_cache(name: str, prefix: str, version: int) -> str:
    """allauth counts tries under names in which a mail address may stand, hashed without a key."""
    if name.startswith("allauth:"):
        name = f"allauth:{keyed_hash('allauth', name)}"
    return f"{prefix}:{version}:{name}"


def keyed_hasher(purpose: str) -> Callable[[str], str]:
    """Keyed BLAKE2b in hex (64 characters), for where very many texts of one purpose are hashed:
    its key is made once, from the purpose, and each hash takes half the time."""
    key = bytes.fromhex(keyed_hash(purpose, ""))
    return lambda text: hashlib.blake2b(text.encode(), key=key, digest_size=32).hexdigest()
