"""Nothing that runs with this folder on its path reaches anything but this machine.

Python reads it before anything else, so whole processes of the site can be started under it. Each
address that is asked for goes into the file that WAYS names, where it does.
"""

import ipaddress
import os
import sys

HERE = {"localhost", "", None}


class NoWayOut(RuntimeError):
    """The site wanted to reach somebody who is not on this machine."""


def watch(event: str, given: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        _refuse_unless_here(given[1])
    elif event == "socket.getaddrinfo":
        _refuse_unless_here((given[0],))


def _refuse_unless_here(address: object) -> None:
    # A path is a socket of this machine.
    host = address[0] if isinstance(address, tuple) else None
    name = host.decode() if isinstance(host, bytes) else host
    if ways := os.environ.get("WAYS"):
        with open(ways, "a") as file:
            file.write(f"{name or 'a socket of this machine'}\n")
    if name not in HERE and not _is_loopback(str(name)):
        raise NoWayOut(f"{name} is not on this machine")


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(watch)
