"""What somebody is about to post shows who they are; and somebody says that they want to die."""

import pytest
from playwright.sync_api import expect

from forums.actions.conversation import open_topic
from forums.actions.screening import read_help_lines
from forums.models import Post

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ANSWER = "Your answer"


@pytest.fixture
def cy(come_in, cast):
    read_help_lines()
    open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    somebody = come_in()
    somebody.sign_in(cast.cy)
    somebody.open(f"/p/{Post.objects.get().ref}/reply/")
    return somebody


def answer(somebody):
    somebody.go_by(
        somebody.main.locator("form.form").get_by_role("button", name="Answer", exact=True)
    )


def test_somebody_sees_what_they_would_show_changes_it_and_keeps_the_rest(cy):
    cy.type(ANSWER, "Ring me: 020 7946 0958. Or come to 14 Harbour Lane.")
    answer(cy)
    cy.see("Others could tell from this who you are")
    cy.see("14 Harbour Lane")
    cy.check_page()
    expect(cy.main.get_by_label(ANSWER)).to_have_value(
        "Ring me: 020 7946 0958. Or come to 14 Harbour Lane."
    )
    cy.type(ANSWER, "Ring me: 020 7946 0958. Or come by.")
    answer(cy)
    cy.see("a telephone number")
    cy.not_see("an address")
    cy.press("Post it as it is")
    expect(cy.page.get_by_role("article").filter(has_text="Or come by.").last).to_be_visible()
    assert Post.objects.count() == 2


def test_somebody_in_danger_finds_somebody_to_turn_to_and_their_words(cy, cast):
    cy.type(ANSWER, "I want to die.")
    answer(cy)
    cy.see("You do not have to get through this alone")
    cy.check_page()
    cy.main.get_by_label("Country").select_option("AT")
    cy.press("Show those of this country")
    cy.see("0800 222 555")
    cy.check_page()
    cy.follow("Go to what you wrote")
    expect(cy.page.get_by_role("article").filter(has_text="I want to die.").last).to_be_visible()


def test_somebody_keeps_their_street_to_themselves(cy, cast):
    cy.open("/never-reveal/")
    cy.check_page()
    cy.type("what you call it", "my street")
    cy.type("The words or the number", "Harbour Lane")
    cy.press("Add it")
    cy.see("my street")
    cy.not_see("Harbour Lane")
    cy.check_page()
    cy.open(f"/p/{Post.objects.get().ref}/reply/")
    cy.type(ANSWER, "I walked down harbour lane.")
    answer(cy)
    cy.see("harbour lane (my street)")
