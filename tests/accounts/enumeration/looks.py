"""All that can be told from outside of one request, and the work that stands in for its time: the
statements that were run, in order, and how often a passphrase was hashed. (Time itself is measured
by `make bench ARGS=--sameness`.)"""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# What is another one each time: tokens, nonces, keys of sessions, numbers of rows and savepoints.
SECRET = re.compile(r'((?:csrfmiddlewaretoken" value=|nonce[-=])"?)[\w+/=-]+')
LITERAL = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|\b\d+(?:\.\d+)?\b|\"s\d+_x\d+\"|%s|\$\d+")


@dataclass(frozen=True)
class Look:
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: str
    statements: tuple[str, ...]
    hashings: int


class Looker:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.hashings = 0
        for name in ("encode", "verify"):
            patch.setattr(Argon2PasswordHasher, name, self._counted(name))

    def _counted(self, name: str) -> Any:
        before = getattr(Argon2PasswordHasher, name)
        # To verify is, inside of Django, not to encode: each counts once.

        def counted(hasher: Any, *args: Any, **kwargs: Any) -> Any:
            self.hashings += 1
            return before(hasher, *args, **kwargs)

        return counted

    def look(
        self,
        client: Client,
        url: str,
        form: dict[str, str] | None = None,
        *,
        typed: str = "",
        **more: Any,
    ) -> Look:
        """What a request shows; `typed` is what came back as it had been sent."""
        hashed = self.hashings
        with CaptureQueriesContext(connection) as queries:
            send = client.get if form is None else client.post
            answer = send(url, form, **more)
        clean = without_secrets(typed)
        headers = ((name, clean(value)) for name, value in answer.headers.items())
        return Look(
            answer.status_code,
            tuple(sorted(headers)),
            tuple(sorted(_cookie(morsel) for morsel in answer.cookies.values())),
            clean(answer.content.decode()),
            tuple(LITERAL.sub("?", query["sql"]) for query in queries),
            self.hashings - hashed,
        )


def without_secrets(typed: str) -> Any:
    def clean(text: str) -> str:
        text = SECRET.sub(r"\1", text)
        return text.replace(escape(typed), "TYPED") if typed else text

    return clean


def _cookie(morsel: Any) -> str:
    """Its name, how long its value is, and all that is said with it. The second that it ends is
    said twice, and once is enough."""
    said = {name: value for name, value in morsel.items() if value and name != "expires"}
    return f"{morsel.key} {len(morsel.value)} {sorted(said.items())}"
