"""What is in the log stays as it was recorded; what is typed on the way is never lost."""

import uuid
from datetime import date, timedelta
from threading import Barrier, Thread

import msgspec
import pytest
from django.db import connection

from tests.trackers.incident_log import NOW, entry_at, entry_of, record_entry
from trackers.actions.incidents import (
    correct_incident,
    keep_incident_draft,
    log_incident,
    remove_incident,
)
from trackers.models import (
    Incident,
    IncidentDraft,
    IncidentDraftContents,
    IncidentVersion,
    Link,
    RecordedContents,
    Removal,
    RemovalEntry,
)
from trackers.refusals import LogRefused
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

ITEM = uuid.UUID(int=1)


def draft(user, vault, *, item=ITEM, version=0, **fields):
    typed = {name: [value] for name, value in fields.items()}
    return keep_incident_draft(
        by=user, vault=vault, incident_id=item, version=version, fields=typed, now=NOW
    )


def drafts(user, vault):
    with rows_of(user.pk):
        opened = vault.open_all(IncidentDraft.objects.all(), IncidentDraftContents)
        return [found.contents.fields for found in opened]


def correct(user, vault, row, **fields):
    entry = msgspec.structs.replace(entry_of(user, vault, row), **fields)
    return correct_incident(by=user, vault=vault, incident=row, entry=entry, now=NOW)


def test_an_entry_gets_its_number_its_id_and_its_day(ada, vault):
    first = record_entry(ada, vault, item=ITEM, happened="One")
    second = record_entry(ada, vault, NOW - timedelta(days=2))
    assert (first.pk, first.on) == (ITEM, date(2026, 11, 20))
    assert second.on == date(2026, 11, 18)
    said = entry_of(ada, vault, first)
    assert (said.incident, said.number, said.version) == (str(ITEM), 1, 1)
    assert entry_of(ada, vault, second).number == 2


def test_what_is_sent_twice_is_recorded_once(ada, vault):
    record_entry(ada, vault, item=ITEM, happened="One")
    record_entry(ada, vault, item=ITEM, happened="Another")
    with rows_of(ada.pk):
        row = Incident.objects.get()
        assert Link.objects.count() == 1
    assert entry_of(ada, vault, row).happened == "One"


def test_somebody_elses_id_is_not_taken_and_nobody_is_told(cast, vault, eves_vault):
    hers = record_entry(cast.eve, eves_vault, item=ITEM, happened="Eve's")
    mine = record_entry(cast.ada, vault, item=ITEM, happened="Ada's")
    assert mine.pk != hers.pk
    assert entry_of(cast.ada, vault, mine).incident == str(mine.pk)
    assert entry_of(cast.eve, eves_vault, hers).happened == "Eve's"


def test_a_refused_entry_leaves_nothing(ada, vault):
    with pytest.raises(LogRefused, match="ahead of now"):
        record_entry(ada, vault, NOW + timedelta(minutes=1))
    with rows_of(ada.pk):
        assert not Incident.objects.exists()
        assert not Link.objects.exists()


def test_a_correction_is_recorded_beside_what_it_corrects(ada, vault):
    row = record_entry(ada, vault, happened="One")
    correct(ada, vault, row, happened="Two", reason="Read again", at=NOW - timedelta(days=1))
    with rows_of(ada.pk):
        versions = IncidentVersion.objects.order_by("link__seq")
        entries = [vault.open(one, RecordedContents) for one in versions]
        assert [one.layers["facts"]["happened"] for one in entries] == ["One", "Two"]
        assert entries[1].layers["facts"]["reason"] == "Read again"
        assert Incident.objects.get().on == date(2026, 11, 19)
        assert list(Link.objects.in_order().values_list("seq", flat=True)) == [1, 2]


def test_why_it_is_not_corrected(ada, vault):
    row = record_entry(ada, vault, happened="One")
    with pytest.raises(LogRefused, match="why you change it"):
        correct(ada, vault, row, happened="Two")
    with pytest.raises(LogRefused, match="Nothing was changed"):
        correct(ada, vault, row, reason="x")
    with pytest.raises(LogRefused, match="meanwhile"):
        correct(ada, vault, row, happened="Two", reason="x", version=7)
    remove_incident(by=ada, vault=vault, incident=row, reason="x", now=NOW)
    entry = entry_at(NOW, happened="Two", reason="x")
    with pytest.raises(LogRefused, match="taken out"):
        correct_incident(by=ada, vault=vault, incident=row, entry=entry, now=NOW)


