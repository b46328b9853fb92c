"""A file for the log on a bad line: it breaks off, and goes on; or it goes up by the form."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.accounts.decoding import files
from tests.trackers.actions.test_files import all_of
from tests.trackers.log_files import CHAT, MEBIBYTE, incident_of
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault
from trackers.models import Attachment, Upload
from trackers.tasks import make_owed_copies
from trackers.vault.files import read_parts

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = CHAT * (5 * MEBIBYTE // len(CHAT))
PHOTO = files.talkative_jpeg()
PARTS = "**/own/log/upload/*/"


@pytest.fixture
def her(come_in, cast):
    """Somebody with an entry, before the page that adds a file to it."""
    vault = set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    incident = incident_of(cast.ada, vault, now=timezone.now())
    her = come_in()
    her.sign_in(cast.ada)
    her.open(f"/own/log/{incident.pk}/")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    her.vault = vault
    her.follow("Add a file")
    return her


def choose(her, name, content):
    file = {"name": name, "mimeType": "text/plain", "buffer": content}
    her.main.locator("input[type=file]").set_input_files(file)


def test_a_picture_comes_into_the_log_and_is_looked_at(her, cast):
    her.check_page()
    her.type("What it shows", "The door, from inside")
    choose(her, "door.jpg", PHOTO)
    her.press("Add it")
    her.see("The file is in the log, sealed, as it came.")
    her.check_page()
    assert make_owed_copies() == 1
    her.follow("door.jpg")
    expect(her.main.get_by_alt_text("The door, from inside, page 1")).to_be_visible()
    her.check_page()
    with her.page.expect_download() as taken:
        her.main.get_by_role("link", name="Take the original").click()
    assert taken.value.suggested_filename == "file-2.jpg"
    assert taken.value.path().read_bytes() == PHOTO
    her.follow("Take it out")
    her.check_page()
    her.type("Why you take it out", "Somebody else is in it")
    her.press("Take it out")
    her.see("It is out of the log.")
    assert not all_of(cast.ada, Attachment)


def test_what_it_is_not_is_said_where_it_was_chosen(her):
    choose(her, "photo.jpg", b"MZ\x90\0" + bytes(200))
    her.main.get_by_role("button", name="Add it").click()
    her.see("none of the kinds of file")
    her.check_page()


@pytest.mark.parametrize("scripts", [True], indirect=True)
def test_what_breaks_off_goes_on_by_itself_and_after_a_reload(her, cast):
    asked = []

    def breaks(route):
        asked.append(route.request.method)
        if route.request.method == "PUT" and asked.count("PUT") == 2:
            return route.abort()
        # From the fourth on, the line is dead.
        return route.abort() if asked.count("PUT") > 3 else route.continue_()

    her.page.route(PARTS, breaks)
    her.type("What it shows", "That night")
    choose(her, "chat.txt", LONG)
    her.main.get_by_role("button", name="Add it").click()
    expect(her.main.get_by_role("status")).to_contain_text("interrupted")
    expect(her.main.locator("progress")).to_have_attribute("value", "40")
    her.check_page()
    her.page.unroute(PARTS)
    her.page.reload()
    her.see("of 5.0\xa0MB are here")
    her.check_page()
    [half] = all_of(cast.ada, Upload)
    assert half.received == 2 * MEBIBYTE


@pytest.mark.parametrize("scripts", [True], indirect=True)
def test_what_is_half_way_is_gone_on_with_or_stopped(her, cast):
    def dead(route):
        return route.abort() if route.request.method == "PUT" else route.continue_()

    her.page.route(PARTS, dead)
    choose(her, "chat.txt", LONG)
    her.main.get_by_role("button", name="Add it").click()
    expect(her.main.get_by_role("status")).to_contain_text("interrupted")
    # The line is there again, and nobody has to do anything.
    with her.page.expect_navigation():
        her.page.unroute(PARTS)
    her.see("The file is in the log, sealed, as it came.")
    [file] = all_of(cast.ada, Attachment)
    assert b"".join(read_parts(her.vault, file.stored_id, 5)) == LONG

    her.follow("Add a file")
    her.page.route(PARTS, dead)
    choose(her, "chat.txt", LONG)
    her.main.get_by_role("button", name="Add it").click()
    expect(her.main.get_by_role("status")).to_contain_text("interrupted")
    with her.page.expect_response("**/drop/"):
        her.main.get_by_role("button", name="Stop, and keep nothing of it").click()
    expect(her.main.get_by_role("status")).to_contain_text("Nothing of it was kept")
    assert not all_of(cast.ada, Upload)
