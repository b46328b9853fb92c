"""The cover over a site that is in use: every page that somebody comes to by its links, full of
words that would tell, says nothing of them outside of itself."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from config.demo.people import ADA, ADAS_PAGES, BEL, GUS, Player
from forums.actions.conversation import open_topic
from forums.models import Circle
from tests.leaks.conftest import address
from tests.leaks.own_pages import plant, plant_log
from tests.trackers.conftest import ada, at_home, own_store, vault
from tests.trackers.own_pages import open_own_pages
from tests.world.keepers import KEEPERS
from tests.world.lived_in import links, walk
from tests.world.test_cover import BANNED, WORDS, outside
from trackers.tasks import make_owed_exports

__all__ = ["ada", "address", "at_home", "own_store", "vault"]

pytestmark = pytest.mark.django_db

STARTS = {
    None: ["/", "/privacy/", "/circles/", "/robots.txt", "/no/such/page/"],
    ADA: ["/", "/own/", "/circles/", "/me/", "/own/log/", "/circles/mine/"],
    BEL: ["/", "/circles/", "/desk/", "/me/"],
    GUS: ["/", "/desk/", "/house/"],
}


@pytest.fixture
def lived_in() -> None:
    call_command("seed_demo", "--cases")
    wren = whoever(ADA)
    for circle in Circle.objects.filter(memberships__user=wren):
        open_topic(by=wren, circle=circle, title=" ".join(WORDS)[:150], words=" ".join(WORDS))


def whoever(player: Player) -> User:
    return User.objects.get(personas__name=player.persona)


def browser_of(player: Player | None) -> Client:
    client = Client()
    if player is not None:
        client.force_login(whoever(player))
    if player == ADA:
        open_own_pages(client, ADAS_PAGES)
    return client


def seen_by_all() -> Iterator[tuple[str, str, HttpResponse]]:
    for player, starts in STARTS.items():
        for name, response in walk(browser_of(player), *starts):
            yield player.persona if player else "a visitor", name, response


def test_no_page_that_somebody_comes_to_tells(lived_in):
    seen, told = set(), set()
    for who, name, response in seen_by_all():
        seen.add(name)
        assert response.status_code < 500, (who, response.request["PATH_INFO"])
        told |= {(who, name, text) for text in shown_by(response) if BANNED.search(text)}
    assert told == set()
    assert len(seen) > 90, sorted(set(KEEPERS) - seen)


WOULD_TELL = "No contact: stalking, abuse"


@pytest.fixture
def own_words(
    monkeypatch, ada, at_home, address, own_store, vault, django_capture_on_commit_callbacks
):
    """Own pages and a log, with such words in everything that can be typed, and an export made."""
    monkeypatch.setattr("tests.leaks.own_pages.CANARY", WOULD_TELL)
    plant(at_home)
    open_own_pages(at_home)
    with django_capture_on_commit_callbacks(execute=True):
        plant_log(at_home)
    make_owed_exports()
    return at_home


def test_no_own_page_that_somebody_comes_to_tells(own_words):
    seen, told = set(), set()
    for name, response in walk(own_words, "/own/", "/own/log/", "/own/notes/", "/own/doors/"):
        seen.add(name)
        told |= {(name, text) for text in shown_by(response) if BANNED.search(text)}
    assert told == set()
    assert seen >= {"trackers:original_file", "trackers:export_file", "trackers:statement"}


def shown_by(response: HttpResponse) -> Iterator[str]:
    """The titles in a feed are its content, for whoever reads the words as well."""
    if response.get("Content-Type", "").startswith("text/html"):
        yield from outside(response)
        yield from links(response.request["PATH_INFO"], response)
    else:
        yield from (f"{name}: {value}" for name, value in response.headers.items())
