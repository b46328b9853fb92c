"""Sites of every size side by side, each with its floor: databases and web servers of their own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config.embedded.addresses import LOOPBACK, Address
from config.embedded.crew import Crew
from config.embedded.refusals import Refusal
from config.embedded.run import site_commands

SITE = "config.wsgi:application"
APPS = {
    "site": SITE,
    "floor": "tests.performance.floor:application",
    "floor-in-site": "tests.performance.floor_in_site:application",
}
PIECES = 20
# As docker-compose.yml tells it; whatever stands in the shell of whoever measures is not heeded.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SITE_NAME": "Holdfast",
    "SITE_URL": "https://localhost",
    "ALLOWED_HOSTS": "localhost",
    "HTTPS": "true",
    "BEHIND_PROXY": "true",
    "DEBUG": "false",
    "DEV_MAILBOX": "false",
    "DATABASE_POOL_SIZE": "8",
}


@dataclass(frozen=True)
class Served:
    size: str
    pages: list[dict[str, Any]]
    database_url: str
    port: int
    floor_port: int
    floor_in_site_port: int

    def lay_floor(self, lengths: dict[int, int]) -> None:
        """Ready-made strings that add up to pages of these many bytes."""
        with psycopg.connect(self.database_url) as connection, connection.cursor() as cursor:
            cursor.execute("create table floor (page int, place int, html text)")
            for page, length in lengths.items():
                each, rest = divmod(length, PIECES)
                cursor.executemany(
                    "insert into floor values (%s, %s, %s)",
                    [(page, place, "x" * (each + (place < rest))) for place in range(PIECES)],
                )
            cursor.execute("create unique index on floor (page, place)")


@contextmanager
def serve(crew: Crew, folder: Path, sizes: list[str]) -> Iterator[list[Served]]:
    made: list[str] = []
    try:
        yield [_served(crew, folder, size, made) for size in sizes]
    finally:
        crew.stop()
        for name in made:
            _administer("drop database {}", name)


@contextmanager
def serve_vaults(
    crew: Crew, folder: Path, module: str = "tests.performance.vault_site"
) -> Iterator[tuple[dict[str, Any], int]]:
    """One site that the module made ready (vault_site: its members keep nothing and ten years);
    its note, and its port."""
    made: list[str] = []
    try:
        note, environment = _made_ready(folder, "vaults", [module], made)
        yield note, _start(crew, "site-vaults", SITE, environment)
    finally:
        crew.stop()
        for name in made:
            _administer("drop database {}", name)


def _served(crew: Crew, folder: Path, size: str, made: list[str]) -> Served:
    pages, environment = _made_ready(folder, size, ["tests.performance.prepare", size], made)
    ports = [_start(crew, f"{kind}-{size}", app, environment) for kind, app in APPS.items()]
    return Served(size, pages, environment["DATABASE_URL"], *ports)


def _made_ready(
    folder: Path, name: str, module: list[str], made: list[str]
) -> tuple[Any, dict[str, str]]:
    """A database that the module filled, what it noted down, and what a site in it is told."""
    database = f"holdfast_measured_{name}_{os.getpid()}"
    _administer("create database {}", database)
    made.append(database)
    url = _own_url().rpartition("/")[0] + f"/{database}"
    environment = dict(os.environ) | PRODUCTION | {"DATABASE_URL": url}
    note = folder / f"{name}.json"
    # Not one of the crew, whose words go by lines: its progress bar wants the terminal.
    made_ready = subprocess.run(
        [sys.executable, "-m", *module, str(note)], env=environment, check=False
    )
    if code := made_ready.returncode:
        raise Refusal(f"The site “{name}” could not be made ready (exit code {code}).")
    return json.loads(note.read_text()), environment


def _start(crew: Crew, name: str, application: str, environment: dict[str, str]) -> int:
    port = free_port()
    command = site_commands(Address(LOOPBACK, port))["web"]
    command = [application if word == SITE else word for word in command]
    crew.start(name, [sys.executable, *command], environment=environment)
    crew.wait_until(lambda: _listens(port), seconds=60, what=name)
    return port


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind((LOOPBACK, 0))
        port: int = attempt.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _own_url() -> str:
    return os.environ["DATABASE_URL"]


def _administer(statement: str, name: str) -> None:
    with psycopg.connect(_own_url(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
