"""Somebody is quoted and spoken to by name, with scripts and without, and takes the words back."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.quotes import silence
from forums.models import Post

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SELECT = """words => {
    const range = document.createRange();
    const text = words.firstElementChild.firstChild;
    range.setStart(text, 0);
    range.setEnd(text, "Just call".length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture
def said(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    return reply(by=cast.eve, parent=topic.posts.get(), words="Just call *him*. It is one call.")


def box(somebody):
    return somebody.main.get_by_label("Your answer")


@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_a_post_is_quoted_and_somebody_spoken_to(come_in, cast, said):
    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open(said.topic.get_absolute_url())
    cy.follow("Quote Someone")
    expect(box(cy)).to_have_value(
        f"> [Someone](/p/{said.ref}/)\n>\n> Just call *him*. It is one call.\n\n"
    )
    cy.see("Someone, Wren")
    expect(cy.main.get_by_role("button", name="@Wren")).to_have_count(0)
    cy.type("Your answer", box(cy).input_value() + "Please not, @Wren.")
    cy.press("Preview")
    expect(cy.page.locator(".card .quote")).to_contain_text("It is one call.")
    expect(cy.page.locator(".card .mention")).to_have_text("@Wren")
    cy.press("Answer")
    expect(cy.page.locator("article .quote")).to_contain_text("Just call him.")
    cy.check_page()

    withdraw(by=cast.eve, post=said)
    cy.open(said.topic.get_absolute_url())
    cy.not_see("It is one call.")
    cy.see("Please not, @Wren.")
    while silence(now=timezone.now()):
        pass
    cy.open(said.topic.get_absolute_url())
    cy.see("(no longer here)")


@pytest.mark.parametrize("scripts", [True])
def test_with_scripts_what_is_selected_is_quoted_and_a_name_is_a_press_away(come_in, cast, said):
    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open(said.topic.get_absolute_url())
    post = cy.page.locator(f"#post-{said.ref}")
    post.locator("> .prose").evaluate(SELECT)
    post.get_by_role("link", name="Quote Someone").click()
    quote = f"> [Someone](/p/{said.ref}/)\n>\n> Just call\n\n"
    expect(box(cy)).to_have_value(quote)
    expect(box(cy)).to_be_focused()
    cy.page.keyboard.type("No, @w")
    expect(cy.main.get_by_role("button", name="@Someone")).to_be_hidden()
    cy.check_page()
    # By the keyboard, as by a press.
    cy.main.get_by_role("button", name="@Wren").press("Enter")
    expect(box(cy)).to_have_value(f"{quote}No, @Wren ")
    expect(box(cy)).to_be_focused()
    # What is being written stays, and gets the next quote as well.
    post.locator("> .prose").click()
    post.get_by_role("link", name="Quote Someone").click()
    expect(box(cy)).to_have_value(
        f"{quote}No, @Wren\n\n> [Someone](/p/{said.ref}/)\n>\n> Just call him. It is one call.\n\n"
    )
    cy.page.keyboard.type("Not one.")
    cy.press("Answer")
    expect(cy.page.locator(".quote")).to_have_count(2)
    cy.check_page()
    assert Post.objects.get(parent=said).quotes.count() == 1
