"""The database of a test process: a copy of one that was migrated once, and emptied in no time."""

# ruff: noqa: S608 (names of tables, which cannot be parameters)

import time
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from config.embedded import locks

# What migrating fills and nothing else ever changes.
FIXED = {"django_migrations", "django_content_type", "auth_permission"}

# Whose rows a DELETE does not reach: triggers refuse it, or policies hide them.
GUARDED = """
select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and (
    relrowsecurity
    or exists (
        -- Before a delete, and not of a foreign key.
        select from pg_trigger where tgrelid = c.oid and tgtype & 10 = 10 and not tgisinternal
    )
)
"""

EMPTY = """
create schema if not exists played;
create function played.empty() returns void language plpgsql as $$ begin
    -- At once or not at all: with a part in hand, it and a page on its way can wait for each other.
    lock table {everything} in access exclusive mode nowait;
    {statements}
end $$
"""


def wait_for_migrated(lock: Path) -> None:
    """Until the process that migrates is gone. What it left undone is done by whoever waited."""
    while not locks.is_free(lock):
        time.sleep(0.05)


def learn_to_empty() -> None:
    """Remember what the migrations left, and how to come back to it.

    A TRUNCATE makes the files of a table and of its indexes anew, and so takes a quarter of a
    second for all of ours; most tests that commit wrote a few rows each into ten of them.
    """
    with connection.cursor() as cursor:
        guarded = tables_guarded()
        plain = tables_emptied() - guarded
        filled = [name for name in plain if _has_rows(cursor, name)]
        statements = [
            # Only a TRUNCATE empties these, so what takes no room has no rows.
            *(
                f"if pg_relation_size('{name}') > 0 then truncate {name} cascade; end if;"
                for name in guarded
            ),
            *(f"delete from {name};" for name in plain),
            *(f"insert into {name} select * from played.{name};" for name in filled),
        ]
        everything = ", ".join(sorted(guarded | plain))
        cursor.execute(EMPTY.format(everything=everything, statements="\n".join(statements)))
        for name in filled:
            cursor.execute(f"create table played.{name} as table {name}")


def empty() -> None:
    """Bring the database back to how migrating left it, which is how every test finds it."""
    deadline = time.monotonic() + 60
    while not empty_unless_used():
        assert time.monotonic() < deadline, "somebody is still reading or writing"
        time.sleep(0.01)


def empty_unless_used() -> bool:
    """Whether it could: not while somebody else reads or writes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select played.empty()")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def tables_emptied() -> set[str]:
    return set(connection.introspection.django_table_names(only_existing=True)) - FIXED


def tables_guarded() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return {name for (name,) in cursor.fetchall()} & tables_emptied()


def _has_rows(cursor: Any, name: str) -> bool:
    cursor.execute(f"select exists (select from {name})")
    return bool(cursor.fetchone()[0])
