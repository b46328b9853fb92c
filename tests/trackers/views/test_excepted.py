"""Contact through the one channel that has to stay is held."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.trackers.own_pages import open_own_pages
from trackers.models import ContactEvent, EventContents
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def person(at_home):
    return at_home.post("/own/doors/new/", {"name": "E."})["Location"]


@pytest.fixture
def doors(at_home, person):
    """The one that stays, and another."""
    kinds = ("mail", "phone")
    made = [at_home.post(f"{person}channel/", {"kind": kind, "state": "open"}) for kind in kinds]
    stays, other = (response["Location"].strip("/").split("/")[-1] for response in made)
    form = {"channel": stays, "reason": "custody", "until": "2026-11-20"}
    assert at_home.post(f"{person}exception/", form).status_code == 302
    return stays, other


def answer(browser, door, day="2026-11-20", url="/own/event/"):
    form = {"what": "2", "response": "answered", "on": day, "time": "09:00", "door": door}
    return browser.post(url, form)


def events(user, vault):
    with rows_of(user.pk):
        return [vault.open(row, EventContents) for row in ContactEvent.objects.all()]


def state_of_today(browser):
    html = browser.get("/own/").content.decode()
    return html.split('aria-current="date"')[0].rsplit('data-state="', 1)[1].split('"')[0]


def test_an_answer_through_it_is_held_and_asks_for_nothing(at_home, doors):
    assert answer(at_home, doors[0])["Location"] == "/own/"
    assert state_of_today(at_home) == "held"
    assert "<span>held</span>" in at_home.get("/own/").content.decode()


def test_through_another_door_it_is_what_it_was(at_home, doors):
    assert "/next/" in answer(at_home, doors[1])["Location"]
    assert state_of_today(at_home) == "slip"


def test_on_a_day_after_its_last_one_it_is_a_door_like_the_others(at_home, doors, time_machine):
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    open_own_pages(at_home)
    assert "/next/" in answer(at_home, doors[0], day="2026-11-21")["Location"]
    assert answer(at_home, doors[0], day="2026-11-20")["Location"] == "/own/day/2026-11-20/"


def test_what_was_held_stays_held_when_it_need_not_stay_any_more(
    at_home, ada, vault, person, doors
):
    answer(at_home, doors[0])
    at_home.post(f"{person}exception/end/")
    assert state_of_today(at_home) == "held"
    with rows_of(ada.pk):
        url = f"/own/event/{ContactEvent.objects.get().pk}/"
    answer(at_home, doors[0], url=url)
    assert [event.excepted for event in events(ada, vault)] == [True]


def test_corrected_to_another_door_it_is_looked_at_anew(at_home, ada, vault, doors):
    answer(at_home, doors[0])
    with rows_of(ada.pk):
        url = f"/own/event/{ContactEvent.objects.get().pk}/"
    answer(at_home, doors[1], url=url)
    assert [event.excepted for event in events(ada, vault)] == [False]
    assert state_of_today(at_home) == "slip"
    answer(at_home, doors[0], url=url)
    assert state_of_today(at_home) == "held"
