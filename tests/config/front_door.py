"""`make run` as the tests know it: started for real, in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from config.embedded import locks
from config.embedded.places import ROOT

RUN = [sys.executable, "-m", "config.embedded", "run"]
SERVERS = ("postgres", "valkey")
SITE = ("web", "worker", "beat")
# Long enough for a machine that has much else to do; nothing waits for all of it.
PATIENCE = 90


def until(holds: Callable[[], object], what: str = "it never came true") -> None:
    """For what others do meanwhile. Raises AssertionError with what did not happen."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def clean_environment(**names: str) -> dict[str, str]:
    """What a shell has, and nothing of what this test run tells its own processes."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"LANG": "C.UTF-8"} | names


@dataclass
class House:
    """One clone's `make run`: its folder, its address, and whoever lives in it."""

    folder: Path
    port: int = field(default_factory=free_port)
    command: list[str] = field(default_factory=lambda: list(RUN))
    process: subprocess.Popen[bytes] | None = None

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def environment(self, **names: str) -> dict[str, str]:
        return clean_environment(**{"VAR": str(self.var), "PORT": str(self.port)} | names)

    def begin(self, *, stdout: IO[bytes] | int | None = None, **names: str) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment(**names),
            stdin=subprocess.DEVNULL,
            stdout=stdout if stdout is not None else self.output_file.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def start(self, **names: str) -> None:
        self.begin(**names)
        self.wait_until_whole()

    def wait_until_whole(self) -> None:
        until(lambda: self.is_whole() or self.has_ended(), "the site never came up")
        assert not self.has_ended(), self.said()

    def is_whole(self) -> bool:
        return "Ctrl-C stops everything" in self.said() and not self.missing()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def output_file(self) -> Path:
        return self.folder / "output.txt"

    def said(self) -> str:
        return self.output_file.read_text() if self.output_file.exists() else ""

    def refusal(self, **names: str) -> str:
        """The one sentence of a run that does not start."""
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env=self.environment(**names),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode != 0, done.stdout
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:  # noqa: S310 (an address of our own)
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def signal(self, number: signal.Signals, name: str | None = None) -> None:
        assert self.process is not None
        os.kill(self.pid(name) if name else self.process.pid, number)

    def pid(self, name: str) -> int:
        return int(self._lock(name).read_text().split()[0])

    def living(self) -> list[str]:
        """Whoever has a process left, as the locks tell."""
        return [name for name in (*SERVERS, *SITE) if not locks.is_free(self._lock(name))]

    def missing(self) -> list[str]:
        return [name for name in (*SERVERS, *SITE) if name not in self.living()]

    def _lock(self, name: str) -> Path:
        return self.var / "run" / f"{name}.lock"

    def wait_until_empty(self) -> int:
        assert self.process is not None
        code = self.process.wait(PATIENCE)
        until(lambda: not self.living(), f"{self.living()} outlived the run")
        return code

    def close(self) -> None:
        if self.process and not self.has_ended():
            self.process.send_signal(signal.SIGTERM)
            self.wait_until_empty()


@contextmanager
def new_house() -> Iterator[House]:
    """Not among pytest's own folders, which are closed to whom root lends the server."""
    with tempfile.TemporaryDirectory(prefix="holdfast-house-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield House(folder)
