"""A browser as small as can be, on loopback: kept connections, cookies, forms."""

import re
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from urllib.parse import urlencode

from config.embedded.addresses import LOOPBACK

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
# The proxy in front says so.
AS_PROXIED = {"Host": "localhost", "X-Forwarded-Proto": "https", "Origin": "https://localhost"}


class Browser:
    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection(LOOPBACK, port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.forwarded_for = LOOPBACK

    def ask(
        self, path: str, form: dict[str, str] | None = None, *, expected: int = 200
    ) -> tuple[HTTPResponse, bytes]:
        headers = AS_PROXIED | {"X-Forwarded-For": self.forwarded_for}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is None:
            self.connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", path, urlencode(form), headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{answer.status} instead of {expected} for {path}")
        return answer, body

    def take_token(self, path: str) -> str:
        """The cookies that come with a form, and its token."""
        answer, body = self.ask(path)
        self._keep(answer)
        found = TOKEN.search(body)
        if found is None:
            raise RuntimeError(f"{path} has no form")
        return found[1].decode()

    def sign_in(self, path: str, name: str, passphrase: str) -> None:
        token = self.take_token(path)
        form = {"login": name, "password": passphrase, "csrfmiddlewaretoken": token}
        self._keep(self.ask(path, form, expected=302)[0])

    def open_vault(self, path: str, passphrase: str) -> None:
        form = {"vault_passphrase": passphrase, "csrfmiddlewaretoken": self.take_token(path)}
        self._keep(self.ask(path, form, expected=302)[0])

    def _keep(self, answer: HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value


class SignsIn:
    """Signs in again and again, each time as somebody from another place."""

    def __init__(self, port: int, path: str, name: str, passphrase: str) -> None:
        self.browser, self.path, self.places = Browser(port), path, count(2)
        token = self.browser.take_token(path)
        self.form = {"login": name, "password": passphrase, "csrfmiddlewaretoken": token}

    def __call__(self) -> int:
        place = next(self.places)
        self.browser.forwarded_for = f"127.0.{place // 250}.{place % 250 + 1}"
        return len(self.browser.ask(self.path, self.form, expected=302)[1])


class Replies:
    """Says something else each time: the same words would be a button pressed twice."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.browser, self.path, self.said = browser, path, count(1)
        self.token = browser.take_token(path)

    def __call__(self) -> int:
        words = f"It was quiet again, for the {next(self.said)}. time."
        form = {"words": words, "csrfmiddlewaretoken": self.token}
        return len(self.browser.ask(self.path, form, expected=302)[1])
