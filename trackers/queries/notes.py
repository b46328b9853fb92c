"""The journal. To be called inside `rows_of`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from trackers.models import (
    Draft,
    DraftContents,
    EntryContents,
    EntryVersion,
    JournalEntry,
    VersionContents,
)
from trackers.queries.days import Entry, newest_first
from trackers.rules.notes import fits
from trackers.vault.open_vault import Opened, OpenVault

PER_PAGE = 30
MOST_FOUND = 100


@dataclass(frozen=True)
class EntriesPage:
    entries: list[Entry]
    # The id after which the next page begins; nothing on the last.
    older: UUID | None
    # Of a search: there is more than is shown.
    more_than_shown: bool = False


def page_of_entries(user: User, vault: OpenVault, *, after: UUID | None = None) -> EntriesPage:
    """The journal, newest day first. Keyset pages: the hundredth costs what the first does."""
    rows = JournalEntry.objects.visible_to(user).order_by("-on", "-id")
    if after and (last := rows.filter(pk=after).first()):
        rows = rows.filter(Q(on__lt=last.on) | Q(on=last.on, pk__lt=last.pk))
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return EntriesPage(
        entries=newest_first(vault.open_all(shown, EntryContents)),
        older=shown[-1].pk if len(found) > PER_PAGE else None,
    )


def found_entries(user: User, vault: OpenVault, *, words: str) -> EntriesPage:
    """Where all of the words stand, newest first. Everything is opened for it and looked through
    here: there is no index of what is sealed."""
    rows = JournalEntry.objects.visible_to(user).order_by("-on", "-id")
    found = [
        opened
        for opened in vault.open_all(rows.iterator(), EntryContents)
        if opened.contents
        and fits(
            words,
            opened.contents.title,
            opened.contents.text,
            opened.contents.to,
            *opened.contents.tags,
        )
    ]
    shown = newest_first(found)[:MOST_FOUND]
    return EntriesPage(shown, older=None, more_than_shown=len(found) > MOST_FOUND)


def entries_of_other_years(user: User, vault: OpenVault, *, day: date) -> list[Entry]:
    rows = JournalEntry.objects.visible_to(user).filter(on__month=day.month, on__day=day.day)
    return newest_first(vault.open_all(rows.exclude(on__year=day.year), EntryContents))


def letters_for_weak_hours(user: User, vault: OpenVault) -> list[Entry]:
    """What somebody wrote for the hours in which it pulls."""
    rows = JournalEntry.objects.visible_to(user)
    return newest_first(
        opened
        for opened in vault.open_all(rows, EntryContents)
        if opened.contents and opened.contents.when_weak
    )


def versions_of(
    user: User, vault: OpenVault, *, entry: JournalEntry
) -> list[Opened[EntryVersion, VersionContents]]:
    """What an entry said before, the latest first."""
    rows = EntryVersion.objects.visible_to(user).filter(entry=entry)
    return sorted(vault.open_all(rows, VersionContents), key=_revision, reverse=True)


def _revision(version: Opened[EntryVersion, VersionContents]) -> int:
    return version.contents.revision if version.contents else 0


def drafts_of(user: User, vault: OpenVault) -> list[Opened[Draft, DraftContents]]:
    rows = Draft.objects.visible_to(user).order_by("-on", "-id")
    return vault.open_all(rows, DraftContents)


def draft_of(user: User, vault: OpenVault, *, note_id: UUID) -> DraftContents | None:
    row = Draft.objects.visible_to(user).filter(pk=note_id).first()
    return vault.open_all([row], DraftContents)[0].contents if row else None
