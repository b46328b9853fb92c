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

SITE, FLOOR = "config.wsgi:application", "tests.performance.floor:application"
APPS = {"site": SITE, "floor": FLOOR}
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


def _served(crew: Crew, folder: Path, size: str, made: list[str]) -> Served:
    name = f"holdfast_measured_{size}_{os.getpid()}"
    _administer("create database {}", name)
    made.append(name)
    url = _own_url().rpartition("/")[0] + f"/{name}"
    environment = dict(os.environ) | PRODUCTION | {"DATABASE_URL": url}
    note = folder / f"{size}.json"
    arguments = ["-m", "tests.performance.prepare", size, str(note)]
    # Not one of the crew, whose words go by lines: its progress bar wants the terminal.
    made_ready = subprocess.run([sys.executable, *arguments], env=environment, check=False)
    if code := made_ready.returncode:
        raise Refusal(f"The site of size {size} could not be made ready (exit code {code}).")
    ports = [_start(crew, f"{kind}-{size}", app, environment) for kind, app in APPS.items()]
    return Served(size, json.loads(note.read_text()), url, *ports)


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
