import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.checks import refuse_unsafe_role

pytestmark = pytest.mark.django_db


def errors():
    return [error.id for error in run_checks(databases=["default"]) if error.id == "holdfast.E001"]


def test_the_role_of_the_tests_is_one_that_row_level_security_binds():
    assert errors() == []


def test_a_role_that_is_not_bound_is_refused(monkeypatch):
    """No test may make itself a superuser, so the catalogue is asked about one that is there."""
    with connection.cursor() as cursor:
        cursor.execute("select rolname from pg_roles where rolsuper limit 1")
        (superuser,) = cursor.fetchone()
    monkeypatch.setattr("config.checks.CURRENT_ROLE", f"'{superuser}'")
    assert errors() == ["holdfast.E001"]


def test_a_process_does_not_start_as_such_a_role(monkeypatch):
    monkeypatch.setattr("config.checks.CURRENT_ROLE", "(select 'postgres'::name)")
    with pytest.raises(ImproperlyConfigured, match="row-level security"):
        refuse_unsafe_role()
