import pytest
from django.core.exceptions import ValidationError

from accounts.actions.enrolment import enrol
from forums.actions.circles import choose_persona, join, open_circle, part
from forums.models import Membership, Persona, Trail
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


@pytest.mark.parametrize("name", ["wren", "WREN", " Wren ", "Ｗｒｅｎ"])  # noqa: RUF001
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
