"""Own pages as somebody lives with them: a first week, a slip, and the end of it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.actions.recovery import make_recovery_key
from tests.config.front_door import until
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.forms.shelves import SHELVES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def her(come_in, cast):
    """Somebody new to own pages of hers, with a recovery key, right after setting them up."""
    make_recovery_key(by=cast.ada)
    her = come_in()
    her.sign_in(cast.ada)
    her.open("/own/")
    her.type("Passphrase", VAULT_PASSPHRASE)
    her.type("The same passphrase", VAULT_PASSPHRASE)
    her.press("Set them up")
    her.see("ready, and open")
    return her


def tab(her, name):
    her.go_by(her.main.locator(".tabs").get_by_role("link", name=name, exact=True))


def write_down(her, day, *, answer):
    """Three taps, from the page that one opens each day."""
    tab(her, "Today")
    her.follow(day)
    her.check_page()
    her.choose(answer)
    her.press("Save")


def test_a_first_week(her):
    her.check_page()

    # Who it is about, and how they could still reach her.
    tab(her, "Doors")
    her.check_page()
    her.follow("Somebody to step away from")
    her.type("What you call them here", "E.")
    her.press("Save")
    her.check_page()
    for kind, label in (("phone", "the old number"), ("mail", "the shared one")):
        her.follow("Add a door")
        her.main.locator("select[name=kind]").select_option(kind)
        her.type("Which one", label)
        her.check_page()
        her.press("Save")
        her.check_page()
        her.main.locator("input[name=steps]").first.check(force=True)
        her.press("Save")
    her.see("No Response: these doors are still open.")
    her.see("Before you close several at once")
    her.check_page()

    # Something happens.
    write_down(her, "They rang", answer="I did not answer")
    her.see("I did not answer")
    expect(her.page.locator("[aria-current=date][data-state=held]")).to_be_visible()

    # The day, in one line.
    her.main.locator("input[name=mood][value='3']").check(force=True)
    her.type("A line about it", "Soup with Mo.")
    her.press("Save")
    her.see("Soup with Mo.")

    # A letter for the hour when it is hard.
    tab(her, "Notes")
    her.check_page()
    her.open(reverse("trackers:new_note") + "?letter=1")
    her.check_page()
    her.type("To whom", "myself")
    her.main.locator("textarea[name=text]").fill("You slept through. Remember that.")
    her.unfold(her.main.get_by_text("To find it again"))
    her.choose("Show it to me when there is an urge")
    her.press("Save")
    her.see("not to be sent")
    her.check_page()

    # And the hour comes: one tap from wherever she is.
    her.follow("There is an urge, now")
    her.check_page()
    her.main.locator("input[name=strength][value='8']").check(force=True)
    her.press("Stay with it")
    her.see("You slept through.")
    her.check_page()
    her.page.reload()
    her.main.locator("input[name=strength][value='4']").check(force=True)
    her.press("Say it again")
    her.see("It is falling")
    her.follow("It is over")
    her.check_page()
    her.choose("It passed")
    her.press("Save")
    her.see("You let it pass.")

    # From the start page as well, for as long as they are open.
    her.open("/circles/")
    her.check_page()
    her.follow("There is an urge, now")
    her.see("It comes like a wave")

    tab(her, "Calendar")
    her.check_page()
    her.press("Lock now")
    her.open("/circles/")
    her.not_see("There is an urge, now")
    her.open("/own/")
    her.not_see("Soup with Mo.")
    her.check_page()
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    her.see("Soup with Mo.")


def test_leaving_in_the_middle_of_it_closes_everything(her, cast, settings, live_server):
    settings.EXIT_TARGETS = [live_server.url + reverse("health")]
    tab(her, "Today")
    her.main.locator("input[name=mood][value='2']").check(force=True)
    her.type("A line about it", "The zebra slept.")
    her.press("Save")
    cookies = {one["name"]: one["value"] for one in her.page.context.cookies()}
    her.go_by(her.page.locator("[data-exit]"))
    expect(her.page).to_have_url(re.compile(reverse("health")))
    stolen = Client()
    for name, value in cookies.items():
        stolen.cookies[name] = value
    # The browser does not wait for the server, and may be back before it has heard.
    until(lambda: stolen.get("/own/").status_code == 302)
    her.page.go_back()
    her.not_see("The zebra slept.")


def test_a_slip_and_what_next(her):
    tab(her, "Calendar")
    her.follow("To the thirty days")
    her.check_page()
    her.press("From today on")
    her.see("Day 1")
    her.check_page()

    tab(her, "Today")
    her.follow("I reached out")
    her.check_page()
    her.press("Save")
    her.see("It happens to nearly everybody")
    her.check_page()
    her.choose("Go on tomorrow, with day 2")
    her.press("From here on")
    her.see("From here on, each day counts.")
    expect(her.page.locator("[aria-current=date][data-state=slip]")).to_be_visible()
    her.check_page()
    tab(her, "Calendar")
    her.check_page()


PRINTED_MONTH = re.compile(r"[A-Z][a-z]+ \d{4}( (Sun|Mon|Tue|Wed|Thu|Fri|Sat)){7}( \d{1,2})+")
PRINTED_THIRTY = re.compile(r"Thirty days( \d{1,2}){30}")


def printed(her):
    her.page.emulate_media(media="print")
    text = " ".join(her.page.locator("body").inner_text().split())
    her.page.emulate_media(media="screen")
    return text


def test_printed_days_say_nothing_about_what_they_are(her):
    write_down(her, "They rang", answer="I did not answer")
    tab(her, "Calendar")
    assert PRINTED_MONTH.fullmatch(printed(her))
    assert re.fullmatch(r"\w+ \d{4} · \w+", her.page.title())
    her.follow("To the thirty days")
    her.press("From today on")
    assert PRINTED_THIRTY.fullmatch(printed(her))
    assert her.page.title().startswith("Thirty days")


def test_last_words_and_none(her, come_in):
    her.open(reverse("trackers:new_person"))
    her.type("What you call them here", "E.")
    her.press("Save")
    her.follow("To the last words")
    her.check_page()
    her.follow("Write a short one")
    her.check_page()
    expect(her.main.locator("textarea[name=text]")).to_have_value(re.compile("no contact with you"))
    her.press("Keep it, sealed")
    her.see("From now on I want no contact with you.")
    her.check_page()
    on_paper = printed(her)
    assert re.match(r"\d{1,2} \w+ \d{4}, \d\d:\d\d \(UTC\) From now on", on_paper)
    assert on_paper.endswith("I will not answer either.")
    her.follow("I have sent it")
    her.check_page()
    her.type("To which address or number", "e@example.org")
    her.press("Save")
    her.see("It was sent")
    her.check_page()
    her.follow("Last words")
    her.press("I send none")
    her.see("That needs no reason.")
    write_down(her, "They rang", answer="I did not answer")
    her.see("day 0 after your last words")


def test_the_end_of_them(her):
    her.open(reverse("trackers:keys"))
    her.check_page()
    her.follow("Erase your own pages for good")
    her.check_page()
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.choose("I know that nobody can bring it back")
    her.press("Erase it for good")
    her.see("Nothing opens it any more.")
    her.open("/own/")
    her.see("Set them up")


# Pages that the stories do not come by.
OTHERS = [
    "keys", "shelves", "reminders", "sweep", "drafting", "new_person", "take", "bring",
    "on_this_day", "new_event", "check_in", "thirty_days", "urges", "rest", "key", "insights",
]  # fmt: skip


def test_every_other_page_is_in_order(her):
    for name in OTHERS:
        her.open(reverse(f"trackers:{name}"))
        her.check_page()


def test_every_list_is_in_order(her):
    for slug in SHELVES:
        her.open(reverse("trackers:new_on_shelf", args=[slug]))
        her.check_page()
        for field in her.main.locator("input[type=text], textarea").all():
            field.fill("Something about it")
        for field in her.main.locator("input[type=date]").all():
            field.fill("2026-03-01")
        her.press("Save")
        her.see("Something about it")
        her.check_page()
