"""The journal. An entry and its draft share one id, which the page brings along from the start:
so a form that is sent twice is one entry, and what is saved leaves no draft behind."""

from datetime import datetime
from typing import Unpack
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction

from accounts.models import User
from trackers.models import (
    About,
    Draft,
    DraftContents,
    EntryContents,
    EntryVersion,
    JournalEntry,
    Vault,
    VersionContents,
)
from trackers.refusals import NoteRefused
from trackers.rules.days import local_date
from trackers.rules.notes import LONGEST_TEXT, LONGEST_TITLE, why_not_write
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def write_entry(
    *,
    by: User,
    vault: OpenVault,
    note_id: UUID,
    title: str,
    text: str,
    now: datetime,
    **about: Unpack[About],
) -> JournalEntry:
    """Save an entry or a letter under the id that its page was given. Raises NoteRefused.

    Raises JournalEntry.DoesNotExist where the id is that of somebody else's entry.
    """
    _refuse(title, text, about)
    with rows_of(by.pk):
        _one_at_a_time(by)
        entry = JournalEntry.objects.visible_to(by).filter(pk=note_id).first()
        if entry is not None:
            return revise_entry(
                by=by, vault=vault, entry=entry, title=title, text=text, now=now, **about
            )
        entry = JournalEntry(id=note_id, owner=by, on=local_date(now, by.time_zone))
        vault.seal_into(
            entry,
            EntryContents(at=now, zone=by.time_zone, title=title.strip(), text=text, **about),
        )
        _insert(entry)
        Draft.objects.visible_to(by).filter(pk=note_id).delete()
        return entry


def revise_entry(
    *,
    by: User,
    vault: OpenVault,
    entry: JournalEntry,
    title: str,
    text: str,
    now: datetime,
    **about: Unpack[About],
) -> JournalEntry:
    """Change it; what it said before is kept as a version. Raises NoteRefused, or CannotBeOpened
    where there is nothing left to revise."""
    _refuse(title, text, about)
    before = vault.open(entry, EntryContents)
    after = msgspec.structs.replace(
        before, title=title.strip(), text=text, revision=before.revision + 1, **about
    )
    vault.seal_into(entry, after)
    with rows_of(by.pk):
        if (before.title, before.text) != (after.title, after.text):
            _keep_version(by, vault, entry, before, now)
        entry.save(update_fields=["sealed"])
        Draft.objects.visible_to(by).filter(pk=entry.pk).delete()
    return entry


def keep_draft(
    *,
    by: User,
    vault: OpenVault,
    note_id: UUID,
    revision: int,
    title: str,
    text: str,
    now: datetime,
    **about: Unpack[About],
) -> Draft | None:
    """Keep what is typed so far, sealed. Nothing is kept of an empty page, or of one whose entry
    was saved in the meantime: `revision` is the one that the page was opened with.
    """
    with rows_of(by.pk):
        _one_at_a_time(by)
        if revision != _revision_of(by, vault, note_id):
            return None
        draft = Draft.objects.visible_to(by).filter(pk=note_id).first()
        if not title.strip() and not text.strip():
            Draft.objects.visible_to(by).filter(pk=note_id).delete()
            return None
        is_new = draft is None
        draft = draft or Draft(id=note_id, owner=by)
        draft.on = local_date(now, by.time_zone)
        # Twice what an entry may hold, so that too long a text can still be cut down.
        kept = DraftContents(
            revision=revision,
            title=title[: 2 * LONGEST_TITLE],
            text=text[: 2 * LONGEST_TEXT],
            **about,
        )
        vault.seal_into(draft, kept)
        _insert(draft) if is_new else draft.save()
        return draft


def _refuse(title: str, text: str, about: About) -> None:
    to, tags = about.get("to", ""), about.get("tags", [])
    if no := why_not_write(title=title, text=text, to=to, tags=tags):
        raise NoteRefused(no)


def _keep_version(
    by: User, vault: OpenVault, entry: JournalEntry, before: EntryContents, now: datetime
) -> None:
    version = EntryVersion(owner=by, on=local_date(now, by.time_zone), entry=entry)
    vault.seal_into(
        version,
        VersionContents(
            revision=before.revision, title=before.title, text=before.text, replaced_at=now
        ),
    )
    version.save()


def _revision_of(by: User, vault: OpenVault, note_id: UUID) -> int:
    entry = JournalEntry.objects.visible_to(by).filter(pk=note_id).first()
    return vault.open(entry, EntryContents).revision if entry else 0


def _one_at_a_time(by: User) -> None:
    Vault.objects.select_for_update().get(owner=by)


def _insert(row: JournalEntry | Draft) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as somebody_elses:
        raise type(row).DoesNotExist from somebody_elses
