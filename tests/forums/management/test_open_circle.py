import pytest
from django.core.management import CommandError, call_command

from forums.choices import Reading, Role
from forums.models import Circle, Membership

pytestmark = pytest.mark.django_db


def test_a_circle_is_opened_with_its_moderators(cast):
    call_command(
        "open_circle", "New", about="A line.", reading="anyone", moderator=[cast.dov.sign_in_name]
    )
    circle = Circle.objects.get(name="New")
    assert (circle.about, circle.reading) == ("A line.", Reading.ANYONE)
    assert Membership.objects.get(circle=circle).user == cast.dov
    assert Membership.objects.get(circle=circle).role == Role.MODERATOR


def test_a_circle_that_is_there_gets_another_moderator(cast):
    call_command("open_circle", cast.circle.name, moderator=[cast.cy.sign_in_name.upper()])
    assert Circle.objects.count() == 1
    assert cast.cy.memberships.get().role == Role.MODERATOR
    assert cast.bel.memberships.get().role == Role.MODERATOR


def test_an_unknown_name_is_told_and_nothing_is_changed(cast):
    with pytest.raises(CommandError, match="nobody-0000"):
        call_command("open_circle", "New", moderator=[cast.cy.sign_in_name, "nobody-0000"])
    assert not Circle.objects.filter(name="New").exists()
    assert cast.cy.memberships.get().role == Role.MEMBER


def test_a_name_that_does_not_do_is_told(db):
    with pytest.raises(CommandError):
        call_command("open_circle", "x" * 81)


def test_a_circle_can_be_closed_and_has_a_question(cast):
    call_command("open_circle", "New", reading="closed", question="What brings you here?")
    circle = Circle.objects.get(name="New")
    assert (circle.is_closed(), circle.question) == (True, "What brings you here?")


def test_what_is_said_of_a_circle_that_is_there_changes_it_and_the_rest_stays(cast):
    call_command("open_circle", cast.circle.name, reading="anyone")
    cast.circle.refresh_from_db()
    assert cast.circle.is_open_to_anyone()
    assert cast.circle.about == "What comes back, and how."
    # Who is in it is asked to read what holds before they write again.
    assert cast.circle.guidelines_version == 2
    call_command("open_circle", cast.circle.name)
    cast.circle.refresh_from_db()
    assert cast.circle.is_open_to_anyone()
    with pytest.raises(CommandError):
        call_command("open_circle", cast.circle.name, about="x" * 301)


def test_a_circle_is_found_by_its_name_whatever_hides_in_what_was_typed(cast):
    call_command("open_circle", f"  {cast.circle.name}\u200b ", about="A line.")
    assert Circle.objects.get().about == "A line."
