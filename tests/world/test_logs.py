"""What is written down while the site runs: read from the real processes, after everything that
somebody could leave behind was said to them."""

import socket
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from config.celery import app
from tests.config.front_door import free_port, until
from tests.trackers.reminders.workers import kill, start_command

CANARY = "zyzzyva"
ADDRESS = "198.51.100.77"
SERVICES = yaml.safe_load((Path(settings.BASE_DIR) / "docker-compose.yml").read_text())["services"]
WORDS = urllib.parse.urlencode({"login": f"{CANARY}-name", "password": f"{CANARY} passphrase"})
# What every request brings along, or could.
HEADERS = {
    "User-Agent": f"{CANARY}-browser",
    "Referer": f"http://localhost/{CANARY}-referrer/",
    "Cookie": f"s={CANARY}-session; v={CANARY}-vault",
    "X-Forwarded-For": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "Accept-Language": CANARY,
}
ODD = [
    f"GET /{CANARY} HTTP/9.9\r\n\r\n",
    f"{CANARY} {CANARY} {CANARY}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {CANARY}.example\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {CANARY * 30_000}\r\n\r\n",
    f"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {CANARY}\r\n\r\n",
]


def in_production(service: str, **moved: str) -> list[str]:
    """Its command, word for word, but for where it listens."""
    command = [str(word) for word in SERVICES[service]["command"]]
    command = ["python", "-m", *command] if command[0] != "python" else command
    return [
        next(
            (f"--{name}={to}" for name, to in moved.items() if word.startswith(f"--{name}=")), word
        )
        for word in command[1:]
    ]


def ask(port: int, path: str, *, data: str | None = None) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", data.encode() if data else None, HEADERS
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 (an address of our own)
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def headers_of(port: int) -> set[str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        return {name.lower() for name in answer.headers}


def say(port: int, words: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.settimeout(5)
        try:
            connection.sendall(words.encode())
            connection.recv(4096)
        except OSError:
            return


def is_there(port: int) -> bool:
    try:
        return ask(port, "/health/") == 200
    except OSError:
        return False


@pytest.mark.django_db(transaction=True)
def test_the_web_server_writes_down_nothing_of_whoever_comes(client, tmp_path):
    port, log = free_port(), tmp_path / "web.log"
    server = start_command(
        in_production("web", host="127.0.0.1", port=str(port)),
        log=log,
        DJANGO_SETTINGS_MODULE="tests.world.broken_site",
        BEHIND_PROXY="true",
    )
    try:
        until(lambda: is_there(port), "the site never came up")
        found = {
            ask(port, f"/?q={CANARY}"),
            ask(port, f"/{CANARY}/?q={CANARY}"),
            ask(port, f"/m/{CANARY}/"),
            ask(port, f"/me/mail/{CANARY}/"),
            ask(port, f"/sign-in/?next=/{CANARY}/", data=WORDS),
            ask(port, f"/breaks/{CANARY}/?q={CANARY}"),
            ask(port, "/sign-in/", data="&".join([WORDS] * 1_000)),
            ask(port, f"/%00{CANARY}/"),
        }
        assert found >= {200, 403, 404, 500}
        # The front takes the name of the server away (docker-compose.yml).
        assert headers_of(port) == {name.lower() for name in client.get("/").headers} | {
            "connection",
            "date",
            "server",
        }
        for words in ODD:
            say(port, words)
        assert is_there(port)
    finally:
        kill(server)
    written = log.read_text()
    assert "/breaks/<str:word>/" in written
    assert "builtins.KeyError" in written
    assert "builtins.ValueError" in written
    assert "broken_urls.py" in written
    assert CANARY not in written.lower()
    for address in (ADDRESS, "127.0.0.1:"):
        assert address not in written.replace(f"127.0.0.1:{port}", "")


@pytest.mark.django_db(transaction=True)
def test_a_worker_writes_down_nothing_of_what_it_was_given(tmp_path):
    log = tmp_path / "worker.log"
    command = in_production("worker")
    worker = start_command(
        [*command, "--include", "tests.world.broken_tasks"],
        log=log,
    )
    try:
        app.send_task("tests.breaks", [CANARY])
        app.send_task("tests.breaks", [CANARY], {"of": CANARY})
        until(lambda: log.read_text().count("tests.breaks") >= 2, "no task was ever taken")
    finally:
        kill(worker)
    written = log.read_text()
    assert "builtins.ValueError" in written
    assert CANARY not in written
