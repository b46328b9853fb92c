"""An urge, from the first tap to the last."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from trackers.actions.shelves import put_on_shelf
from trackers.actions.urges import begin_urge, rate_urge
from trackers.models import (
    Helper,
    HelperContents,
    Instead,
    InsteadContents,
    Reason,
    ReasonContents,
    Urge,
    UrgeContents,
)
from trackers.refusals import UrgeRefused
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def urge(ada, vault):
    return begin_urge(by=ada, vault=vault, strength=8, now=NOW)


def contents(user, vault):
    with rows_of(user.pk):
        return [vault.open(row, UrgeContents) for row in Urge.objects.order_by("on", "id")]


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("url", ["/own/", "/own/calendar/", "/own/notes/", "/own/lists/"])
def test_it_is_one_tap_away_from_every_private_page(at_home, url):
    assert 'href="/own/urge/"' in page(at_home, url)


def test_from_the_first_number_to_the_last(at_home, ada, vault, time_machine):
    begun = at_home.post("/own/urge/", {"strength": "8"})["Location"]
    assert "Stay here a while" in page(at_home, begun)
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    at_home.post(begun, {"strength": "3"})
    html = page(at_home, begun)
    assert "It is falling" in html
    assert re.findall(r'<meter min="0" max="10" value="(\d+)"', html) == ["8", "3"]
    ended = at_home.post(
        f"{begun}end/", {"outcome": "passed", "helped": ["Put the phone in another room"]}
    )
    assert ended["Location"] == "/own/"
    (kept,) = contents(ada, vault)
    assert kept.ratings == [(NOW, 8), (NOW + timedelta(minutes=5), 3)]
    assert (kept.outcome, kept.helped) == ("passed", ["Put the phone in another room"])
    html = page(at_home, begun)
    assert "It passed" in html
    assert "Say it again" not in html


def test_somebody_who_went_away_comes_back_to_the_middle_of_it(at_home, urge, time_machine):
    assert at_home.get("/own/urge/")["Location"] == f"/own/urge/{urge.pk}/"
    time_machine.move_to(NOW + timedelta(hours=6), tick=False)
    # So long after, there is a new wave if there is one.
    at_home.post("/own/open/", {"vault_passphrase": "nine lanterns over the harbour"})
    assert "It comes like a wave" in page(at_home, "/own/urge/")


def test_pressing_twice_begins_one(at_home, ada, vault):
    given = re.search(r'name="urge" value="([^"]+)"', page(at_home, "/own/urge/"))[1]
    for _twice in range(2):
        at_home.post("/own/urge/", {"strength": "8", "urge": given})
    assert len(contents(ada, vault)) == 1


def test_an_id_of_somebody_else_is_theirs(ada, vault, cast, eves_vault, urge):
    of_eve = begin_urge(by=cast.eve, vault=eves_vault, strength=2, now=NOW, urge_id=urge.pk)
    assert of_eve.pk != urge.pk
    assert [kept.ratings for kept in contents(ada, vault)] == [[(NOW, 8)]]


def test_what_helps_is_there_meanwhile(at_home, ada, vault, urge):
    assert "Hold something cold" in page(at_home, f"/own/urge/{urge.pk}/")
    for model, thing in (
        (Instead, InsteadContents(text="Swim")),
        (Reason, ReasonContents(text="The locked doors")),
        (Helper, HelperContents(name="Mo", roles=["call"], reached_by="next door")),
        (Helper, HelperContents(name="Bo", roles=["post"])),
    ):
        put_on_shelf(by=ada, vault=vault, model=model, contents=thing, today=NOW.date())
    html = page(at_home, f"/own/urge/{urge.pk}/")
    assert "Hold something cold" not in html
    for shown in ("Swim", "The locked doors", "Call Mo", "next door"):
        assert shown in html
    assert "Bo" not in html


def test_having_made_contact_leads_to_writing_it_down(at_home, urge):
    ended = at_home.post(f"/own/urge/{urge.pk}/end/", {"outcome": "contact"})
    assert ended["Location"] == "/own/event/?what=6"


def test_nothing_chosen_is_asked_again_and_nothing_typed_is_lost(at_home, ada, vault, urge):
    assert at_home.post("/own/urge/", {}).status_code == 422
    response = at_home.post(f"/own/urge/{urge.pk}/end/", {"words": "it rained"})
    assert response.status_code == 422
    assert "it rained" in response.content.decode()
    assert contents(ada, vault)[0].outcome == ""


def test_one_that_is_over_takes_no_more(ada, vault, at_home, urge):
    at_home.post(f"/own/urge/{urge.pk}/end/", {"outcome": "weaker"})
    refused = at_home.post(f"/own/urge/{urge.pk}/", {"strength": "4"})
    assert refused.status_code == 422
    with pytest.raises(UrgeRefused):
        rate_urge(by=ada, vault=vault, urge=urge, strength=4, now=NOW)
    assert len(contents(ada, vault)[0].ratings) == 1


def test_her_own_median_is_shown_once_there_are_enough(at_home, ada, vault, time_machine):
    for minutes in (5, 10, 30):
        one = begin_urge(by=ada, vault=vault, strength=8, now=NOW)
        later = NOW + timedelta(minutes=minutes)
        rate_urge(by=ada, vault=vault, urge=one, strength=2, now=later)
        at_home.post(f"/own/urge/{one.pk}/end/", {"outcome": "passed"})
    assert "within 10 minutes" in page(at_home, "/own/urge/")


def test_a_damaged_one_takes_no_other_with_it(at_home, ada, urge, vault):
    begin_urge(by=ada, vault=vault, strength=5, now=NOW, urge_id=uuid.uuid4())
    with rows_of(ada.pk):
        Urge.objects.filter(pk=urge.pk).update(sealed=b"x")
    assert "cannot be opened" in page(at_home, f"/own/urge/{urge.pk}/")
    assert at_home.get("/own/urge/").status_code == 302


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same(at_home, ada, vault, django_assert_num_queries, count):
    for _n in range(count):
        urge = begin_urge(by=ada, vault=vault, strength=5, now=NOW)
    with django_assert_num_queries(13):
        page(at_home, f"/own/urge/{urge.pk}/")
