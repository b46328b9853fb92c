"""The servers that a clone brings along: where they lie, who gets in, what they leave."""

import base64
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config.embedded import keys, locks, places, services
from config.embedded.addresses import Address
from config.embedded.environment import run_defaults, with_defaults
from config.embedded.places import ROOT, socket_folder
from config.embedded.postgres import ROLE, Postgres, postgres_in
from config.embedded.refusals import Refusal, last_complaint
from tests.config.front_door import clean_environment


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- Secrets ----------------------------------------------------------------------------------


def test_secrets_are_made_once_and_for_the_owner_alone(tmp_path):
    made = keys.keys_in(tmp_path / "secrets")
    assert keys.keys_in(tmp_path / "secrets") == made
    assert mode(tmp_path / "secrets") == 0o700
    assert {mode(path) for path in (tmp_path / "secrets").iterdir()} == {0o600}


def test_every_clone_has_secrets_of_its_own(tmp_path):
    one, other = keys.keys_in(tmp_path / "one"), keys.keys_in(tmp_path / "other")
    assert not set(one.values()) & set(other.values())
    number, _, key = one["VAULT_SERVER_KEYS"].partition(":")
    assert number == "k1"
    assert len(base64.urlsafe_b64decode(key)) == 32
    assert len(one["SECRET_KEY"]) >= 50


def test_what_the_environment_says_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from elsewhere")
    monkeypatch.setenv("HASH_KEY", "")
    told = with_defaults(run_defaults(tmp_path, Address("127.0.0.1", 8000)))
    assert told["SECRET_KEY"] == "from elsewhere"
    assert told["HASH_KEY"] == (tmp_path / "secrets" / "hash_key").read_text()


def test_the_site_answers_under_the_host_that_was_asked_for(tmp_path):
    assert "192.0.2.7" in run_defaults(tmp_path, Address("192.0.2.7", 80))["ALLOWED_HOSTS"]
    assert "[2001:db8::1]" in run_defaults(tmp_path, Address("2001:db8::1", 80))["ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:80"),
        ("0.0.0.0", "http://localhost:80"),  # noqa: S104 (compared with, never listened on)
        ("192.0.2.7", "http://192.0.2.7:80"),
        ("2001:db8::1", "http://[2001:db8::1]:80"),
    ],
)
def test_the_address_is_one_that_a_browser_understands(host, url):
    assert Address(host, 80).url == url


# --- Sockets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x" * 90, "with space", "Ärger"])
def test_a_folder_that_no_socket_address_can_hold_gets_another(tmp_path, monkeypatch, name):
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: "/tmp")  # noqa: S108 (nothing is written there)
    found = socket_folder(folder)
    try:
        assert found.parent == Path("/tmp")  # noqa: S108 (nothing is written there)
        assert mode(found) == 0o700
        assert socket_folder(folder) == found
        assert socket_folder(tmp_path) != found
    finally:
        found.rmdir()


def test_a_folder_that_is_open_to_others_is_not_taken(tmp_path):
    (tmp_path / "sockets").mkdir(mode=0o700)
    (tmp_path / "sockets").chmod(0o777)
    with pytest.raises(Refusal, match="belongs to somebody else"):
        socket_folder(tmp_path)


def test_a_link_to_elsewhere_is_not_taken(tmp_path):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "sockets").symlink_to(tmp_path / "real")
    with pytest.raises(Refusal, match="belongs to somebody else"):
        socket_folder(tmp_path)


# --- PostgreSQL -------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path) -> Postgres:
    """A data folder where pytest keeps its files, which root's `nobody` cannot reach."""
    postgres = postgres_in(tmp_path, throwaway=True)
    yield postgres
    if postgres.home.parent != tmp_path:
        shutil.rmtree(postgres.home.parent)


def test_the_role_of_the_tests_is_bound_by_row_level_security():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        role = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles "
            "where rolname = current_user"
        ).fetchone()
    assert role == (ROLE, False, False, False)


def test_root_keeps_the_data_where_its_server_can_go(home, tmp_path):
    if os.geteuid():
        assert home.home == tmp_path / "postgres"
        assert home.user is None
    else:
        assert home.home.parent.parent == Path("/var/lib")
        assert home.user.pw_uid != 0


