"""The journal. To be called inside `rows_of`."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from trackers.models import Draft, DraftContents, EntryContents, JournalEntry
from trackers.queries.days import Entry, newest_first
from trackers.vault.open_vault import Opened, OpenVault

PER_PAGE = 30


@dataclass(frozen=True)
class EntriesPage:
    entries: list[Entry]
    # The id after which the next page begins; nothing on the last.
    older: UUID | None


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


def drafts_of(user: User, vault: OpenVault) -> list[Opened[Draft, DraftContents]]:
    rows = Draft.objects.visible_to(user).order_by("-on", "-id")
    return vault.open_all(rows, DraftContents)


def draft_of(user: User, vault: OpenVault, *, note_id: UUID) -> DraftContents | None:
    row = Draft.objects.visible_to(user).filter(pk=note_id).first()
    return vault.open_all([row], DraftContents)[0].contents if row else None
