from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from config.demo.people import ADAS_PAGES, CAST
from forums.models import Case, Circle, Post
from trackers.models import ContactEvent
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


def listed():
    out = StringIO()
    call_command("seed_demo", "--list", stdout=out)
    return out.getvalue()


def test_the_demo_fills_an_empty_site_and_a_second_time_changes_nothing():
    call_command("seed_demo")
    before = Post.objects.count(), User.objects.count()
    call_command("seed_demo")
    assert (Post.objects.count(), User.objects.count()) == before == (before[0], len(CAST))


def test_everybody_on_the_list_can_sign_in_with_what_it_says(client):
    call_command("seed_demo")
    for player in CAST:
        line = next(line for line in listed().splitlines() if player.passphrase in line)
        name = line.split()[0]
        client.post("/sign-in/", {"login": name, "password": player.passphrase})
        assert client.get("/circles/").status_code == 200
        client.post("/sign-out/")
    assert ADAS_PAGES in listed()


def test_nobody_is_listed_on_a_site_without_the_demo():
    assert listed() == ""


def test_there_is_something_to_try_at_the_desk_and_in_adas_pages():
    call_command("seed_demo")
    assert Case.objects.awaiting_decision().count() == 1
    assert Case.objects.decided().count() == 1
    ada = User.objects.get(personas__name="Wren")
    with rows_of(ada.pk):
        assert ContactEvent.objects.visible_to(ada).count() > 3


def test_the_desk_is_filled_where_that_is_asked_for_and_once():
    call_command("seed_demo", "--cases")
    open_cases = Case.objects.awaiting_decision()
    assert open_cases.count() == 40
    assert len({(case.harm, case.state) for case in open_cases}) >= 5
    call_command("seed_demo", "--cases")
    assert open_cases.count() == 40


def test_its_circles_are_those_that_a_new_house_begins_with():
    call_command("seed_demo")
    names = set(Circle.objects.values_list("name", flat=True))
    out = StringIO()
    call_command("seed_circles", stdout=out)
    assert out.getvalue().count("was there already") == 6
    assert set(Circle.objects.values_list("name", flat=True)) == names
