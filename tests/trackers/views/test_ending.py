"""Erasing one's own pages, and beginning anew without any key."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.ending import ask_to_begin_anew
from trackers.models import Vault
from trackers.queries.vault import vault_of
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

TYPED = {"passphrase": VAULT_PASSPHRASE, "understood": "on"}


def test_the_page_says_plainly_what_goes_and_what_stays(at_home):
    assert 'href="/own/erase/"' in at_home.get("/own/keys/").content.decode()
    html = at_home.get("/own/erase/").content.decode()
    for said in ("Nobody can bring it back", "copies of the database", "Your account stays"):
        assert said in html
    assert 'href="/own/take/"' in html
    assert f'href="{reverse("forums:erase")}"' in html


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"passphrase": "not that one at all", "understood": "on"}, "not the passphrase"),
        ({"passphrase": VAULT_PASSPHRASE}, "tick this"),
        ({}, "required"),
    ],
)
def test_it_takes_the_passphrase_and_a_tick(at_home, ada, typed, why):
    refused = at_home.post("/own/erase/", typed)
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert vault_of(ada)


def test_erased_it_is_closed_and_can_be_set_up_anew(at_home, ada, settings):
    done = at_home.post("/own/erase/", TYPED)
    assert done.status_code == 302
    assert done.cookies[settings.VAULT_COOKIE_NAME].value == ""
    assert "It is erased" in at_home.get(done["Location"]).content.decode()
    assert at_home.get("/own/")["Location"] == "/own/set-up/"


def test_another_device_finds_the_way_to_set_up_too(cast, ada, at_home, client):
    client.force_login(ada)
    open_own_pages(client)
    at_home.post("/own/erase/", TYPED)
    assert client.get("/own/")["Location"] == "/own/set-up/"


def test_erased_in_the_middle_of_a_request_is_no_broken_page(at_home, ada):
    with rows_of(ada.pk):
        # Its opening is still there for a moment.
        Vault.objects.all().delete()
    assert at_home.get("/own/")["Location"] == "/own/set-up/"
    answer = at_home.post("/own/urge/", {"strength": "7"})
    assert answer["Location"] == "/own/set-up/"


def asked_ago(user, **ago):
    ask_to_begin_anew(by=user, now=timezone.now() - timedelta(**ago))


@pytest.fixture
def signed_in(cast, ada, vault):
    """With the passphrase said once more a moment ago, and her pages closed."""
    browser = cast.client(ada)
    browser.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    return browser


def test_the_way_there_is_on_the_page_for_lost_keys(signed_in):
    html = signed_in.get("/own/key/").content.decode()
    assert 'href="/own/anew/"' in html


def test_it_takes_the_sign_in_passphrase_once_more(cast, ada, vault):
    # Signed in long ago, or by somebody who found the browser open.
    answer = cast.client(ada).get("/own/anew/")
    assert answer.status_code == 302
    assert "/me/again/" in answer["Location"]


def test_asking_begins_a_wait_that_can_be_taken_back(signed_in, ada):
    assert "seven days" in signed_in.get("/own/anew/").content.decode()
    signed_in.post("/own/anew/", {"ask": ""})
    html = signed_in.get("/own/anew/").content.decode()
    assert "You can begin anew from" in html
    assert 'name="begin"' not in html
    refused = signed_in.post("/own/anew/", {"begin": ""})
    assert refused.status_code == 409
    assert "Not yet" in refused.content.decode()
    signed_in.post("/own/anew/", {"keep": ""})
    assert vault_of(ada).anew_asked_at is None


def test_after_the_days_it_begins_anew(signed_in, ada):
    asked_ago(ada, days=7, minutes=1)
    assert 'name="begin"' in signed_in.get("/own/anew/").content.decode()
    assert signed_in.post("/own/anew/", {"begin": ""})["Location"] == "/own/set-up/"
    assert vault_of(ada) is None
    assert signed_in.get("/own/anew/")["Location"] == "/own/set-up/"


def test_opening_them_keeps_them_and_tells_what_was_asked(signed_in, ada):
    asked_ago(ada, days=8)
    open_own_pages(signed_in)
    assert "had asked to throw these pages away" in signed_in.get("/own/").content.decode()
    assert vault_of(ada).anew_asked_at is None
    assert "had asked" not in signed_in.get("/own/").content.decode()
    assert signed_in.post("/own/anew/", {"begin": ""}).status_code == 409
    assert vault_of(ada)
