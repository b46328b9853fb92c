"""What lies beside the database and never in a dated copy of it: settings.KEYS_ROOT.

A restored copy of the database brings back what was thrown away since. Here stands what says no to
it: a key for each vault, gone with the vault, and a register of the accounts that were closed.
The folder is copied by mirroring alone, so that what is gone from it is gone
(docs/decisions/0037-what-is-kept-apart.md).
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

KEY_LENGTH = 32
OWNER_ONLY = 0o600
REGISTER = "closed"


class KeyIsGone(Exception):
    """It was thrown away, or the folder is not the one that belongs to this database."""


def key_of(vault: bytes) -> bytes:
    """The key that was made for a vault. Raises KeyIsGone."""
    try:
        key = _path_of(vault).read_bytes()
    except FileNotFoundError:
        raise KeyIsGone from None
    if len(key) != KEY_LENGTH:
        raise KeyIsGone
    return key


def key_made_for(vault: bytes) -> bytes:
    """The key of a vault, made now where there is none. It is on the disk when this returns, and
    of two at once both get the same."""
    path = _path_of(vault)
    if path.exists():
        return key_of(vault)
    _made(path.parent)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with _descriptor(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as new:
        os.write(new, secrets.token_bytes(KEY_LENGTH))
        os.fsync(new)
    try:
        # Unlike a renaming, this never takes the place of one that another has just made.
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
    _settle(path.parent)
    return key_of(vault)


def throw_away_key(vault: bytes) -> None:
    """For good. Where it is gone already, that is as well."""
    path = _path_of(vault)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _settle(path.parent)


def note_closed(account: str, *, leave_words: bool) -> None:
    """Add a line to the register. `account` is a keyed hash, so the register names nobody."""
    _made(_root())
    with _descriptor(_register(), os.O_WRONLY | os.O_CREAT | os.O_APPEND) as register:
        os.write(register, f"{account} {'stay' if leave_words else 'go'}\n".encode())
        os.fsync(register)


def closed_accounts() -> dict[str, bool]:
    """Who is in the register, and whether their words stay."""
    if not _register().exists():
        return {}
    lines = _register().read_text().splitlines()
    return {account: words == "stay" for account, _space, words in map(_parts, lines)}


def _parts(line: str) -> tuple[str, str, str]:
    return line.partition(" ")


def _root() -> Path:
    return Path(settings.KEYS_ROOT)


def _register() -> Path:
    return _root() / REGISTER


def _path_of(vault: bytes) -> Path:
    return _root() / "vaults" / vault.hex()


def _made(folder: Path) -> None:
    """Each for its owner alone; `mkdir` would make those above as everybody's."""
    if not folder.exists():
        _made(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def _descriptor(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, OWNER_ONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _settle(folder: Path) -> None:
    """That a file came or went is on the disk, too."""
    with _descriptor(folder, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
        os.fsync(descriptor)
