"""Whose rows the database shows (policies.py). Outside of these, a private table looks empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import connection, transaction

Setting = Literal["app.user_id", "app.clock", "app.keys"]

# The setting as it was is read before it is set: a materialised step of its own.
SWAP = """
    with before as materialized (select current_setting(%(name)s, true) as value)
    select before.value, set_config(%(name)s, %(value)s, true) from before
"""


@contextmanager
def rows_of(owner_id: int) -> Iterator[None]:
    """A transaction in which the private rows of one person are there."""
    with _setting("app.user_id", str(owner_id)):
        yield


@contextmanager
def as_clock() -> Iterator[None]:
    """A transaction in which everybody's reminders are there, and nothing else."""
    with _setting("app.clock", "on"):
        yield


@contextmanager
def as_locksmith() -> Iterator[None]:
    """A transaction in which everybody's key slots are there, and nothing else."""
    with _setting("app.keys", "on"):
        yield


@contextmanager
def _setting(name: Setting, value: str) -> Iterator[None]:
    """Where an exception leaves, the database itself takes the setting back with the rest."""
    with transaction.atomic():
        before = _swap(name, value)
        yield
        _swap(name, before)


def _swap(name: Setting, value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(SWAP, {"name": name, "value": value})
        before: str | None = cursor.fetchone()[0]
    return before or ""
