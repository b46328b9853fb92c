"""What was being written when somebody left waits for them."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from forums.models import Topic
from tests.cast import PASSPHRASE, Cast
from tests.journeys.exit.stage import Elsewhere, press_shift
from tests.journeys.stage import Somebody, enter
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WORDS = "The kettle is mine now, kestrelword."


@pytest.fixture
def her(
    whole_browser: Browser, live_server, settings, cast: Cast, elsewhere: Elsewhere
) -> Iterator[Somebody]:
    settings.EXIT_TARGETS = [elsewhere.url]
    her = enter(whole_browser, live_server.url)
    her.sign_in_by_form(cast.ada, PASSPHRASE)
    yield her
    her.page.context.close()


def type_until_kept(her: Somebody, field: str) -> None:
    with her.page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        her.main.locator(field).first.fill(WORDS)


def leave_and_come_back(her: Somebody, cast: Cast, elsewhere: Elsewhere) -> None:
    press_shift(her.page, 3)
    her.page.wait_for_url(elsewhere.url)
    her.page.go_back(wait_until="commit")
    her.page.wait_for_url("**/sign-in/**")
    assert WORDS not in her.page.content()
    her.sign_in_by_form(cast.ada, PASSPHRASE)


def test_an_answer_goes_on_where_it_was(
    her: Somebody, cast: Cast, topic: Topic, elsewhere: Elsewhere
) -> None:
    her.open(f"/p/{topic.posts.get().ref}/reply/")
    type_until_kept(her, "textarea[name=words]")

    leave_and_come_back(her, cast, elsewhere)

    her.open("/circles/")
    her.see("You had begun to write")
    her.see(WORDS)
    her.go_by(her.main.get_by_role("link", name="An answer to"))
    expect(her.main.locator("textarea[name=words]").first).to_have_value(WORDS)


def test_a_note_of_own_pages_goes_on_once_they_are_open(
    her: Somebody, cast: Cast, elsewhere: Elsewhere
) -> None:
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    her.open("/own/notes/new/")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    type_until_kept(her, "textarea[name=text]")

    leave_and_come_back(her, cast, elsewhere)

    her.open("/own/notes/")
    her.not_see(WORDS)
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    her.see(WORDS)
    her.follow("Go on with it")
    expect(her.main.locator("textarea[name=text]")).to_have_value(WORDS)
