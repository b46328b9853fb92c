"""Asks a ClamAV daemon, where there is one, whether a file is known to do harm.

The daemon's own protocol (INSTREAM): the file goes to it piece by piece, each behind its length,
and it answers with a line. Nothing of the file is written down on the way.
"""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

SECONDS_OF_PATIENCE = 120
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """It cannot be reached, or says something else than an answer. Nobody knows then."""


def is_harmful(url: str, parts: Iterable[bytes]) -> bool:
    """By a daemon at tcp://host:port or unix:///path. Raises ScannerAway."""
    try:
        with _connected(url) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for part in parts:
                if part:
                    daemon.sendall(len(part).to_bytes(4, "big") + part)
            daemon.sendall(bytes(4))
            return _says_harm(_answer(daemon))
    except OSError as away:
        raise ScannerAway from away


def _connected(url: str) -> socket.socket:
    place = urlsplit(url)
    if place.scheme == "unix":
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(SECONDS_OF_PATIENCE)
        try:
            daemon.connect(place.path)
        except OSError:
            daemon.close()
            raise
        return daemon
    return socket.create_connection(
        (place.hostname or "localhost", place.port or 3310), timeout=SECONDS_OF_PATIENCE
    )


def _answer(daemon: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        more = daemon.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n")


def _says_harm(answer: bytes) -> bool:
    if answer == b"stream: OK":
        return False
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return True
    # "INSTREAM size limit exceeded. ERROR" and the like: it has not looked at all of it.
    raise ScannerAway
