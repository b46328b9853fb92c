"""What cards do with one tap: they were at the door, they got through."""

import re
import uuid
from datetime import UTC, datetime

import pytest

from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE, open_own_pages
from tests.trackers.views.test_cards import page, url_of
from trackers.models import (
    Channel,
    ChannelContents,
    ContactEvent,
    EventContents,
    Person,
    PersonContents,
)
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


# --- One tap ----------------------------------------------------------------------------------


def events_of(user, vault):
    with rows_of(user.pk):
        rows = ContactEvent.objects.visible_to(user)
        return [one.contents for one in vault.open_all(rows, EventContents)]


def test_at_the_door_is_written_down_with_one_tap_and_once(at_home, ada, vault):
    entry = re.search(r'name="entry" value="([^"]+)"', page(at_home, url_of("at-the-door")))[1]
    for _tap in range(2):
        answer = at_home.post("/own/cards/door/", {"entry": entry})
        assert answer.status_code == 302
    [event] = events_of(ada, vault)
    assert (event.channel, event.response, event.at) == ("door", "unopened", NOW)
    assert "Written down: at the door, 21:30" in page(at_home, answer["Location"])


def test_with_closed_pages_the_tap_waits_for_the_passphrase(at_home, ada, vault):
    at_home.post("/own/lock/")
    entry = str(uuid.uuid4())
    asked = at_home.post("/own/cards/door/", {"entry": entry})
    assert f'value="{entry}"' in asked.content.decode()
    assert events_of(ada, vault) == []
    typed = {"entry": entry, "vault_passphrase": VAULT_PASSPHRASE}
    at_home.post("/own/cards/door/", typed | {"vault_on_the_way_to": "post"})
    assert len(events_of(ada, vault)) == 1


# --- Closing the way they came in by ----------------------------------------------------------

HOLE = {"kind": "new_account", "label": "sunny_days", "response": "unread", "words": "A photo."}


def doors_of(user, vault):
    with rows_of(user.pk):
        rows = Channel.objects.visible_to(user)
        return [(one.row, one.contents) for one in vault.open_all(rows, ChannelContents)]


def people_of(user, vault):
    with rows_of(user.pk):
        rows = Person.objects.visible_to(user)
        return [one.contents.name for one in vault.open_all(rows, PersonContents)]


def test_the_door_and_the_event_are_there_in_one_step_and_once(at_home, ada, vault):
    hole = HOLE | {"item": str(uuid.uuid4()), "name": "E."}
    for _tap in range(2):
        answer = at_home.post("/own/cards/way/", hole)
    [(row, door)] = doors_of(ada, vault)
    [event] = events_of(ada, vault)
    assert answer["Location"] == f"/own/channel/{row.pk}/"
    assert (door.kind, door.label, door.state) == ("new_account", "sunny_days", "open")
    assert (event.door, event.channel, event.response) == (str(row.pk), "new_account", "unread")
    assert event.words == "A photo."
    assert people_of(ada, vault) == ["E."]
    html = page(at_home, answer["Location"])
    assert "What came through it" in html


def test_it_is_a_door_of_whoever_is_written_down(at_home, ada, vault):
    person = at_home.post("/own/doors/new/", {"name": "E."})["Location"].split("/")[-2]
    at_home.post("/own/cards/way/", HOLE | {"item": str(uuid.uuid4()), "person": person})
    [(row, _door)] = doors_of(ada, vault)
    assert str(row.person_id) == person
    assert people_of(ada, vault) == ["E."]


def test_nobody_is_named_and_it_is_kept_all_the_same(at_home, ada, vault):
    at_home.post("/own/cards/way/", HOLE | {"item": str(uuid.uuid4())})
    assert people_of(ada, vault) == ["Not named yet"]


def test_after_an_answer_it_goes_on_to_what_is_next(at_home):
    hole = HOLE | {"item": str(uuid.uuid4()), "response": "answered"}
    assert at_home.post("/own/cards/way/", hole)["Location"].endswith("/next/")


def test_somebody_elses_person_is_nobody(at_home, cast, ada, vault, eves_vault):
    eve = open_own_pages(cast.client(cast.eve))
    theirs = eve.post("/own/doors/new/", {"name": "A."})["Location"].split("/")[-2]
    hole = HOLE | {"item": str(uuid.uuid4()), "person": theirs}
    at_home.post("/own/doors/new/", {"name": "E."})
    refused = at_home.post("/own/cards/way/", hole)
    assert refused.status_code == 422
    assert "sunny_days" in refused.content.decode()
    assert doors_of(ada, vault) == []


def test_what_is_missing_is_said_and_nothing_is_half_done(at_home, ada, vault):
    hole = {"item": str(uuid.uuid4()), "kind": "mail", "words": CANARY}
    refused = at_home.post("/own/cards/way/", hole)
    assert refused.status_code == 422
    assert CANARY in refused.content.decode()
    assert doors_of(ada, vault) == events_of(ada, vault) == people_of(ada, vault) == []
