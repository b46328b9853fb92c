"""The recovery key: 25 characters on paper that stand in for a forgotten passphrase.

The key is 120 random bits with a five-bit check character, in Crockford's Base32 (no I, L, O, U;
small letters, spaces and hyphens do not matter). HKDF-SHA256 makes an X25519 private key of it.
Only the public half is stored: it recognises the key, and it lets a vault be sealed for the key
by HPKE (RFC 9180) although the key itself is kept nowhere.
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from accounts.server_keys import derived_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 24
GROUP = 5
LOOKS_LIKE = str.maketrans("ILO", "110")
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NotARecoveryKey(ValueError):
    """What was typed cannot be a recovery key: its length, a character or the check is off."""


def new_recovery_key() -> str:
    """A fresh key, in five groups of five: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX'."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    letters += _check_character(letters)
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def public_half(typed: str) -> bytes:
    """The 32 bytes that are stored. Raises NotARecoveryKey."""
    return _private_half(typed).public_key().public_bytes_raw()


def is_key_of(typed: str, public_key: bytes) -> bool:
    try:
        return hmac.compare_digest(public_half(typed), public_key)
    except NotARecoveryKey:
        return False


def seal_for(public_key: bytes, secret: bytes, *, context: bytes) -> bytes:
    """Seal a secret so that only the typed key opens it. `context` must be given again then."""
    return SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public_key), info=context)


def open_with(typed: str, sealed: bytes, *, context: bytes) -> bytes | None:
    """The secret, or None where this is not the key that it was sealed for."""
    try:
        return SUITE.decrypt(sealed, _private_half(typed), info=context)
    except (InvalidTag, NotARecoveryKey):
        return None


def _private_half(typed: str) -> X25519PrivateKey:
    letters = "".join(typed.upper().translate(LOOKS_LIKE).replace("-", " ").split())
    if len(letters) != LENGTH + 1 or not set(letters) <= set(ALPHABET):
        raise NotARecoveryKey
    if letters[LENGTH] != _check_character(letters[:LENGTH]):
        raise NotARecoveryKey
    seed = derived_key(letters.encode(), purpose=b"recovery key 1")
    return X25519PrivateKey.from_private_bytes(seed)


def _check_character(letters: str) -> str:
    """Finds every single wrong letter and every swap of neighbours.

    A weighted sum over the prime field just above the alphabet would need a 33rd character, so
    weights run over GF(32) instead (the polynomial x^5 + x^2 + 1): position i counts times 2^i.
    """
    total = 0
    for letter in letters:
        total = _double(total) ^ ALPHABET.index(letter)
    return ALPHABET[_double(total)]


def _double(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value
