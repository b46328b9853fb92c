import pytest
from django.core.exceptions import ValidationError

from accounts.actions.enrolment import enrol
from forums.actions.circles import change_circle, choose_persona, join, open_circle, part
from forums.models import Circle, Membership, Persona, Trail
from forums.refusals import PersonaRefused
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db):
    return enrol(sign_in_name="fay", passphrase=PASSPHRASE)


def test_a_persona_can_be_chosen_and_changed(newcomer):
    first = choose_persona(by=newcomer, name="  Quiet   River ")
    assert first.name == "Quiet River"
    again = choose_persona(by=newcomer, name="Brook")
    assert again.pk == first.pk
    assert Persona.objects.get(owner=newcomer).name == "Brook"


@pytest.mark.parametrize("name", ["wren", "WREN", " Wren ", "Ｗｒｅｎ"])  # noqa: RUF001 (in wide letters)
def test_a_name_that_reads_like_somebody_elses_is_refused(cast, newcomer, name):
    with pytest.raises(PersonaRefused):
        choose_persona(by=newcomer, name=name)
    assert not Persona.objects.filter(owner=newcomer).exists()


@pytest.mark.parametrize(
    "name", ["", "   ", "W\u200dren", "\u202enerW", "***", "x" * 41, "\ufdfd" * 5]
)
def test_a_name_that_cannot_be_read_is_refused(cast, newcomer, name):
    with pytest.raises(ValidationError):
        choose_persona(by=newcomer, name=name)


def test_ones_own_name_can_be_written_another_way(cast):
    assert choose_persona(by=cast.ada, name="WREN").name == "WREN"


def test_joining_twice_makes_one_member(cast):
    join(by=cast.dov, circle=cast.circle)
    join(by=cast.dov, circle=cast.circle)
    assert Membership.objects.filter(user=cast.dov).count() == 1
    assert Trail.objects.filter(verb="join", by=cast.dov).count() == 1


def test_joining_again_does_not_take_a_role_away(cast):
    join(by=cast.bel, circle=cast.circle)
    assert cast.bel.memberships.moderating().exists()


def test_who_leaves_a_circle_is_no_member(cast):
    part(by=cast.ada, circle=cast.circle)
    assert not Membership.objects.filter(user=cast.ada).exists()


def test_two_circles_of_one_name_are_refused(cast):
    with pytest.raises(ValidationError):
        open_circle(by=None, name=cast.circle.name)


# What is said of a circle

HIDES = "Mo\u202ern\u200bings"
LEGIBLE = "Mornings"


def test_nothing_hides_in_what_a_circle_says_of_itself(db):
    circle = open_circle(
        by=None,
        name=f"  {HIDES}   here ",
        about=f"{HIDES}\nand  evenings",
        guidelines=f"{HIDES}\r\n\r\n \u0301Be kind\u202e.",
        question=f"{HIDES}?",
    )
    circle.refresh_from_db()
    assert circle.name == f"{LEGIBLE} here"
    assert circle.about == f"{LEGIBLE} and evenings"
    assert circle.guidelines == f"{LEGIBLE}\n\n \u0301Be kind."
    assert circle.question == f"{LEGIBLE}?"


def test_nor_when_it_is_changed_and_what_says_the_same_is_no_change(cast):
    change_circle(by=cast.bel, circle=cast.circle, about=HIDES, guidelines=HIDES, question=HIDES)
    circle = Circle.objects.get()
    assert {circle.about, circle.guidelines, circle.question} == {LEGIBLE}
    version = circle.guidelines_version
    change_circle(by=cast.bel, circle=circle, about=LEGIBLE, guidelines=f"{HIDES}\r\n")
    circle.refresh_from_db()
    assert circle.guidelines_version == version
    assert Trail.objects.filter(verb="change_circle").count() == 1


@pytest.mark.parametrize("name", ["\u200b", " \u202e ", ""])
def test_a_name_of_which_nothing_is_seen_is_none(db, name):
    with pytest.raises(ValidationError):
        open_circle(by=None, name=name)


def test_a_name_is_found_however_it_is_spaced_and_whatever_hides_in_it(cast):
    assert Circle.objects.named(" Men\u200bding  ").get() == cast.circle
    with pytest.raises(ValidationError):
        open_circle(by=None, name="Men\u200bding")
