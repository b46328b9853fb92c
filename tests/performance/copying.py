"""Rows in bulk, as Django would write them: defaults, conversions and all."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault


def copy_in(rows: list[Model]) -> None:
    """COPY rows of one model that are in no table yet; each has its primary key already."""
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not _is_left(field, rows[0])]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row([_stored(field, row) for field in fields])


def _is_left(field: "Field[Any, Any]", row: Model) -> bool:
    """Whether the database itself fills this column in."""
    return isinstance(getattr(row, field.attname), DatabaseDefault)


def _stored(field: "Field[Any, Any]", row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


def go_on_counting(models: Iterable[type[Model]]) -> None:
    """The next row that the site writes gets a number of its own."""
    with connection.cursor() as cursor:
        for model in models:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', '{key}'), "  # noqa: S608
                f"greatest((select max({key}) from {table}), 1))"
            )
