"""Writing down what happened: three taps, and everything else if one wants to."""

import re
from datetime import UTC, date, datetime

import pytest

from tests.trackers.own_pages import VAULT_PASSPHRASE, event_at
from trackers.actions.events import log_contact_event
from trackers.actions.vault import set_up_vault
from trackers.models import ContactEvent, EventContents
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, 15, tzinfo=UTC)
THEN = {"on": "2026-11-20", "time": "21:30"}


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def events(user, vault):
    with rows_of(user.pk):
        return [e.contents for e in vault.open_all(ContactEvent.objects.all(), EventContents)]


def test_they_rang_and_i_did_not_answer(at_home, ada, vault):
    today = at_home.get("/own/").content.decode()
    assert '<a class="button small quiet" href="/own/event/?what=1">They rang</a>' in today
    form = at_home.get("/own/event/?what=1").content.decode()
    assert 'value="2026-11-20"' in form
    assert 'value="21:30"' in form
    sent = THEN | {"what": "1", "response": "unanswered"}
    assert at_home.post("/own/event/?what=1", sent)["Location"] == "/own/"
    assert events(ada, vault) == [
        EventContents(
            at=NOW.replace(second=0),
            zone="UTC",
            channel="phone",
            response="unanswered",
            direction="theirs",
        )
    ]


def test_reaching_out_says_by_itself_what_was_done(at_home, ada, vault):
    assert 'name="response"' not in at_home.get("/own/event/?what=6").content.decode()
    at_home.post("/own/event/", THEN | {"what": "6", "channel": "mail"})
    (event,) = events(ada, vault)
    assert (event.direction, event.channel, event.response) == ("mine", "mail", "reached_out")


def test_everything_can_be_told(at_home, ada, vault):
    at_home.post(
        "/own/event/",
        THEN
        | {
            "what": "2",
            "response": "read",
            "channel": "new_account",
            "got_through": "forgotten_account",
            "tactics": ["pity", "return"],
            "words": "One.\r\nTwo.",
        },
    )
    (event,) = events(ada, vault)
    assert event.channel == "new_account"
    assert event.got_through == "forgotten_account"
    assert event.tactics == ["pity", "return"]
    assert event.words == "One.\nTwo."


def test_a_way_that_does_not_go_with_what_happened_is_left_out(at_home, ada, vault):
    at_home.post("/own/event/", THEN | {"what": "2", "response": "unread", "channel": "phone"})
    assert events(ada, vault)[0].channel == "text"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Choose what comes closest"),
        ({"what": "1"}, "Choose what comes closest"),
        ({"what": "1", "response": "unread", "time": "21:31"}, "ahead of now"),
        ({"what": "1", "response": "unread", "on": "1900-01-01"}, "long ago"),
        ({"what": "99", "response": "unread"}, "Please choose one of these"),
    ],
)
def test_why_it_is_not_written_down(at_home, ada, vault, typed, why):
    refused = at_home.post("/own/event/", THEN | {"words": "Not lost."} | typed)
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert "Not lost." in refused.content.decode()
    assert events(ada, vault) == []


def test_it_can_be_told_later_for_another_day(at_home, ada, vault):
    assert 'value="2026-11-01"' in at_home.get("/own/event/?on=2026-11-01").content.decode()
    for nonsense in ("?on=2026-02-30", "?on=x", "?what=99"):
        assert at_home.get(f"/own/event/{nonsense}").status_code == 200
    sent = {"what": "1", "response": "hung_up", "on": "2026-11-01", "time": "08:00"}
    assert at_home.post("/own/event/", sent)["Location"] == "/own/day/2026-11-01/"


def test_it_is_corrected_in_the_zone_that_it_was_lived_in(at_home, ada, vault):
    there = event_at(NOW, zone="America/New_York", tactics=["pity"], words="Before.")
    event = log_contact_event(by=ada, vault=vault, contents=there, now=NOW)
    form = at_home.get(f"/own/event/{event.pk}/").content.decode()
    for shown in ('value="16:30"', "Before.", 'value="pity"'):
        assert shown in form
    sent = {"what": "1", "response": "hung_up", "on": "2026-11-19", "time": "23:00"}
    corrected = at_home.post(f"/own/event/{event.pk}/", sent)
    assert corrected["Location"] == "/own/day/2026-11-19/"
    (event,) = events(ada, vault)
    assert event.at == datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    assert (event.zone, event.response, event.words) == ("America/New_York", "hung_up", "")


def test_throwing_it_away_is_asked_about_once(at_home, ada, vault):
    event = log_contact_event(by=ada, vault=vault, contents=event_at(NOW), now=NOW)
    url = f"/own/event/{event.pk}/dispose/"
    assert "Keep it, sealed, or throw it away?" in at_home.get(url).content.decode()
    at_home.post(url, {"answer": "keep"})
    assert events(ada, vault)[0].kept_at.date() == date(2026, 11, 20)
    assert "You decided to keep it" in at_home.get(url).content.decode()
    assert at_home.post(url, {"answer": "nonsense"}).status_code == 200
    at_home.post(url, {"answer": "dispose"})
    assert events(ada, vault) == []


def test_a_button_pressed_twice_writes_one_entry(at_home, ada):
    form = at_home.get("/own/event/?what=1").content.decode()
    entry = re.search(r'name="entry" value="([^"]+)"', form)[1]
    sent = THEN | {"what": "1", "response": "unanswered", "entry": entry}
    for _press in range(3):
        assert at_home.post("/own/event/?what=1", sent).status_code == 302
    with rows_of(ada.pk):
        assert ContactEvent.objects.count() == 1


def test_an_id_that_somebody_else_has_makes_an_entry_of_ones_own(at_home, ada, cast):
    eves = set_up_vault(by=cast.eve, passphrase=VAULT_PASSPHRASE, now=NOW)
    theirs = log_contact_event(by=cast.eve, vault=eves, contents=event_at(NOW), now=NOW)
    sent = THEN | {"what": "1", "response": "unanswered", "entry": str(theirs.pk)}
    assert at_home.post("/own/event/", sent).status_code == 302
    with rows_of(ada.pk):
        assert ContactEvent.objects.get().pk != theirs.pk
    with rows_of(cast.eve.pk):
        assert bytes(ContactEvent.objects.get().sealed) == bytes(theirs.sealed)
