"""The secrets of this clone, made once and kept where only its owner reads them."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def _text() -> str:
    return secrets.token_urlsafe(48)


def _vault_key() -> str:
    return "k1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": _text,
    "HASH_KEY": _text,
    "VAULT_SERVER_KEYS": _vault_key,
}


def keys_in(folder: Path) -> dict[str, str]:
    """The secrets by the name of their environment variable; made where there are none yet."""
    folder.mkdir(mode=0o700, exist_ok=True)
    return {name: _read_or_make(folder / name.lower(), make) for name, make in MAKERS.items()}


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        # Written whole under another name first: half a key would lock every vault for good.
        unfinished = path.with_suffix(".new")
        file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w") as stream:
            stream.write(make())
            stream.flush()
            os.fsync(file)
        unfinished.rename(path)
    return path.read_text().strip()
