"""What was recorded stays as it was recorded: the database itself refuses to change it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.trackers.logs import keep_log
from trackers.actions.erasing import destroy_keys
from trackers.models import (
    Attachment,
    ExportRecord,
    IncidentVersion,
    Link,
    RecordedRow,
    Removal,
)
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

GUARDED = [
    model
    for model in apps.get_app_config("trackers").get_models()
    if model is Link or issubclass(model, RecordedRow)
]


@pytest.fixture
def log(ada, vault, own_store):
    keep_log(ada, vault)


def triggers_of(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname, tgtype, tgenabled from pg_trigger"
            " where tgrelid = %s::regclass and not tgisinternal",
            [model._meta.db_table],
        )
        return cursor.fetchall()


def test_the_models_are_all_that_is_recorded():
    assert set(GUARDED) == {Link, IncidentVersion, Attachment, Removal, ExportRecord}


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_every_one_of_them_has_its_guard(model):
    ((name, kind, enabled),) = triggers_of(model)
    assert name == ("link_stays" if model is Link else "recorded_stays")
    # For each row (1), before (2) a delete (8) and an update (16).
    assert (kind, enabled) == (1 | 2 | 8 | 16, "O")


def columns():
    for model in GUARDED:
        for field in model._meta.concrete_fields:
            yield pytest.param(model, field, id=f"{model.__name__}.{field.name}")


@pytest.mark.parametrize(("model", "field"), list(columns()))
def test_no_column_is_ever_changed(log, ada, model, field):
    """Not even to what it is."""
    with rows_of(ada.pk):
        row = model.objects.first()
        value = getattr(row, field.attname)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{field.attname: value})


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_no_row_is_taken_away_while_there_are_pages(log, ada, model):
    with rows_of(ada.pk), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="taken away"), transaction.atomic():
            cursor.execute(f"delete from {model._meta.db_table}")  # noqa: S608 (names of our own tables)
        assert model.objects.exists()


def test_that_something_was_taken_out_is_said_once(log, ada):
    with rows_of(ada.pk):
        removed, by = Link.objects.get(seq=6), Link.objects.get(seq=9)
        for other in (None, by):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                Link.objects.filter(pk=removed.pk).update(removed_by=other)
        # With nothing else beside it.
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Link.objects.filter(seq=1).update(removed_by=by, recorded_at=timezone.now())


def test_with_the_pages_it_can_go(log, ada):
    destroy_keys(by=ada, now=timezone.now())
    with rows_of(ada.pk):
        ExportRecord.objects.all().delete()
        assert not ExportRecord.objects.exists()
