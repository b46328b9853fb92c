"""One tap to an urge, from wherever somebody is, as long as their own pages are open."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.trackers.own_pages import open_own_pages
from trackers.urls import urlpatterns
from trackers.vault import opened
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db

HOME = "forums:home"
TO_THE_URGE = 'href="/own/urge/"'
# About an urge themselves; or for whoever cannot be in their pages, or is no longer.
ITSELF = {"urges", "urge", "end_urge"}
OUTSIDE = {"set_up", "key", "anew", "rest", "lock", "unlock"}


def start(browser):
    response = browser.get(reverse(HOME))
    assert response.status_code == 200
    return response.content.decode()


def look_ups(browser):
    with CaptureQueriesContext(connection) as queries:
        start(browser)
    return len(queries)


def test_the_start_page_has_it_while_they_are_open(at_home):
    assert TO_THE_URGE in start(at_home)


def test_closed_or_never_made_it_looks_the_same(cast, ada, vault):
    closed, none = start(cast.client(ada)), start(cast.client(cast.cy))
    assert TO_THE_URGE not in closed
    with_names = [re.sub(r"Wren|Marlow|csrf\S+|nonce=\S+", "", page) for page in (closed, none)]
    assert with_names[0] == with_names[1]


def test_a_cookie_of_pages_that_have_closed_shows_nothing(at_home, ada):
    assert settings.VAULT_COOKIE_NAME in at_home.cookies
    for name in valkey.scan_iter(f"vault:opening:{ada.pk}:*"):
        valkey.delete(name)
    assert TO_THE_URGE not in start(at_home)


@pytest.mark.parametrize("cookie", ["", "x", "A" * 44])
def test_a_cookie_that_is_none_breaks_nothing(cast, ada, vault, cookie):
    browser = cast.client(ada)
    browser.cookies[settings.VAULT_COOKIE_NAME] = cookie
    assert TO_THE_URGE not in start(browser)


def test_it_costs_no_look_up_in_the_database(cast, ada, vault):
    browser = cast.client(ada)
    start(browser)
    closed = look_ups(browser)
    open_own_pages(browser)
    assert look_ups(browser) == closed


def test_looking_at_the_start_page_keeps_nothing_open(at_home, ada):
    (name,) = valkey.scan_iter(f"vault:opening:{ada.pk}:*")
    valkey.expire(name, 5)
    assert TO_THE_URGE in start(at_home)
    assert valkey.ttl(name) <= 5


def test_with_valkey_away_the_start_page_is_there(at_home, monkeypatch):
    from redis.exceptions import ConnectionError as Away

    def away(*_names):
        raise Away

    monkeypatch.setattr(opened.client, "exists", away)
    assert TO_THE_URGE not in start(at_home)


WITHOUT_AN_ID = [
    pattern.name
    for pattern in urlpatterns
    if "<" not in str(pattern.pattern) and pattern.name not in OUTSIDE | ITSELF
]


@pytest.mark.parametrize("name", WITHOUT_AN_ID)
def test_every_private_page_has_it(at_home, name):
    response = at_home.get(reverse(f"trackers:{name}"))
    if response.status_code != 405:
        assert TO_THE_URGE in response.content.decode()
