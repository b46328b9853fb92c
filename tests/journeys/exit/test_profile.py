"""The browser's own folder, after a visit that ended with the exit."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Playwright, expect

from forums.actions.conversation import open_topic
from forums.models import Topic
from tests.cast import PASSPHRASE, Cast
from tests.config.front_door import until
from tests.conftest import QUIET, find_chromium
from tests.journeys.exit.profile import Profile
from tests.journeys.exit.stage import Elsewhere, press_shift
from tests.journeys.stage import Somebody
from tests.trackers.own_pages import VAULT_PASSPHRASE
from tests.world.test_cover import BANNED
from trackers.actions.vault import set_up_vault

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What each of them was: no word of it may be kept.
WORDS = {
    "read in a title": "quillbramble",
    "read in a post": "bittermoss",
    "looked for in circles": "ospreyfen",
    "title, refused": "kestrelquern",
    "post, refused": "thistlewick",
    "draft of an answer": "draftumber",
    "looked for in own pages": "larkspindle",
    "title of a note": "zyzzyvaloft",
    "note": "marrowsedge",
    "draft of a note": "fernhollow",
    "of somebody": "wrackpetrel",
    "passphrase": PASSPHRASE,
    "passphrase of own pages": VAULT_PASSPHRASE,
}

# Without scripts, whatever a page is the answer to stays for as long as the list of tabs; the
# privacy page says so.
SENT = {"looked for in own pages"}
AT_TIMES = SENT | {"title, refused", "post, refused"}


@pytest.fixture
def topic(cast: Cast) -> Topic:
    title, words = f"About {WORDS['read in a title']}", f"So {WORDS['read in a post']} it is."
    return open_topic(by=cast.cy, circle=cast.circle, title=title, words=words)


def own_browser(playwright: Playwright, folder: Path, *, scripts: bool) -> BrowserContext:
    """A whole Chromium with a folder of its own, as somebody has it at home."""
    return playwright.chromium.launch_persistent_context(
        folder,
        executable_path=find_chromium(),
        args=QUIET,
        java_script_enabled=scripts,
        ignore_default_args=["--disable-back-forward-cache", "--enable-automation"],
    )


def visit_circles(her: Somebody, topic: Topic) -> None:
    her.open(topic.circle.get_absolute_url())
    her.follow(topic.title)
    if her.scripts:
        # Without scripts the words stand in the address; the privacy page says so.
        her.open("/search/")
        her.main.locator("input[name=q]").fill(WORDS["looked for in circles"])
        her.press("Search")
        her.see("Nothing was found")
        begin_what_is_refused(her, topic)
    her.open(f"/p/{topic.posts.get().ref}/reply/")
    words = her.main.locator("textarea[name=words]").first
    if her.scripts:
        with her.page.expect_response(lambda answer: answer.url.endswith("/draft/")):
            words.fill(WORDS["draft of an answer"])
    else:
        words.fill(WORDS["draft of an answer"])


def begin_what_is_refused(her: Somebody, topic: Topic) -> None:
    """A page that is the answer to what was sent: a browser keeps that to send it once more."""
    her.open(f"/c/{topic.circle.ref}/new/")
    her.main.locator("input[name=title]").fill(WORDS["title, refused"])
    # A telephone number, about which the page asks.
    her.main.locator("textarea[name=words]").first.fill(
        f"{WORDS['post, refused']}, call me on 020 7946 0018"
    )
    her.go_by(her.main.locator("form.form button.button:not([type=button])").last)
    expect(her.main.locator("textarea[name=words]").first).to_be_visible()


def visit_own_pages(her: Somebody) -> None:
    her.open("/own/")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    her.open("/own/doors/new/")
    her.main.locator("input[name=name]").fill(WORDS["of somebody"])
    her.press("Save")
    her.open("/own/notes/new/")
    her.main.locator("input[name=title]").fill(WORDS["title of a note"])
    her.main.locator("textarea[name=text]").fill(WORDS["note"])
    her.press("Save")
    her.open("/own/notes/")
    her.main.locator("input[name=q]").fill(WORDS["looked for in own pages"])
    her.press("Find")
    her.see("None of what you wrote has these words")
    take_everything(her)
    her.open("/own/notes/new/")
    her.main.locator("textarea[name=text]").fill(WORDS["draft of a note"])
    # On to another page, as that is when a browser writes down what stood in fields.
    her.open("/own/calendar/")


def take_everything(her: Somebody) -> None:
    her.open("/own/take/")
    her.main.locator("input[type=password]").first.fill(VAULT_PASSPHRASE)
    with her.page.expect_download() as coming:
        her.main.get_by_role("button", name="Give me the file").click()
    assert not BANNED.search(coming.value.suggested_filename)
    coming.value.delete()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_nothing_of_the_visit_is_left_in_it(
    playwright: Playwright,
    live_server: Any,
    settings: Any,
    cast: Cast,
    topic: Topic,
    elsewhere: Elsewhere,
    tmp_path: Path,
    scripts: bool,
) -> None:
    settings.EXIT_TARGETS = [elsewhere.url]
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    context = own_browser(playwright, tmp_path, scripts=scripts)
    her = Somebody(context.pages[0], live_server.url, scripts)
    her.sign_in_by_form(cast.ada, PASSPHRASE)
    visit_circles(her, topic)
    visit_own_pages(her)
    if scripts:
        press_shift(her.page, 3)
    else:
        her.page.locator("[data-exit]").click()
    her.page.wait_for_url(elsewhere.url)
    # Nobody waits for the server there; until it has answered, the mark says that somebody left.
    until(lambda: not context.cookies(live_server.url))
    # It writes what it has not written yet.
    context.close()

    profile = Profile(tmp_path)
    assert profile.holding("weather"), "the folder is not the one that was used"
    held = {what: profile.holding(word) for what, word in WORDS.items()}
    kept = {what for what, files in held.items() if files}
    # Scripts take it out of that list, but it may have been written down in the moment before.
    assert kept - AT_TIMES == set() if scripts else kept == SENT
    # Where the tabs are kept that were open, to open them again.
    assert all("Sessions" in file for files in held.values() for file in files)
    nothing_tells(profile, live_server.url)
    nothing_is_stored(profile, live_server.url)


def nothing_tells(profile: Profile, site: str) -> None:
    """What is left are addresses, titles and pictures; none says what the site is."""
    visited = profile.rows("History", "select url, title from urls")
    assert len(visited) > 5
    for address in [*visited, *((one,) for one in profile.addresses(site))]:
        assert not BANNED.search(" ".join(map(str, address))), address


def nothing_is_stored(profile: Profile, site: str) -> None:
    assert profile.rows("Cookies", "select name from cookies where host_key = 'localhost'") == []
    assert profile.rows("Web Data", "select name, value from autofill") == []
    assert profile.rows("Login Data", "select origin_url from logins") == []
    stores = ("Local Storage", "Session Storage", "IndexedDB", "Service Worker", "File System")
    assert profile.addresses(site, *stores) == set()
    # If anything, what is the same for everybody.
    kept = profile.addresses(site, "Cache", "Code Cache")
    assert {address for address in kept if "/static/" not in address} == set()
