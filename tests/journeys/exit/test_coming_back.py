"""Back and Forward after the exit, with the back/forward cache on."""

import pytest
from playwright.sync_api import expect

from tests.config.front_door import until
from tests.journeys.exit.pages import CANARY
from tests.journeys.exit.stage import Elsewhere, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# On a busy machine the browser may give up keeping a page that takes too long to lie still.
TRIES = 8


def test_the_browser_of_these_tests_keeps_pages(visitor: Visitor) -> None:
    """Without its back/forward cache, the tests below would prove nothing."""
    visit = visitor()
    open_page = visit.context.new_page()

    def is_kept() -> bool:
        open_page.goto(f"{visit.site}/bare/1/")
        open_page.evaluate("window.kept = true")
        open_page.goto(f"{visit.site}/bare/2/")
        # A page out of that cache is not loaded, and "load" would never come.
        open_page.go_back(wait_until="commit")
        return open_page.evaluate("window.kept") is True

    assert any(is_kept() for _try in range(TRIES))


@pytest.mark.parametrize("scripts", [True, False])
def test_going_back_shows_nothing_that_was_read(
    visitor: Visitor, elsewhere: Elsewhere, scripts: bool
) -> None:
    visit = visitor(java_script_enabled=scripts)
    open_page = visit.open(1)
    for number in (2, 3):
        # One after the other: a second click would still find the link of the page before.
        open_page.get_by_role("link", name="next").click()
        open_page.wait_for_url(f"**/test/{number}/")
    open_page.get_by_role("link", name="Leave this page").click()
    open_page.wait_for_url(elsewhere.url)
    until(visit.session_is_refused)
    until(visit.cookies_are_gone)

    for step in [open_page.go_back] * 3 + [open_page.go_forward]:
        step()
        assert CANARY not in open_page.content()
        assert "Notes" not in open_page.title()


def test_a_page_that_the_browser_kept_is_fetched_anew(visitor: Visitor) -> None:
    open_page = visitor().open(1)
    first = open_page.locator("#served").inner_text()
    open_page.get_by_role("link", name="next").click()
    open_page.wait_for_url("**/test/2/")

    open_page.go_back()

    expect(open_page.locator("#served")).not_to_have_text(first)
    expect(open_page.locator("#served")).to_be_visible()


def test_a_page_that_the_browser_kept_is_hidden_before_it_is_shown(visitor: Visitor) -> None:
    visit = visitor()
    visit.context.add_init_script(
        """addEventListener("pageshow", (event) => {
          if (event.persisted) console.log(document.documentElement.style.visibility);
        });"""
    )
    open_page = visit.open(1)
    open_page.get_by_role("link", name="next").click()
    open_page.wait_for_url("**/test/2/")

    with open_page.expect_console_message() as message:
        open_page.go_back()

    assert message.value.text == "hidden"