def test_what_is_taken_out_leaves_its_place_and_the_reason(ada, vault):
    row = record_entry(ada, vault, happened="One")
    correct(ada, vault, row, happened="Two", reason="x")
    draft(ada, vault, item=row.pk, version=2, happened="Three")
    with pytest.raises(LogRefused, match="why you take it out"):
        remove_incident(by=ada, vault=vault, incident=row, reason=" ", now=NOW)
    remove_incident(by=ada, vault=vault, incident=row, reason="Not mine", now=NOW)
    with rows_of(ada.pk):
        removal = Removal.objects.get()
        said = vault.open(removal, RecordedContents).entry(RemovalEntry)
        assert (said.number, said.links, said.reason) == (1, [1, 2], "Not mine")
        assert not IncidentVersion.objects.exists()
        removed_by = Link.objects.in_order().values_list("removed_by__seq", flat=True)
        assert list(removed_by) == [3, 3, None]
    assert drafts(ada, vault) == []
    with pytest.raises(LogRefused, match="taken out"):
        remove_incident(by=ada, vault=vault, incident=row, reason="Again", now=NOW)
    assert entry_of(ada, vault, record_entry(ada, vault)).number == 2


def test_a_draft_goes_on_until_it_is_recorded(ada, vault):
    draft(ada, vault, happened="The")
    draft(ada, vault, happened="They", on="nonsense")
    assert drafts(ada, vault) == [{"happened": ["They"], "on": ["nonsense"]}]
    record_entry(ada, vault, item=ITEM)
    assert drafts(ada, vault) == []
    assert draft(ada, vault, happened="Too late") is None
    assert drafts(ada, vault) == []


def test_what_the_page_brought_along_is_no_draft(ada, vault):
    brought = {"on": "2026-11-20", "time": "21:30", "zone": "UTC", "precision": "exact"}
    assert draft(ada, vault, **brought, event=str(ITEM), happened=" \n") is None
    draft(ada, vault, **brought, felt="Afraid")
    assert draft(ada, vault, **brought, felt="") is None
    assert drafts(ada, vault) == []


def test_a_draft_of_a_correction_ends_with_the_version_it_was_for(ada, vault):
    row = record_entry(ada, vault, item=ITEM, happened="One")
    assert draft(ada, vault, version=0, happened="Too late") is None
    draft(ada, vault, version=1, happened="Two")
    correct(ada, vault, row, happened="Two", reason="x")
    assert drafts(ada, vault) == []
    assert draft(ada, vault, version=1, happened="Two") is None
    remove_incident(by=ada, vault=vault, incident=row, reason="x", now=NOW)
    assert draft(ada, vault, version=2, happened="Three") is None
    assert draft(ada, vault, version=0, happened="Three") is None


def test_a_draft_may_be_longer_than_an_entry_but_not_without_end(ada, vault):
    draft(ada, vault, happened="x" * 50_000)
    assert len(drafts(ada, vault)[0]["happened"][0]) == 40_000


def test_the_id_of_somebody_elses_draft_does_not_exist(cast, vault, eves_vault):
    draft(cast.eve, eves_vault, happened="Eve's")
    with pytest.raises(IncidentDraft.DoesNotExist):
        draft(cast.ada, vault, happened="Ada's")
    assert drafts(cast.eve, eves_vault) == [{"happened": ["Eve's"]}]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_comes_after_the_other(ada, vault):
    ready = Barrier(2)

    def write():
        ready.wait()
        try:
            log_incident(by=ada, vault=vault, entry=entry_at(NOW), now=NOW)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with rows_of(ada.pk):
        assert list(Link.objects.in_order().values_list("seq", flat=True)) == [1, 2]
        rows = list(Incident.objects.all())
    assert {entry_of(ada, vault, row).number for row in rows} == {1, 2}
