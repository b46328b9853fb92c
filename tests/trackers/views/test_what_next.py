"""The second step after a slip."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.trackers.own_pages import event_at
from trackers.actions.events import log_contact_event
from trackers.actions.preferences import count_indirect, place_in_challenge
from trackers.models import ContactEvent, EventContents
from trackers.queries.preferences import preferences_of
from trackers.rules.challenge import number_on
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, 12, tzinfo=UTC)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
AT = {"on": "2026-11-20", "time": "21:30"}


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def slip(ada, vault):
    at = NOW - timedelta(hours=2)
    contents = event_at(at, response="answered", words="I wrote back")
    return log_contact_event(by=ada, vault=vault, contents=contents, now=NOW)


def opened(user, vault, event):
    with rows_of(user.pk):
        return vault.open(ContactEvent.objects.get(pk=event.pk), EventContents)


def number_tomorrow(user, vault):
    with rows_of(user.pk):
        return number_on(TOMORROW, preferences_of(user, vault).challenge, zone="UTC")


def log(browser, what, response=None):
    form = {"what": what, "on": "2026-11-20", "time": "20:00"}
    return browser.post("/own/event/", form | ({"response": response} if response else {}))


def test_a_slip_leads_to_it_and_nothing_else_does(at_home, ada, vault):
    assert "/next/" in log(at_home, "2", "answered")["Location"]
    assert "/next/" in log(at_home, "6")["Location"]
    assert log(at_home, "2", "unread")["Location"] == "/own/"
    assert log(at_home, "7")["Location"] == "/own/"
    count_indirect(by=ada, vault=vault, counts=True, today=TODAY)
    assert "/next/" in log(at_home, "7")["Location"]


def test_it_blames_nobody_and_says_what_stays(at_home, slip, vault, ada):
    yesterday = event_at(NOW - timedelta(days=1))
    log_contact_event(by=ada, vault=vault, contents=yesterday, now=NOW)
    html = at_home.get(f"/own/event/{slip.pk}/next/").content.decode()
    assert "The 1 day that you held stays held." in html
    assert "fail" not in html
    assert "The thirty days" not in html


def test_the_moment_is_written_down_and_everything_else_stays(at_home, ada, vault, slip):
    response = at_home.post(f"/own/event/{slip.pk}/next/", AT)
    assert response["Location"] == "/own/"
    found = opened(ada, vault, slip)
    assert found.recommitted_at == NOW
    assert (found.words, found.response) == ("I wrote back", "answered")


def test_correcting_what_happened_keeps_it(at_home, ada, vault, slip):
    at_home.post(f"/own/event/{slip.pk}/next/", AT)
    form = {"what": "2", "response": "answered", "on": "2026-11-20", "time": "19:31"}
    assert at_home.post(f"/own/event/{slip.pk}/", form).status_code == 302
    assert opened(ada, vault, slip).recommitted_at == NOW


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ({"on": "2026-11-20", "time": "19:00"}, "before what happened"),
        ({"on": "2026-11-21", "time": "19:00"}, "ahead of now"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_and_nothing_is_lost(at_home, ada, vault, slip, at, why):
    response = at_home.post(f"/own/event/{slip.pk}/next/", at)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert at["time"] in response.content.decode()
    assert opened(ada, vault, slip).recommitted_at is None


@pytest.mark.parametrize(
    ("chosen", "tomorrow"),
    [
        ({"challenge": "go_on"}, 13),
        ({"challenge": "restart"}, 1),
        ({"challenge": "rejoin", "number": "5"}, 5),
    ],
)
def test_the_thirty_days_go_on_as_their_owner_says(at_home, ada, vault, slip, chosen, tomorrow):
    place_in_challenge(by=ada, vault=vault, on=TODAY, number=12, today=TODAY)
    assert at_home.post(f"/own/event/{slip.pk}/next/", AT | chosen).status_code == 302
    assert number_tomorrow(ada, vault) == tomorrow


def test_a_day_to_come_back_in_at_has_to_be_named(at_home, ada, vault, slip):
    place_in_challenge(by=ada, vault=vault, on=TODAY, number=12, today=TODAY)
    response = at_home.post(f"/own/event/{slip.pk}/next/", AT | {"challenge": "rejoin"})
    assert response.status_code == 422
    assert "Which day would you like" in response.content.decode()
    assert opened(ada, vault, slip).recommitted_at is None


def test_on_the_last_day_there_is_no_next_number(at_home, ada, vault, slip):
    place_in_challenge(by=ada, vault=vault, on=TODAY, number=30, today=TODAY)
    html = at_home.get(f"/own/event/{slip.pk}/next/").content.decode()
    assert "with day 31" not in html
    assert "with day 1" in html


def test_somebody_elses_is_not_there(cast, slip, eves_vault):
    from tests.trackers.own_pages import open_own_pages

    eve = open_own_pages(cast.client(cast.eve))
    assert eve.get(f"/own/event/{slip.pk}/next/").status_code == 404
    assert eve.post(f"/own/event/{slip.pk}/next/", AT).status_code == 404


def test_a_damaged_one_says_so(at_home, ada, slip):
    with rows_of(ada.pk):
        ContactEvent.objects.filter(pk=slip.pk).update(sealed=b"x")
    assert "cannot be opened" in at_home.get(f"/own/event/{slip.pk}/next/").content.decode()
