"""Somebody new writes; a moderator reads it first, and then it is there for everybody."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.actions.circles import change_circle
from forums.actions.conversation import open_topic
from forums.actions.following import announce, follow
from forums.choices import Holding
from forums.models import Circle, Post, Rule

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conversation(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    follow(by=cast.ada, topic=topic)
    change_circle(by=None, circle=cast.circle, holding=Holding.NEWCOMERS, newcomer_posts=1)
    Rule.objects.get_or_create(place=1, defaults={"title": "Be kind", "explanation": "Always."})
    return topic


def test_what_somebody_new_writes_waits_is_let_out_and_is_told(come_in, cast, conversation):
    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open(conversation.get_absolute_url())
    cy.go_by(cy.main.get_by_role("link", name="Answer Wren"))
    cy.see("a moderator reads the first posts of everybody")
    cy.check_page()
    cy.type("Your answer", "I walk in the evenings.")
    cy.press("Answer")
    cy.see("Thank you for writing. It is kept")
    cy.see("Waiting for a moderator.")
    cy.see("I walk in the evenings.")
    cy.check_page()

    ada = come_in()
    ada.sign_in(cast.ada)
    ada.open(conversation.get_absolute_url())
    ada.see("Nobody has answered yet.")
    ada.not_see("I walk in the evenings.")

    bel = come_in()
    bel.sign_in(cast.bel)
    bel.open(Circle.objects.get(pk=cast.circle.pk).get_absolute_url())
    bel.go_by(bel.page.get_by_role("link", name="What waits to appear"))
    bel.see("I walk in the evenings.")
    bel.see("somebody new")
    bel.check_page()
    bel.go_by(bel.main.get_by_role("button", name="Let it appear, by Marlow"))
    bel.see("It is there for everybody now")
    bel.see("Nothing is waiting.")
    bel.check_page()

    announce(now=timezone.now(), most=10)
    ada.open("/notices/")
    ada.see("Somebody answered you")
    ada.open(conversation.get_absolute_url())
    ada.see("I walk in the evenings.")
    cy.open("/notices/")
    cy.see("What you wrote is there for others now")
    cy.open(conversation.get_absolute_url())
    cy.not_see("Waiting for a moderator.")
    said = Post.objects.get(author__owner=cast.cy)
    expect(cy.page.locator(f"#post-{said.ref}")).to_contain_text("I walk in the evenings.")
