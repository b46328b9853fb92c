"""A private page that nobody uses covers itself, and one lock closes every tab."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.config.front_door import until
from tests.journeys.stage import enter
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import close_after, set_up_vault
from trackers.models import JournalEntry
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SECRET = "The zebra slept."
TEN_MINUTES = "10:01"
# Notes on the page when another tab has said that it is used.
HEARS = """
new BroadcastChannel("own").onmessage = () => { document.body.dataset.heard = "" }
"""


@pytest.fixture
def ada(cast):
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    return cast.ada


def open_pages(her, path="/own/"):
    her.open(path)
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    her.see("Lock now")


@pytest.fixture
def her(browser, live_server, ada):
    her = enter(browser, live_server.url)
    her.page.clock.install()
    her.sign_in(ada)
    open_pages(her, reverse("trackers:new_note"))
    yield her
    her.page.context.close()


def write(her):
    her.main.locator("textarea[name=text]").fill(SECRET)


def is_covered(page):
    expect(page.locator("#cover-passphrase")).to_be_visible()
    expect(page.locator("[data-exit]")).to_be_visible()
    expect(page.get_by_text("A note", exact=True)).to_have_count(0)
    assert SECRET not in page.content()
    assert page.title() == "New tab"
    assert "blank" in page.locator("link[rel=icon]").get_attribute("href")


def is_open_nowhere(user):
    return not list(valkey.scan_iter(f"vault:opening:{user.pk}:*"))


def uncover(page, passphrase=VAULT_PASSPHRASE):
    page.locator("#cover-passphrase").fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()


def test_left_alone_it_shows_nothing_and_the_vault_is_closed(her, ada):
    write(her)
    her.page.clock.fast_forward(TEN_MINUTES)
    is_covered(her.page)
    until(lambda: is_open_nowhere(ada))
    her.check_page()


def test_what_was_typed_is_there_once_it_is_opened_again(her, ada):
    write(her)
    her.page.clock.fast_forward(TEN_MINUTES)
    until(lambda: is_open_nowhere(ada))
    uncover(her.page, "not that one at all")
    expect(her.page.get_by_role("alert")).to_contain_text("not the passphrase")
    assert SECRET not in her.page.content()
    uncover(her.page)
    expect(her.main.locator("textarea[name=text]")).to_have_value(SECRET)
    expect(her.page).to_have_title(re.compile("Note"))
    her.press("Save")
    her.see(SECRET)
    with rows_of(ada.pk):
        assert JournalEntry.objects.count() == 1


def test_being_used_it_stays(her):
    write(her)
    for _ in range(3):
        her.page.clock.fast_forward("06:00")
        her.page.mouse.wheel(0, 10)
        her.page.keyboard.press("ArrowLeft")
    expect(her.main.locator("textarea[name=text]")).to_have_value(SECRET)


def test_a_machine_that_slept_shows_nothing_when_it_wakes(her):
    write(her)
    # Its clock goes on, and no timer of the page ran.
    her.page.clock.pause_at(her.page.evaluate("Date.now()") / 1000 + 8 * 3600)
    her.page.evaluate("dispatchEvent(new Event('focus'))")
    is_covered(her.page)


def test_whose_session_has_ended_is_shown_the_way_in_and_nothing_else(her, ada):
    write(her)
    her.page.clock.fast_forward(TEN_MINUTES)
    until(lambda: is_open_nowhere(ada))
    Session.objects.all().delete()
    uncover(her.page)
    expect(her.page).to_have_url(re.compile("/sign-in/"))
    assert SECRET not in her.page.content()


def test_locking_one_tab_covers_the_other(her, ada):
    other = her.page.context.new_page()
    other.goto(her.base + "/own/")
    expect(other.get_by_text("Did something happen?")).to_be_visible()
    with other.expect_navigation():
        other.get_by_role("button", name="Lock now").click()
    expect(her.page.locator("#cover-passphrase")).to_be_visible()
    expect(her.main.locator("textarea[name=text]")).to_have_count(0)
    assert is_open_nowhere(ada)
    uncover(her.page)
    expect(her.main.locator("textarea[name=text]")).to_be_visible()


def test_using_one_tab_keeps_the_other(her):
    other = her.page.context.new_page()
    other.goto(her.base + "/own/")
    her.page.evaluate(HEARS)
    her.page.clock.fast_forward("06:00")
    other.keyboard.press("ArrowLeft")
    expect(her.page.locator("[data-heard]")).to_be_attached()
    her.page.clock.fast_forward("06:00")
    expect(her.main.locator("textarea[name=text]")).to_be_visible()


def test_leaving_in_one_tab_takes_the_other_along(her, ada, settings, live_server):
    settings.EXIT_TARGETS = [live_server.url + reverse("health")]
    her.open(reverse("trackers:new_note"))
    other = her.page.context.new_page()
    other.goto(her.base + "/own/")
    write(her)
    other.locator("[data-exit]").click()
    for page in (other, her.page):
        expect(page).to_have_url(re.compile(reverse("health")))
    until(lambda: is_open_nowhere(ada))


def test_another_device_stays_open_until_everything_is_locked(her, ada, browser, live_server):
    phone = enter(browser, live_server.url)
    phone.sign_in(ada)
    open_pages(phone)
    her.press("Lock now")
    phone.page.reload()
    phone.see("Did something happen?")
    phone.open(reverse("trackers:keys"))
    phone.press("Lock them everywhere")
    assert is_open_nowhere(ada)
    phone.page.context.close()


def test_without_scripts_a_page_that_is_read_goes_away_by_itself(browser, live_server, ada):
    close_after(by=ada, idle_seconds=1)
    her = enter(browser, live_server.url, scripts=False)
    her.sign_in(ada)
    her.open(reverse("trackers:calendar"))
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    expect(her.page).to_have_url(re.compile(reverse("trackers:rest")))
    her.see("Nobody has used them for a while.")
    her.check_page()
    her.follow("Go on")
    her.see("They are closed.")
    her.page.context.close()
