"""Row-level security: the database itself shows nobody a row of another."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg import sql

from tests.leaks.own_pages import plant
from tests.trackers.logs import keep_whole_log
from tests.trackers.own_pages import event_at, noon
from trackers.actions.events import log_contact_event
from trackers.models import (
    Card,
    ContactEvent,
    Erasure,
    KeySlot,
    Link,
    Occurrence,
    OwedWork,
    Reminder,
    Stamp,
    StampedHead,
    StoredFile,
    Vault,
)
from trackers.vault.rows import as_clock, as_locksmith, rows_of

pytestmark = pytest.mark.django_db

# What the house has written for all its members is nobody's own, nor is one hash over all logs.
PRIVATE_MODELS = [
    model for model in apps.get_app_config("trackers").get_models() if model not in (Card, Stamp)
]
NOON = noon(2026, 3, 1)


@pytest.fixture
def event(ada, vault):
    return log_contact_event(by=ada, vault=vault, contents=event_at(NOON), now=NOON)


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("select current_setting(%s, true)", [name])
        return cursor.fetchone()[0] or ""


@pytest.mark.parametrize("model", PRIVATE_MODELS, ids=lambda model: model.__name__)
def test_every_private_table_is_behind_it(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute(
            "select cmd, qual, with_check from pg_policies"
            " where tablename = %s and policyname = 'own_rows'",
            [model._meta.db_table],
        )
        command, using, check = cursor.fetchone()
    assert command == "ALL"
    assert using == check
    assert "owner_id = (NULLIF(current_setting('app.user_id'" in using


def test_the_role_is_one_that_it_binds():
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("model", [Vault, KeySlot, ContactEvent])
def test_a_bare_select_gives_no_rows(ada, event, model):
    assert not model.objects.exists()
    with rows_of(ada.pk):
        assert model.objects.exists()
    assert not model.objects.exists()


def rows_in(model):
    """Beside Django: what the database itself answers."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("select count(*) from {}").format(sql.Identifier(model._meta.db_table))
        )
        return cursor.fetchone()[0]


def test_a_bare_select_of_any_private_table_gives_no_rows(cast, ada, vault, at_home, own_store):
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    plant(at_home)
    keep_whole_log(ada, vault)
    now = timezone.now()
    with rows_of(ada.pk):
        Occurrence.objects.create(
            owner=ada, reminder=Reminder.objects.get(), on=now, outcome="late", rung_at=now
        )
        Erasure.objects.create(owner=ada, asked_at=now)
        there = {model.__name__ for model in PRIVATE_MODELS if rows_in(model)}
    assert there == {model.__name__ for model in PRIVATE_MODELS}
    with rows_of(cast.eve.pk):
        assert not any(rows_in(model) for model in PRIVATE_MODELS)
    assert not any(rows_in(model) for model in PRIVATE_MODELS)


def test_nobody_sees_or_changes_the_rows_of_another(cast, event):
    with rows_of(cast.eve.pk):
        assert not ContactEvent.objects.exists()
        assert ContactEvent.objects.filter(pk=event.pk).update(sealed=b"") == 0
        assert ContactEvent.objects.filter(pk=event.pk).delete()[0] == 0
    with rows_of(cast.ada.pk):
        assert ContactEvent.objects.get().sealed


def test_nobody_writes_a_row_for_another(cast, event):
    adas = {"owner": cast.ada, "on": NOON.date(), "sealed": b"x"}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ContactEvent.objects.create(**adas)
    with pytest.raises(DatabaseError, match="row-level security"), rows_of(cast.eve.pk):
        ContactEvent.objects.create(**adas)


def test_nobody_gives_a_row_away(cast, event):
    with pytest.raises(DatabaseError, match="row-level security"), rows_of(cast.ada.pk):
        ContactEvent.objects.update(owner=cast.eve)


def test_the_setting_ends_with_the_block_however_it_ends(cast):
    with rows_of(cast.ada.pk):
        with rows_of(cast.eve.pk):
            assert setting("app.user_id") == str(cast.eve.pk)
        assert setting("app.user_id") == str(cast.ada.pk)
        with pytest.raises(RuntimeError), rows_of(cast.eve.pk):
            raise RuntimeError
        assert setting("app.user_id") == str(cast.ada.pk)
    assert setting("app.user_id") == ""


@pytest.mark.django_db(transaction=True)
def test_the_setting_does_not_stay_on_the_connection(cast):
    with rows_of(cast.ada.pk):
        pass
    assert setting("app.user_id") == ""
    with pytest.raises(RuntimeError), rows_of(cast.ada.pk):
        raise RuntimeError
    assert setting("app.user_id") == ""


def test_the_clock_sees_reminders_and_nothing_else(ada, event):
    with rows_of(ada.pk):
        reminder = Reminder.objects.create(
            owner=ada, local_time="20:00", zone="UTC", days=[1], due_at=NOON, due_on=NOON
        )
    with as_clock():
        for model in PRIVATE_MODELS:
            assert model.objects.exists() is (model is Reminder)
        Occurrence.objects.create(
            owner=ada, reminder=reminder, on=NOON, outcome="late", rung_at=NOON
        )
        assert Reminder.objects.all().delete()[0] == 0
    with rows_of(ada.pk):
        assert Occurrence.objects.exists()


def test_the_clock_sees_of_logs_what_it_has_to_and_takes_nothing(ada, vault, own_store):
    keep_whole_log(ada, vault)
    with as_clock():
        seen = {model for model in PRIVATE_MODELS if model.objects.exists()}
        assert seen == {Link, StampedHead, StoredFile, OwedWork}
        for model in (StampedHead, StoredFile, OwedWork):
            assert model.objects.all().delete()[0] == 0
        assert Link.objects.update(removed_by=None) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            StoredFile.objects.create(owner=ada, made_at=NOON)


def test_the_locksmith_sees_slots_and_nothing_else(ada, event):
    with as_locksmith():
        for model in PRIVATE_MODELS:
            assert model.objects.exists() is (model is KeySlot)
        assert KeySlot.objects.all().delete()[0] == 0
        assert KeySlot.objects.update(server_key_id="k1") == 1
