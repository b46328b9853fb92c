"""A picture goes out with an answer, and somebody is with the person who sent it."""

import pytest

from forums.actions.conversation import open_topic
from forums.models import Image, Reaction
from tests.accounts.decoding import files
from tests.cast import make_cast

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_picture_and_a_quiet_word(come_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    cast.circle.allows_images = True
    cast.circle.save()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    heron = {"name": "heron.jpg", "mimeType": "image/jpeg", "buffer": files.talkative_jpeg()}

    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open(f"/p/{topic.posts.get().ref}/reply/")
    cy.type("Your answer", "Look who was here.")
    cy.unfold(cy.main.get_by_text("Add a picture"))
    cy.main.get_by_label("A picture").set_input_files(heron)
    cy.press("Preview")
    cy.see("Please say in a few words what can be seen")
    cy.check_page()
    image = Image.objects.get()
    cy.main.locator(f"[name=alt_{image.ref}]").fill("A grey heron at the water")
    cy.press("Answer")
    cy.page.wait_for_url(f"**{topic.get_absolute_url()}**")
    shown = cy.main.get_by_alt_text("A grey heron at the water")
    shown.scroll_into_view_if_needed()
    cy.page.wait_for_function("[...document.images].some(image => image.naturalWidth === 60)")
    cy.check_page()

    ada = come_in()
    ada.sign_in(cast.ada)
    ada.open(topic.get_absolute_url())
    ada.unfold(ada.main.locator(".reactions > summary"))
    ada.check_page()
    ada.press("I know this too")
    ada.main.locator(".reactions > summary", has_text="I know this too").wait_for()
    assert Reaction.objects.get().by.name == "Wren"

    cy.open(topic.get_absolute_url())
    cy.see("I know this too: Wren")
    cy.open("/circles/mine/")
    cy.see("Look who was here.")
    cy.check_page()
