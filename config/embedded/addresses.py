"""Where the site answers, and the servers that somebody named instead of ours."""

import errno
import os
import socket
from dataclasses import dataclass

from config.embedded.refusals import Refusal

LOOPBACK = "127.0.0.1"
ANY = ("0.0.0.0", "::")  # noqa: S104 (compared with, never listened on)


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        return f"http://{'localhost' if self.host in (LOOPBACK, *ANY) else self.name}:{self.port}"

    @property
    def name(self) -> str:
        """The host as a URL and a Host header spell it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    def refuse_if_taken(self) -> None:
        try:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            with socket.socket(family) as attempt:
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                attempt.bind((self.host, self.port))
        except OSError as error:
            raise Refusal(self._why_not(error)) from error
        # A browser asks for "localhost" at ::1 first, where another program may answer.
        if self.host == LOOPBACK and _answers("::1", self.port):
            raise Refusal(self._taken())

    def _why_not(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return self._taken()
        return f"{self.host}:{self.port} cannot be used here ({error.strerror}): set HOST or PORT."

    def _taken(self) -> str:
        other = self.port + 1 if self.port < 65535 else 8000
        return (
            f"Port {self.port} is taken by another program: "
            f"choose a free one, for example PORT={other} make run."
        )


def web_address() -> Address:
    host, port = os.environ.get("HOST") or LOOPBACK, os.environ.get("PORT") or "8000"
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise Refusal(f"PORT is {port!r}, and should be a number from 1 to 65535.")
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refusal(f"HOST is {host!r}, which is no address of this machine.") from error
    return Address(str(found[0][4][0]), int(port))


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def refuse_broken_database(url: str) -> str:
    """Where that database is, for people. The sentence never holds the password."""
    import dj_database_url
    import psycopg

    try:
        parts = dj_database_url.parse(url)
    except ValueError as error:
        raise Refusal(_database_fix("cannot be read")) from error
    if not parts["ENGINE"].endswith(".postgresql"):
        raise Refusal(_database_fix("names another kind of database than PostgreSQL"))
    try:
        psycopg.connect(
            host=parts["HOST"],
            port=parts["PORT"] or None,
            user=parts["USER"],
            password=parts["PASSWORD"],
            dbname=parts["NAME"],
            connect_timeout=5,
            **parts.get("OPTIONS", {}),
        ).close()
    except psycopg.Error as error:
        reason = str(error).splitlines()[0].removeprefix("connection failed: ")
        raise Refusal(f"DATABASE_URL leads to no database: {reason}.") from error
    return f"{parts['NAME']} at {parts['HOST'] or 'localhost'}"


def _database_fix(problem: str) -> str:
    return (
        f"DATABASE_URL {problem}: it should look like postgres://role:password@host:5432/name "
        "(or be left out, and an embedded PostgreSQL is used)."
    )


def refuse_broken_queue(url: str) -> str:
    import redis

    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
        client.ping()
        client.close()
    except ValueError as error:
        raise Refusal(
            "REDIS_URL cannot be read: it should look like redis://host:6379/0 "
            "(or be left out, and an embedded Valkey is used)."
        ) from error
    except redis.RedisError as error:
        raise Refusal(f"REDIS_URL leads to no Valkey or Redis: {error}") from error
    where = client.connection_pool.connection_kwargs
    return str(where.get("host") or where.get("path"))
