"""What people say in circles, and who they are, lies where it was declared and nowhere else."""

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField, Model, TextField

from tests.leaks.canaries import MAY, NOT_TYPED, PLACES, WORDS
from tests.leaks.circles import plant
from tests.leaks.traces import places_of
from tests.world.personal import PERSONAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def planted(cast, closed, rule, own_store, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path / "media"
    with django_capture_on_commit_callbacks(execute=True):
        return plant(cast, closed, rule)


def test_each_word_lies_where_it_is_declared_and_nowhere_else(planted, caplog):
    words = WORDS | planted
    found = places_of(words, ("log", caplog.text.encode()))
    undeclared = {name: places - PLACES.get(name, MAY) - MAY for name, places in found.items()}
    missing = {name: places - found[name] for name, places in PLACES.items()}
    assert {name: places for name, places in undeclared.items() if places} == {}
    assert {name: places for name, places in missing.items() if places} == {}


def text_columns() -> dict[str, type[Model]]:
    """Everything in which somebody can type words of their own, of the circles and of accounts."""
    return {
        f"{model._meta.db_table}.{field.column}": model
        for label in ("accounts", "forums")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | EmailField)
        and not field.choices
        and f"{model._meta.label}.{field.name}" not in NOT_TYPED
        and field.name in PERSONAL.get(model._meta.label, set())
    }


def test_a_word_is_planted_in_every_column_for_words():
    declared = {place for places in PLACES.values() for place in places}
    assert set(text_columns()) - declared == set()
