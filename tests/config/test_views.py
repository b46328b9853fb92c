import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
WORDS = "My careful words, which took me an hour."


def test_a_stale_form_gives_back_what_was_written_and_no_secret(cast, opening):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada)
    typed = {"words": WORDS, "passphrase": "a passphrase that is long enough", "concern": "other"}
    page = client.post(f"/p/{opening.ref}/reply/", typed)
    assert page.status_code == 403
    assert WORDS in page.content.decode()
    assert "a passphrase that is long enough" not in page.content.decode()


def test_a_stale_form_shows_what_was_written_as_text(cast):
    page = Client(enforce_csrf_checks=True).post(
        "/sign-in/", {"words": "<script>alert(1)</script>"}
    )
    assert "<script>alert(1)" not in page.content.decode()


def test_a_broken_page_still_has_the_way_out(client, settings):
    settings.ROOT_URLCONF = "tests.world.broken_urls"
    client.raise_request_exception = False
    page = client.get("/breaks/")
    assert page.status_code == 500
    assert re.search(rb"/exit\.\w+\.js", page.content)
    assert b"data-exit" in page.content


def test_a_circle_and_its_topics_are_marked_in_the_navigation(cast, topic):
    client = cast.client(cast.ada)
    for url in ("/circles/", cast.circle.get_absolute_url(), topic.get_absolute_url()):
        page = client.get(url).content.decode()
        nav = page.partition('class="site-nav"')[2].partition("</nav>")[0]
        assert re.findall(r'aria-current="page">\s*(\w+)', nav) == ["Circles"]


@pytest.mark.parametrize(("part", "start"), [(None, 200), ("ada", 302)])
def test_the_first_page_is_for_those_who_are_not_signed_in(cast, client, part, start):
    visitor = cast.client(cast.ada) if part else client
    assert visitor.get("/").status_code == start


def test_the_first_page_names_open_circles_alone(cast, client, open_to_anyone):
    page = client.get("/").content.decode()
    assert open_to_anyone.name in page
    assert cast.circle.name not in page


@pytest.mark.parametrize("url", ["/p/{ref}/reply/", "/own/notes/new/"])
def test_what_was_written_when_the_session_had_ended_is_given_back(client, opening, url):
    page = client.post(url.format(ref=opening.ref), {"words": WORDS, "text": WORDS})
    assert page.status_code == 403
    assert WORDS in page.content.decode()


def test_a_piece_of_a_page_is_no_place_for_the_sign_in_page(client, opening):
    asked = client.post(
        f"/p/{opening.ref}/reply/", {"words": WORDS}, headers={"HX-Request": "true"}
    )
    assert asked.status_code == 401
    assert asked.content == b""


def test_no_passphrase_is_ever_shown_again(client):
    strict = Client(enforce_csrf_checks=True)
    secret = "eleven lanterns by the river"
    fields = ("passphrase", "again", "new_passphrase", "password", "vault_passphrase", "login")
    for url in ("/own/set-up/", "/own/open/", "/own/keys/passphrase/", "/sign-in/", "/back-in/"):
        page = strict.post(url, dict.fromkeys(fields, secret))
        assert secret not in page.content.decode()


@pytest.mark.parametrize(
    "url", ["/c/%00/", "/t/%00/", "/p/%00/", "/desk/%00/", "/t/x/", "/p/abcdefghijkl/"]
)
def test_an_odd_address_is_no_address(cast, url):
    assert cast.client(cast.bel).get(url).status_code == 404


@pytest.mark.parametrize("query", ["after=%00", "start=%00", "before=%00", "after=1", "start=zz"])
def test_an_odd_place_in_a_list_is_its_beginning(cast, topic, query):
    for url in (cast.circle.get_absolute_url(), topic.get_absolute_url(), "/notices/"):
        assert cast.client(cast.ada).get(f"{url}?{query}").status_code == 200
