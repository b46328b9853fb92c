"""Somebody says what they hope for, under a name for one topic, and is answered."""

import pytest
from playwright.sync_api import expect

from forums.choices import Wish
from forums.models import Topic

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FOLD = "Wishes, notes and name"


def unfold(somebody, label):
    somebody.unfold(somebody.main.locator("summary", has_text=label))


def test_somebody_opens_a_topic_with_wishes_under_another_name_and_is_answered(come_in, cast):
    her = come_in()
    her.sign_in(cast.ada)
    her.open(cast.circle.get_absolute_url())
    her.follow("Open a topic")
    her.see("You write here as Wren.")
    # A tired person sees a title, words and a button.
    expect(her.main.get_by_label("Just listen")).to_be_hidden()
    her.check_page()
    unfold(her, FOLD)
    her.check_page()
    her.type("Title", "Still there")
    her.type("What you want to say", "I am not ready to go.")
    her.choose("Just listen")
    her.choose("Please do not urge me to leave")
    her.choose("Threats")
    her.type("Write under another name", "Marlow")
    her.press("Open it")

    her.see("Somebody here has this name already")
    # What is wrong is in sight, and what was chosen is still there.
    expect(her.main.get_by_label("Just listen")).to_be_checked()
    expect(her.main.get_by_label("What you want to say")).to_have_value("I am not ready to go.")
    her.check_page()
    her.type("Write under another name", "Willow")
    her.press("Open it")
    her.see("I am not ready to go.")
    expect(her.page.locator(".post.opening .persona")).to_contain_text("Willow")
    her.not_see("Wren")
    her.check_page()

    topic = Topic.objects.get()
    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open(cast.circle.get_absolute_url())
    cy.see("Threats")
    cy.follow("Still there")
    cy.see("Just listen")
    cy.check_page()
    cy.go_by(cy.main.get_by_role("link", name="Answer Willow"))
    cy.see("Willow asked:")
    cy.see("Please do not urge me to leave")
    cy.check_page()
    unfold(cy, "Notes and name")
    cy.check_page()
    cy.type("Your answer", "I read it. I am here.")
    cy.go_by(cy.main.locator("form.form").get_by_role("button", name="Answer"))
    expect(cy.page.get_by_role("article").filter(has_text="I am here.").last).to_be_visible()
    cy.not_see("Wren")

    her.open(topic.get_absolute_url())
    her.go_by(her.main.get_by_role("link", name="Answer Marlow"))
    her.see("You write here as Willow.")
    her.open(topic.get_absolute_url())
    her.follow("Change what you ask for")
    her.check_page()
    her.choose("Advice is welcome")
    her.press("Save")
    her.see("It is said.")
    topic.refresh_from_db()
    assert topic.wish == Wish.ADVICE
