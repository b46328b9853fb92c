"""The server reaches its own database, queue, mail server and storage, and nobody else."""

import ast
import socket
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.config.front_door import free_port, until
from tests.mail_server import mail_server
from tests.trackers.reminders.setting import remind_now
from tests.trackers.reminders.workers import kill, start_command
from tests.world.no_way_out.sitecustomize import NoWayOut
from tests.world.test_logs import in_production, is_there

HERE = Path(settings.BASE_DIR)
NO_WAY_OUT = str(HERE / "tests" / "world" / "no_way_out")
# What a module needs to reach another machine.
ROADS = {
    "aiohttp", "asyncio", "asyncore", "boto3", "botocore", "ftplib", "http.client", "httpx",
    "imaplib", "nntplib", "paramiko", "poplib", "pycurl", "requests", "smtplib", "socket",
    "telnetlib", "urllib.request", "urllib3", "websocket", "websockets", "xmlrpc.client",
}  # fmt: skip
# Who may, and whom they reach. Storage is reached by the library that settings.STORAGES names.
DECLARED = {
    "accounts/delivery": "the mail server",
    "trackers/delivery.py": "an authority for time stamps, where the operator chose one",
    "trackers/scanning.py": "a virus scanner, where the operator has one",
    "config/embedded": "the servers that `make run` brings along",
}
BEAT = """
import json, os
from config.celery import app
for each in app.conf.beat_schedule.values():
    app.tasks[each["task"]]()
"""


def test_the_tests_themselves_have_no_way_out():
    with pytest.raises(NoWayOut), socket.socket() as outside:
        outside.connect(("198.51.100.7", 80))
    with pytest.raises(NoWayOut):
        urllib.request.urlopen("https://far.example/", timeout=5)
    with pytest.raises(NoWayOut), socket.socket(socket.AF_INET6) as outside:
        outside.connect(("2001:db8::7", 80))


def roads() -> Iterator[tuple[str, str]]:
    """(file, module) of whatever in our code could lead to another machine."""
    for room in ("accounts", "config", "forums", "trackers"):
        for path in (HERE / room).rglob("*.py"):
            for module in imported(ast.parse(path.read_text())):
                if any(module == road or module.startswith(f"{road}.") for road in ROADS):
                    yield path.relative_to(HERE).as_posix(), module


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in ("import_module", "__import__") and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_only_what_is_declared_can_reach_anybody():
    found = {
        next((each for each in DECLARED if path.startswith(each)), f"{path}: {module}")
        for path, module in roads()
    }
    assert found == set(DECLARED)


@pytest.mark.django_db(transaction=True)
def test_whoever_uses_the_site_makes_it_reach_nobody(cast, topic, tmp_path):
    port, ways = free_port(), tmp_path / "ways"
    server = start_command(
        in_production("web", host="127.0.0.1", port=str(port)),
        log=tmp_path / "log",
        PYTHONPATH=NO_WAY_OUT,
        WAYS=str(ways),
        BEHIND_PROXY="true",
    )
    try:
        until(lambda: is_there(port), "the site never came up")
        browser = Browser(port)
        browser.post("/sign-in/", login=cast.ada.sign_in_name, password=cast.passphrase)
        answer = topic.posts.get().ref
        browser.post(
            f"/p/{answer}/reply/", words="See https://far.example/a.png, ![](//far.example)"
        )
        for path in (topic.get_absolute_url(), "/circles/", "/own/", "/me/", "/search/?q=evenings"):
            browser.get(path)
    finally:
        kill(server)
    assert topic.posts.count() == 2
    assert reached(ways) <= HERE_ALONE
    assert "NoWayOut" not in (tmp_path / "log").read_text()


@pytest.mark.django_db(transaction=True)
def test_nor_does_anything_that_the_clock_does(cast, topic, tmp_path):
    from allauth.account.models import EmailAddress

    from tests.trackers.conftest import own_pages_of

    EmailAddress.objects.create(user=cast.ada, email="a@mail.example", verified=True, primary=True)
    remind_now(cast.ada, own_pages_of(cast.ada))
    ways = tmp_path / "ways"
    with mail_server() as box:
        worker = start_command(
            ["-c", f"import django; django.setup(){BEAT}"],
            PYTHONPATH=NO_WAY_OUT,
            WAYS=str(ways),
            EMAIL_URL=box.url,
        )
        assert worker.wait(timeout=90) == 0
        assert len(box.mails) == 1
    assert reached(ways) <= HERE_ALONE
    assert "127.0.0.1" in reached(ways)


HERE_ALONE = {"127.0.0.1", "localhost", "::1", "a socket of this machine"}


def reached(ways: Path) -> set[str]:
    return set(ways.read_text().split("\n")) - {""} if ways.exists() else set()


class Browser:
    """Just enough of one, in a process that is not the server's."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._jar = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar)).open

    def get(self, path: str) -> str:
        with self._open(self._base + path, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path: str, **typed: str) -> None:
        page = self.get(path)
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        data = urlencode(typed | {"csrfmiddlewaretoken": token}).encode()
        self._open(self._base + path, data, timeout=60).close()
