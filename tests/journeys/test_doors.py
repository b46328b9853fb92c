"""How people come into a circle, with scripts and without, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from forums.actions.circles import appoint, change_circle, open_circle
from forums.choices import Reading, Role
from tests.cast import PASSPHRASE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stove(cast):
    circle = open_circle(
        by=None,
        name="By the stove",
        about="A small one.",
        guidelines="Leave out names.",
        reading=Reading.CLOSED,
        question="What brings you here?",
    )
    appoint(by=None, user=cast.bel, circle=circle, role=Role.MODERATOR)
    return circle


def test_somebody_asks_is_refused_and_another_is_let_in(come_in, cast, stove):
    dov, eve = come_in(), come_in()
    for somebody, user, answer in (
        (dov, cast.dov, "Quiet evenings."),
        (eve, cast.eve, "Curious."),
    ):
        somebody.sign_in(user)
        somebody.follow("By the stove")
        somebody.check_page()
        somebody.type("What brings you here?", answer)
        somebody.press("Ask")
        somebody.see("You have asked to come in")
        somebody.check_page()

    bel = come_in()
    bel.sign_in(cast.bel)
    bel.open("/notices/")
    bel.check_page()
    bel.follow("Somebody asks to come in")
    bel.see("Quiet evenings.")
    bel.check_page()
    bel.press("Let Juniper in")
    bel.see("they have been told")
    bel.follow("Not this time, Someone")
    bel.check_page()
    bel.press("Send it")
    bel.see("Please say why")
    bel.type("Why", "We are full.")
    bel.press("Send it")
    bel.see("Nobody is waiting.")
    bel.check_page()

    eve.open("/notices/")
    eve.follow("Not this time")
    eve.see("We are full.")
    eve.check_page()
    eve.follow("To the door of the circle")
    eve.see("You can ask again in 14 days.")
    eve.check_page()

    dov.open("/notices/")
    dov.follow("You can come in")
    dov.check_page()
    dov.follow("Go in")
    dov.follow("Read the guidelines")
    dov.check_page()
    dov.press("I accept this")
    dov.follow("Open a topic")
    dov.type("Title", "Evenings")
    dov.type("What you want to say", "Seven boats.")
    dov.press("Open it")
    dov.see("Seven boats.")


def test_somebody_follows_an_invitation_through_the_sign_up(come_in, cast, stove):
    bel = come_in()
    bel.sign_in(cast.bel)
    bel.open(stove.get_absolute_url())
    bel.go_by(bel.page.get_by_role("link", name="Invitations").first)
    bel.choose("A day")
    bel.check_page()
    bel.press("Make a link")
    bel.check_page()
    link = bel.page.locator(".link-to-copy").inner_text()
    path = re.search(r"/invited/\S+", link).group()

    her = come_in()
    her.open(path)
    her.follow("Make an account")
    her.type("Sign-in name", "mary")
    her.type("Passphrase", PASSPHRASE)
    her.press("Go on")
    her.press("Show it now")
    her.follow("I have kept them")
    her.see("You are invited to")
    her.check_page()
    her.follow("Choose a name")
    her.type("The name others see", "Quiet River")
    her.press("Go in")
    her.see("Leave out names.")
    her.check_page()
    her.press("I accept this, and come in")
    her.see("You can write here now.")
    her.see("By the stove")

    late = come_in()
    late.sign_in(cast.dov)
    late.open(path)
    late.see("This link opens nothing")
    late.check_page()


def test_a_circle_is_looked_after(come_in, cast, stove):
    bel, ada = come_in(), come_in()
    bel.sign_in(cast.bel)
    bel.open(cast.circle.get_absolute_url())
    bel.check_page()
    bel.go_by(bel.page.get_by_role("link", name="What holds here"))
    bel.check_page()
    bel.type("Guidelines", "Say how it was for you.")
    bel.press("Save")
    bel.see("Saved.")
    bel.follow("Roles")
    bel.check_page()
    bel.type("The name that others see", "Marlow")
    bel.choose("Host: answers requests, invites, keeps guidelines and settings")
    bel.press("Give it")
    expect(bel.main.get_by_text("Marlow")).to_be_visible()
    bel.follow("What holds")
    bel.follow("Change it")
    bel.check_page()
    bel.choose("Only its members, who ask to come in or are invited")
    bel.press("Go on")
    bel.see("Close this circle?")
    bel.check_page()
    bel.press("Close it")
    bel.see("Saved.")

    ada.sign_in(cast.ada)
    ada.open(cast.circle.get_absolute_url())
    ada.see("The guidelines of this circle have changed.")
    ada.check_page()
    ada.follow("Read the guidelines")
    ada.see("Say how it was for you.")
    ada.press("I accept this")
    ada.follow("Open a topic")
    ada.open(cast.circle.get_absolute_url())
    ada.go_by(ada.page.get_by_role("link", name="Leave this circle"))
    ada.check_page()
    ada.press("Leave it")
    ada.see("You have left this circle.")
    ada.open(cast.circle.get_absolute_url())
    ada.see("This circle is closed.")


def test_somebody_reads_the_guidelines_and_joins(come_in, cast):
    change_circle(by=None, circle=cast.circle, guidelines="Leave out names.", wait_days=3)
    dov = come_in()
    dov.sign_in(cast.dov)
    dov.follow("Mending")
    dov.check_page()
    dov.follow("Join this circle")
    dov.check_page()
    change_circle(by=None, circle=cast.circle, guidelines="Leave out names and places.")
    dov.press("I accept this, and join")
    dov.see("The guidelines have changed in the meantime.")
    dov.see("Leave out names and places.")
    dov.check_page()
    dov.press("I accept this, and join")
    dov.see("You can write in 3 days.")
    dov.check_page()
