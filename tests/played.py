"""What was played once through the verbs, written again for every test that asks for it.

A play costs a hundred statements, its copy one. The copies lie in a schema of their own in the
database of the tests; every time in them is moved, so that it is as far from now as the play's
was from then.
"""

# ruff: noqa: S608 (names of tables, which cannot be parameters)

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone

T = TypeVar("T")

WRITTEN = """
select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_xact_user_tables
where schemaname = 'public'
"""
COLUMNS = """
select column_name, data_type from information_schema.columns
where table_schema = 'public' and table_name = %s and is_generated = 'NEVER'
"""
MOVED = {"timestamp with time zone": "{} + later", "date": "{} + days"}


class Played(Generic[T]):
    """A play, which returns a dataclass of what it made, and all that it wrote."""

    def __init__(self, play: Callable[[], T]) -> None:
        self._name, self._at = play.__name__, timezone.now()
        with transaction.atomic(), connection.cursor() as cursor:
            before = _written(cursor)
            self._result = play()
            rows = {
                table: _rows(cursor, table, number)
                for table, number in _added(before, _written(cursor)).items()
            }
            # Nobody was there: each test has the play for itself.
            transaction.set_rollback(True)
        with transaction.atomic(), connection.cursor() as cursor:
            _keep(cursor, self._name, rows)

    def again(self) -> T:
        now = timezone.now()
        later, days = now - self._at, (now.date() - self._at.date()).days
        with connection.cursor() as cursor:
            cursor.execute(f"select played.{self._name}(%s, %s)", [later, days])
        result = deepcopy(self._result)
        for thing in vars(result).values():
            if isinstance(thing, models.Model):
                _move(thing, later, timedelta(days=days))
        return result


def _written(cursor: Any) -> dict[str, tuple[int, int, int]]:
    """What this transaction did to each table, in the database's own count."""
    cursor.execute(WRITTEN)
    return {table: tuple(numbers) for table, *numbers in cursor.fetchall()}


def _added(
    before: dict[str, tuple[int, int, int]], after: dict[str, tuple[int, int, int]]
) -> dict[str, int]:
    """How many rows are there now, for every table in which anything was done."""
    none = (0, 0, 0)
    done = {
        table: [now - then for now, then in zip(numbers, before.get(table, none), strict=True)]
        for table, numbers in after.items()
        if numbers != before.get(table, none)
    }
    return {table: inserted - deleted for table, (inserted, _changed, deleted) in done.items()}


def _rows(cursor: Any, table: str, number: int) -> str:
    rows = f"coalesce(jsonb_agg(to_jsonb(t)), '[]')::text from public.{table} t"
    cursor.execute(f"select count(*), {rows}")
    found, text = cursor.fetchone()
    assert found == number, f"{table} holds {found} rows where the play wrote {number}"
    return text


def _keep(cursor: Any, name: str, rows: dict[str, str]) -> None:
    cursor.execute("create schema if not exists played")
    copies = []
    for table, text in rows.items():
        cursor.execute(COLUMNS, [table])
        columns = dict(cursor.fetchall())
        moved = (MOVED.get(kind, "{}").format(f'"{column}"') for column, kind in columns.items())
        names = ", ".join(f'"{column}"' for column in columns)
        copy = f"played.{name}_{table}"
        cursor.execute(
            f"create table {copy} as select {names} "
            f"from jsonb_populate_recordset(null::public.{table}, %s::jsonb)",
            [text],
        )
        copies.append(
            f"insert into public.{table} ({names}) select {', '.join(moved)} from {copy};"
        )
    cursor.execute(
        f"create function played.{name}(later interval, days integer) returns void "
        f"language plpgsql as $$ begin {' '.join(copies)} end $$"
    )


def _move(row: models.Model, later: timedelta, days: timedelta) -> None:
    assert not row._state.fields_cache, f"{row!r} holds other rows, whose times would stay"
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, datetime):
            setattr(row, field.attname, value + later)
        elif isinstance(value, date):
            setattr(row, field.attname, value + days)
