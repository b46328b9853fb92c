"""Nothing that shows outside the page itself says what the site is for."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finders
from django.core import mail

from accounts.actions.mail import owe_link
from accounts.tasks import send_messages
from tests.world.urls import every_url

pytestmark = pytest.mark.django_db

WORDS = [
    line
    for line in (Path(__file__).parent / "banned_words.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
BANNED = re.compile(r"(?<![a-z])(" + "|".join(map(re.escape, WORDS)) + r")(?![a-z])", re.IGNORECASE)


# Made by chance: any two letters may stand in it one day.
BY_CHANCE = re.compile(r"'nonce-[^']*'")
MADE_BY_CHANCE = {
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.VAULT_COOKIE_NAME,
}


def outside(response):
    """What somebody sees who does not read the page: address, title, headers, cookies."""
    yield response.request["PATH_INFO"]
    yield from re.findall(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    for name, value in response.headers.items():
        yield BY_CHANCE.sub("", f"{name}: {value}")
    for name, cookie in response.cookies.items():
        yield name if name in MADE_BY_CHANCE else f"{name}={cookie.value}"


def test_the_list_finds_what_it_should():
    assert BANNED.search("Support for abuse survivors")
    assert BANNED.search("/no-contact/")
    assert not BANNED.search("/next/example/")


@pytest.mark.parametrize(("name", "url"), every_url())
def test_no_page_tells(cast, client, name, url):
    for visitor in (client, cast.client(cast.dov)):
        response = visitor.get(url)
        for text in outside(response):
            assert not BANNED.search(text), text


def test_no_file_name_tells():
    for finder in get_finders():
        for name, _storage in finder.list([]):
            assert not BANNED.search(name)
    assert finders.find("site.css")


def test_no_mail_tells():
    for page in ("/me/mail/x/", "/circles/claim/x/", ""):
        owe_link(to=None, address="a@example.org", leads_to=page)
    assert send_messages() == 3
    for sent in mail.outbox:
        assert not BANNED.search(sent.message().as_string())
