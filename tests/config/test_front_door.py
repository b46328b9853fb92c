"""The whole site, as `make run` starts it."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

from config.embedded.places import ROOT
from config.embedded.postgres import postgres_in
from tests.config.front_door import RUN, SERVERS, SITE, House, free_port, new_house, until

pytestmark = pytest.mark.system

EVERYBODY = (*SERVERS, *SITE)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One clone for all tests of this file: its data outlives what they do to its processes."""
    with new_house() as house:
        yield house
        house.close()


@pytest.fixture
def running(house: House) -> House:
    if house.process is None or house.has_ended():
        house.start()
    return house


@pytest.fixture
def elsewhere() -> Iterator[House]:
    """A clone that has other servers than its own."""
    with new_house() as house:
        yield house
        house.close()


def rows(house: House, statement: str) -> list[tuple[str]]:
    with psycopg.connect(postgres_in(house.var).url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def queue(house: House) -> redis.Redis:
    return redis.Redis.from_url(f"unix://{postgres_in(house.var).sockets}/valkey.sock?db=9")


# --- It runs ----------------------------------------------------------------------------------


def test_it_serves_pages_with_their_static_files(running):
    assert running.get("/health/") == (200, "ok\n")
    status, page = running.get("/")
    assert status == 200
    stylesheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert stylesheet
    assert running.get(stylesheet.group(1))[0] == 200


def test_it_says_where_and_who_and_which_servers(running):
    said = running.said()
    assert f"Holdfast is at {running.url}/" in said
    assert f"{running.url}/dev/mailbox/" in said
    assert "seven quiet boats at dusk" in said
    assert f"PostgreSQL, embedded; its data is in {postgres_in(running.var).home}" in said
    assert "Valkey, embedded; it keeps nothing on disk" in said


def test_the_mailbox_that_it_names_is_there(running):
    assert running.get("/dev/mailbox/")[0] == 200


def test_its_role_is_bound_by_row_level_security(running):
    roles = "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
    assert rows(running, f"{roles} where rolname = current_user") == [(False,) * 4]


def test_nobody_may_be_the_superuser(running):
    url = postgres_in(running.var).url
    for other in (
        url.replace("//holdfast@", "//postgres@"),
        url.removesuffix("holdfast") + "postgres",
    ):
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(other)


def test_the_servers_have_no_port(running):
    for name in SERVERS:
        listening = {
            line.split()[9]
            for table in ("tcp", "tcp6")
            for line in Path(f"/proc/{running.pid(name)}/net/{table}").read_text().splitlines()[1:]
            if line.split()[3] == "0A"
        }
        files = Path(f"/proc/{running.pid(name)}/fd").iterdir()
        assert not {f"socket:[{inode}]" for inode in listening} & {
            os.readlink(file) for file in files
        }


def test_a_second_run_names_the_first(running):
    assert f"already runs from this folder: {running.url} " in running.refusal()
    assert f"already runs from this folder: {running.url} " in running.refusal(
        PORT=str(free_port())
    )
    assert running.get("/health/")[0] == 200


# --- It ends, and nothing is lost -------------------------------------------------------------


def leave_a_mark(house: House) -> None:
    rows(house, "create table if not exists mark (word text)")
    rows(house, "insert into mark values ('kept')")
    queue(house).set("mark", "kept")


def assert_mark_is_there(house: House) -> None:
    assert ("kept",) in rows(house, "select word from mark")
    # The keys of vaults that stood open are gone with the server that held them.
    assert queue(house).get("mark") is None
    assert not [file for file in (house.var / "valkey").rglob("*") if file.stat().st_size]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_leaves_nobody_behind(running, number):
    running.process.send_signal(number)
    assert running.wait_until_empty() == 0
    assert "Everything has stopped." in running.said()


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_killed_process_ends_the_run_and_loses_nothing(running, name):
    leave_a_mark(running)

    running.signal(signal.SIGKILL, name)

    assert running.wait_until_empty() == 1
    assert f"{name} stopped (it was ended by SIGKILL)" in running.said()
    running.start()
    assert_mark_is_there(running)


def test_a_killed_run_takes_everybody_along_and_loses_nothing(running):
    leave_a_mark(running)

    running.process.kill()

    running.wait_until_empty()
    running.start()
    assert_mark_is_there(running)


def test_everybody_killed_at_once_loses_nothing(running):
    leave_a_mark(running)

    # The web server's own workers, too, are left without whom they work for.
    for pid in [running.pid(name) for name in EVERYBODY]:
        os.kill(pid, signal.SIGKILL)
    running.process.kill()

    running.process.wait()
    running.start()
    assert_mark_is_there(running)


def test_a_closed_terminal_leaves_nobody_behind(running):
    running.close()
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, RUN, running.environment())  # noqa: S606 (as a shell's exec does it)
    said = b""
    while b"Ctrl-C stops everything" not in said:
        said += os.read(terminal, 4096)
    until(lambda: not running.missing(), "not everybody came up")

    os.close(terminal)

    os.waitpid(pid, 0)
    until(lambda: not running.living(), f"{running.living()} outlived the terminal")


@pytest.fixture
def made(running: House) -> Iterator[House]:
    """The same clone, started with make."""
    running.close()
    command = ["make", "--old-file=venv", "run", f"PYTHON_HERE={sys.executable}"]
    made = House(running.folder, running.port, command)
    made.start()
    yield made
    made.close()


def test_ctrl_c_reaches_it_through_make(made):
    os.killpg(made.process.pid, signal.SIGINT)

    made.wait_until_empty()
    assert "Everything has stopped." in made.said()


def test_a_killed_make_takes_the_run_along(made):
    made.process.kill()

    made.wait_until_empty()
    until(lambda: "Everything has stopped." in made.said(), "it was not told")


# --- Other servers than ours ------------------------------------------------------------------


@pytest.fixture
def other_database() -> Iterator[str]:
    name = f"front_door_{os.getpid()}"
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield url.removesuffix("holdfast") + name
        connection.execute(f"drop database {name} with (force)")


def test_servers_that_the_environment_names_are_used(other_database, elsewhere):
    elsewhere.begin(DATABASE_URL=other_database, REDIS_URL=settings.REDIS_URL)
    until(lambda: "Ctrl-C stops" in elsewhere.said() or elsewhere.has_ended(), "it never came up")
    said = elsewhere.said()
    assert "PostgreSQL from DATABASE_URL: front_door_" in said
    assert "Valkey or Redis from REDIS_URL: " in said
    assert "seven quiet boats at dusk" in said
    assert elsewhere.get("/health/")[0] == 200
    assert not {"postgres", "valkey"} & {path.name for path in elsewhere.var.iterdir()}


def test_a_management_command_runs_beside_it_and_only_beside_it(running, tmp_path):
    command = [sys.executable, "-m", "config.embedded", "beside", "--", sys.executable, "manage.py"]
    command += ["seed_demo", "--list"]

    def beside(var):
        environment = running.environment() | {"VAR": str(var)}
        return subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )

    listed = beside(running.var)
    assert "seven quiet boats at dusk" in listed.stdout
    refused = beside(tmp_path / "nothing")
    assert refused.returncode == 1
    assert "Nothing runs from this folder" in refused.stderr
