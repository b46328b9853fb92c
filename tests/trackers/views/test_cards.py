"""Cards: read by every member, with their own pages open or not, and known to nobody."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trackers.own_pages import CANARY
from trackers.choices import CardAction, CardKind
from trackers.markup import html_from_markdown
from trackers.models import (
    Card,
)
from trackers.shipped import shipped
from trackers.views.cards import LEADS_TO

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


def url_of(key):
    piece = next(piece for piece in shipped() if piece.key == key)
    return f"/own/cards/{piece.page_ref}/"


def page(browser, url, **headers):
    response = browser.get(url, headers=headers)
    assert response.status_code == 200, url
    return response.content.decode()


def offered(browser, url):
    html = page(browser, url)
    found = re.search(r'id="may-help".*?</aside>', html, re.DOTALL)
    return re.findall(r">([^<>]+)</a>", found[0]) if found else []


# --- Reading ----------------------------------------------------------------------------------


def test_a_member_without_a_vault_reads_all_of_them(cast):
    browser = cast.client(cast.cy)
    html = page(browser, "/own/cards/")
    for piece in shipped():
        if piece.kind == CardKind.CARD and not piece.country:
            assert piece.title in html
            assert html_from_markdown(piece.body) in page(browser, url_of(piece.key))


def test_every_card_ends_in_something_to_do_and_says_where_an_advocate_is(cast):
    for piece in shipped():
        if piece.kind == CardKind.CARD:
            html = page(cast.client(cast.cy), f"{url_of(piece.key)}?country={piece.country}")
            assert html_from_markdown(piece.body) in html
            assert str(CardAction(piece.action).label) in html
            assert 'href="/help/"' in html


def test_each_action_leads_somewhere(at_home):
    assert set(LEADS_TO) | {CardAction.LOG_DOOR} == set(CardAction)
    for piece in shipped():
        if piece.kind == CardKind.CARD and not piece.country:
            html = page(at_home, url_of(piece.key)).partition('<div class="buttons')[2]
            for url in re.findall(r'href="(/[^"]*)"', html.partition("</div>")[0]):
                assert at_home.get(url).status_code == 200, url


def test_one_that_does_not_exist_is_not_there(cast):
    for nonsense in ("0" * 12, "%00", "at-the-door"):
        assert cast.client(cast.cy).get(f"/own/cards/{nonsense}/").status_code == 404


def test_nobody_can_tell_that_somebody_read_one(at_home, ada):
    """No row, no session, nothing in the trail: a reading changes nothing at all."""
    before = dict(at_home.session)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(at_home, url_of("police-or-order"))
        page(at_home, "/own/cards/?country=AT")
    written = re.compile(r"^\s*(insert|update|delete)", re.IGNORECASE)
    assert not [query["sql"] for query in asked if written.match(query["sql"])]
    assert dict(at_home.session) == before


def test_of_variants_none_is_picked(cast):
    html = page(cast.client(cast.cy), url_of("got-through"))
    assert "Keep a copy" in html
    assert "Let it go" in html


# --- Fast -------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["at-the-door", "got-through"])
def test_what_is_needed_in_a_hurry_is_small_and_waits_for_no_script(cast, key):
    browser = cast.client(cast.cy)
    html = page(browser, url_of(key))
    assert len(html.encode()) < 8_000
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', html)[0].startswith("/static/fast.")
    assert html.count('rel="stylesheet"') == 1
    for script in re.findall(r"<script[^>]*>", html):
        assert "defer" in script
    assert "<img" not in html
    assert "<svg" not in html
    assert "font" not in html.partition("<body>")[0]
    assert "data-exit" in html
    assert "<title>Cards" in html


@pytest.mark.parametrize(
    ("who", "queries"), [("cy", 3), ("ada", 12)], ids=["closed", "with helpers"]
)
def test_it_costs_little(cast, at_home, who, queries, django_assert_max_num_queries):
    for n in range(3):
        at_home.post("/own/lists/helpers/new/", {"name": f"Mo {n}", "roles": ["call"]})
    browser = at_home if who == "ada" else cast.client(cast.cy)
    page(browser, url_of("at-the-door"))
    with django_assert_max_num_queries(queries):
        page(browser, url_of("at-the-door"))


def test_the_cost_does_not_grow_with_what_the_house_writes(cast, django_assert_max_num_queries):
    for n in range(20):
        Card.objects.create(kind="card", key=f"rain-{n}", title="Rain", body="x", action="log")
    browser = cast.client(cast.cy)
    page(browser, "/own/cards/")
    with django_assert_max_num_queries(6):
        page(browser, "/own/cards/")


# --- One's own beside it ----------------------------------------------------------------------


def test_ones_own_stands_beside_it_while_it_is_open(at_home):
    at_home.post("/own/lists/reasons/new/", {"text": CANARY})
    helper = {"name": "Mo", "code_word": "marmalade", "roles": ["code_word"]}
    at_home.post("/own/lists/helpers/new/", helper)
    at_home.post("/own/lists/helpers/new/", {"name": "Xenia", "roles": ["post"]})
    assert CANARY in page(at_home, url_of("why"))
    html = page(at_home, url_of("at-the-door"))
    assert "marmalade" in html
    assert "Xenia" not in html
    at_home.post("/own/lock/")
    assert CANARY not in page(at_home, url_of("why"))
    assert "marmalade" not in page(at_home, url_of("at-the-door"))


@pytest.mark.parametrize(
    ("reached_by", "link"),
    [
        ("+44 (0)20 7946-0958", 'href="tel:+4402079460958"'),
        ("0800 123 456", 'href="tel:0800123456"'),
        ("next door, number 12", ""),
        ("12", ""),
    ],
)
def test_a_helper_is_called_with_one_tap_where_there_is_a_number(at_home, reached_by, link):
    helper = {"name": "Mo", "reached_by": reached_by, "roles": ["call"]}
    at_home.post("/own/lists/helpers/new/", helper)
    html = page(at_home, url_of("at-the-door"))
    assert reached_by in html
    assert link in html
    assert ("tel:" in html) == bool(link)


def test_the_sentence_for_each_friend_stands_with_mutual_friends(at_home):
    person = at_home.post("/own/doors/new/", {"name": "E."})["Location"]
    door = {"kind": "friend", "label": "Kim", "state": "open"}
    channel = at_home.post(f"{person}channel/", door)["Location"]
    at_home.post(channel, {"label": "Kim", "state": "open", "words": "How is your garden, Kim?"})
    html = page(at_home, url_of("mutual-friends"))
    assert "How is your garden, Kim?" in html
    assert f'href="{channel}"' in html


def test_left_lying_it_comes_back_without_what_is_ones_own(at_home, time_machine):
    helper = {"name": "Mo", "code_word": "marmalade", "roles": ["code_word"]}
    at_home.post("/own/lists/helpers/new/", helper)
    html = page(at_home, f"{url_of('at-the-door')}?country=GB")
    seconds, then = re.search(r'http-equiv="refresh" content="(\d+);url=([^"]+)"', html).groups()
    assert int(seconds) == 601
    html = page(at_home, url_of("at-the-door") + then.replace("&amp;", "&"))
    assert "999" in html
    assert "marmalade" not in html
    assert "http-equiv" not in html


def test_nobody_sees_what_is_somebody_elses(at_home, cast, eves_vault):
    at_home.post("/own/lists/reasons/new/", {"text": CANARY})
    assert CANARY not in page(cast.client(cast.eve), url_of("why"))


# --- Language and country ---------------------------------------------------------------------


def test_what_holds_in_ones_country_stands_below(cast):
    cast.cy.time_zone = "Europe/Vienna"
    cast.cy.save()
    browser, url = cast.client(cast.cy), url_of("police-or-order")
    html = page(browser, url)
    assert "If you are in danger now" in html
    assert "Gewaltschutzzentrum" in html
    assert "CourtNav" not in html
    assert "CourtNav" in page(browser, f"{url}?country=GB")
    assert "Gewaltschutzzentrum" not in page(browser, f"{url}?country=")
    assert "Gewaltschutzzentrum" not in page(browser, f"{url}?country=<b>")


def test_at_the_door_the_number_of_ones_country_comes_before_everything_that_can_wait(cast):
    html = page(cast.client(cast.cy), f"{url_of('at-the-door')}?country=GB")
    assert html.index("<strong>999</strong>") < html.index("one tap") < html.index("one sentence")


def test_somebody_reads_it_in_their_language_where_there_is_one(cast):
    Card.objects.create(
        kind="card", key="why", language="de", title="Warum", body="Darum.", action="urge"
    )
    browser, url = cast.client(cast.cy), url_of("why")
    assert "Darum." not in page(browser, url)
    html = page(browser, url, accept_language="de-AT,de;q=0.9,en;q=0.5")
    assert "Darum." in html
    assert 'lang="de"' in html
    assert "Darum." in page(browser, f"{url}?language=de")
    assert "Deutsch" in page(browser, url)


# --- Found where they are needed --------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/own/", "At the door now"),
        ("/own/day/2026-11-20/", "At the door now"),
        ("/own/event/", "They got through"),
        ("/own/event/?what=5", "Mutual friends"),
        ("/own/event/?what=7", "I keep looking at their page"),
        ("/own/urge/", "The need for answers"),
        ("/own/doors/", "What to expect"),
        ("/own/doors/", "Is it really No Contact?"),
        ("/own/doors/sweep/", "Once a quarter: are the doors still shut?"),
        ("/own/doors/drafting/", "Children or a court between us"),
        ("/own/lists/things/", "Money and things between you"),
        ("/own/lists/reasons/", "Why"),
        ("/own/lists/handovers/", "Children or a court between us"),
        ("/own/notes/new/?letter=1", "The need for answers"),
    ],
)
def test_it_is_found_where_it_is_needed(at_home, url, title):
    found = offered(at_home, url)
    assert title in found
    assert len(found) <= 3


def test_a_door_offers_what_is_about_doors_of_its_kind(at_home):
    person = at_home.post("/own/doors/new/", {"name": "E."})["Location"]
    for kind, title in (("friend", "Mutual friends"), ("door", "At the door now")):
        door = at_home.post(f"{person}channel/", {"kind": kind, "state": "open"})["Location"]
        assert offered(at_home, door)[0] == title


def test_a_note_that_is_no_letter_is_left_alone(at_home):
    assert offered(at_home, "/own/notes/new/") == []


def test_what_the_house_switches_off_is_offered_nowhere(at_home):
    Card.objects.create(kind="card", key="why", title="Why", body="x", action="urge", is_on=False)
    assert offered(at_home, "/own/lists/reasons/") == []
    assert at_home.get(url_of("why")).status_code == 404
