import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.utils import timezone

from accounts.models import SignIn
from forums.models import Draft, Post
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.vault import set_up_vault
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db
WORDS = "A word that nobody may see, kestrelword."


@pytest.fixture
def of_a_visit(settings):
    """Names of the cookies that say that somebody was here."""
    return {
        settings.SESSION_COOKIE_NAME,
        settings.VAULT_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        settings.LEFT_COOKIE_NAME,
    }


def taken_away(response):
    return {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0}


@pytest.mark.parametrize(("method", "status"), [("get", 303), ("post", 204)])
def test_leave_ends_the_session_and_deletes_every_cookie(cast, of_a_visit, method, status):
    client = cast.client(cast.ada)
    for name in of_a_visit - set(client.cookies):
        client.cookies[name] = "something"
    response = getattr(client, method)("/leave/")
    assert response.status_code == status
    assert not Session.objects.exists()
    assert taken_away(response) == of_a_visit
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_leave_goes_to_the_first_target_or_to_the_chosen_one(cast, client, settings):
    settings.EXIT_TARGETS = ["https://one.example/", "https://two.example/"]
    assert client.get("/leave/")["Location"] == "https://one.example/"
    cast.ada.exit_target = "https://two.example/"
    cast.ada.save()
    assert cast.client(cast.ada).get("/leave/")["Location"] == "https://two.example/"


def test_a_target_that_the_operator_no_longer_offers_is_not_used(cast, settings):
    settings.EXIT_TARGETS = ["https://one.example/"]
    cast.ada.exit_target = "https://gone.example/"
    cast.ada.save()
    assert cast.client(cast.ada).get("/leave/")["Location"] == "https://one.example/"


def test_leave_works_without_a_session_and_without_a_token(client):
    assert client.get("/leave/").status_code == 303
    client.handler.enforce_csrf_checks = True
    assert client.post("/leave/").status_code == 204


def test_leave_ends_this_session_and_no_other(cast, client):
    other_device = client
    other_device.force_login(cast.ada)
    cast.client(cast.ada).get("/leave/")
    assert other_device.get("/circles/").status_code == 200


# --- Back, before the server has heard of it --------------------------------------------------


@pytest.fixture
def left(cast, settings):
    """ada's browser right after the exit: its script has left the mark, and nothing else came."""
    browser = cast.client(cast.ada)
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    open_own_pages(browser)
    browser.cookies[settings.LEFT_COOKIE_NAME] = "1"
    return browser


@pytest.mark.parametrize(
    "url", ["/", "/circles/", "/own/", "/no/such/page/", "/site.webmanifest", "/health/", "/me/"]
)
def test_whatever_comes_first_signs_out_and_is_answered_as_to_a_stranger(
    cast, left, of_a_visit, url
):
    stranger = Client().get(url)
    response = left.get(url)
    assert (response.status_code, response.get("Location")) == (
        stranger.status_code,
        stranger.get("Location"),
    )
    assert taken_away(response) >= of_a_visit - set(stranger.cookies)
    assert response["Clear-Site-Data"] == '"cache"'
    # With "no-referrer" the sign-in page could send no form (decision 0008).
    assert response["Referrer-Policy"] == stranger["Referrer-Policy"]
    assert not Session.objects.exists()
    assert not list(valkey.scan_iter(f"vault:opening:{cast.ada.pk}:*"))
    assert not SignIn.objects.visible_to(cast.ada).standing().exists()


def test_it_ends_that_browsers_session_and_no_other(cast, left):
    other_device = Client()
    other_device.force_login(cast.ada)
    left.get("/")
    assert other_device.get("/circles/").status_code == 200


def test_a_file_of_the_house_is_no_word_of_it(left, settings):
    response = left.get(staticfiles_storage.url("site.css"))
    assert not response.cookies
    assert Session.objects.exists()


def test_what_such_a_request_brings_is_neither_done_nor_shown_again(left, opening):
    response = left.post(f"/p/{opening.ref}/reply/", {"words": WORDS})
    assert (response.status_code, response["Location"]) == (303, "/sign-in/")
    assert not response.content
    assert not Post.objects.filter(source__contains=WORDS).exists()
    assert not Session.objects.exists()


def test_the_last_words_of_a_draft_leave_what_was_kept_as_it_was(cast, settings, opening):
    browser, url = cast.client(cast.ada), f"/p/{opening.ref}/draft/"
    assert browser.post(url, {"words": WORDS}).status_code == 200
    browser.cookies[settings.LEFT_COOKIE_NAME] = "1"
    late = browser.post(url, {"words": f"{WORDS} And"}, headers={"HX-Request": "true"})
    assert (late.status_code, late.content) == (401, b"")
    assert Draft.objects.get().words == WORDS
    assert not Session.objects.exists()


def test_the_exit_itself_still_knows_where_to_go(cast, left, settings):
    settings.EXIT_TARGETS = ["https://one.example/", "https://two.example/"]
    cast.ada.exit_target = "https://two.example/"
    cast.ada.save()
    assert left.get("/leave/")["Location"] == "https://two.example/"
    assert not Session.objects.exists()


def test_whoever_signs_in_right_after_it_is_in_and_stays_in(cast, left, settings):
    left.get("/sign-in/")
    assert settings.LEFT_COOKIE_NAME not in held(left)
    left.post("/sign-in/", {"login": cast.ada.sign_in_name, "password": cast.passphrase})
    assert left.get("/circles/").status_code == 200


def test_word_of_it_that_comes_late_takes_nothing_away_from_who_is_in_again(cast, left, settings):
    before = held(left)
    left.get("/sign-in/")
    late = Client()
    late.cookies.load(before)
    response = late.post("/leave/")
    assert response.status_code == 204
    assert not response.cookies


def held(browser):
    """What a browser would still send."""
    return {
        name: cookie.value for name, cookie in browser.cookies.items() if cookie["max-age"] != 0
    }


def test_under_https_the_cookies_go_by_their_prefixed_names(cast, settings):
    settings.HTTPS, settings.LEFT_COOKIE_NAME = True, "__Host-g"
    browser = cast.client(cast.ada)
    browser.cookies["__Host-g"] = "1"
    gone = browser.get("/", secure=True).cookies["__Host-g"]
    assert (gone["max-age"], gone["secure"], gone["path"], gone["domain"]) == (0, True, "/", "")