def test_root_finds_its_data_again_when_the_folder_opens(home, tmp_path, monkeypatch):
    home.make()
    monkeypatch.setattr(places, "can_be_reached", lambda *_: True)
    assert postgres_in(tmp_path, throwaway=True).home == home.home


def test_an_interrupted_start_is_begun_anew(home):
    half_made = home.home.with_name("postgres.new")
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18")
    home.make()
    assert (home.home / "pg_hba.conf").read_text() == f"local all {ROLE} peer map=site\n"
    assert not half_made.exists()


def test_a_start_that_fails_says_why_and_leaves_no_data_folder(home, monkeypatch):
    monkeypatch.setattr(places, "user_name", lambda: 'nobody"\nsite all')
    monkeypatch.setattr("config.embedded.postgres.DATABASE", "holdfast; nonsense")
    with pytest.raises(Refusal, match=r"postgres could not make .*syntax error"):
        home.make()
    assert not home.home.exists()


def test_a_lock_file_whose_number_is_another_programs_now_is_put_away(home):
    home.make()
    left = home.home / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n{home.home}\n")
    (home.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    home.make()
    assert not left.exists()
    assert not list(home.sockets.iterdir())


def test_a_lock_file_of_a_dead_process_that_nobody_buried_is_put_away(home):
    home.make()
    dead = subprocess.Popen(
        [home.install / "bin" / "postgres", "--version"], stdout=subprocess.DEVNULL
    )
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    (home.home / "postmaster.pid").write_text(f"{dead.pid}\n")
    home.make()
    assert not (home.home / "postmaster.pid").exists()
    dead.wait()


def test_a_server_that_somebody_else_started_is_left_alone(home):
    home.make()
    theirs = (postgres_of_this_test_run() / "postmaster.pid").read_text()
    (home.home / "postmaster.pid").write_text(theirs)
    with pytest.raises(Refusal, match="Another PostgreSQL"):
        home.make()
    assert (home.home / "postmaster.pid").read_text() == theirs


def postgres_of_this_test_run() -> Path:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return Path(connection.info.host).parent / "postgres"


# --- Locks ------------------------------------------------------------------------------------


def test_a_lock_is_held_until_the_last_who_inherited_it_has_gone(tmp_path):
    path = tmp_path / "lock"
    held = locks.take(path)
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=(held,))
    os.close(held)
    assert not locks.is_free(path)
    assert locks.take(path) is None
    child.communicate()
    assert locks.is_free(path)


def test_a_lock_is_not_passed_on_unasked(tmp_path):
    held = locks.take(tmp_path / "lock")
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, close_fds=False)
    os.close(held)
    assert locks.is_free(tmp_path / "lock")
    child.communicate()


# --- For one command --------------------------------------------------------------------------


def run_with_servers(*command: str, tmp: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.embedded", "with", "--", *command],
        cwd=ROOT,
        env=clean_environment(TMPDIR=str(tmp)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.system
def test_a_command_has_servers_for_as_long_as_it_runs(tmp_path):
    asks = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); raise SystemExit(7)"
    done = run_with_servers(sys.executable, "-c", asks, tmp=tmp_path)
    assert done.returncode == 7, done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.system
def test_a_command_that_is_not_there(tmp_path):
    done = run_with_servers("/nowhere/command", tmp=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "/nowhere/command cannot be started: No such file or directory.\n"
    assert not list(tmp_path.iterdir())


def test_what_a_killed_owner_left_is_swept_up(tmp_path, monkeypatch):
    monkeypatch.setattr(services.tempfile, "gettempdir", lambda: str(tmp_path))
    with services.throwaway_folder() as living:
        left = tmp_path / f"{services.THROWAWAY}left"
        left.mkdir()
        (left / "owner.lock").touch()
        with services.throwaway_folder():
            assert not left.exists()
            assert living.exists()


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("LOG:  fine\nFATAL:  no space left\nLOG:  bye\n", "no space left"),
        ("initdb: error: could not look\n", "could not look"),
        ("only words\n", "only words"),
        ("", "it said nothing"),
    ],
)
def test_the_reason_in_a_log(log, reason):
    assert last_complaint(log) == reason
