import pytest
from django.core.management import CommandError, call_command

from forums.actions.circles import change_circle
from forums.choices import Reading, Role
from forums.models import Circle, Membership, Trail

pytestmark = pytest.mark.django_db
NAMES = {
    "Thinking about it",
    "The first thirty days",
    "Shared custody",
    "Law and safety",
    "Healing",
    "Good news",
}


def circles():
    return list(Circle.objects.order_by("pk").values())


def test_six_circles_are_opened_with_their_guidelines(db, capsys):
    call_command("seed_circles")
    assert {circle["name"] for circle in circles()} == NAMES
    assert {circle["reading"] for circle in circles()} == {Reading.MEMBERS}
    assert len({circle["about"] for circle in circles()} - {""}) == 6
    assert len({circle["guidelines"] for circle in circles()}) == 6
    assert all("Leave out names and places" in circle["guidelines"] for circle in circles())
    told = capsys.readouterr().out
    assert all(told.count(circle.get_absolute_url()) == 1 for circle in Circle.objects.all())


def test_a_second_time_nothing_changes_that_somebody_made_of_them(db, capsys):
    call_command("seed_circles")
    healing = Circle.objects.get(name="Healing")
    change_circle(by=None, circle=healing, about="Ours.", guidelines="Be kind.")
    Circle.objects.get(name="Good news").delete()
    before = {circle["id"]: circle for circle in circles()}
    call_command("seed_circles")
    after = {circle["id"]: circle for circle in circles()}
    assert after.items() >= before.items()
    assert {circle["name"] for circle in after.values()} == NAMES
    assert Trail.objects.filter(verb="open_circle").count() == 7
    assert capsys.readouterr().out.count("was there already") == 5


def test_whoever_is_named_moderates_all_of_them(cast):
    call_command("seed_circles", moderator=[cast.dov.sign_in_name])
    assert Membership.objects.filter(user=cast.dov, role=Role.MODERATOR).count() == 6


def test_an_unknown_name_opens_nothing(cast):
    with pytest.raises(CommandError, match="nobody-0000"):
        call_command("seed_circles", moderator=["nobody-0000"])
    assert Circle.objects.get() == cast.circle
