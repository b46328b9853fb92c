"""A moderator works at the desk, with the keyboard or without scripts, and hands over."""

import re

import pytest
from playwright.sync_api import expect

from forums.actions.cases import claim
from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, Role
from forums.models import Case, CaseNote, Exposure, Shift
from tests.journeys.stage import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cases(cast):
    """Two, the graver one first. bel and cy moderate the circle."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    opening = topic.posts.get()
    made = []
    for words, concern in (("I do not want to go on.", Concern.AT_RISK), ("Buy.", Concern.SPAM)):
        post = reply(by=cast.eve, parent=opening, words=words)
        made.append(report(by=cast.ada, subject=post, concern=concern, words="Please look.").case)
    return made


def test_the_desk_is_worked_at(come_in, cast, cases):
    grave, mild = cases
    her = come_in()
    her.page.set_viewport_size(PHONE)
    her.sign_in(cast.bel)
    her.open("/desk/")
    her.check_page()
    her.press("Begin a shift")
    take_the_next(her)
    her.see("I do not want to go on.")
    her.see("You are on this.")
    her.see("Whoever reported it has reported 1 other thing")
    her.check_page()

    her.unfold(her.main.locator("summary", has_text="Tell or ask the others"))
    her.type("For the other moderators", "I would like to hear what you think.")
    her.press("Ask for a second opinion")
    her.see("The others have been asked.")
    grave.refresh_from_db()
    assert grave.state == CaseState.OPINION
    her.check_page()

    her.open("/desk/")
    her.unfold(her.main.locator("summary", has_text="Show only some"))
    her.main.get_by_label("Harm").select_option("none")
    her.check_page()
    her.press("Show")
    expect(her.page).to_have_url(re.compile("harm=none"))
    expect(her.page.locator("[data-case]")).to_have_count(1)
    open_the_first(her)
    her.see("Buy.")
    her.press("Leave it to others")
    her.see("Nobody asks why")
    assert Exposure.objects.get(case=mild).skipped_at

    her.follow("End your shift")
    her.type("What whoever comes next should know", "One waits for a second opinion.")
    her.check_page()
    her.press("End it")
    her.see("Your shift is over.")
    her.check_page()
    assert Shift.objects.get().ended_at

    next_one = come_in()
    next_one.sign_in(cast.cy)
    next_one.open("/desk/")
    next_one.press("Begin a shift")
    next_one.see("One waits for a second opinion.")
    next_one.open(grave.get_absolute_url())
    next_one.see("Another moderator")
    next_one.type("For the other moderators", "Call somebody, now.")
    next_one.press("Give your opinion")
    next_one.see("Thank you. Whoever asked has been told.")
    assert CaseNote.objects.count() == 2


def take_the_next(her):
    if her.scripts:
        with her.page.expect_navigation():
            her.page.keyboard.press("n")
    else:
        her.press("Take the next one")


def open_the_first(her):
    row = her.page.locator("[data-case] > a")
    if her.scripts:
        her.page.keyboard.press("j")
        expect(row).to_be_focused()
        with her.page.expect_navigation():
            her.page.keyboard.press("Enter")
    else:
        her.go_by(row)


def test_keys_are_letters_while_somebody_writes(come_in, cast, cases):
    her = come_in()
    her.sign_in(cast.bel)
    her.open(cases[0].get_absolute_url())
    her.unfold(her.main.locator("summary", has_text="Tell or ask the others"))
    box = her.main.get_by_label("For the other moderators")
    box.focus()
    her.page.keyboard.type("can n c?")
    expect(box).to_have_value("can n c?")
    assert not Case.objects.exclude(claimed_by=None).exists()
    if her.scripts:
        box.blur()
        with her.page.expect_navigation():
            her.page.keyboard.press("c")
        her.see("You are on this.")
        her.page.keyboard.press("d")
        expect(her.page).to_have_url(re.compile("#decide$"))
        # The next tab stop is the first thing that can be chosen.
        her.page.keyboard.press("Tab")
        expect(her.main.get_by_label("Leave it as it is")).to_be_focused()


def test_somebody_on_it_is_seen_while_the_page_is_open(come_in, cast, cases):
    her = come_in()
    her.page.clock.install()
    her.sign_in(cast.bel)
    her.open(cases[0].get_absolute_url())
    her.see("Nobody is on this.")
    claim(by=cast.cy, case=cases[0])
    if her.scripts:
        her.page.clock.fast_forward("00:31")
    else:
        her.page.reload()
    her.see("Somebody is on this.")
    her.not_see("Marlow")
