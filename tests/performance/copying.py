"""Rows in bulk, as Django would write them: defaults, conversions and all."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault
from psycopg.adapt import PyFormat, Transformer


class Rows:
    """Rows of one model that are in no table yet, each with its primary key.

    What Django would write of a new row is asked once, and each row is that but for what is said
    of it: a model for each of a million would take longer than writing them down.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model, self.latest = model, 0
        new = model()
        fields = [field for field in model._meta.concrete_fields if not _is_left(field, new)]
        self.columns = [field.column for field in fields]
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.new = [_stored(field, new) for field in fields]
        self.key = self.places[model._meta.pk.attname]
        self.added: list[list[Any]] = []

    def add(self, **said: Any) -> int:
        """The number of a new row, with these values in its columns."""
        self.latest += 1
        row = self.new.copy()
        row[self.key] = self.latest
        for name, value in said.items():
            row[self.places[name]] = value
        self.added.append(row)
        return self.latest

    def copy_in(self) -> None:
        """COPY what was added since the last time."""
        quote = connection.ops.quote_name
        names = ", ".join(map(quote, self.columns))
        into = f"copy {quote(self.model._meta.db_table)} ({names}) from stdin"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in self.added:
                copy.write_row(row)
        self.added = []


def _is_left(field: "Field[Any, Any]", row: Model) -> bool:
    """Whether the database itself fills this column in."""
    return isinstance(getattr(row, field.attname), DatabaseDefault)


def _stored(field: "Field[Any, Any]", row: Model) -> str | None:
    """As text, so that it is converted once and not for each row."""
    value = field.get_db_prep_save(field.pre_save(row, add=True), connection)
    if value is None:
        return None
    with connection.cursor() as cursor:
        dumper = Transformer(cursor.cursor).get_dumper(value, PyFormat.TEXT)
    return bytes(dumper.dump(value) or b"").decode()


def go_on_counting(models: Iterable[type[Model]]) -> None:
    """The next row that the site writes gets a number of its own."""
    with connection.cursor() as cursor:
        for model in models:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', '{key}'), "  # noqa: S608 (names of our own tables)
                f"greatest((select max({key}) from {table}), 1))"
            )
