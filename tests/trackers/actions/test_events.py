from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from tests.trackers.own_pages import event_at, noon
from trackers.actions.disposal import dispose, keep_sealed
from trackers.actions.events import correct_contact_event, log_contact_event
from trackers.models import ContactEvent, EventContents
from trackers.refusals import EventRefused
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

pytestmark = pytest.mark.django_db

NOON = noon(2026, 3, 1)


@pytest.fixture
def event(ada, vault):
    return log_contact_event(by=ada, vault=vault, contents=event_at(NOON), now=NOON)


def test_an_event_stands_on_the_day_that_it_was_there(ada, vault):
    at = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    contents = event_at(at, zone="Europe/Berlin")
    event = log_contact_event(by=ada, vault=vault, contents=contents, now=NOON)
    assert event.on == date(2026, 3, 1)
    read = vault.open(event, EventContents)
    assert (read.at, read.at.hour) == (at, 0)


def test_the_table_tells_nothing_but_whose_and_when(ada, vault, event):
    with rows_of(ada.pk):
        row = ContactEvent.objects.values().get()
    assert set(row) == {"id", "owner_id", "on", "sealed"}


def test_correcting_moves_it_to_another_day_and_loses_nothing(ada, vault, event):
    newer = msgspec.structs.replace(event_at(NOON), newer={"weather": "rain"}, kept_at=NOON)
    vault.seal_into(event, newer)
    earlier = NOON - timedelta(days=2)
    corrected = correct_contact_event(
        by=ada,
        vault=vault,
        event=event,
        contents=event_at(earlier, response="hung_up"),
        now=NOON,
    )
    with rows_of(ada.pk):
        stored = ContactEvent.objects.get()
    assert stored.pk == corrected.pk
    assert stored.on == earlier.date()
    read = vault.open(stored, EventContents)
    assert (read.response, read.newer, read.kept_at) == ("hung_up", {"weather": "rain"}, NOON)


def test_a_refused_event_is_not_written(ada, vault, event):
    tomorrow = event_at(NOON + timedelta(days=1))
    with pytest.raises(EventRefused):
        log_contact_event(by=ada, vault=vault, contents=tomorrow, now=NOON)
    with pytest.raises(EventRefused):
        correct_contact_event(by=ada, vault=vault, event=event, contents=tomorrow, now=NOON)
    with rows_of(ada.pk):
        assert [event.on for event in ContactEvent.objects.all()] == [NOON.date()]


def test_what_cannot_be_opened_cannot_be_corrected_over(ada, vault, event):
    event.sealed = b"x"
    with pytest.raises(CannotBeOpened):
        correct_contact_event(by=ada, vault=vault, event=event, contents=event_at(NOON), now=NOON)


def test_throwing_away_and_keeping(ada, vault, event):
    contents = vault.open(event, EventContents)
    keep_sealed(by=ada, vault=vault, row=event, contents=contents, now=NOON)
    with rows_of(ada.pk):
        stored = ContactEvent.objects.get()
    assert vault.open(stored, EventContents) == msgspec.structs.replace(contents, kept_at=NOON)
    dispose(by=ada, row=stored)
    with rows_of(ada.pk):
        assert not ContactEvent.objects.exists()
