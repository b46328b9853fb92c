"""Back, pressed before the server has heard that somebody left, or while it does not answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.config.front_door import until
from tests.journeys.exit.pages import CANARY
from tests.journeys.exit.stage import Elsewhere, Gates, Visit, Visitor, press_shift

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SIGN_IN = "**/sign-in/**"
PASSPHRASE = "four words that rhyme"


def leave(open_page: Page, elsewhere: Elsewhere) -> None:
    press_shift(open_page, 3)
    open_page.wait_for_url(elsewhere.url)


def shows_nothing(visit: Visit, open_page: Page) -> None:
    """The sign-in page that anybody would get: nothing was read here, and nobody was here."""
    assert CANARY not in open_page.content()
    stranger = visit.context.browser.new_context(java_script_enabled=visit.scripts).new_page()
    stranger.goto(open_page.url)
    for part in ("title", "header", "main"):
        shown, plain = (page.locator(part).first for page in (open_page, stranger))
        assert shown.text_content() == plain.text_content()
    expect(open_page.locator("#messages > *")).to_have_count(0)
    stranger.context.close()


def names_of_cookies(visit: Visit) -> set[str]:
    return {cookie["name"] for cookie in visit.context.cookies()}


def test_back_is_faster_than_the_word_of_it(
    visitor: Visitor, gates: Gates, elsewhere: Elsewhere
) -> None:
    visit = visitor()
    open_page = visit.open(1)
    open_page.get_by_role("link", name="next").click()
    open_page.wait_for_url("**/test/2/")
    gates.close(gates.exit)
    leave(open_page, elsewhere)

    open_page.go_back(wait_until="commit")

    open_page.wait_for_url(SIGN_IN)
    shows_nothing(visit, open_page)
    assert visit.session_is_refused()
    # What the sign-in page itself needs.
    assert names_of_cookies(visit) == {"c"}


def test_the_server_answers_nobody_while_somebody_leaves_and_comes_back(
    visitor: Visitor, gates: Gates, elsewhere: Elsewhere
) -> None:
    visit = visitor()
    open_page = visit.open(1)
    open_page.get_by_role("link", name="next").click()
    open_page.wait_for_url("**/test/2/")
    gates.close()
    leave(open_page, elsewhere)

    open_page.evaluate("history.back()")
    # The page that Back asked for is served first, whatever the server hears later.
    gates.open(gates.pages)

    open_page.wait_for_url(SIGN_IN)
    shows_nothing(visit, open_page)
    assert visit.session_is_refused()


def test_another_tab_comes_back_to_nothing_as_well(
    visitor: Visitor, gates: Gates, elsewhere: Elsewhere
) -> None:
    visit = visitor()
    other, open_page = visit.open(1), visit.open(2)
    other.get_by_role("link", name="next").click()
    other.wait_for_url("**/test/2/")
    gates.close(gates.exit)
    leave(open_page, elsewhere)
    other.wait_for_url(elsewhere.url)

    other.go_back(wait_until="commit")

    other.wait_for_url(SIGN_IN)
    shows_nothing(visit, other)


def test_whoever_signs_in_at_once_is_not_thrown_out_by_what_comes_late(
    visitor: Visitor, gates: Gates, elsewhere: Elsewhere
) -> None:
    visit = visitor()
    open_page = visit.open(1)
    gates.close(gates.exit)
    leave(open_page, elsewhere)
    open_page.goto(f"{visit.site}/sign-in/?next=/test/1/")
    open_page.get_by_label("Sign-in name").fill("ada")
    open_page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    with open_page.expect_navigation():
        open_page.get_by_role("button", name="Sign in", exact=True).click()
    expect(open_page.get_by_role("heading", name=CANARY)).to_be_visible()

    gates.open(gates.exit)
    until(gates.exit.passed.is_set)

    for number in (2, 3, 4):
        open_page.goto(f"{visit.site}/test/{number}/")
        expect(open_page.get_by_role("heading", name=CANARY)).to_be_visible()
    assert "s" in names_of_cookies(visit)


@pytest.mark.parametrize("scripts", [True, False])
def test_back_and_forward_show_a_plain_sign_in_page(
    visitor: Visitor, elsewhere: Elsewhere, scripts: bool
) -> None:
    visit = visitor(java_script_enabled=scripts)
    open_page = visit.open(1)
    open_page.get_by_role("link", name="next").click()
    open_page.wait_for_url("**/test/2/")
    open_page.get_by_role("link", name="Leave this page").click()
    open_page.wait_for_url(elsewhere.url)

    open_page.go_back(wait_until="commit")

    open_page.wait_for_url(SIGN_IN)
    shows_nothing(visit, open_page)
