"""Refuses to start where the ground that everything stands on is not there."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

CURRENT_ROLE = "current_user"


@register(Tags.database)
def check_database_role(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Row-level security does not bind a superuser, nor a role with BYPASSRLS."""
    return [error for alias in databases or [] if (error := _role_error(alias))]


def refuse_unsafe_role() -> None:
    """Do not start as a role that row-level security does not bind. Raises ImproperlyConfigured.

    Django runs checks of databases for `migrate` and `check` alone; a web process and a worker
    call this as they start.
    """
    for error in check_database_role(databases=["default"]):
        raise ImproperlyConfigured(f"{error.msg} {error.hint}")


def _role_error(alias: str) -> CheckMessage | None:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"select rolname, rolsuper, rolbypassrls from pg_roles where rolname = {CURRENT_ROLE}"  # noqa: S608 (a constant)
        )
        name, is_superuser, bypasses = cursor.fetchone()
    if not (is_superuser or bypasses):
        return None
    return Error(
        f"The database role {name!r} is {'a superuser' if is_superuser else 'BYPASSRLS'}: "
        "row-level security would not keep private rows apart.",
        hint=f'Run as the database\'s owner: ALTER ROLE "{name}" NOSUPERUSER NOBYPASSRLS;',
        id="holdfast.E001",
    )
