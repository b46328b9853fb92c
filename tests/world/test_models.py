"""Every field is sorted, and every time says whose act it was."""

import pytest
from django.apps import apps

from tests.world.personal import ACTS, NOBODYS_ACT, PERSONAL, PLAIN

# Those of the libraries as well.
ALL = apps.get_models(include_auto_created=True)


def fields(model):
    return {
        field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete
    }


@pytest.mark.parametrize("model", ALL, ids=lambda model: model._meta.label)
def test_every_field_is_either_personal_or_plain(model):
    label = model._meta.label
    personal, plain = PERSONAL.get(label, set()), PLAIN.get(label, set())
    assert personal | plain == fields(model)
    assert not personal & plain


def test_no_model_is_listed_that_is_gone():
    assert PERSONAL.keys() | PLAIN.keys() == {model._meta.label for model in ALL}


def test_every_time_has_somebody_or_a_reason():
    times = {
        f"{model._meta.label}.{name}"
        for model in ALL
        for name in fields(model)
        if name.endswith("_at")
    }
    assert times == ACTS.keys() | NOBODYS_ACT.keys()
    assert not ACTS.keys() & NOBODYS_ACT.keys()


@pytest.mark.parametrize(("time", "by"), ACTS.items())
def test_whoever_acted_stands_beside_the_time(time, by):
    label, _, _field = time.rpartition(".")
    assert by in fields(apps.get_model(label))
