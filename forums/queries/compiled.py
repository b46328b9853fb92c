"""Queries whose SQL Django writes once for each process, to be asked again with other values.

Django builds and compiles a queryset anew each time it is asked. For the queries of a page that is
opened all day this costs more than PostgreSQL takes to answer them. The queryset stays the one
place where a rule of visibility is said; here its SQL is kept, and the values that were given are
put where stand-ins for them stood (docs/decisions/0012-rendering.md).
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, F, Func, Model, QuerySet
from psycopg.pq import Format

Row = TypeVar("Row", bound=Model)

# What no query says by itself; a number that fits into the smallest column.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 32_111 + number,
    str: lambda number: f"\ue000{number}\ue001",
    datetime: lambda number: datetime(1, 1, 1 + number, tzinfo=UTC),
}

Given = SimpleNamespace


class CompiledQuery:
    """A queryset of `values_list`, built by a function of the values that differ each time.

    The function gets stand-ins for the values, which it may compare with columns and nothing
    else, and as keywords whatever changes the shape of the query. It must not read the clock, the
    language or the settings: it is called once for each shape.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self._written: dict[Hashable, tuple[str, list[str | None], Sequence[Any]]] = {}

    def rows(self, values: Mapping[str, Any], **shape: Hashable) -> list[tuple[Any, ...]]:
        key = (*values, *shape.items())
        if key not in self._written:
            self._written[key] = self._write(values, shape)
        sql, names, params = self._written[key]
        with connection.cursor() as cursor:
            # Times and numbers need not be written out in digits, only to be read again.
            cursor.cursor.format = Format.BINARY
            cursor.execute(
                sql,
                [
                    param if name is None else values[name]
                    for name, param in zip(names, params, strict=True)
                ],
            )
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _write(
        self, values: Mapping[str, Any], shape: Mapping[str, Any]
    ) -> tuple[str, list[str | None], Sequence[Any]]:
        stand_ins = {
            name: STAND_INS[type(value)](number)
            for number, (name, value) in enumerate(values.items())
        }
        name_of = {stand_in: name for name, stand_in in stand_ins.items()}
        sql, params = self.build(Given(**stand_ins), **shape).query.sql_with_params()
        kinds = tuple(STAND_INS)
        names = [name_of.get(param) if isinstance(param, kinds) else None for param in params]
        return sql, names, params


@cache
def columns(model: type[Model], *, but: Collection[str] = ()) -> tuple[str, ...]:
    """The names of a model's own columns, for `values_list`."""
    names = (field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in but)


def made(model: type[Row], values: Sequence[Any], names: Sequence[str] | None = None) -> Row:
    """The row whose columns these are."""
    return model.from_db(DEFAULT_DB_ALIAS, names or columns(model), values)


def is_any(column: str, rows: QuerySet[Any, Any]) -> Func:
    """Whether a column has one of these values, which are asked for first and by themselves.

    Of such a list PostgreSQL expects a few, and looks up what belongs to each; of a sub-select or
    a join it may expect so many that it reads whole tables, for a page of twenty rows.
    """
    return Func(
        F(column),
        Func(ArraySubquery(rows), function="any"),
        template="(%(expressions)s)",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )
