"""What becomes of names that were told apart before, and look alike."""

from importlib import import_module

import pytest
from django.apps import apps

from forums.models import Persona
from forums.validators import fold_name
from tests.cast import make_cast

pytestmark = pytest.mark.django_db

fold_names_anew = import_module("forums.migrations.0016_folded_names").fold_names_anew


def persona(name, key, owner=None):
    """As it was stored before: under its letters, whatever they look like."""
    (row,) = Persona.objects.bulk_create([Persona(name=name, name_folded=key, owner=owner)])
    return row


def names():
    return dict(Persona.objects.values_list("name", "name_folded"))


def test_every_key_is_made_anew_and_what_looks_alike_gets_a_number(cast):
    persona("wren", "wren")
    persona("W r e n", "w r e n")
    fold_names_anew(apps, None)
    assert {"Wren", "wren 2", "W r e n 3"} <= names().keys()
    assert all(folded == fold_name(name) for name, folded in names().items())


def test_what_a_member_wears_keeps_its_name_and_an_older_imported_one_gets_the_number(db):
    imported = persona("MARLOW.", "marlow.")
    cast = make_cast()
    fold_names_anew(apps, None)
    assert cast.cy.personas.get().name == "Marlow"
    imported.refresh_from_db()
    assert imported.name == "MARLOW. 2"


def test_a_new_key_may_be_the_old_one_of_another(db):
    """One statement at a time writes them, and no two may be the same in between."""
    for number in range(600):
        persona(f"Ivy {number}", f"ivy {number}")
        persona(f"lvy{number}", f"lvy{number}")
    fold_names_anew(apps, None)
    assert len(set(names().values())) == 1200


def test_a_name_whose_key_would_be_too_long_is_cut(db):
    persona("ﷺ" * 4 + "m" * 36, "x")
    fold_names_anew(apps, None)
    ((name, folded),) = names().items()
    assert folded == fold_name(name)


def test_running_it_again_changes_nothing(cast):
    persona("W r e n", "w r e n")
    fold_names_anew(apps, None)
    before = names()
    fold_names_anew(apps, None)
    assert names() == before
