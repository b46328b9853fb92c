"""Somebody who is signed in, and the harmless page that the exit leads to."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.exit.pages import CANARY, WithPages

PHONE = {"width": 320, "height": 568}
ZOOMED = {"width": 320, "height": 256}
DESK = {"width": 1280, "height": 800}


@dataclass
class Elsewhere:
    url: str
    requests: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/weather":
                there.requests.append({name.lower(): text for name, text in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Weather</title><h1>Sun</h1>")

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Elsewhere(f"http://127.0.0.1:{server.server_port}/weather")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()


@dataclass
class Visit:
    context: BrowserContext
    site: str
    session_cookie: str
    session_key: str
    scripts: bool = True

    def open(self, number: int = 1) -> Page:
        opened = self.context.new_page()
        opened.goto(f"{self.site}/test/{number}/")
        expect(opened.get_by_role("heading", name=CANARY)).to_be_visible()
        assert len(self.context.cookies()) > 1
        return opened

    def session_is_refused(self) -> bool:
        client = Client()
        client.cookies[self.session_cookie] = self.session_key
        return client.get("/test/1/").status_code == 302

    def cookies_are_gone(self) -> bool:
        return self.context.cookies() == []


Visitor = Callable[..., Visit]


@pytest.fixture
def visitor(
    live_server: Any,
    whole_browser: Browser,
    settings: Any,
    django_user_model: Any,
    elsewhere: Elsewhere,
) -> Iterator[Visitor]:
    settings.ROOT_URLCONF = WithPages
    settings.EXIT_TARGETS = [elsewhere.url]
    opened: list[BrowserContext] = []

    def visit(**options: Any) -> Visit:
        client = Client()
        ada = django_user_model.objects.create_user("ada", "four words that rhyme")
        client.force_login(ada, backend=settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        key = client.cookies[name].value
        context = whole_browser.new_context(**options)
        context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        opened.append(context)
        scripts = options.get("java_script_enabled", True)
        return Visit(context, live_server.url, name, key, scripts)

    yield visit
    for context in opened:
        context.close()


@dataclass
class Gate:
    """Before the server: while it is closed, requests of its kind wait."""

    open: threading.Event = field(default_factory=threading.Event)
    passed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.open.set()


@dataclass
class Gates:
    exit: Gate = field(default_factory=Gate)
    pages: Gate = field(default_factory=Gate)

    def close(self, *gates: Gate) -> None:
        for gate in gates or (self.exit, self.pages):
            gate.open.clear()
            gate.passed.clear()

    def open(self, *gates: Gate) -> None:
        for gate in gates or (self.exit, self.pages):
            gate.open.set()


@pytest.fixture
def gates(live_server: Any) -> Iterator[Gates]:
    """A server that takes long, or does not answer at all."""
    gates, server = Gates(), live_server.thread.httpd
    site = server.get_app()

    def behind_gates(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        gate = gates.exit if environ["PATH_INFO"] == "/leave/" else gates.pages
        assert gate.open.wait(60)
        answer: Iterable[bytes] = site(environ, start_response)
        gate.passed.set()
        return answer

    server.set_app(behind_gates)
    yield gates
    gates.open()
    server.set_app(site)


def press_shift(open_page: Page, times: int) -> None:
    for _ in range(times):
        open_page.keyboard.press("Shift")


def lights(open_page: Page) -> int:
    return open_page.locator(".exit-lights .on").count()
