"""They are at the door: one card, one tap, and nothing that stays on the screen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.shelves import put_on_shelf
from trackers.actions.vault import set_up_vault
from trackers.choices import HelperRole
from trackers.models import ContactEvent, Helper, HelperContents
from trackers.vault.rows import rows_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CODE_WORD = "marmalade"


@pytest.fixture
def her(cast, come_in):
    now = timezone.now()
    vault = set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=now)
    put_on_shelf(
        by=cast.ada,
        vault=vault,
        model=Helper,
        contents=HelperContents(name="Mo", code_word=CODE_WORD, roles=[HelperRole.CODE_WORD]),
        today=now.date(),
    )
    her = come_in()
    her.sign_in(cast.ada)
    her.open("/own/")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    return her


def test_one_tap_writes_it_down(her, cast):
    her.follow("At the door now")
    her.see("You do not have to open.")
    her.see(CODE_WORD)
    her.check_page()
    her.press("Write it down with one tap: they were at the door")
    her.see("Written down: at the door")
    with rows_of(cast.ada.pk):
        assert ContactEvent.objects.count() == 1


def test_a_lock_in_another_tab_takes_what_is_ones_own_and_leaves_the_card(her, scripts):
    her.follow("At the door now")
    her.see(CODE_WORD)
    other = her.page.context.new_page()
    other.goto(f"{her.base}/own/")
    with other.expect_navigation():
        other.get_by_role("button", name="Lock now").click()
    if not scripts:
        # It comes back by itself after the quiet minutes; here by hand.
        her.page.reload()
    her.not_see(CODE_WORD)
    expect(her.main.get_by_role("heading", name="At the door now")).to_be_visible()


def test_left_lying_it_shows_the_card_alone(her, scripts):
    if scripts:
        her.page.clock.install()
    her.follow("At the door now")
    her.see(CODE_WORD)
    if scripts:
        her.page.clock.fast_forward("10:01")
    else:
        url = her.page.locator("noscript meta").get_attribute("content").partition("url=")[2]
        her.page.goto(her.page.url + url)
    her.not_see(CODE_WORD)
    expect(her.main.get_by_role("heading", name="At the door now")).to_be_visible()


def test_a_look_at_oneself_becomes_a_step(her):
    her.open("/own/cards/")
    her.follow("Is it really No Contact?")
    her.check_page()
    her.choose("Do those around me think it is over, while I still write in secret?")
    her.press("Look at it")
    her.see("One person who knows is enough")
    her.press("Make steps of it")
    her.press("Save")
    her.see("1 is on your list now.")
    her.open("/own/")
    her.see("Tell one person how it really is")
