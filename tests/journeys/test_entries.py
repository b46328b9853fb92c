"""The log on a telephone: three entries, one of them corrected, one taken out."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def her(come_in, cast):
    """Somebody with own pages, which stand open."""
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    her = come_in()
    her.sign_in(cast.ada)
    her.open("/own/")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    return her


def tab(her, name):
    her.go_by(her.main.locator(".tabs").get_by_role("link", name=name, exact=True))


def fold_out(her, words):
    her.unfold(her.main.locator("summary", has_text=words))


def kind(her, value):
    her.main.locator(f"input[name=kinds][value={value}]").check(force=True)


def test_three_entries_and_what_becomes_of_them(her):
    tab(her, "Entries")
    her.see("Before you begin")
    her.check_page()

    # The first one: a tap, and saved.
    her.follow("Write an entry")
    her.check_page()
    kind(her, "call")
    her.press("Save")
    her.see("It is in the log.")
    expect(her.main.get_by_role("heading", name="Entry 1")).to_be_visible()
    her.check_page()

    # The second one: begun, left, and found again.
    tab(her, "Entries")
    her.follow("Write an entry")
    kind(her, "turning_up")
    if her.scripts:
        her.see("Kept, sealed.")
        with her.page.expect_response(lambda answer: answer.url.endswith("/draft/")):
            her.type("What happened", "They stood at the gate.")
        tab(her, "Entries")
    else:
        her.type("What happened", "They stood at the gate.")
        her.press("Finish it later")
    her.see("They stood at the gate.")
    her.check_page()
    her.follow("Go on with it")
    fold_out(her, "How exact that is")
    her.choose("That day, I do not know the time")
    fold_out(her, "How it felt")
    her.type("How I felt", "My hands shook.")
    her.check_page()
    her.press("Save")
    her.see("time not known")
    her.see("An export leaves this out")
    her.check_page()

    # The third one, from what she noted in passing.
    tab(her, "Today")
    her.follow("They rang")
    her.choose("I did not answer")
    her.press("Save")
    her.follow("Keep it in the log")
    her.press("Save")
    her.see("They rang. I did not answer.")

    # The first one again: what was missing.
    tab(her, "Entries")
    her.follow("Entry 1")
    her.follow("Correct or add to it")
    her.check_page()
    her.type("What happened", "It rang for an hour.")
    her.press("Save as a new version")
    her.see("why you change it")
    expect(her.main.get_by_label("What happened").first).to_have_value("It rang for an hour.")
    her.type("Why you write it anew", "There was no time then")
    her.press("Save as a new version")
    her.see("Both versions are kept.")
    her.follow("What it said before")
    her.see("There was no time then")
    her.check_page()

    # As a whole; and the one that was there twice.
    tab(her, "Entries")
    her.follow("See them as a whole")
    her.see("3 entries.")
    her.check_page()
    tab(her, "Entries")
    her.follow("Entry 3")
    her.follow("Take it out")
    her.check_page()
    her.type("Why you take it out", "It is in the first one")
    her.press("Take it out")
    her.see("Entry 3 was taken out on")
    her.check_page()
