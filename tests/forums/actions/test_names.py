"""Names that deceive, where they are taken."""

# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)

import pytest
from django.core.exceptions import ValidationError

from forums.actions.circles import appoint, choose_persona
from forums.choices import Role
from forums.models import Persona
from forums.refusals import PersonaRefused
from tests.forums.actions.importing.bring import bring
from tests.forums.wordpress.wxr import comment, item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    ["W r e n", "wren.", "vvren", "Wrén", "Wr\u0335en", "\U0001d5b6\U0001d52f\U0001d522\U0001d52b",
     "\U0001f338 Wren \U0001f338", "Rnarlow", "MarIow", "Llnden"],
)  # fmt: skip
def test_a_name_that_looks_like_somebody_elses_is_refused(cast, name):
    with pytest.raises(PersonaRefused, match="looks like it"):
        choose_persona(by=cast.dov, name=name)
    assert cast.dov.personas.get().name == "Juniper"


def test_a_name_that_looks_like_somebody_elses_is_refused_whatever_the_script(cast):
    choose_persona(by=cast.dov, name="Kate")
    with pytest.raises(PersonaRefused):
        choose_persona(by=cast.cy, name="КАТЕ")


def test_a_name_of_mixed_alphabets_is_refused(cast):
    with pytest.raises(ValidationError, match="alphabet"):
        choose_persona(by=cast.dov, name="W\u0433\u0435n")


@pytest.mark.parametrize("name", ["Moderator", "Moderator Dov", "adm1n", "The Host", "H0ldfast"])
def test_nobody_sounds_like_staff_who_is_not(cast, name):
    with pytest.raises(PersonaRefused, match="looks after"):
        choose_persona(by=cast.dov, name=name)


@pytest.mark.parametrize("role", [Role.HOST, Role.MODERATOR])
def test_whoever_looks_after_a_circle_may_say_so(cast, role):
    appoint(by=None, user=cast.dov, circle=cast.circle, role=role)
    assert choose_persona(by=cast.dov, name="Moderator Dov").name == "Moderator Dov"


def test_two_imported_authors_who_look_alike_are_told_apart(cast):
    names = ["Wren", "Wrén", "W r e n", "Wгеn", "Marlow", "Rnarlow", "Moderator"]
    bring(
        item(
            1,
            *(
                comment(number, author=name, email=f"{number}@mail.example")
                for number, name in enumerate(names, start=5)
            ),
        )
    )
    imported = Persona.objects.exclude(import_key=None).exclude(name="ivy")
    assert set(imported.values_list("name", flat=True)) == {
        "Wren 2", "Wrén 3", "W r e n 4", "Wгеn 5", "Marlow 2", "Rnarlow 3", "Moderator",
    }  # fmt: skip


def test_who_looks_alike_is_not_taken_for_the_same_author():
    bring(item(1, comment(5, author="Ella", email=""), comment(6, author="Elia", email="")))
    assert Persona.objects.filter(name__in=["Ella", "Elia 2"]).count() == 2
