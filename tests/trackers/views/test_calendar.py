"""The month, and the thirty days."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from tests.trackers.own_pages import event_at
from trackers.actions.events import log_contact_event
from trackers.actions.preferences import count_indirect, place_in_challenge
from trackers.models import Preferences
from trackers.queries.preferences import preferences_of
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def log(user, vault, at=NOW, **contents):
    return log_contact_event(by=user, vault=vault, contents=event_at(at, **contents), now=NOW)


def page(browser, url="/own/calendar/"):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def states(html):
    """The day's address and how it is drawn."""
    found = re.findall(r'class="day" data-state="(\w+)"[^>]*>\s*<a href="/own/day/([\d-]+)/"', html)
    return {day: state for state, day in found}


def preferences(user, vault):
    with rows_of(user.pk):
        return preferences_of(user, vault)


def test_each_day_shows_what_it_was_and_leads_to_its_page(at_home, ada, vault):
    for days, response in enumerate(["unanswered", "no_choice", "read", "answered"]):
        log(ada, vault, NOW - timedelta(days=days), response=response)
    found = states(page(at_home))
    assert found["2026-11-20"] == "held"
    assert found["2026-11-19"] == "neutral"
    assert found["2026-11-18"] == "indirect"
    assert found["2026-11-17"] == "slip"
    assert found["2026-11-16"] == "none"
    assert at_home.get("/own/day/2026-11-16/").status_code == 200


def test_a_day_to_come_has_no_page_and_no_mark(at_home):
    html = page(at_home)
    assert "2026-11-21" not in html
    assert len(states(html)) == 20


def test_months_before_are_reachable_and_those_to_come_are_not(at_home):
    html = page(at_home)
    assert 'href="/own/calendar/2026-10/"' in html
    assert "/own/calendar/2026-12/" not in html
    before = page(at_home, "/own/calendar/2026-10/")
    assert len(states(before)) == 31
    assert 'href="/own/calendar/2026-11/"' in before
    assert at_home.get("/own/calendar/2026-12/").status_code == 404
    assert at_home.get("/own/calendar/1949-12/").status_code == 404
    assert 'rel="prev"' not in page(at_home, "/own/calendar/1950-01/")
    assert at_home.get("/own/calendar/2026-13/").status_code == 404


def test_a_week_begins_as_the_language_has_it(at_home):
    with translation.override("en-gb"):
        html = page(at_home)
    first = re.search(r'<th scope="col">.*?<span class="visually-hidden">(\w+)</span>', html)
    assert first[1] in {"Monday", "Sunday"}
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)[1:]
    assert {row.count("<td") for row in rows} == {7}


def test_a_date_that_never_was_is_an_empty_place(at_home, ada, vault):
    ada.time_zone = "Pacific/Apia"
    ada.save()
    found = states(page(at_home, "/own/calendar/2011-12/"))
    assert "2011-12-29" in found
    assert "2011-12-30" not in found


def test_the_title_says_nothing(at_home):
    assert re.search(r"<title>\s*(.*?)\s*</title>", page(at_home), re.DOTALL)[1].startswith(
        "November 2026"
    )


def test_looking_counts_where_its_owner_says_so_and_no_day_changes(at_home, ada, vault):
    log(ada, vault, NOW - timedelta(days=3), response="unanswered")
    log(ada, vault, NOW - timedelta(days=2), response="read")
    before = page(at_home)
    assert re.search(r"<dd>3</dd>", before)
    assert at_home.post("/own/calendar/counting/", {"indirect": "on"}).status_code == 302
    after = page(at_home)
    assert states(after) == states(before)
    assert not re.search(r"<dd>3</dd>", after)
    assert re.search(r"<dd>2</dd>", after)
    at_home.post("/own/calendar/counting/", {})
    assert re.findall(r"<dd>.*?</dd>", page(at_home)) == re.findall(r"<dd>.*?</dd>", before)


def test_what_is_chosen_is_sealed_and_one_choice_keeps_the_other(ada, vault, eves_vault):
    count_indirect(by=ada, vault=vault, counts=True, today=TODAY)
    place_in_challenge(by=ada, vault=vault, on=TODAY, number=4, today=TODAY)
    found = preferences(ada, vault)
    assert (found.indirect_counts, found.challenge) == (True, [(TODAY, 4)])
    with rows_of(ada.pk):
        assert b"indirect" not in bytes(Preferences.objects.get().sealed)


def test_what_cannot_be_opened_is_chosen_anew(at_home, ada, vault):
    count_indirect(by=ada, vault=vault, counts=True, today=TODAY)
    with rows_of(ada.pk):
        Preferences.objects.update(sealed=b"x")
    page(at_home)
    count_indirect(by=ada, vault=vault, counts=True, today=TODAY)
    assert preferences(ada, vault).indirect_counts


def test_the_thirty_days_are_begun_and_show_what_is_for_today(at_home):
    assert "Day 1" not in page(at_home, "/own/")
    at_home.post("/own/thirty/place/", {"number": "1"})
    assert "Drink a glass of water" in page(at_home, "/own/")
    html = page(at_home, "/own/thirty/")
    assert "Drink a glass of water" in html
    assert html.count('class="day" data-state') == 30 + 5
    assert html.count('href="/own/day/') == 1


def test_they_can_be_joined_anywhere_and_put_away(at_home, ada, vault):
    at_home.post("/own/thirty/place/", {"number": "30"})
    assert "Thirty. Write down" in page(at_home, "/own/thirty/")
    at_home.post("/own/thirty/leave/")
    assert preferences(ada, vault).challenge == []
    refused = at_home.post("/own/thirty/place/", {"number": "31"})
    assert refused.status_code == 422
    assert preferences(ada, vault).challenge == []


def test_after_the_last_one_the_page_says_so(at_home, ada, vault):
    place_in_challenge(by=ada, vault=vault, on=TODAY - timedelta(days=30), number=1, today=TODAY)
    assert "behind you" in page(at_home, "/own/thirty/")
    assert "Day 30" not in page(at_home, "/own/")


@pytest.mark.parametrize("events", [0, 3])
def test_a_month_costs_the_same_whatever_is_in_it(
    at_home, ada, vault, django_assert_max_num_queries, events
):
    for days in range(events):
        log(ada, vault, NOW - timedelta(days=days))
    # The first time after a change, its month is counted.
    with django_assert_max_num_queries(19):
        page(at_home)
    with django_assert_max_num_queries(12):
        page(at_home)
