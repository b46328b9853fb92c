"""Setting up, opening, locking, and the keys."""

import pytest

from accounts.actions.recovery import make_recovery_key
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.vault import unlock
from trackers.queries.vault import vault_of
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db

TWICE = {"passphrase": VAULT_PASSPHRASE, "again": VAULT_PASSPHRASE}
NEW = "seven clouds above the quarry"


def openings(user):
    return len(set(valkey.scan_iter(f"vault:opening:{user.pk}:*")))


def test_setting_up_says_what_is_lost_when_both_are_and_opens(cast, ada):
    make_recovery_key(by=ada)
    browser = cast.client(ada)
    page = browser.get("/own/set-up/").content.decode()
    assert "loses these pages for good" in page
    assert "understood" not in page
    assert browser.post("/own/set-up/", TWICE)["Location"] == "/own/"
    assert "ready, and open" in browser.get("/own/").content.decode()


def test_without_a_recovery_key_it_wants_to_be_understood(cast, ada):
    browser = cast.client(ada)
    assert "/me/key/" in browser.get("/own/set-up/").content.decode()
    refused = browser.post("/own/set-up/", TWICE)
    assert refused.status_code == 422
    assert vault_of(ada) is None
    assert browser.post("/own/set-up/", TWICE | {"understood": "on"}).status_code == 302
    assert vault_of(ada) is not None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"again": "another"}, "not the same"),
        ({"passphrase": "short", "again": "short"}, "15 characters"),
        (
            {"passphrase": "seven quiet boats at dusk", "again": "seven quiet boats at dusk"},
            "sign in with",
        ),
        ({}, "tick this"),
    ],
)
def test_why_it_is_not_set_up(cast, ada, typed, why):
    sent = TWICE | {"understood": "on"} | typed
    if not typed:
        del sent["understood"]
    refused = cast.client(ada).post("/own/set-up/", sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert why in page
    assert VAULT_PASSPHRASE not in page


def test_it_is_set_up_once(at_home):
    assert at_home.get("/own/set-up/")["Location"] == "/own/"
    assert at_home.post("/own/set-up/", TWICE)["Location"] == "/own/"


def test_locking_is_at_once_and_takes_the_cookie(at_home, ada, settings):
    locked = at_home.post("/own/lock/")
    assert openings(ada) == 0
    assert locked.cookies[settings.VAULT_COOKIE_NAME].value == ""
    page = at_home.get("/own/").content.decode()
    assert "Locked." in page
    assert 'name="vault_passphrase"' in page
    assert at_home.get("/own/lock/").status_code == 405


def test_locking_everywhere_closes_other_devices_too(cast, ada, at_home, client):
    client.force_login(ada)
    open_own_pages(client)
    at_home.post("/own/lock/", {"everywhere": ""})
    assert openings(ada) == 0


def test_the_recovery_key_opens_when_the_passphrase_is_lost(cast, ada):
    recovery_key = make_recovery_key(by=ada)
    browser = cast.client(ada)
    browser.post("/own/set-up/", TWICE)
    browser.post("/own/lock/")
    assert 'href="/own/key/"' in browser.get("/own/").content.decode()
    wrong = browser.post("/own/key/", {"recovery_key": "x", "new_passphrase": NEW})
    assert wrong.status_code == 422
    right = browser.post("/own/key/", {"recovery_key": recovery_key, "new_passphrase": NEW})
    assert right["Location"] == "/own/"
    assert "Did something happen" in browser.get("/own/").content.decode()
    assert unlock(by=ada, passphrase=NEW)


def test_without_a_recovery_key_the_page_says_so_plainly(cast, ada, vault):
    page = cast.client(ada).get("/own/key/").content.decode()
    assert "only their passphrase opens them" in page
    assert cast.client(cast.dov).get("/own/key/")["Location"] == "/own/set-up/"


def test_another_passphrase(at_home, ada):
    sent = {"passphrase": VAULT_PASSPHRASE, "new_passphrase": NEW}
    refused = at_home.post("/own/keys/passphrase/", sent | {"passphrase": "wrong"})
    assert refused.status_code == 422
    assert at_home.post("/own/keys/passphrase/", sent)["Location"] == "/own/keys/"
    # It stays open here.
    assert "The new passphrase is set" in at_home.get("/own/keys/").content.decode()
    assert unlock(by=ada, passphrase=NEW)


def test_a_shorter_time(at_home, ada):
    assert at_home.post("/own/keys/time/", {"idle_seconds": "7"}).status_code == 422
    at_home.post("/own/keys/time/", {"idle_seconds": "60"})
    page = at_home.get("/own/keys/").content.decode()
    assert "closes after 1 quiet minute" in page
    (name,) = valkey.scan_iter(f"vault:opening:{ada.pk}:*")
    assert valkey.ttl(name) <= 60


def test_the_operators_longest_time_is_kept_to(at_home, ada, settings):
    settings.VAULT_IDLE_SECONDS = 120
    at_home.post("/own/lock/")
    open_own_pages(at_home)
    (name,) = valkey.scan_iter(f"vault:opening:{ada.pk}:*")
    assert valkey.ttl(name) <= 120
    assert "closes after 2 quiet minutes" in at_home.get("/own/").content.decode()


def test_the_keys_page_says_what_opens(cast, ada, at_home):
    assert "Only the passphrase opens these pages" in at_home.get("/own/keys/").content.decode()
    make_recovery_key(by=ada)
    page = at_home.get("/own/keys/").content.decode()
    assert "You have a recovery key, but it does not open these pages" in page
    wrong = at_home.post("/own/keys/recovery/", {"passphrase": "not the passphrase at all"})
    assert wrong.status_code == 422
    at_home.post("/own/keys/recovery/", {"passphrase": VAULT_PASSPHRASE})
    assert "It opens these pages too" in at_home.get("/own/keys/").content.decode()
