"""Whom somebody steps away from, and the doors between them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.trackers.own_pages import open_own_pages
from trackers.models import Channel, ChannelException, ContactEvent, EventContents, Person
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.fixture
def person(at_home):
    return at_home.post("/own/doors/new/", {"name": "E."})["Location"]


def add(browser, person, kind="mail", state="open", **more):
    form = {"kind": kind, "state": state} | more
    response = browser.post(f"{person}channel/", form)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def pk_of(url):
    return url.strip("/").split("/")[-1]


def test_one_open_door_is_named_and_no_more_is_said(at_home, person):
    assert "No door is written down yet." in page(at_home, person)
    add(at_home, person, "mail", label="work")
    add(at_home, person, "phone", state="closed")
    for url in ("/own/doors/", person):
        html = page(at_home, url)
        assert "No Response: these doors are still open." in html
        assert "E-mail: work" in html
    assert "No Contact:" not in page(at_home, person)


def test_all_closed_is_no_contact(at_home, person):
    door = add(at_home, person)
    at_home.post(door, {"state": "closed", "steps": ["rule"]})
    html = page(at_home, "/own/doors/")
    assert "No Contact: every door that you know of is closed." in html
    assert "still be reached" not in html


def test_the_steps_that_are_taken_stay_taken(at_home, person):
    door = add(at_home, person)
    at_home.post(door, {"state": "closing", "steps": ["rule", "devices"], "words": "Tuesday"})
    html = page(at_home, door)
    assert re.search(r'value="rule"[^>]*checked', html)
    assert not re.search(r'value="forwarding"[^>]*checked', html)
    assert "Tuesday" in html


def test_a_warning_comes_before_many_doors_are_closed_at_once(at_home, person):
    add(at_home, person)
    assert "Before you close several at once" not in page(at_home, person)
    add(at_home, person, "phone")
    assert "Before you close several at once" in page(at_home, person)


def test_one_may_stay_and_only_one(at_home, ada, person):
    first, second = add(at_home, person), add(at_home, person, "phone")
    stays = {"channel": pk_of(first), "reason": "custody", "topics": "Hand-overs"}
    assert at_home.post(f"{person}exception/", stays).status_code == 302
    html = page(at_home, person)
    assert "Hand-overs" in html
    assert "Shared custody" in html
    other = at_home.post(f"{person}exception/", stays | {"channel": pk_of(second)})
    assert other.status_code == 422
    assert "There can be one only" in other.content.decode()
    with rows_of(ada.pk):
        row = Person.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            ChannelException.objects.create(owner=ada, on=NOW, person=row, sealed=b"x")


def test_with_the_rest_closed_it_is_no_contact_but_for_that_one(at_home, person):
    add(at_home, person, "phone", state="closed")
    stays = {"channel": pk_of(add(at_home, person)), "reason": "legal", "until": "2026-11-21"}
    at_home.post(f"{person}exception/", stays)
    assert "No Contact, but for the one that has to stay." in page(at_home, person)
    at_home.post(f"{person}exception/end/")
    assert "No Response" in page(at_home, person)


def test_an_exception_whose_time_is_over_is_a_door_like_the_others(at_home, person, time_machine):
    stays = {"channel": pk_of(add(at_home, person)), "reason": "legal", "until": "2026-11-21"}
    at_home.post(f"{person}exception/", stays)
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    open_own_pages(at_home)
    assert "No Response" in page(at_home, person)


def test_a_last_day_that_is_over_is_refused_and_nothing_typed_is_lost(at_home, person):
    stays = {
        "channel": pk_of(add(at_home, person)),
        "reason": "legal",
        "until": "2026-11-19",
        "topics": "The flat",
    }
    refused = at_home.post(f"{person}exception/", stays)
    assert refused.status_code == 422
    assert "lies behind you" in refused.content.decode()
    assert "The flat" in refused.content.decode()


def test_a_channel_of_somebody_else_cannot_be_the_exception(at_home, person):
    add(at_home, person)
    other = at_home.post("/own/doors/new/", {"name": "F."})["Location"]
    stranger = pk_of(add(at_home, other))
    refused = at_home.post(f"{person}exception/", {"channel": stranger, "reason": "legal"})
    assert refused.status_code == 422


def test_what_came_through_a_door_shows_there(at_home, ada, vault, person):
    door = add(at_home, person, "mail", label="work")
    form = {"what": "2", "response": "unread", "on": "2026-11-20", "time": "20:00"}
    assert "E. · E-mail: work" in page(at_home, "/own/event/?what=2")
    at_home.post("/own/event/", form | {"door": pk_of(door)})
    assert "They wrote" in page(at_home, door)
    with rows_of(ada.pk):
        event = ContactEvent.objects.get()
        assert vault.open(event, EventContents).door == pk_of(door)
    at_home.post(f"{door}dispose/", {"answer": "dispose"})
    # Correcting it later does not forget where it came through.
    at_home.post(f"/own/event/{event.pk}/", form | {"time": "19:00"})
    with rows_of(ada.pk):
        assert vault.open(ContactEvent.objects.get(), EventContents).door == pk_of(door)


def test_throwing_a_person_away_takes_their_doors_with_it(at_home, ada, person):
    stays = {"channel": pk_of(add(at_home, person)), "reason": "legal"}
    at_home.post(f"{person}exception/", stays)
    at_home.post(f"{person}dispose/", {"answer": "dispose"})
    with rows_of(ada.pk):
        assert not Person.objects.exists()
        assert not Channel.objects.exists()
        assert not ChannelException.objects.exists()


def test_a_damaged_door_is_told_and_keeps_no_other_from_showing(at_home, ada, person):
    shut = add(at_home, person, "phone", state="closed")
    damaged = add(at_home, person)
    with rows_of(ada.pk):
        Channel.objects.filter(pk=pk_of(damaged)).update(sealed=b"x")
    html = page(at_home, person)
    assert "Telephone" in html
    assert "cannot be opened" in html
    # Nobody can say that it is shut.
    assert "No Contact:" not in html
    assert "cannot be opened" in page(at_home, damaged)
    assert page(at_home, shut)


def test_the_search_for_forgotten_ones_returns(at_home, ada, time_machine):
    assert "more of them than anybody remembers" in page(at_home, "/own/doors/")
    at_home.post("/own/doors/sweep/", {"corners": ["maps", "car"]})
    html = page(at_home, "/own/doors/")
    assert "20 November 2026" in html
    assert "time to look again" not in html
    assert "A quarter has passed" not in page(at_home, "/own/")
    time_machine.move_to(NOW + timedelta(days=92), tick=False)
    at_home.force_login(ada)
    open_own_pages(at_home)
    assert "time to look again" in page(at_home, "/own/doors/")
    assert "A quarter has passed" in page(at_home, "/own/")


def test_a_message_is_looked_at_and_kept_nowhere(at_home):
    found = at_home.post("/own/doors/drafting/", {"text": "I miss you. Call me?"})
    html = found.content.decode()
    assert "A feeling gives" in html
    assert "I miss you. Call me?" in html
    fine = at_home.post("/own/doors/drafting/", {"text": "Friday at five, at the gate."})
    assert "Nothing stands out" in fine.content.decode()
    assert at_home.post("/own/doors/drafting/", {"text": " "}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(at_home, django_assert_num_queries, count):
    for _n in range(count):
        person = at_home.post("/own/doors/new/", {"name": "E."})["Location"]
        for kind in ("mail", "phone"):
            add(at_home, person, kind)
    with django_assert_num_queries(11):
        page(at_home, "/own/doors/")
