"""Row-level security for private tables, as steps of a migration.

FORCE, because the site's role owns the tables: without it the policies would not bind it.
"""

from django.db.migrations import RunSQL

OWN_ROW = "owner_id = nullif(current_setting('app.user_id', true), '')::bigint"
CLOCK = "current_setting('app.clock', true) = 'on'"
LOCKSMITH = "current_setting('app.keys', true) = 'on'"


def own_rows_only(table: str) -> RunSQL:
    """Nobody sees or writes a row of this table but its owner (vault/rows.py)."""
    return RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy own_rows on {table} using ({OWN_ROW}) with check ({OWN_ROW});
        """,
        f"""
        drop policy own_rows on {table};
        alter table {table} no force row level security;
        alter table {table} disable row level security;
        """,
    )


def clock_may(table: str, command: str) -> RunSQL:
    """The scheduler may do this one thing to everybody's rows of this table as well."""
    return _also(table, command, name=f"clock_{command}", allowed=CLOCK)


def locksmith_may(table: str, command: str) -> RunSQL:
    """The rotation of the server keys may do this one thing to everybody's rows as well."""
    return _also(table, command, name=f"locksmith_{command}", allowed=LOCKSMITH)


def _also(table: str, command: str, *, name: str, allowed: str) -> RunSQL:
    using = "" if command == "insert" else f"using ({allowed})"
    check = "" if command == "select" else f"with check ({allowed})"
    return RunSQL(
        f"create policy {name} on {table} for {command} {using} {check}",
        f"drop policy {name} on {table}",
    )
