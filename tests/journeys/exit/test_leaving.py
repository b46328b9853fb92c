"""Leaving: what the browser does, and what is gone afterwards."""

import json

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.config.front_door import until
from tests.journeys.exit.stage import (
    PHONE,
    Elsewhere,
    Gates,
    Visitor,
    lights,
    press_shift,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_shift_three_times_leaves_and_signs_out(visitor: Visitor, elsewhere: Elsewhere) -> None:
    visit = visitor()
    open_page = visit.open()
    status = open_page.locator("[data-exit-status]")

    press_shift(open_page, 1)
    expect(status).to_have_text("Press Shift twice more to leave")
    press_shift(open_page, 1)
    expect(status).to_have_text("Press Shift once more to leave")
    assert lights(open_page) == 2
    press_shift(open_page, 1)

    open_page.wait_for_url(elsewhere.url)
    until(visit.session_is_refused)
    until(visit.cookies_are_gone)
    assert not Session.objects.filter(pk=visit.session_key).exists()
    assert "referer" not in elsewhere.requests[0]


def test_the_button_leaves_and_signs_out(visitor: Visitor, elsewhere: Elsewhere) -> None:
    visit = visitor(viewport=PHONE)
    open_page = visit.open()

    open_page.get_by_role("link", name="Leave this page").click()

    open_page.wait_for_url(elsewhere.url)
    until(visit.session_is_refused)
    until(visit.cookies_are_gone)
    assert "referer" not in elsewhere.requests[0]


def test_the_button_works_without_scripts(visitor: Visitor, elsewhere: Elsewhere) -> None:
    visit = visitor(java_script_enabled=False)
    open_page = visit.open()

    open_page.get_by_role("link", name="Leave this page").click()

    open_page.wait_for_url(elsewhere.url)
    assert visit.session_is_refused()
    assert visit.cookies_are_gone()
    assert "referer" not in elsewhere.requests[0]


def test_it_does_not_wait_for_our_server(
    visitor: Visitor, gates: Gates, elsewhere: Elsewhere
) -> None:
    open_page = visitor().open()
    gates.close()

    press_shift(open_page, 3)

    open_page.wait_for_url(elsewhere.url)


# What happens, in its order, until the key that was let go of has been dealt with; whatever was
# waited for would come after that.
IN_ONE_GO = """(() => {
  const order = [];
  const beacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (...sent) => {
    order.push(document.cookie.includes("g=1") ? "marked" : "not marked", "told");
    return beacon(...sent);
  };
  navigation.addEventListener("navigate", () => order.push("gone"));
  addEventListener("keyup", () => {
    order.push("key");
    if (order.includes("gone")) console.log(JSON.stringify(order));
  });
})()"""


def test_nothing_is_waited_for_between_the_key_and_going(
    visitor: Visitor, elsewhere: Elsewhere
) -> None:
    open_page = visitor().open()
    open_page.evaluate(IN_ONE_GO)

    with open_page.expect_console_message() as message:
        press_shift(open_page, 3)

    assert json.loads(message.value.text) == ["key", "key", "marked", "told", "gone", "key"]


WHEN_LEAVING = """navigation.addEventListener("navigate", () => {
  console.log(JSON.stringify({
    title: document.title,
    icon: document.querySelector("link[rel=icon]").href,
    word: document.querySelector("h1").checkVisibility(),
    middle: document.elementFromPoint(innerWidth / 2, innerHeight / 2).childNodes.length,
  }));
});"""


def test_everything_is_hidden_before_the_browser_moves(
    visitor: Visitor, elsewhere: Elsewhere
) -> None:
    open_page = visitor().open()
    open_page.evaluate(WHEN_LEAVING)

    with open_page.expect_console_message() as message:
        press_shift(open_page, 3)

    seen = json.loads(message.value.text)
    assert seen["title"] == "New tab"
    assert "blank" in seen["icon"]
    assert seen["word"] is False
    assert seen["middle"] == 0


def test_other_tabs_leave_as_well(visitor: Visitor, elsewhere: Elsewhere) -> None:
    visit = visitor()
    other, open_page = visit.open(1), visit.open(2)

    press_shift(open_page, 3)

    open_page.wait_for_url(elsewhere.url)
    other.wait_for_url(elsewhere.url)
