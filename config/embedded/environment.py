"""What the site is told through its environment. Whatever is set there already stays."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from config.embedded import keys
from config.embedded.addresses import LOOPBACK, Address


def with_defaults(defaults: Mapping[str, str]) -> dict[str, str]:
    """Our environment, and the defaults for what is not there or empty."""
    missing = {name: value for name, value in defaults.items() if not os.environ.get(name)}
    return dict(os.environ) | missing


def run_defaults(folder: Path, address: Address) -> dict[str, str]:
    """For `make run`: this machine only, without TLS, mail into a folder."""
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    if address.host != LOOPBACK:
        hosts.append(address.name)
    return keys.keys_in(folder / "secrets") | {
        "ALLOWED_HOSTS": ",".join(hosts),
        "SITE_URL": address.url,
        "HTTPS": "false",
        "DEV_MAILBOX": "true",
        "EMAIL_URL": f"file://{quote(str(folder / 'mail'))}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "OWN_FILES_ROOT": str(folder / "own"),
        "KEYS_ROOT": str(folder / "keys"),
        # What a process prints shows at once.
        "PYTHONUNBUFFERED": "1",
    }


def throwaway_defaults(folder: Path) -> dict[str, str]:
    """For a command that wants the servers once."""
    return keys.keys_in(folder / "secrets") | {
        "EMAIL_URL": f"file://{quote(str(folder / 'mail'))}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "OWN_FILES_ROOT": str(folder / "own"),
        "KEYS_ROOT": str(folder / "keys"),
    }
