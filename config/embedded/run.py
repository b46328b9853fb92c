"""`make run`: the servers, then the tables, then the site, until somebody asks for the end."""

import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded import locks, places
from config.embedded.addresses import (
    Address,
    refuse_broken_database,
    refuse_broken_queue,
    web_address,
)
from config.embedded.crew import Crew, Member, Stopped, end_with_parent, send_away_left_overs
from config.embedded.environment import run_defaults, with_defaults
from config.embedded.postgres import Postgres, postgres_in
from config.embedded.refusals import Refusal
from config.embedded.services import start_postgres, start_valkey, wait_for_servers
from config.embedded.terminal import say
from config.embedded.valkey import Valkey


@dataclass(frozen=True)
class Ground:
    """What the site stands on: our own servers, or None where the environment names others."""

    postgres: Postgres | None
    valkey: Valkey | None
    # Which servers those are, for people.
    database: str
    queue: str

    def urls(self) -> dict[str, str]:
        urls = {}
        if self.postgres:
            urls["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            urls["REDIS_URL"] = self.valkey.url()
        return urls

    @property
    def demo_mark(self) -> Path | None:
        """Stands in our data folder once the demo is whole, and goes when the folder goes."""
        return self.postgres.home / "holdfast-demo-planted" if self.postgres else None


def run() -> int:
    if "MAKELEVEL" in os.environ:
        # Whoever kills make means all of it.
        end_with_parent(os.getppid(), signal.SIGTERM)
    folder, address = places.var_folder(), web_address()
    places.prepare_folder(folder)
    with _only_run(folder, address):
        send_away_left_overs(folder / "run")
        address.refuse_if_taken()
        ground = find_ground(folder)
        crew = Crew(folder)
        crew.heed_signals()
        try:
            return _bring_up_and_watch(crew, folder, address, ground)
        except Stopped:
            return 0
        finally:
            say("Stopping.")
            crew.stop()
            say("Everything has stopped. `make run` goes on from here.")


@contextmanager
def _only_run(folder: Path, address: Address) -> Iterator[None]:
    """One run for one folder. The lock is not passed on to children and ends with this process."""
    path = folder / "run.lock"
    lock = locks.take(path)
    if lock is None:
        first = path.read_text().strip() or "it is just starting"
        raise Refusal(f"Holdfast already runs from this folder: {first}")
    locks.write(lock, f"{address.url} (process {os.getpid()})")
    try:
        yield
    finally:
        os.close(lock)


def find_ground(folder: Path) -> Ground:
    postgres, valkey = None, None
    database_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    database = queue = ""
    if database_url:
        database = f"PostgreSQL from DATABASE_URL: {refuse_broken_database(database_url)}"
    if redis_url:
        queue = f"Valkey or Redis from REDIS_URL: {refuse_broken_queue(redis_url)}"
    # Folders are only made once nothing is left that could be refused.
    if not database_url:
        postgres = postgres_in(folder)
        database = f"PostgreSQL, embedded; its data is in {postgres.home}"
    if not redis_url:
        valkey = Valkey(folder / "valkey", places.socket_folder(folder))
        queue = "Valkey, embedded; it keeps nothing on disk"
    return Ground(postgres, valkey, database, queue)


def _bring_up_and_watch(crew: Crew, folder: Path, address: Address, ground: Ground) -> int:
    say("Starting the servers.")
    if ground.valkey:
        start_valkey(crew, ground.valkey)
    if ground.postgres:
        start_postgres(crew, ground.postgres)
    wait_for_servers(crew, ground.postgres, ground.valkey)
    environment = with_defaults(run_defaults(folder, address) | ground.urls())
    _prepare_site(crew, folder, ground, environment)
    commands = site_commands(address)
    # The first page soon: the rest of the site starts once it is there.
    _start(crew, "web", commands.pop("web"), environment)
    crew.wait_until(lambda: _serves(address), seconds=60, what="The site")
    for name, arguments in commands.items():
        _start(crew, name, arguments, environment)
    say(_welcome(folder, address, ground))
    if gone := crew.watch():
        say(f"{crew.obituary(gone)} Nothing runs without it, so all of it stops.")
        return 1
    return 0


def _prepare_site(crew: Crew, folder: Path, ground: Ground, environment: Mapping[str, str]) -> None:
    say("Preparing the tables and the static files.")
    mark = ground.demo_mark
    demo = "plant-if-empty" if mark is None else "leave" if mark.exists() else "plant"
    arguments = ["-m", "config.embedded.prepare", "--demo", demo]
    arguments += ["--people", str(folder / "demo-people.txt")]
    if crew.run_to_end(_start(crew, "prepare", arguments, environment)):
        raise Refusal("The site could not be made ready; the reason stands above.")
    if mark:
        mark.touch()


def _start(crew: Crew, name: str, arguments: list[str], environment: Mapping[str, str]) -> Member:
    return crew.start(name, [sys.executable, *arguments], environment=environment)


def site_commands(address: Address) -> dict[str, list[str]]:
    """What Python runs, by the name under which each process prints."""
    celery = ["-m", "celery", "-q", "-A", "config"]
    return {
        "web": [
            *["-m", "granian", "--interface", "wsgi", "config.wsgi:application"],
            *["--host", address.host, "--port", str(address.port)],
            *["--blocking-threads", "4", "--no-ws", "--log-level", "warning"],
        ],
        "worker": [
            # Celery's long word on being root is about pickles, which it does not accept here.
            *["-W", "ignore:You're running the worker with superuser privileges"],
            *[*celery, "worker", "-c", "2", "-l", "WARNING", "--without-gossip"],
        ],
        # The timetable is in the code, and a lost beat does no harm: nothing to keep on disk.
        "beat": [*celery, "beat", "-S", "celery.beat.Scheduler", "-l", "WARNING"],
    }


def _serves(address: Address) -> bool:
    try:
        urllib.request.urlopen(f"{address.url}/health/", timeout=5).close()  # noqa: S310 (an address of our own)
    except urllib.error.HTTPError as answer:
        # A host that ALLOWED_HOSTS does not name is refused, but by a site that is up.
        return answer.code < 500
    except OSError:
        return False
    return True


def _welcome(folder: Path, address: Address, ground: Ground) -> str:
    people = (folder / "demo-people.txt").read_text().strip()
    lines = ["", f"Holdfast is at {address.url}/", ""]
    if people:
        lines += ["The people of the demo:", *(f"  {line}" for line in people.splitlines()), ""]
    lines += [
        f"The mail they would get: {address.url}/dev/mailbox/",
        f"Database: {ground.database}",
        f"Queue: {ground.queue}",
        "Ctrl-C stops everything and loses nothing.",
        "",
    ]
    return "\n".join(lines)
