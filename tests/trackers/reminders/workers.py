"""Workers that are processes of their own, held at one step by the database, and killed there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection

from tests.config.front_door import until

# Whoever comes to the step has to go through it, and the test stands in it.
GATE = 20_260_301
WAIT_AT_GATE = f"""
create function wait_at_gate() returns trigger language plpgsql as $$ begin
    perform pg_advisory_xact_lock({GATE});
    return new;
end $$
"""
OTHERS = "from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()"
WAITING = f"select pid {OTHERS} and wait_event_type = 'Lock' and wait_event = 'advisory'"
TICK = "from trackers.tasks import ring_due_reminders; ring_due_reminders()"
SEND = "from accounts.tasks import send_messages; send_messages()"


def database_url() -> str:
    """Of the database of this test."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(url._replace(path="/" + connection.settings_dict["NAME"]))


def start(code: str, **environment: str) -> subprocess.Popen[bytes]:
    """A process that knows the site and runs this."""
    return start_command(["-c", f"import django; django.setup(); {code}"], **environment)


def start_command(
    arguments: list[str], *, log: Path | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    """A process on the servers of this test; what it says goes into a file where one is named."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()} | environment,
        stdout=log.open("wb") if log else None,
        stderr=subprocess.STDOUT if log else None,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    """As the machine does it: nothing is put away."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


class Gate:
    """One step at which whoever comes there waits, named by the trigger that stands for it."""

    def __init__(self, admin: psycopg.Connection, trigger: str) -> None:
        self._admin, self._trigger = admin, trigger
        self._table = trigger.split(" on ")[1].split()[0]

    def close(self) -> None:
        self._admin.execute(WAIT_AT_GATE)
        self._admin.execute(f"create {self._trigger} execute function wait_at_gate()")
        self._admin.execute("select pg_advisory_lock(%s)", [GATE])

    def open(self) -> None:
        """Once whoever was killed has left the database as well, as they would have by themselves:
        it notices as soon as there is something to tell them."""
        self._admin.execute("select pg_advisory_unlock(%s)", [GATE])
        until(lambda: not self._others(), "a connection outlived its worker")
        self._admin.execute(f"drop trigger gate on {self._table}")
        self._admin.execute("drop function wait_at_gate()")

    def wait_for(self, worker: subprocess.Popen[bytes]) -> int:
        """The number of the connection by which the worker waits here."""
        until(lambda: self._waiting() or worker.poll() is not None, "nobody came to the step")
        assert worker.poll() is None, "the worker ended before the step"
        return self._waiting()[0][0]

    def cut(self, number: int) -> None:
        """The database loses the connection at the same moment."""
        self._admin.execute("select pg_terminate_backend(%s)", [number])

    def _waiting(self) -> list[tuple[int]]:
        return self._admin.execute(WAITING).fetchall()

    def _others(self) -> list[tuple[int]]:
        return self._admin.execute(f"select pid {OTHERS} and state != 'idle'").fetchall()


@contextmanager
def gate_at(trigger: str) -> Iterator[Gate]:
    with psycopg.connect(database_url(), autocommit=True) as admin:
        gate = Gate(admin, trigger)
        gate.close()
        try:
            yield gate
        finally:
            gate.open()
