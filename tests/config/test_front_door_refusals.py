"""What `make run` says where it cannot go on: one sentence, and an exit code."""

import os
import socket
from collections.abc import Iterator

import pytest
from django.conf import settings

from config.embedded.crew import Crew
from config.embedded.postgres import Postgres
from config.embedded.services import throwaway_folder, throwaway_servers
from tests.config.front_door import PATIENCE, House, new_house

pytestmark = pytest.mark.system


@pytest.fixture
def elsewhere() -> Iterator[House]:
    """A clone that never gets far."""
    with new_house() as house:
        yield house
        house.close()


def test_a_taken_port_is_told_before_anything_starts(elsewhere):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Port {port} is taken" in elsewhere.refusal(PORT=str(port))
    assert not (elsewhere.var / "postgres").exists()


def test_a_port_that_only_the_other_localhost_has_is_taken_too(elsewhere):
    with socket.socket(socket.AF_INET6) as other:
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            other.bind(("::1", elsewhere.port))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        assert "is taken" in elsewhere.refusal()


@pytest.mark.parametrize("port", ["tea", "0", "70000"])
def test_a_port_that_is_none(elsewhere, port):
    assert f"PORT is '{port}'" in elsewhere.refusal(PORT=port)


def test_a_host_that_is_none(elsewhere):
    assert "HOST is 'nowhere.invalid'" in elsewhere.refusal(HOST="nowhere.invalid")


def test_a_folder_that_cannot_be_written_to(elsewhere):
    # Nobody writes there, root included.
    refusal = elsewhere.refusal(VAR="/proc/holdfast")
    assert "The folder /proc/holdfast cannot be written to" in refusal


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgres://role:password@host:port/name", "DATABASE_URL cannot be read"),
        ("what is this", "DATABASE_URL cannot be read"),
        ("sqlite:///var/db", "another kind of database than PostgreSQL"),
        ("postgres://role:hush@127.0.0.1:1/name", "Connection refused"),
        ("postgres://role:hush@nowhere.invalid/name", "nowhere.invalid"),
    ],
)
def test_a_broken_database_url(elsewhere, url, sentence):
    refusal = elsewhere.refusal(DATABASE_URL=url)
    assert sentence in refusal
    assert "hush" not in refusal
    assert not (elsewhere.var / "postgres").exists()


def test_a_database_that_does_not_let_us_in(elsewhere):
    stranger = os.environ["DATABASE_URL"].replace("//holdfast@", "//stranger:hush@")
    refusal = elsewhere.refusal(DATABASE_URL=stranger)
    assert refusal.startswith("DATABASE_URL leads to no database: ")
    assert "hush" not in refusal


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("what is this", "REDIS_URL cannot be read"),
        ("redis://127.0.0.1:1/0", "REDIS_URL leads to no Valkey or Redis"),
        ("unix:///nowhere/valkey.sock", "REDIS_URL leads to no Valkey or Redis"),
    ],
)
def test_a_broken_redis_url(elsewhere, url, sentence):
    assert sentence in elsewhere.refusal(REDIS_URL=url)


def test_a_superuser_may_not_run_the_site(elsewhere, monkeypatch):
    made = "CREATE ROLE holdfast LOGIN SUPERUSER;\nCREATE DATABASE holdfast OWNER holdfast;\n"
    monkeypatch.setattr(Postgres, "role_and_database", lambda _self: made)
    with throwaway_folder() as folder, throwaway_servers(Crew(folder), folder) as servers:
        elsewhere.begin(DATABASE_URL=servers[0].url, REDIS_URL=settings.REDIS_URL)
        assert elsewhere.process.wait(PATIENCE) == 1
    assert "The database role 'holdfast' is a superuser" in elsewhere.said()
    assert "The site could not be made ready" in elsewhere.said()


@pytest.mark.parametrize(
    ("https", "said"),
    [
        ("perhaps", 'Environment variable "HTTPS" invalid'),
        # `make run` shows its mails, which no site with TLS may.
        ("true", "DEV_MAILBOX shows every mail to whoever asks"),
    ],
)
def test_a_setting_that_cannot_be(elsewhere, https, said):
    elsewhere.begin(
        HTTPS=https,
        DATABASE_URL=os.environ["DATABASE_URL"],
        REDIS_URL=settings.REDIS_URL,
    )
    assert elsewhere.process.wait(PATIENCE) == 1
    assert said in elsewhere.said()
    assert "Traceback" not in elsewhere.said()
