"""Everything is taken along, and read without the site; and a link to another site asks first."""

import zipfile
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.actions.conversation import open_topic, reply
from tests.journeys.stage import Somebody
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault
from trackers.models import EntryContents, JournalEntry
from trackers.vault.rows import rows_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opening(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    return topic.posts.get()


def keep_something(user):
    vault = set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    with rows_of(user.pk):
        entry = JournalEntry(owner=user, on=date(2026, 3, 1))
        written = EntryContents(at=timezone.now(), zone="UTC", text="A *quiet* evening.")
        vault.seal_into(entry, written)
        entry.save(force_insert=True)


def test_everything_is_taken_along_and_read_where_there_is_no_site(
    come_in, cast, opening, tmp_path
):
    reply(by=cast.cy, parent=opening, words="Said by cy, and **meant**.")
    keep_something(cast.cy)
    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open("/me/")
    cy.follow("Take everything along")
    cy.type("Passphrase", cast.passphrase)
    cy.press("Go on")
    cy.check_page()

    cy.type("The passphrase of your own pages", "not that one at all")
    cy.press("Give me the file")
    cy.see("This is not the passphrase of your own pages.")
    cy.check_page()

    cy.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    with cy.page.expect_download() as coming:
        cy.main.get_by_role("button", name="Give me the file").click()
    assert coming.value.suggested_filename == "notes.zip"
    with zipfile.ZipFile(coming.value.path()) as archive:
        archive.extractall(tmp_path)
    read_at_home(cy, tmp_path)


def read_at_home(cy, folder):
    """Without a connection: whatever a page would ask for fails the story."""
    asked_for = []
    cy.page.context.on("request", lambda request: asked_for.append(request.url))
    home = Somebody(cy.page.context.new_page(), folder.as_uri(), cy.scripts)
    home.open("/index.html")
    home.follow("What you wrote")
    home.see("Said by cy, and meant.")
    home.open("/index.html")
    home.follow("Lists")
    home.see("Sign-in name")
    home.check_page()
    home.follow("Back")
    home.follow("Your own pages")
    home.see("A quiet evening.")
    home.check_page()
    assert {url.split(":")[0] for url in asked_for} == {"file"}


def test_a_link_to_another_site_asks_first(come_in, cast, opening):
    reply(by=cast.cy, parent=opening, words="Read [this](https://far.example/evenings).")
    ada = come_in()
    ada.sign_in(cast.ada)
    ada.open(opening.topic.get_absolute_url())
    ada.follow("this")
    assert "far.example" not in ada.page.url
    expect(ada.main.get_by_role("heading", name="far.example")).to_be_visible()
    ada.see("https://far.example/evenings")
    ada.check_page()

    asked_for = []
    ada.page.context.route(
        "https://far.example/**",
        lambda route: (asked_for.append(route.request), route.fulfill(body="far away"))[1],
    )
    ada.follow("Go there")
    assert ada.page.url == "https://far.example/evenings"
    (request,) = asked_for
    assert "referer" not in request.headers
    ada.page.go_back()
    expect(ada.main.get_by_role("heading", name="far.example")).to_be_visible()
