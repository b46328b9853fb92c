"""Everything that the system leaves behind, as bytes with the name of the place."""

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.storage import storages
from django.db import connection
from psycopg import sql

from accounts.models import User
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

Trace = tuple[str, bytes]


def places_of(words: Mapping[str, str], *more: Trace) -> dict[str, set[str]]:
    """Where each of these words stands, however it is spelled there."""
    spellings = {name: list(spelled(word)) for name, word in words.items()}
    found: dict[str, set[str]] = {name: set() for name in words}
    for place, content in (*traces(), *more):
        lowered = content.lower()
        for name, spelled_so in spellings.items():
            if any(spelling in content or spelling.lower() in lowered for spelling in spelled_so):
                found[name].add(place)
    return found


def spelled(word: str) -> Iterator[bytes]:
    """As it is, in hexadecimal and in base64, wherever in a longer text it begins."""
    for plain in (word.encode(), word.encode("utf-16-le")):
        yield plain
        yield plain.hex().encode()
        for before in range(3):
            # Letters that say something of what stands before or behind it are left out.
            begins, ends = (0, 2, 3)[before], (None, -3, -2)[(before + len(plain)) % 3]
            yield base64.b64encode(bytes(before) + plain).rstrip(b"=")[begins:][:ends]


def traces() -> Iterator[Trace]:
    yield from database()
    yield from sessions()
    yield from in_valkey()
    yield from folder("pictures", Path(settings.MEDIA_ROOT))
    yield from folder("own files", Path(storages["own"].location))
    yield from (("mails", sent.message().as_bytes()) for sent in mail.outbox)


def database() -> Iterator[Trace]:
    """Every value of every row, those included that only their owner can select."""
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity")
        guarded = {name for (name,) in cursor.fetchall()}
        tables = connection.introspection.table_names(cursor)
    yield from (trace for table in tables if table not in guarded for trace in _rows(table))
    for owner in User.objects.values_list("pk", flat=True):
        with rows_of(owner):
            yield from [trace for table in tables if table in guarded for trace in _rows(table)]


def _rows(table: str) -> Iterator[Trace]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select * from {}").format(sql.Identifier(table)))
        columns = [column.name for column in cursor.description]
        for row in cursor.fetchall():
            for column, value in zip(columns, row, strict=True):
                yield f"{table}.{column}", _as_bytes(value)


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(value, default=str, ensure_ascii=False).encode()
    return str(value).encode()


def sessions() -> Iterator[Trace]:
    """What lies in the database is packed."""
    for session in Session.objects.all():
        yield "django_session.session_data", str(session.get_decoded()).encode()


def in_valkey() -> Iterator[Trace]:
    """What was cached, opened vaults, and Celery's messages as they lie in the broker."""
    for name in valkey.scan_iter("*"):
        yield "valkey", name
        read = {
            b"string": valkey.get,
            b"set": lambda key: sorted(valkey.smembers(key)),
            b"list": lambda key: valkey.lrange(key, 0, -1),
            b"hash": lambda key: [part for pair in valkey.hgetall(key).items() for part in pair],
            b"zset": lambda key: valkey.zrange(key, 0, -1),
        }[valkey.type(name)]
        kept = read(name)
        yield from (("valkey", part) for part in (kept if isinstance(kept, list) else [kept]))


def folder(place: str, root: Path) -> Iterator[Trace]:
    for path in root.rglob("*"):
        yield place, str(path.relative_to(root)).encode()
        if path.is_file():
            yield place, path.read_bytes()
