"""Nothing typed is lost, and nothing saved leaves a draft behind."""

import uuid
from datetime import date

import msgspec
import pytest

from tests.trackers.own_pages import noon
from trackers.actions.disposal import dispose
from trackers.actions.notes import keep_draft, revise_entry, write_entry
from trackers.models import Draft, DraftContents, EntryContents, JournalEntry
from trackers.refusals import NoteRefused
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOON = noon(2026, 3, 1)
NOTE = uuid.UUID(int=1)


def write(user, vault, text="Slept.", *, note_id=NOTE, title=""):
    return write_entry(by=user, vault=vault, note_id=note_id, title=title, text=text, now=NOON)


def draft(user, vault, text, *, revision=0, note_id=NOTE):
    return keep_draft(
        by=user, vault=vault, note_id=note_id, revision=revision, title="", text=text, now=NOON
    )


def drafts(user, vault):
    with rows_of(user.pk):
        return [found.contents.text for found in vault.open_all(Draft.objects.all(), DraftContents)]


def test_an_entry_has_the_id_of_its_page(ada, vault):
    entry = write(ada, vault, title=" Sunday ")
    assert (entry.pk, entry.on) == (NOTE, date(2026, 3, 1))
    assert vault.open(entry, EntryContents) == EntryContents(
        at=NOON, zone="UTC", title="Sunday", text="Slept."
    )


def test_a_page_that_is_sent_twice_is_one_entry(ada, vault):
    write(ada, vault, "Slept.")
    write(ada, vault, "Slept well.")
    with rows_of(ada.pk):
        entry = JournalEntry.objects.get()
    assert vault.open(entry, EntryContents).text == "Slept well."


def test_a_draft_goes_on_until_it_is_saved(ada, vault):
    draft(ada, vault, "Sle")
    draft(ada, vault, "Slept")
    assert drafts(ada, vault) == ["Slept"]
    write(ada, vault)
    assert drafts(ada, vault) == []


def test_an_empty_page_leaves_no_draft(ada, vault):
    assert draft(ada, vault, " \n") is None
    draft(ada, vault, "Slept")
    assert draft(ada, vault, "") is None
    assert drafts(ada, vault) == []


def test_a_draft_that_comes_after_saving_is_too_late(ada, vault):
    entry = write(ada, vault)
    assert draft(ada, vault, "Sle", revision=0) is None
    draft(ada, vault, "Slept and", revision=1)
    revise_entry(by=ada, vault=vault, entry=entry, title="", text="Slept and dreamt.", now=NOON)
    assert draft(ada, vault, "Slept and", revision=1) is None
    assert drafts(ada, vault) == []


def test_revising_loses_nothing_of_a_newer_version(ada, vault):
    entry = write(ada, vault)
    before = vault.open(entry, EntryContents)
    vault.seal_into(entry, msgspec.structs.replace(before, newer={"mood": "blue"}))
    revise_entry(by=ada, vault=vault, entry=entry, title="T", text="Other.", now=NOON)
    with rows_of(ada.pk):
        after = vault.open(JournalEntry.objects.get(), EntryContents)
    assert after == msgspec.structs.replace(
        before, title="T", text="Other.", revision=2, newer={"mood": "blue"}
    )


def test_why_an_entry_is_not_saved(ada, vault):
    with pytest.raises(NoteRefused, match="no words"):
        write(ada, vault, " \n ")
    with pytest.raises(NoteRefused, match="two parts"):
        write(ada, vault, "x" * 200_001)
    with pytest.raises(NoteRefused, match="title"):
        write(ada, vault, title="x" * 201)


def test_the_id_of_somebody_elses_entry_does_not_exist(cast, vault, eves_vault):
    write(cast.eve, eves_vault)
    with pytest.raises(JournalEntry.DoesNotExist):
        write(cast.ada, vault)
    draft(cast.eve, eves_vault, "x", revision=1)
    with pytest.raises(Draft.DoesNotExist):
        draft(cast.ada, vault, "x")
    assert drafts(cast.eve, eves_vault) == ["x"]


def test_throwing_an_entry_away_takes_its_draft_along(ada, vault):
    entry = write(ada, vault)
    draft(ada, vault, "Slept and", revision=1)
    dispose(by=ada, row=entry)
    assert drafts(ada, vault) == []
    with rows_of(ada.pk):
        assert not JournalEntry.objects.exists()
