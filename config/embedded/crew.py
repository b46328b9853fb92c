"""Starts processes, passes on what they print, and sees that none outlives the run.

Each member leads a process group of its own and holds a lock for as long as any of its
processes lives. So whoever comes next, be it this run when it stops or the next `make run`
after this one was killed, knows what is left and whom to send away.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from config.embedded import locks
from config.embedded.places import ROOT
from config.embedded.refusals import Refusal, last_complaint
from config.embedded.terminal import say

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
# How often a loop looks again, in seconds.
TICK = 0.05
# How long a killed process may take to be gone; a query of an orphaned PostgreSQL ends first.
AFTER_A_KILL = 15


class Stopped(Exception):
    """Somebody asked for the end while something was still on its way up."""


@dataclass
class Member:
    name: str
    process: subprocess.Popen[bytes]
    lock: Path
    # Servers go last, when nobody talks to them any more.
    is_server: bool
    stop_signal: signal.Signals
    # How many seconds it gets to end by itself.
    patience: float
    unread: bytes = field(default=b"")

    def is_alive(self) -> bool:
        """It, or any process that it left behind."""
        return self.process.poll() is None or not locks.is_free(self.lock)

    def ask_to_stop(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, self.stop_signal)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def how_it_ended(self) -> str:
        code = self.process.poll()
        if code is not None and code < 0:
            return f"it was ended by {signal.Signals(-code).name}"
        return f"exit code {code}"


class Crew:
    def __init__(self, folder: Path) -> None:
        self._run_folder = folder / "run"
        self._log_folder = folder / "log"
        self._members: list[Member] = []
        self._output = selectors.DefaultSelector()
        self._requests_to_stop = 0

    def heed_signals(self) -> None:
        """From now on Ctrl-C, a closed terminal and `kill` mean: stop in good order.

        They are only noted here: nothing is torn in the middle of being started or stopped.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Whoever said `nohup` wants the run to outlive the terminal.
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue
            signal.signal(number, self._note_request)

    @property
    def was_asked_to_stop(self) -> bool:
        return self._requests_to_stop > 0

    def _note_request(self, _number: int, _frame: object) -> None:
        self._requests_to_stop += 1

    # --- starting -----------------------------------------------------------------------------

    def start(
        self,
        name: str,
        command: list[str],
        *,
        environment: Mapping[str, str],
        is_server: bool = False,
        stop_signal: signal.Signals = signal.SIGTERM,
        patience: float = 10,
        **popen: Any,
    ) -> Member:
        path = self._run_folder / f"{name}.lock"
        lock = locks.take(path)
        if lock is None:
            raise Refusal(f"A process of an earlier run still holds {path}.")
        parent = os.getpid()
        with self._output_for(name, is_server=is_server) as output:
            process = subprocess.Popen(  # noqa: S603 (a command of our own)
                command,
                env=dict(environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=(lock,),
                preexec_fn=lambda: end_with_parent(parent, stop_signal),
                **popen,
            )
        locks.write(lock, f"{process.pid} {stop_signal.name}")
        os.close(lock)
        member = Member(name, process, path, is_server, stop_signal, patience)
        self._members.append(member)
        if process.stdout:
            os.set_blocking(process.stdout.fileno(), False)
            self._output.register(process.stdout, selectors.EVENT_READ, member)
        return member

    def _output_for(self, name: str, *, is_server: bool) -> AbstractContextManager[IO[bytes] | int]:
        """Servers talk to a file; what the site says is read along."""
        return self._log(name).open("wb") if is_server else nullcontext(subprocess.PIPE)

    def _log(self, name: str) -> Path:
        return self._log_folder / f"{name}.log"

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if self._requests_to_stop:
                raise Stopped
            if gone := self._first_gone():
                raise Refusal(self.obituary(gone))
            if time.monotonic() > deadline:
                raise Refusal(f"{what} was not ready after {seconds:.0f} seconds.")
            self._pass_on_output()

    def run_to_end(self, member: Member) -> int:
        """Waits for a member that has one thing to do."""
        while (code := member.process.poll()) is None:
            if self._requests_to_stop:
                raise Stopped
            self._pass_on_output()
        self._read_to_the_end(member)
        self._members.remove(member)
        return code

    # --- watching -----------------------------------------------------------------------------

    def watch(self) -> Member | None:
        """Until a member ends, which is returned, or somebody asks for the end."""
        while not self._requests_to_stop:
            self._pass_on_output()
            if gone := self._first_gone():
                return gone
        return None

    def _first_gone(self) -> Member | None:
        return next((m for m in self._members if m.process.poll() is not None), None)

    def obituary(self, member: Member) -> str:
        self._read_to_the_end(member)
        sentence = f"{member.name} stopped ({member.how_it_ended()})"
        if not member.is_server:
            return f"{sentence}."
        log = self._log(member.name)
        return f"{sentence}: {last_complaint(log.read_text(errors='replace'))} ({log})"

    # --- passing on ---------------------------------------------------------------------------

    def _pass_on_output(self) -> None:
        for key, _events in self._output.select(timeout=TICK):
            self._read(key.data)
        if not self._output.get_map():
            time.sleep(TICK)

    def _read_to_the_end(self, member: Member) -> None:
        while self._read(member):
            pass

    def _read(self, member: Member) -> bool:
        """Whether there was something to read."""
        stream = member.process.stdout
        if stream is None or stream.closed or (chunk := stream.read(65536)) is None:
            return False
        if not chunk:
            self._output.unregister(stream)
            stream.close()
        # What it says last may end without a line break.
        *lines, member.unread = (member.unread + (chunk or b"\n")).split(b"\n")
        for line in lines:
            if chunk or line:
                say(f"{member.name:>8} | {line.decode(errors='replace')}")
        return bool(chunk)

    # --- stopping -----------------------------------------------------------------------------

    def stop(self) -> None:
        """The site first, then the servers it talks to."""
        for are_servers in (False, True):
            self._stop_all([m for m in self._members if m.is_server == are_servers])

    def _stop_all(self, members: list[Member]) -> None:
        started, requests = time.monotonic(), self._requests_to_stop
        for member in members:
            member.ask_to_stop()
        while living := [m for m in members if m.is_alive()]:
            waited = time.monotonic() - started
            impatient = self._requests_to_stop > requests
            for member in living:
                orphaned = member.process.poll() is not None
                if waited > member.patience or orphaned or (impatient and not member.is_server):
                    member.kill()
            if waited > max(member.patience for member in living) + AFTER_A_KILL:
                say(f"{living[0].name} does not end; it holds {living[0].lock}.")
                break
            self._pass_on_output()
        for member in members:
            self._read_to_the_end(member)
            self._members.remove(member)


def end_with_parent(parent: int, number: signal.Signals) -> None:
    """Asks Linux for that signal when the process that started us is killed.

    Elsewhere the next run sends away what was left behind.
    """
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            # It was killed before we asked.
            os.kill(os.getpid(), number)


def send_away_left_overs(run_folder: Path) -> None:
    """Ends what a killed run left behind, as its lock tells; a free lock is nobody's."""
    paths = [path for path in run_folder.glob("*.lock") if not locks.is_free(path)]
    for number, seconds in ((None, 15), (signal.SIGKILL, AFTER_A_KILL)):
        _signal_all(paths, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            paths = [path for path in paths if not locks.is_free(path)]
            if not paths:
                return
            time.sleep(TICK)
    raise Refusal(f"A process of an earlier run does not end; it holds {paths[0]}.")


def _signal_all(paths: Iterable[Path], number: signal.Signals | None) -> None:
    for path in paths:
        pid, _, stop_signal = path.read_text().partition(" ")
        # The group cannot be another's: the lock tells that a process of it lives.
        with suppress(ValueError, KeyError, ProcessLookupError):
            os.killpg(int(pid), number or signal.Signals[stop_signal])
