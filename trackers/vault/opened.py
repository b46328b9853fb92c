"""Where an open vault's key is kept between two requests.

In Valkey, encrypted under a random token that is held only in the member's cookie, until nobody
has used it for a while. Neither Valkey nor the cookie alone opens anything, and the cookie opens
nothing in another session or under another account.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import KEY_ID_LENGTH, CannotBeOpened, DataKey, decrypt, encrypt, in_one
from trackers.vault.valkey import client

TOKEN_LENGTH = 32
IDLE_LENGTH = 4
# The list of somebody's openings may name some that have gone; it goes after a day unused.
LIST_KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Opening:
    vault: OpenVault
    idle_seconds: int


def open_for(vault: OpenVault, *, session: str, idle_seconds: int) -> str:
    """Keep the vault open for this session. Returns the token for the cookie."""
    token = secrets.token_bytes(TOKEN_LENGTH)
    name = _name(vault.owner_id, session, token)
    content = vault.key.id + idle_seconds.to_bytes(IDLE_LENGTH, "big") + vault.key.secret
    kept = encrypt(content, key=_key(token), bound_to=in_one("opening", name))
    remember_name(vault.owner_id, name)
    client.set(name, kept, ex=idle_seconds)
    return base64.urlsafe_b64encode(token).decode()


def take(cookie: str, *, owner_id: int, session: str) -> Opening | None:
    """The vault, if it stands open for this session; and it stays open for as long again."""
    token = _token_of(cookie)
    if token is None:
        return None
    name = _name(owner_id, session, token)
    kept = client.get(name)
    if not isinstance(kept, bytes):
        return None
    try:
        content = decrypt(kept, key=_key(token), bound_to=in_one("opening", name))
    except CannotBeOpened:
        return None
    opening = _opening(owner_id, content)
    with client.pipeline() as pipe:
        pipe.expire(name, opening.idle_seconds)
        pipe.expire(_list_name(owner_id), LIST_KEPT_FOR)
        pipe.execute()
    return opening


def stands_open(cookie: str, *, owner_id: int, session: str) -> bool:
    """Whether it does. To ask is not to use it: it closes when it would have."""
    token = _token_of(cookie)
    return token is not None and bool(client.exists(_name(owner_id, session, token)))


def close(cookie: str, *, owner_id: int, session: str) -> None:
    token = _token_of(cookie)
    if token is not None:
        client.delete(_name(owner_id, session, token))


def close_session(*, owner_id: int, session: str) -> None:
    """Close what stands open in one session, whatever cookie it was opened under."""
    _close(owner_id, starting_with=_session_part(owner_id, session))


def close_all(*, owner_id: int) -> None:
    """Close the vault in every session of its owner."""
    _close(owner_id, starting_with="")


def remember_name(owner_id: int, name: str) -> None:
    """So that it goes when everything of this owner is closed."""
    with client.pipeline() as pipe:
        pipe.sadd(_list_name(owner_id), name)
        pipe.expire(_list_name(owner_id), LIST_KEPT_FOR)
        pipe.execute()


def close_named(owner_id: int, *names: bytes | str) -> None:
    client.delete(*names)
    client.srem(_list_name(owner_id), *names)


def close_starting_with(beginning: str, *, owner_id: int) -> None:
    _close(owner_id, starting_with=beginning)


def _close(owner_id: int, *, starting_with: str) -> None:
    names = [
        name
        for name in client.smembers(_list_name(owner_id))
        if isinstance(name, bytes) and name.startswith(starting_with.encode())
    ]
    if names:
        close_named(owner_id, *names)


def _opening(owner_id: int, content: bytes) -> Opening:
    key_id, rest = content[:KEY_ID_LENGTH], content[KEY_ID_LENGTH:]
    idle_seconds = int.from_bytes(rest[:IDLE_LENGTH], "big")
    return Opening(OpenVault(owner_id, DataKey(key_id, rest[IDLE_LENGTH:])), idle_seconds)


def _name(owner_id: int, session: str, token: bytes) -> str:
    """Says whose it is and where it was opened; the rest is a one-way hash of the token."""
    place = hmac.new(token, b"place", hashlib.sha256).hexdigest()
    return f"{_session_part(owner_id, session)}{place}"


def _session_part(owner_id: int, session: str) -> str:
    # A hash: the id of a session is a secret too.
    return f"vault:opening:{owner_id}:{hashlib.sha256(session.encode()).hexdigest()}:"


def _list_name(owner_id: int) -> str:
    return f"vault:openings:{owner_id}"


def _key(token: bytes) -> bytes:
    return hmac.new(token, b"key", hashlib.sha256).digest()


def _token_of(cookie: str) -> bytes | None:
    try:
        token = base64.b64decode(cookie, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return token if len(token) == TOKEN_LENGTH else None
