import pytest

from tests.trackers.own_pages import event_at, noon
from trackers.actions.events import log_contact_event
from trackers.models import ContactEvent, EventContents
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

pytestmark = pytest.mark.django_db

NOON = noon(2026, 3, 1)


def test_two_rows_whose_values_were_swapped_do_not_open(ada, vault):
    one, two = (
        log_contact_event(by=ada, vault=vault, contents=event_at(NOON, words=words), now=NOON)
        for words in ("one", "two")
    )
    one.sealed, two.sealed = two.sealed, one.sealed
    for row in (one, two):
        with pytest.raises(CannotBeOpened):
            vault.open(row, EventContents)


def test_a_row_that_does_not_open_takes_no_other_with_it(ada, vault):
    for hour in range(3):
        contents = event_at(NOON.replace(hour=hour), words=str(hour))
        log_contact_event(by=ada, vault=vault, contents=contents, now=NOON)
    with rows_of(ada.pk):
        damaged = ContactEvent.objects.first()
        damaged.sealed = bytes(damaged.sealed)[:-1]
        damaged.save()
        opened = vault.open_all(ContactEvent.objects.all(), EventContents)
    assert [found.row.pk for found in opened if found.contents is None] == [damaged.pk]
    assert len({found.contents.words for found in opened if found.contents}) == 2


def test_a_row_of_another_is_neither_opened_nor_written(cast, vault, eves_vault):
    contents = event_at(NOON)
    theirs = log_contact_event(by=cast.eve, vault=eves_vault, contents=contents, now=NOON)
    with pytest.raises(CannotBeOpened):
        vault.open(theirs, EventContents)
    with pytest.raises(CannotBeOpened):
        vault.seal_into(theirs, contents)
