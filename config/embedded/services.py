"""PostgreSQL and Valkey together: for a run, and for a command that wants them once."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.embedded import locks, places
from config.embedded.crew import Crew
from config.embedded.postgres import Postgres, as_user, postgres_in
from config.embedded.valkey import Valkey

THROWAWAY = "holdfast-once-"


def start_postgres(crew: Crew, postgres: Postgres) -> None:
    postgres.make()
    crew.start(
        "postgres",
        postgres.command(),
        environment=postgres.environment(),
        is_server=True,
        # The fast shutdown. The one for SIGTERM waits until every client has gone by itself.
        stop_signal=signal.SIGINT,
        patience=30,
        **as_user(postgres.user),
    )


def start_valkey(crew: Crew, valkey: Valkey) -> None:
    valkey.make()
    crew.start("valkey", valkey.command(), environment={}, is_server=True)


def wait_for_servers(crew: Crew, postgres: Postgres | None, valkey: Valkey | None) -> None:
    if postgres:
        crew.wait_until(postgres.is_ready, seconds=60, what="PostgreSQL")
    if valkey:
        crew.wait_until(valkey.is_ready, seconds=60, what="Valkey")


@contextmanager
def throwaway_servers(crew: Crew, folder: Path) -> Iterator[tuple[Postgres, Valkey]]:
    """Both servers in a folder of their own; what is in them goes when they do."""
    places.prepare_folder(folder)
    postgres = postgres_in(folder, throwaway=True)
    valkey = Valkey(folder / "valkey", places.socket_folder(folder))
    try:
        start_valkey(crew, valkey)
        start_postgres(crew, postgres)
        wait_for_servers(crew, postgres, valkey)
        yield postgres, valkey
    finally:
        crew.stop()
        for left in {postgres.home.parent, postgres.sockets, valkey.sockets}:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    _sweep_up_after_the_killed()
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY))
    lock = locks.take(folder / "owner.lock")
    if places.server_user():
        folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _sweep_up_after_the_killed() -> None:
    """Removes our own folders whose owner had no time to do it."""
    for lock in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*/owner.lock"):
        with suppress(OSError):
            if lock.stat().st_uid == os.geteuid() and locks.is_free(lock):
                shutil.rmtree(lock.parent, ignore_errors=True)
